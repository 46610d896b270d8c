package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.manifests.Node.Mapping;
import eu.skyscrapers.ptc.manifests.Node.Scalar;
import eu.skyscrapers.ptc.manifests.Rewriting.Edit;
import eu.skyscrapers.ptc.objects.MalformedException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** YAML in a string, as the values of a k3s HelmChart, and where each of its characters is written. */
final class Embedded implements NodeReader.Visitor {
    final Scalar scalar;
    /** The first document; null if it is not a mapping. */
    @Nullable
    Node root;

    private boolean visited;

    /** Where each character is written, and the end; null where they are not written one by one. */
    private final int @Nullable [] offsets;

    /** @param around the text that the scalar stands in */
    Embedded(Scalar scalar, String around) {
        this.scalar = scalar;
        this.offsets = offsets(seen(around.substring(scalar.start, scalar.end)));
    }

    /** With the characters that the parser may have been given in the place of others: see Yaml11Reader. */
    private static String seen(String text) {
        return text.replace('\t', ' ')
                .replace('\u0085', '\n')
                .replace('\u2028', '\n')
                .replace('\u2029', '\n');
    }

    @Override
    public void object(Mapping object) {
        root = visited ? root : object;
        visited = true;
    }

    @Override
    public void other(MalformedException what) {
        visited = true;
    }

    boolean mapped() {
        return offsets != null;
    }

    /** A change of this text as one of the text around. */
    Edit outer(Edit edit) {
        if (offsets == null) {
            throw new IllegalStateException("nobody knows where this is written");
        }
        String text = switch (scalar.style) {
            case DOUBLE_QUOTED -> edit.text().replace("\"", "\\\"");
            case SINGLE_QUOTED -> edit.text().replace("'", "''");
            default -> edit.text();
        };
        return new Edit(offsets[edit.start()], offsets[edit.end()], text);
    }

    /** In a block, each line is written behind the same indentation. */
    private int @Nullable [] offsets(String written) {
        boolean block = scalar.isBlock();
        int quote = block || scalar.style == ScalarStyle.PLAIN ? 0 : 1;
        String text = block ? seen(scalar.text) : scalar.text;
        int[] offsets = new int[text.length() + 1];
        int indent = -1;
        int at = block ? written.indexOf('\n') + 1 : quote;
        for (int i = 0; i < text.length(); i++) {
            if (block && (i == 0 || text.charAt(i - 1) == '\n')) {
                int blanks = blanks(written, at);
                if (indent < 0 && text.charAt(i) != '\n') {
                    indent = Math.max(blanks - blanks(text, i), 0);
                }
                at += indent < 0 ? blanks : Math.min(blanks, indent);
            }
            offsets[i] = scalar.start + at;
            int length = at < written.length() - quote ? length(written, at, text.charAt(i)) : 0;
            if (length == 0) {
                return null;
            }
            at += length;
        }
        offsets[text.length()] = scalar.start + at;
        return block || at == written.length() - quote ? offsets : null;
    }

    private static int blanks(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return end - from;
    }

    /** How long a character is written; 0 where another one is. */
    private int length(String written, int at, char character) {
        char first = written.charAt(at);
        if (written.startsWith("\r\n", at)) {
            return character == '\n' ? 2 : 0;
        }
        if (scalar.style == ScalarStyle.SINGLE_QUOTED && first == '\'') {
            return character == first ? 2 : 0;
        }
        if (scalar.style != ScalarStyle.DOUBLE_QUOTED || first != '\\') {
            return first == character || (first == ' ' && character == '\t') ? 1 : 0;
        }
        return switch (written.charAt(at + 1)) {
            case 'n' -> character == '\n' ? 2 : 0;
            case 't' -> character == '\t' ? 2 : 0;
            case 'r' -> character == '\r' ? 2 : 0;
            case '"', '\\', '/' -> character == written.charAt(at + 1) ? 2 : 0;
            case 'u' -> written.regionMatches(true, at + 2, "%04x".formatted((int) character), 0, 4) ? 6 : 0;
            default -> 0;
        };
    }
}

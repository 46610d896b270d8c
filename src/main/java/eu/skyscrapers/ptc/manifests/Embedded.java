package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.manifests.Node.Mapping;
import eu.skyscrapers.ptc.manifests.Node.Scalar;
import eu.skyscrapers.ptc.objects.MalformedException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** YAML in a string, as the values of a k3s HelmChart, and where each of its characters is written. */
final class Embedded implements NodeReader.Visitor {
    final Scalar scalar;
    /** The first document; null where that is no mapping. */
    @Nullable
    Node root;

    private boolean visited;

    /** Where each character is written, and the end; null where they are not written one by one. */
    private final int @Nullable [] offsets;

    /** @param around the text that the scalar stands in */
    Embedded(Scalar scalar, String around) {
        this.scalar = scalar;
        String written = seen(around.substring(scalar.start, scalar.end));
        this.offsets = scalar.isBlock() ? lines(written) : characters(written);
        for (int i = 0; offsets != null && i < offsets.length; i++) {
            offsets[i] += scalar.start;
        }
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

    /** Of a literal block: its lines, each behind the same indentation. */
    private int @Nullable [] lines(String written) {
        String text = seen(scalar.text);
        int[] lines = new int[text.length() + 1];
        int indent = -1;
        int line = nextLine(written, 0);
        for (int start = 0; start < text.length(); ) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int blanks = blanks(written, line);
            if (indent < 0 && end > start) {
                indent = blanks - blanks(text, start);
            }
            int at = line + (end > start ? indent : Math.min(blanks, Math.max(indent, 0)));
            if (at < line || !written.startsWith(text.substring(start, end), at)) {
                return null;
            }
            for (int i = start; i <= end; i++) {
                lines[i] = at + i - start;
            }
            line = nextLine(written, at);
            start = end + 1;
        }
        return lines;
    }

    private static int nextLine(String text, int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline + 1;
    }

    private static int blanks(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return end - from;
    }

    /** Of a string in one line. */
    private int @Nullable [] characters(String written) {
        boolean quoted = written.startsWith("\"") || written.startsWith("'");
        int at = quoted ? 1 : 0;
        int end = written.length() - at;
        int[] characters = new int[scalar.text.length() + 1];
        for (int i = 0; i < scalar.text.length(); i++) {
            characters[i] = at;
            int length = at < end ? length(written, at, scalar.text.charAt(i)) : 0;
            if (length == 0) {
                return null;
            }
            at += length;
        }
        characters[scalar.text.length()] = at;
        return at == end ? characters : null;
    }

    /** How long a character is written; 0 where another one is. */
    private int length(String written, int at, char character) {
        char first = written.charAt(at);
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

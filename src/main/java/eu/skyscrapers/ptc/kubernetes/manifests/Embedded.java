package eu.skyscrapers.ptc.kubernetes.manifests;

import eu.skyscrapers.ptc.kubernetes.manifests.Node.Mapping;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Scalar;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Style;
import org.jspecify.annotations.Nullable;

/** YAML in a string, as the values of a k3s HelmChart, and where each of its characters is written. */
final class Embedded implements Documents.Visitor {
    final Scalar scalar;
    /** The first document; null where that is no mapping. */
    @Nullable
    Node root;

    private boolean visited;

    /** Of each character, and of the end; null where they are not written one by one. */
    private final int @Nullable [] offsets;

    /** @param around the text that the scalar stands in */
    Embedded(Scalar scalar, String around) {
        this.scalar = scalar;
        this.offsets = scalar.style == Style.BLOCK ? lines(scalar, around) : characters(scalar, around);
    }

    @Override
    public void object(Mapping object) {
        root = visited ? root : object;
        visited = true;
    }

    @Override
    public void other(ManifestException what) {
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
    private static int @Nullable [] lines(Scalar scalar, String around) {
        String text = scalar.text;
        int[] offsets = new int[text.length() + 1];
        int indent = -1;
        int line = nextLine(around, scalar.start);
        for (int start = 0; start < text.length(); ) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int blanks = 0;
            while (line + blanks < around.length() && around.charAt(line + blanks) == ' ') {
                blanks++;
            }
            if (indent < 0 && end > start) {
                indent = blanks
                        - (text.substring(start, end).length()
                                - text.substring(start, end).stripLeading().length());
            }
            int at = line + (end > start ? indent : Math.min(blanks, Math.max(indent, 0)));
            if (at < line || !around.startsWith(text.substring(start, end), at)) {
                return null;
            }
            for (int i = start; i <= end; i++) {
                offsets[i] = at + i - start;
            }
            line = nextLine(around, at);
            start = end + 1;
        }
        offsets[text.length()] = line;
        return offsets;
    }

    private static int nextLine(String text, int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline + 1;
    }

    /** Of a string in one line. */
    private static int @Nullable [] characters(Scalar scalar, String around) {
        boolean quoted = around.charAt(scalar.start) == '"' || around.charAt(scalar.start) == '\'';
        int at = scalar.start + (quoted ? 1 : 0);
        int end = scalar.end - (quoted ? 1 : 0);
        int[] offsets = new int[scalar.text.length() + 1];
        for (int i = 0; i < scalar.text.length(); i++) {
            char character = scalar.text.charAt(i);
            offsets[i] = at;
            int length = length(around, at, character, scalar.style);
            if (length == 0 || at + length > end) {
                return null;
            }
            at += length;
        }
        offsets[scalar.text.length()] = at;
        return at == end ? offsets : null;
    }

    /** How long a character is written; 0 where it is not this one. */
    private static int length(String around, int at, char character, Style style) {
        char written = around.charAt(at);
        if (style == Style.SINGLE_QUOTED && written == '\'') {
            return character == '\'' && around.startsWith("''", at) ? 2 : 0;
        }
        if (style != Style.DOUBLE_QUOTED || written != '\\') {
            return written == character && written != '\n' && written != '\r' ? 1 : 0;
        }
        char escape = around.charAt(at + 1);
        return switch (escape) {
            case 'n' -> character == '\n' ? 2 : 0;
            case 't' -> character == '\t' ? 2 : 0;
            case 'r' -> character == '\r' ? 2 : 0;
            case '"', '\\', '/' -> character == escape ? 2 : 0;
            case 'u' ->
                around.startsWith("%04x".formatted((int) character), at + 2)
                                || around.startsWith("%04X".formatted((int) character), at + 2)
                        ? 6
                        : 0;
            default -> 0;
        };
    }
}

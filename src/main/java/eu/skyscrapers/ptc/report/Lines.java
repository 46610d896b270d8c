package eu.skyscrapers.ptc.report;

import java.io.IOException;
import java.io.Writer;

/** The lines of a table. */
final class Lines {
    /** Longer than any image that can be pulled; beyond it a line helps nobody. */
    private static final int LONGEST = 1000;

    private final Writer out;
    private final int columns;

    Lines(Writer out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    int columns() {
        return columns;
    }

    void line(String... parts) throws IOException {
        for (String part : parts) {
            out.write(part);
        }
        out.write('\n');
    }

    /** Writes a sentence after its label, broken at blanks to the width, with the further lines indented. */
    void sentence(int indent, String label, String text) throws IOException {
        String start = " ".repeat(indent) + label;
        String rest = text;
        int end = breakAt(rest, columns - start.length());
        while (end > 0) {
            line(start, rest.substring(0, end).stripTrailing());
            start = " ".repeat(indent + 2);
            rest = rest.substring(end + 1);
            end = breakAt(rest, columns - start.length());
        }
        line(start, rest);
    }

    /** Where to break text that is wider than its room; 0 for nowhere. */
    private static int breakAt(String text, int room) {
        if (text.length() <= room) {
            return 0;
        }
        int end = text.lastIndexOf(' ', room);
        // A line that starts with "::", blanks or not, is a command to GitHub's runner.
        while (end > 0 && (text.startsWith(":", end + 1) || text.startsWith(" ", end + 1))) {
            end = text.lastIndexOf(' ', end - 1);
        }
        return Math.max(end, 0);
    }

    /** What others wrote, fit to stand within a line, though not at its start. */
    static String shown(String hostile) {
        String text = Printable.of(hostile.length() > LONGEST ? hostile.substring(0, LONGEST) : hostile);
        if (hostile.length() > LONGEST) {
            return text + "... (" + hostile.length() + " characters, -o json shows them all)";
        }
        boolean blankEdge = text.isEmpty() || text.startsWith(" ") || text.endsWith(" ");
        return blankEdge ? '"' + text + '"' : text;
    }
}

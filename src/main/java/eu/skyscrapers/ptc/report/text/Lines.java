package eu.skyscrapers.ptc.report.text;

import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.UnaryOperator;

/** The lines of a table. */
final class Lines {
    /** Deeper than any line of an entry. */
    private static final int FURTHER = 8;

    /** What makes a cell of a user one that a line may start with; the first two share a line. */
    private static final List<String> LEADS = List.of("", "", "of ", "as ", "");

    private final Writer out;
    private final int columns;
    /** How many blank lines stand at the end now. */
    private int blanks;

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
        blanks = parts.length == 0 ? blanks + 1 : 0;
    }

    /** Sets what follows apart from what stands above it, unless it is already. */
    void apart(int blankLines) throws IOException {
        while (blanks < blankLines) {
            line();
        }
    }

    /** Writes a sentence after its label, broken at blanks to the width, with the further lines indented. */
    void sentence(int indent, String label, String text) throws IOException {
        sentence(" ".repeat(indent) + label, FURTHER, text);
    }

    /** @param further the indentation of the further lines */
    void sentence(String label, int further, String text) throws IOException {
        String start = label;
        String rest = text;
        int end = breakAt(rest, columns - Ink.width(start));
        while (end > 0) {
            line(start, rest.substring(0, end).stripTrailing());
            start = " ".repeat(further);
            rest = rest.substring(end + 1);
            end = breakAt(rest, columns - start.length());
        }
        line(start, rest);
    }

    /** Writes what is known of an entry, below it. */
    void facts(Entry entry, Ink ink) throws IOException {
        for (Entry.Fact fact : entry.facts()) {
            String words = fact.words().drawn(Words::shown);
            if (fact.isChange()) {
                line("      ", ink.good(fact.label()), " ", words);
            } else {
                sentence(6, fact.label() + ": ", words);
            }
        }
    }

    /**
     * Writes a user's cells as one line; or as more, each starting with a word of ours, where they would stand out of the
     * width.
     *
     * @param lead stands before the first line, and as many blanks as {@code indent} before the others
     * @param widths of the columns
     * @param ink adds only colour
     */
    void user(String lead, int indent, List<String> cells, int[] widths, UnaryOperator<String> ink) throws IOException {
        String start = lead;
        String line = cells.get(0);
        boolean first = true;
        for (int i = 1; i < cells.size(); i++) {
            String cell = cells.get(i);
            int gap = ImageRows.GAP
                    + (first ? Math.max(0, widths[i - 1] - cells.get(i - 1).length()) : 0);
            if (i > 1 && line.length() + gap + cell.length() > columns - indent) {
                line(start, ink.apply(line));
                start = " ".repeat(indent);
                first = false;
                line = "    " + LEADS.get(i) + cell;
            } else {
                line += " ".repeat(gap) + cell;
            }
        }
        line(start, ink.apply(line));
    }

    /** Where to break text that is wider than its room; 0 for nowhere. */
    private static int breakAt(String text, int room) {
        if (text.length() <= room) {
            return 0;
        }
        int end = text.lastIndexOf(' ', room);
        while (end > 0 && !mayBreak(text, end)) {
            end = text.lastIndexOf(' ', end - 1);
        }
        if (end <= 0) {
            // A word that is wider than the room; what comes after it need not be.
            end = text.indexOf(' ', Math.max(room, 0) + 1);
            while (end > 0 && !mayBreak(text, end)) {
                end = text.indexOf(' ', end + 1);
            }
        }
        return Math.max(end, 0);
    }

    /** A line that starts with "::", blanks or not, is a command to GitHub's runner. */
    private static boolean mayBreak(String text, int blank) {
        return blank + 1 < text.length() && !text.startsWith(":", blank + 1) && !text.startsWith(" ", blank + 1);
    }
}

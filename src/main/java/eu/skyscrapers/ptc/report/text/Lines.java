package eu.skyscrapers.ptc.report.text;

import eu.skyscrapers.ptc.report.Printable;
import eu.skyscrapers.ptc.report.page.Entry;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Ink;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** The lines of a table. */
public final class Lines {
    /** Longer than any image that can be pulled; beyond it a line helps nobody. */
    private static final int LONGEST = 1000;

    /** Deeper than all that a list tells of an entry. */
    private static final int FURTHER = 8;

    private final Writer out;
    private final int columns;
    private final boolean folds;
    /** How many blank lines stand at the end now. */
    private int blanks;

    Lines(Writer out, int columns) {
        this(out, columns, true);
    }

    private Lines(Writer out, int columns, boolean folds) {
        this.out = out;
        this.columns = columns;
        this.folds = folds;
    }

    /** As wide as they come, and with every entry of every list. */
    static Lines whole(Writer out) {
        return new Lines(out, Integer.MAX_VALUE, false);
    }

    int columns() {
        return columns;
    }

    <T> Folded<T> folded(List<T> all, int most) {
        return Folded.of(all, folds ? most : all.size());
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
            String words = fact.words().drawn(Lines::shown);
            if (fact.isChange()) {
                line("      ", ink.good(fact.label()), " ", words);
            } else {
                sentence(6, fact.label() + ": ", words);
            }
        }
    }

    /** Writes a user, see {@link Users#cells}; not in columns. */
    void user(String lead, List<String> cells) throws IOException {
        String start = lead;
        for (String part : Users.laidOut(cells, new int[cells.size()], columns - lead.length())) {
            line(start, part);
            start = " ".repeat(lead.length());
        }
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

    /** What others wrote, fit to stand within a line, though not at its start. */
    public static String shown(String hostile) {
        String text = Printable.of(hostile.length() > LONGEST ? hostile.substring(0, LONGEST) : hostile);
        if (hostile.length() > LONGEST) {
            return text + "... (" + hostile.length() + " characters, -o json shows them all)";
        }
        boolean blankEdge = text.isEmpty() || text.startsWith(" ") || text.endsWith(" ");
        return blankEdge ? '"' + text + '"' : text;
    }

    /** As {@link #shown}, and without a blank, so that a line of words has as many as it has columns. */
    public static String word(String hostile) {
        if (hostile.isEmpty()) {
            return "\"\"";
        }
        String text = Printable.of(hostile.length() > LONGEST ? hostile.substring(0, LONGEST) : hostile)
                .replace(" ", "\\u0020");
        return hostile.length() > LONGEST ? text + "...(" + hostile.length() + "_characters,_see_-o_json)" : text;
    }
}

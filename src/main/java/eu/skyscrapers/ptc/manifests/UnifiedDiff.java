package eu.skyscrapers.ptc.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The edits of a text as the lines that go and come.
 *
 * @see <a href="https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html">GNU diffutils, "Detailed
 *     Description of Unified Format"</a>
 */
final class UnifiedDiff {
    private static final int CONTEXT = 3;

    /**
     * Lines that go and those that come for them.
     *
     * @param first counted from 0
     * @param end behind the last
     */
    private record Change(int first, int end, List<String> added) {}

    private final String text;
    private final UnaryOperator<String> shown;
    private final List<Integer> lineStarts = new ArrayList<>();
    private final StringBuilder diff = new StringBuilder();

    /** @param edits in the order of the text */
    UnifiedDiff(String text, List<Edit> edits, UnaryOperator<String> shown) {
        this.text = text;
        this.shown = shown;
        for (int start = 0; start < text.length(); start = lineEnd(text, start)) {
            lineStarts.add(start);
        }
        List<Change> changes = changes(edits);
        if (!changes.isEmpty()) {
            diff.append("--- standard input\n+++ rewritten\n");
        }
        int ahead = 0;
        for (int from = 0; from < changes.size(); ) {
            int to = from + 1;
            while (to < changes.size()
                    && changes.get(to).first() - changes.get(to - 1).end() <= 2 * CONTEXT) {
                to++;
            }
            ahead += hunk(changes.subList(from, to), ahead);
            from = to;
        }
    }

    private static int lineEnd(String text, int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end + 1;
    }

    private List<Change> changes(List<Edit> edits) {
        List<Change> changes = new ArrayList<>();
        int line = 0;
        for (int i = 0; i < edits.size(); ) {
            line = lineAt(edits.get(i).start(), line);
            int first = line;
            StringBuilder added = new StringBuilder();
            int done = start(first);
            do {
                Edit edit = edits.get(i++);
                added.append(text, done, edit.start()).append(edit.text());
                done = edit.end();
                line = lineAt(edit.end() - 1, line);
            } while (i < edits.size() && edits.get(i).start() < start(line + 2));
            added.append(text, done, start(line + 1));
            changes.add(new Change(first, line + 1, lines(added.toString())));
        }
        return changes;
    }

    /** @param from a line that is not behind it */
    private int lineAt(int offset, int from) {
        int line = from;
        while (start(line + 1) <= offset) {
            line++;
        }
        return line;
    }

    private int start(int line) {
        return line < lineStarts.size() ? lineStarts.get(line) : text.length();
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int end;
        for (int start = 0; start < text.length(); start = end) {
            end = lineEnd(text, start);
            lines.add(text.substring(start, end));
        }
        return lines;
    }

    /**
     * @param ahead how many lines the hunks before have added
     * @return how many lines this one adds
     */
    private int hunk(List<Change> changes, int ahead) {
        int first = Math.max(0, changes.get(0).first() - CONTEXT);
        int end = Math.min(lineStarts.size(), changes.get(changes.size() - 1).end() + CONTEXT);
        int added = 0;
        for (Change change : changes) {
            added += change.added().size() - (change.end() - change.first());
        }
        diff.append("@@ -").append(range(first, end - first));
        diff.append(" +").append(range(first + ahead, end - first + added)).append(" @@\n");
        int line = first;
        for (Change change : changes) {
            context(' ', line, change.first());
            context('-', change.first(), change.end());
            change.added().forEach(each -> line('+', each));
            line = change.end();
        }
        context(' ', line, end);
        return added;
    }

    private static String range(int first, int count) {
        return first + 1 + (count == 1 ? "" : "," + count);
    }

    private void context(char sign, int first, int end) {
        for (int line = first; line < end; line++) {
            line(sign, text.substring(start(line), start(line + 1)));
        }
    }

    private void line(char sign, String line) {
        boolean ended = line.endsWith("\n");
        diff.append(sign).append(shown.apply(ended ? line.substring(0, line.length() - 1) : line));
        diff.append(ended ? "\n" : "\n\\ No newline at end of file\n");
    }

    @Override
    public String toString() {
        return diff.toString();
    }
}

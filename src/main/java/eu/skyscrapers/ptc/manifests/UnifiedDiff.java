package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.manifests.Rewriting.Edit;
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

    /** A line of the text before, of the text after ({@code +}), or of both. */
    private record Line(char sign, String text) {
        private boolean changes() {
            return sign != ' ';
        }
    }

    private UnifiedDiff() {}

    /**
     * The hunks alone.
     *
     * @param edits in the order of the text
     */
    static String of(String text, List<Edit> edits, UnaryOperator<String> shown) {
        List<Line> lines = lines(text, edits);
        StringBuilder diff = new StringBuilder();
        int before = 1;
        int after = 1;
        int done = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).changes()) {
                continue;
            }
            int end = i + 1;
            for (int next = end; next < lines.size() && next <= end + 2 * CONTEXT; next++) {
                end = lines.get(next).changes() ? next + 1 : end;
            }
            int first = Math.max(done, i - CONTEXT);
            List<Line> hunk = lines.subList(first, Math.min(lines.size(), end + CONTEXT));
            int going = (int) hunk.stream().filter(line -> line.sign() != '+').count();
            int coming = (int) hunk.stream().filter(line -> line.sign() != '-').count();
            before += first - done;
            after += first - done;
            diff.append("@@ -%s +%s @@\n".formatted(range(before, going), range(after, coming)));
            hunk.forEach(line -> append(diff, line, shown));
            before += going;
            after += coming;
            done = first + hunk.size();
            i = done - 1;
        }
        return diff.toString();
    }

    private static List<Line> lines(String text, List<Edit> edits) {
        List<Line> lines = new ArrayList<>();
        int done = 0;
        for (int i = 0; i < edits.size(); ) {
            int first = text.lastIndexOf('\n', edits.get(i).start() - 1) + 1;
            add(lines, ' ', text.substring(done, first));
            StringBuilder added = new StringBuilder();
            int copied = first;
            do {
                Edit edit = edits.get(i++);
                added.append(text, copied, edit.start()).append(edit.text());
                copied = edit.end();
                done = lineEnd(text, copied - 1);
            } while (i < edits.size() && edits.get(i).start() < lineEnd(text, done));
            add(lines, '-', text.substring(first, done));
            add(lines, '+', added.append(text, copied, done).toString());
        }
        add(lines, ' ', text.substring(done));
        return lines;
    }

    private static void add(List<Line> lines, char sign, String text) {
        for (int start = 0; start < text.length(); ) {
            int end = lineEnd(text, start);
            lines.add(new Line(sign, text.substring(start, end)));
            start = end;
        }
    }

    private static int lineEnd(String text, int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline + 1;
    }

    private static String range(int first, int count) {
        return first + (count == 1 ? "" : "," + count);
    }

    private static void append(StringBuilder diff, Line line, UnaryOperator<String> shown) {
        String text = line.text();
        boolean ended = text.endsWith("\n");
        diff.append(line.sign()).append(shown.apply(ended ? text.substring(0, text.length() - 1) : text));
        diff.append(ended ? "\n" : "\n\\ No newline at end of file\n");
    }
}

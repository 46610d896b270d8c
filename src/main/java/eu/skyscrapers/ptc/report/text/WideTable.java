package eu.skyscrapers.ptc.report.text;

import static eu.skyscrapers.ptc.report.page.Words.shown;
import static eu.skyscrapers.ptc.report.page.Words.word;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.Use;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's images with one line for each use.
 *
 * <p>The columns are always the same, and all but the last hold one word, so that {@code awk} finds each by its number.
 * A blank of others is shown as its escape; what there is not is a dash.
 */
final class WideTable {
    private record Column(String title, Function<Use, String> cell) {
        static Column ofUsage(String title, String without, Function<Usage, String> cell) {
            return new Column(title, use -> use.usage() == null ? without : cell.apply(use.usage()));
        }

        static Column ofJudgment(String title, Function<Judgment, @Nullable String> cell) {
            return new Column(title, use -> orNothing(cell.apply(use.image().judgment())));
        }
    }

    private static final String NOTHING = "-";
    private static final int GAP = 2;
    /** Longer than any image that can be pulled by tag and digest; what is wider stands out of its column. */
    private static final int WIDEST = 240;

    private static final List<Column> COLUMNS = List.of(
            Column.ofJudgment("VERDICT", judgment -> judgment.verdict().key()),
            Column.ofJudgment("REASON", judgment -> judgment.reason().key()),
            Column.ofUsage("PODS", "0", usage -> Long.toString(usage.pods())),
            Column.ofUsage("NAMESPACE", NOTHING, WideTable::namespace),
            Column.ofUsage(
                    "WORKLOAD",
                    NOTHING,
                    usage -> word(
                            usage.workload().kind() + "/" + usage.workload().name())),
            Column.ofUsage("CONTAINER", NOTHING, usage -> word(usage.container())),
            Column.ofUsage("TYPE", NOTHING, usage -> usage.containerType().key()),
            Column.ofUsage("DEPLOYER", NOTHING, WideTable::deployer),
            new Column("IMAGE", use -> word(use.image().image())),
            Column.ofJudgment("REPLACEMENT", Judgment::replacement),
            Column.ofJudgment("UPSTREAM", Judgment::upstream),
            new Column(
                    "EXPECTED",
                    use -> use.expected() == null
                            ? NOTHING
                            : word(use.expected().source())),
            new Column("CLUSTER", use -> word(use.cluster().name())),
            new Column(
                    "CACHED",
                    use -> use.image().cached() == null
                            ? NOTHING
                            : use.image().cached().state().key()),
            new Column(
                    "IMPACT",
                    use -> use.impact() == null ? NOTHING : use.impact().key()),
            new Column("REMARKS", WideTable::remarks));

    private WideTable() {}

    private static String namespace(Usage usage) {
        String namespace = usage.workload().namespace();
        return namespace.isEmpty() ? NOTHING : word(namespace);
    }

    private static String deployer(Usage usage) {
        return usage.deployer() == null ? NOTHING : word(usage.deployer().kind() + "/" + Words.place(usage.deployer()));
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? NOTHING : word(text);
    }

    private static String remarks(Use use) {
        StringJoiner remarks = new StringJoiner("; ").setEmptyValue(NOTHING);
        Expectation expected = use.expected();
        if (expected != null) {
            remarks.add("expected: " + shown(expected.reason()));
        }
        String note = use.image().judgment().note();
        if (note != null) {
            remarks.add("note: " + shown(note));
        }
        String cached = Images.cached(use.image().cached());
        if (!cached.isEmpty()) {
            remarks.add("cache: " + shown(cached));
        }
        return remarks.toString();
    }

    /** The rows of some clusters, below one line of titles. */
    static void write(List<ClusterResult> clusters, View view, Ink ink, Lines lines) throws IOException {
        // Twice over the same uses: as text they may be more than fits into memory.
        int[] widths =
                COLUMNS.stream().mapToInt(column -> column.title().length()).toArray();
        boolean titles = false;
        for (ClusterResult cluster : clusters) {
            for (Use use : Use.of(cluster, view.listed(cluster))) {
                titles = view.frame() != View.Frame.ROWS;
                for (int i = 0; i < widths.length; i++) {
                    int width = COLUMNS.get(i).cell().apply(use).length();
                    widths[i] = width <= WIDEST ? Math.max(widths[i], width) : widths[i];
                }
            }
        }
        if (titles) {
            lines.line(line(Column::title, ink::bold, widths));
        }
        for (ClusterResult cluster : clusters) {
            for (Use use : Use.of(cluster, view.listed(cluster))) {
                lines.line(line(column -> column.cell().apply(use), verdict -> colour(verdict, use, ink), widths));
            }
        }
        if (titles && view.frame() == View.Frame.ROWS_FIRST) {
            lines.apart(2);
        }
    }

    /** What the rows of a cluster do not say: that there are none, or that some are left out. */
    static void writeRest(ClusterResult cluster, View view, Lines lines) throws IOException {
        if (cluster.images().isEmpty()) {
            lines.line((cluster.complete() ? "" : "images: ") + Images.none(cluster));
        }
        // Else a list without direct images would look clean.
        for (Verdict verdict : Verdict.values()) {
            String noun = (view.shows(verdict) ? "expected" : verdict.key()) + " image";
            long number = cluster.images(verdict).stream()
                    .filter(finding -> !view.shows(finding))
                    .count();
            if (number > 0) {
                lines.line("not shown (--only): ", Words.count(number, noun));
            }
        }
    }

    private static String colour(String verdict, Use use, Ink ink) {
        if (use.image().verdict() != Verdict.DIRECT) {
            return verdict;
        }
        return use.expected() == null ? ink.bad(verdict) : ink.accepted(verdict);
    }

    /** @param first gives the first cell its colour */
    private static String line(Function<Column, String> text, UnaryOperator<String> first, int[] widths) {
        StringBuilder line = new StringBuilder();
        int rest = 0;
        for (int i = 0; i < widths.length; i++) {
            String cell = text.apply(COLUMNS.get(i));
            line.append(" ".repeat(rest)).append(i == 0 ? first.apply(cell) : cell);
            rest = GAP + Math.max(0, widths[i] - cell.length());
        }
        return line.toString();
    }
}

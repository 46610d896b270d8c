package eu.skyscrapers.ptc.report.text;

import static eu.skyscrapers.ptc.report.text.Lines.shown;
import static eu.skyscrapers.ptc.report.text.Lines.word;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's images with one line for each use.
 *
 * <p>The columns are always the same, and all but the last hold one word, so that {@code awk} finds each by its number.
 * A blank of others is shown as its escape; what there is not is a dash.
 */
final class UseRows {
    private static final List<String> COLUMNS = List.of(
            "VERDICT",
            "REASON",
            "PODS",
            "NAMESPACE",
            "WORKLOAD",
            "CONTAINER",
            "TYPE",
            "DEPLOYER",
            "IMAGE",
            "REPLACEMENT",
            "UPSTREAM",
            "EXPECTED",
            "CLUSTER",
            "REMARKS");

    private static final String NOTHING = "-";
    private static final int GAP = 2;
    /** Longer than any image that can be pulled by tag and digest; what is wider stands out of its column. */
    private static final int WIDEST = 240;

    /** Receives the cells of a use. */
    private interface Row {
        void of(List<String> cells, boolean accepted) throws IOException;
    }

    private final ClusterResult cluster;
    private final View view;
    private final Ink ink;
    private final Lines lines;

    UseRows(ClusterResult cluster, View view, Ink ink, Lines lines) {
        this.cluster = cluster;
        this.view = view;
        this.ink = ink;
        this.lines = lines;
    }

    void write() throws IOException {
        lines.apart(1);
        if (cluster.images().isEmpty()) {
            lines.line(cluster.complete() ? "no images" : "no images in what could be read");
            return;
        }
        // Twice over the same uses: as text they may be more than fits into memory.
        int[] widths = new int[COLUMNS.size()];
        measure(COLUMNS, widths);
        each((cells, accepted) -> measure(cells, widths));
        boolean any = cluster.images().stream().anyMatch(finding -> view.shows(finding.verdict()));
        if (any) {
            lines.line(ink.bold(COLUMNS.get(0)), after(COLUMNS, widths));
            each((cells, accepted) -> lines.line(first(cells.get(0), accepted), after(cells, widths)));
        }
        hidden();
    }

    private void each(Row row) throws IOException {
        for (ImageFinding finding : cluster.images()) {
            if (!view.shows(finding.verdict())) {
                continue;
            }
            if (finding.usedBy().isEmpty()) {
                row.of(cells(finding, null, finding.expected()), finding.expected() != null);
            }
            for (Usage usage : finding.usedBy()) {
                Expectation expected = usage.expected() != null ? usage.expected() : finding.expected();
                row.of(cells(finding, usage, expected), expected != null);
            }
        }
    }

    private List<String> cells(ImageFinding finding, @Nullable Usage usage, @Nullable Expectation expected) {
        Judgment judgment = finding.judgment();
        List<String> cells = new ArrayList<>(COLUMNS.size());
        cells.add(finding.verdict().key());
        cells.add(judgment.reason().key());
        use(usage, cells);
        cells.add(word(finding.image()));
        cells.add(orNothing(judgment.replacement()));
        cells.add(orNothing(judgment.upstream()));
        cells.add(expected == null ? NOTHING : word(expected.source()));
        cells.add(word(cluster.name()));
        cells.add(remarks(expected, judgment.note()));
        return cells;
    }

    private static void use(@Nullable Usage usage, List<String> cells) {
        if (usage == null) {
            cells.addAll(List.of("0", NOTHING, NOTHING, NOTHING, NOTHING, NOTHING));
            return;
        }
        String namespace = usage.workload().namespace();
        cells.add(Long.toString(usage.pods()));
        cells.add(namespace.isEmpty() ? NOTHING : word(namespace));
        cells.add(word(usage.workload().kind() + "/" + usage.workload().name()));
        cells.add(word(usage.container()));
        cells.add(usage.containerType().key());
        cells.add(
                usage.deployer() == null
                        ? NOTHING
                        : word(usage.deployer().kind() + "/" + Users.place(usage.deployer())));
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? NOTHING : word(text);
    }

    private static String remarks(@Nullable Expectation expected, @Nullable String note) {
        StringJoiner remarks = new StringJoiner("; ").setEmptyValue(NOTHING);
        if (expected != null) {
            remarks.add("expected: " + shown(expected.reason()));
        }
        if (note != null) {
            remarks.add("note: " + shown(note));
        }
        return remarks.toString();
    }

    private static void measure(List<String> cells, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            int width = cells.get(i).length();
            widths[i] = width <= WIDEST ? Math.max(widths[i], width) : widths[i];
        }
    }

    private String first(String verdict, boolean accepted) {
        if (!verdict.equals(Verdict.DIRECT.key())) {
            return verdict;
        }
        return accepted ? ink.accepted(verdict) : ink.bad(verdict);
    }

    /** All cells but the first, which may have a colour. */
    private static String after(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i < cells.size(); i++) {
            int rest = widths[i - 1] - cells.get(i - 1).length();
            line.append(" ".repeat(GAP + Math.max(0, rest))).append(cells.get(i));
        }
        return line.toString();
    }

    /** Else a list without direct images would look clean. */
    private void hidden() throws IOException {
        for (Verdict verdict : Verdict.values()) {
            long number = cluster.images().stream()
                    .filter(finding -> finding.verdict() == verdict)
                    .count();
            if (number > 0 && !view.shows(verdict)) {
                lines.line("not shown (--only): ", Tally.count(number, verdict.key() + " image"));
            }
        }
    }
}

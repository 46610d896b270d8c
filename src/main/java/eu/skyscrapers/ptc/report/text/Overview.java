package eu.skyscrapers.ptc.report.text;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Tally;
import java.io.IOException;

/** The end of the report on several clusters: each with its counts, and the outcome of the whole. */
final class Overview {
    private static final String HEADING = "  direct  expected  via PTC  exempt      pods";
    private static final int WORD = "ALL CLUSTERS".length();

    private final AuditResult audit;
    private final Ink ink;
    private final Lines lines;

    Overview(AuditResult audit, Ink ink, Lines lines) {
        this.audit = audit;
        this.ink = ink;
        this.lines = lines;
    }

    void write() throws IOException {
        lines.line(ink.bold("ALL CLUSTERS"), HEADING);
        boolean beside = audit.clusters().stream()
                .allMatch(cluster -> WORD
                                + HEADING.length()
                                + 2
                                + Lines.shown(cluster.name()).length()
                        <= lines.columns());
        for (ClusterResult cluster : audit.clusters()) {
            Tally tally = Tally.of(audit, cluster);
            if (beside) {
                lines.line(counts(tally), "  ", Lines.shown(cluster.name()));
            } else {
                lines.line(counts(tally));
                lines.line("  - ", Lines.shown(cluster.name()));
            }
        }
        lines.apart(1);
        lines.line(OutcomeSentence.of(audit, ink));
    }

    private String counts(Tally tally) {
        Summary summary = tally.summary();
        return Tally.word(tally.outcome(), ink)
                + " ".repeat(WORD - tally.outcome().name().length())
                + right(summary.direct(), 8)
                + right(summary.expected(), 10)
                + right(summary.viaPtc(), 9)
                + right(summary.exempt(), 8)
                + right(tally.pods(), 10);
    }

    private static String right(long number, int width) {
        String digits = Long.toString(number);
        return " ".repeat(Math.max(1, width - digits.length())) + digits;
    }
}

package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.Summary;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

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
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (ClusterResult cluster : audit.clusters()) {
            Tally tally = Tally.of(audit, cluster);
            outcomes.merge(tally.outcome(), 1, Integer::sum);
            if (beside) {
                lines.line(counts(tally), "  ", Lines.shown(cluster.name()));
            } else {
                lines.line(counts(tally));
                lines.line("  - ", Lines.shown(cluster.name()));
            }
        }
        lines.apart(1);
        lines.line(Tally.word(audit.outcome(), ink), ": ", sentence(outcomes), ruleFaults(audit.review()));
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

    /** The worst first, which is the outcome of the whole. */
    private String sentence(Map<Outcome, Integer> outcomes) {
        StringJoiner text = new StringJoiner(", ");
        String of = " of " + audit.clusters().size() + " clusters";
        Outcome[] worstLast = Outcome.values();
        for (int i = worstLast.length - 1; i >= 0; i--) {
            Integer number = outcomes.get(worstLast[i]);
            if (number != null) {
                text.add(number + of + ended(worstLast[i]));
                of = "";
            }
        }
        return text.toString();
    }

    private static String ended(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> " passed";
            case FAILED -> " failed";
            case INCOMPLETE -> " could not be read whole";
        };
    }

    private static String ruleFaults(Review review) {
        int faults = review.rules() == null ? 0 : review.rules().size();
        return faults == 0 ? "" : "; " + Tally.count(faults, "rule fault");
    }
}

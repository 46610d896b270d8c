package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.Summary;
import java.io.IOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The report for people at a terminal or in a log. What needs an eye comes last, next to the prompt.
 *
 * <p>No line starts with text of others, see {@link Printable}.
 */
final class TableReport implements Report {
    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        Ink ink = new Ink(view.color());
        Lines lines = new Lines(out, view.columns());
        CommonImages common = new CommonImages(result);
        boolean several = result.clusters().size() > 1;
        ReviewTable review = new ReviewTable(result.review(), ink, lines);
        for (ClusterResult cluster : result.clusters()) {
            ClusterTable table = new ClusterTable(result, cluster, common, view, ink, lines);
            table.write();
            Tally tally = Tally.of(result, cluster);
            if (several) {
                table.close(tally);
            } else {
                review.write();
                table.close(tally.of(result));
            }
            gap(several, lines);
        }
        if (!common.isEmpty()) {
            new CommonTable(result, common, view, ink, lines).write();
            gap(several, lines);
        }
        if (several) {
            review.write();
            gap(!result.review().equals(Review.NONE), lines);
            overview(result, ink, lines);
        }
        out.flush();
    }

    private static void gap(boolean several, Lines lines) throws IOException {
        if (several) {
            lines.line();
            lines.line();
        }
    }

    private static void overview(AuditResult result, Ink ink, Lines lines) throws IOException {
        lines.line(ink.bold("ALL CLUSTERS"), "  direct  expected  via PTC  exempt      pods");
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (ClusterResult cluster : result.clusters()) {
            Tally tally = Tally.of(result, cluster);
            outcomes.merge(tally.outcome(), 1, Integer::sum);
            Summary summary = tally.summary();
            lines.line(
                    Tally.word(tally.outcome(), ink),
                    " ".repeat(12 - tally.outcome().name().length()),
                    right(summary.direct(), 8),
                    right(summary.expected(), 10),
                    right(summary.viaPtc(), 9),
                    right(summary.exempt(), 8),
                    right(tally.pods(), 10),
                    "  ",
                    Lines.shown(cluster.name()));
        }
        lines.line();
        lines.line(
                Tally.word(result.outcome(), ink),
                ": ",
                sentence(outcomes, result.clusters().size()),
                ruleFaults(result.review()));
    }

    private static String ruleFaults(Review review) {
        int faults = review.rules() == null ? 0 : review.rules().size();
        return faults == 0 ? "" : "; " + Tally.count(faults, "fault") + " in the cache's rules";
    }

    /** The worst first, which is the outcome of the whole. */
    private static String sentence(Map<Outcome, Integer> outcomes, int clusters) {
        StringJoiner text = new StringJoiner(", ");
        String of = " of " + clusters + " clusters";
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

    private static String right(long number, int width) {
        String digits = Long.toString(number);
        return " ".repeat(Math.max(1, width - digits.length())) + digits;
    }
}

package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** How the whole audit ended, in one line that can be quoted. */
public final class OutcomeSentence {
    private OutcomeSentence() {}

    public static String of(AuditResult result, Ink ink) {
        List<ClusterResult> clusters = result.clusters();
        if (clusters.size() == 1) {
            return Tally.of(result, clusters.get(0)).of(result).sentence(ink);
        }
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        clusters.forEach(cluster -> outcomes.merge(result.outcomeOf(cluster), 1, Integer::sum));
        return Tally.word(result.outcome(), ink) + ": " + of(outcomes, clusters.size()) + passedDirect(result)
                + pullErrors(PullErrors.of(clusters)) + ruleFaults(result.review()) + failures(result.hints());
    }

    /** The worst first, which is the outcome of the whole. */
    private static String of(Map<Outcome, Integer> outcomes, int clusters) {
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

    /** Else a reader of "PASSED" would take it for clean. Passed clusters come last, so this stands beside their number. */
    private static String passedDirect(AuditResult result) {
        long direct = result.clusters().stream()
                .filter(cluster -> result.outcomeOf(cluster) == Outcome.PASSED)
                .filter(cluster -> cluster.summary().direct() > 0)
                .count();
        return direct == 0
                ? ""
                : " (" + direct + " with direct images, --fail-on "
                        + result.failOn().key() + ")";
    }

    private static String pullErrors(List<PullError> errors) {
        return errors.isEmpty() ? "" : "; " + PullErrors.count(errors);
    }

    private static String ruleFaults(Review review) {
        int faults = review.rules() == null ? 0 : review.rules().size();
        return faults == 0 ? "" : "; " + Tally.count(faults, "rule fault");
    }

    private static String failures(List<Hint> hints) {
        List<String> failures = Hint.failures(hints);
        return failures.isEmpty() ? "" : "; " + String.join("; ", failures);
    }
}

package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Verdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every report says of uses of images that nodes cannot pull. */
final class PullErrors {
    private PullErrors() {}

    static List<PullError> of(Collection<ClusterResult> clusters) {
        return clusters.stream()
                .flatMap(cluster -> cluster.remarks().pullErrors().stream())
                .toList();
    }

    /** One clause about all of them. */
    static String title(List<PullError> errors) {
        boolean all = errors.stream().allMatch(PullError::isOfTheCache);
        return count(errors) + ", nodes cannot get these images" + (all ? " through the cache" : "");
    }

    static String count(List<PullError> errors) {
        long cached = errors.stream().filter(PullError::isOfTheCache).count();
        String number = Tally.count(errors.size(), "pull error");
        if (cached == errors.size()) {
            return number;
        }
        return number + (cached == 0 ? " (none" : " (" + cached) + " through the cache)";
    }

    /** What there is to say of one, each by its label; not yet fit to be shown. */
    static Map<String, String> facts(PullError error) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (error.verdict() != Verdict.VIA_PTC) {
            facts.put("verdict", error.verdict().key());
        }
        if (!error.reason().isEmpty()) {
            facts.put("waiting", error.message().isEmpty() ? error.reason() : error.reason() + ": " + error.message());
        }
        PullCause cause = error.cause();
        if (cause != null) {
            facts.put("cause", cause.text());
            facts.put("what helps", cause.help());
        }
        return facts;
    }
}

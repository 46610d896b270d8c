package eu.skyscrapers.ptc.report.page;

import static eu.skyscrapers.ptc.report.page.Phrase.others;
import static eu.skyscrapers.ptc.report.page.Phrase.ours;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.page.Entry.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What every report says of uses of images that nodes cannot pull. */
public final class PullErrors {
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

    /** What there is to say of one. */
    public static List<Fact> facts(PullError error) {
        List<Fact> facts = new ArrayList<>();
        if (error.verdict() != Verdict.VIA_PTC) {
            facts.add(new Fact("verdict", ours(error.verdict().key())));
        }
        if (!error.reason().isEmpty()) {
            String message = error.message().isEmpty() ? error.reason() : error.reason() + ": " + error.message();
            facts.add(new Fact("waiting", others(message)));
        }
        PullCause cause = error.cause();
        if (cause != null) {
            facts.add(new Fact("cause", others(cause.text())));
            facts.add(new Fact("what helps", others(cause.help())));
        }
        return facts;
    }
}

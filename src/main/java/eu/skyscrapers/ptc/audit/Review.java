package eu.skyscrapers.ptc.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of the inputs that an audit judged by, rather than of the clusters.
 *
 * @param rules what is wrong with the cache's rules; null where no rules were given, and none were checked
 * @param notes what else there is to know of the rules
 * @param unused expectations that accepted nothing
 * @param expired expectations that accept nothing any more
 * @param outlived what the baseline no longer needs
 * @param admission what an admission policy for all these clusters replaces; nothing where each needs its own
 */
public record Review(
        @Nullable List<RuleFinding> rules,
        List<RuleNote> notes,
        List<AcceptedImage> unused,
        List<AcceptedImage> expired,
        List<Baseline.Entry> outlived,
        Admission admission) {
    /** Nothing was given, so nothing is to be said. */
    public static final Review NONE = new Review(null, List.of(), List.of(), List.of(), List.of());

    /** Where nobody wants an admission policy. */
    public Review(
            @Nullable List<RuleFinding> rules,
            List<RuleNote> notes,
            List<AcceptedImage> unused,
            List<AcceptedImage> expired,
            List<Baseline.Entry> outlived) {
        this(rules, notes, unused, expired, outlived, Admission.NONE);
    }

    public Review {
        rules = rules == null ? null : List.copyOf(rules);
        notes = List.copyOf(notes);
        unused = List.copyOf(unused);
        expired = List.copyOf(expired);
        outlived = List.copyOf(outlived);
    }

    boolean findsFault() {
        return rules != null && !rules.isEmpty();
    }
}

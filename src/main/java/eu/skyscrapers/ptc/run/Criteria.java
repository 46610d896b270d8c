package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Judge;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleCheck;
import eu.skyscrapers.ptc.audit.WrongRegistry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that an audit judges by.
 *
 * @param narrowed whether only a part of each cluster is looked at
 * @param failsOnPullErrors whether images that cannot be pulled through the cache fail the audit too
 * @param hints on all that was read for it
 */
public record Criteria(
        CacheChoice choice,
        Expectations expectations,
        boolean narrowed,
        FailOn failOn,
        boolean failsOnPullErrors,
        List<Hint> hints) {

    Judge judge(String cluster) {
        return new Judge(choice.cache(), choice.definition(cluster), expectations);
    }

    public AuditResult result(List<ClusterResult> clusters, AuditRun run) {
        Review review = new Review(
                choice.rulesGiven()
                        ? RuleCheck.check(
                                choice.cache().registry(),
                                choice.cache().rules(),
                                choice.definitions().values())
                        : null,
                expectations.unused(clusters),
                expectations.expired(),
                narrowed ? List.of() : expectations.outlived(clusters));
        return new AuditResult(
                choice.cache().host(), failOn, failsOnPullErrors, clusters, review, hints(clusters), run);
    }

    private List<Hint> hints(List<ClusterResult> clusters) {
        return Stream.concat(
                        hints.stream(),
                        clusters.stream()
                                .flatMap(cluster ->
                                        Stream.of(WrongRegistry.hint(choice.cache(), cluster), unrendered(cluster)))
                                .flatMap(Optional::stream))
                .toList();
    }

    /** Where it was not accepted, an error says so. */
    private static Optional<Hint> unrendered(ClusterResult cluster) {
        String kinds = cluster.passedOver().unrenderedWords();
        return kinds.isEmpty() || !cluster.complete()
                ? Optional.empty()
                : Optional.of(new Hint(
                        "unrendered",
                        cluster.name(),
                        kinds + " not rendered: only the images in their values were judged (--accept-unrendered)",
                        null));
    }
}

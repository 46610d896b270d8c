package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.EksArn;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Judge;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleCheck;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.WrongRegistry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that an audit judges by.
 *
 * @param narrowed whether only a part of each cluster is looked at
 * @param failAlso what fails the audit besides direct images
 * @param hints on all that was read for it
 */
public record Criteria(
        CacheChoice choice,
        Expectations expectations,
        boolean narrowed,
        FailOn failOn,
        Set<FailAlso> failAlso,
        List<Hint> hints) {

    Judge judge(String cluster) {
        return new Judge(choice.cache(cluster), choice.definition(cluster), expectations);
    }

    public AuditResult result(List<ClusterResult> clusters, AuditRun run) {
        List<RuleFinding> faults = choice.rulesGiven() ? ruleFindings(clusters) : List.of();
        // Where some could not be read, none to be found is not that all is well.
        boolean checked = choice.rulesGiven() && (choice.unread().isEmpty() || !faults.isEmpty());
        Review review = new Review(
                checked ? faults : null,
                expectations.unused(clusters),
                expectations.expired(),
                narrowed ? List.of() : expectations.outlived(clusters));
        return new AuditResult(failOn, failAlso, clusters, review, hints(clusters), run);
    }

    /** Of each cache, by what its clusters need. */
    private List<RuleFinding> ruleFindings(List<ClusterResult> clusters) {
        Map<Cache, Set<ClusterDefinition>> caches = new LinkedHashMap<>();
        for (ClusterResult cluster : clusters) {
            if (choice.unread(cluster.name()) != null) {
                continue;
            }
            Set<ClusterDefinition> definitions =
                    caches.computeIfAbsent(choice.cache(cluster.name()), cache -> new LinkedHashSet<>());
            ClusterDefinition definition = choice.definition(cluster.name());
            if (definition != null) {
                definitions.add(definition);
            }
        }
        return caches.entrySet().stream()
                .flatMap(each ->
                        RuleCheck.check(each.getKey().registry(), each.getKey().rules(), each.getValue()).stream())
                .distinct()
                .toList();
    }

    private List<Hint> hints(List<ClusterResult> clusters) {
        return Stream.concat(
                        hints.stream(),
                        clusters.stream()
                                .flatMap(cluster -> Stream.of(
                                        WrongRegistry.hint(choice.cache(cluster.name()), cluster),
                                        EksArn.hint(choice.cache(cluster.name()), cluster),
                                        unrendered(cluster)))
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

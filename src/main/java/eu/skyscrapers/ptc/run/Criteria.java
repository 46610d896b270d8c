package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.Admission;
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
import eu.skyscrapers.ptc.audit.RegistryCheck;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleCheck;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.RuleNote;
import eu.skyscrapers.ptc.audit.WrongRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
        List<RuleFinding> faults = new ArrayList<>();
        List<RuleNote> notes = new ArrayList<>();
        if (choice.rulesGiven()) {
            check(clusters, faults, notes);
            faults.addAll(choice.found().faults());
            notes.addAll(choice.found().notes());
        }
        // Where some could not be read, none to be found is not that all is well.
        boolean checked = choice.rulesGiven() && (choice.unread().isEmpty() || !faults.isEmpty());
        Review review = new Review(
                checked ? faults.stream().distinct().toList() : null,
                notes.stream()
                        .distinct()
                        .sorted(Comparator.comparing(RuleNote::kind))
                        .toList(),
                expectations.unused(clusters),
                expectations.expired(),
                narrowed ? List.of() : expectations.outlived(clusters),
                admission(clusters.stream().map(ClusterResult::name).toList()).orElse(Admission.NONE));
        return new AuditResult(failOn, failAlso, clusters, review, hints(clusters), run);
    }

    /** What an admission policy for all these clusters replaces; empty where each of them needs another. */
    public Optional<Admission> admission(List<String> clusters) {
        Set<Admission> distinct = clusters.stream().map(this::admission).collect(Collectors.toSet());
        return distinct.size() == 1 ? Optional.of(distinct.iterator().next()) : Optional.empty();
    }

    /** By rules that could not be read nothing is to be replaced. */
    private Admission admission(String cluster) {
        return choice.unread(cluster) == null
                ? Admission.of(cluster, choice.cache(cluster), choice.definition(cluster), expectations)
                : Admission.NONE;
    }

    /** Checks each cache by what its clusters need. */
    private void check(List<ClusterResult> clusters, List<RuleFinding> faults, List<RuleNote> notes) {
        Map<Cache, Set<ClusterDefinition>> caches = new LinkedHashMap<>();
        Map<Cache, SortedSet<String>> accounts = new HashMap<>();
        Map<Cache, List<String>> others = new HashMap<>();
        for (ClusterResult cluster : clusters) {
            if (choice.unread(cluster.name()) != null) {
                continue;
            }
            Cache cache = choice.cache(cluster.name());
            Set<ClusterDefinition> definitions = caches.computeIfAbsent(cache, key -> new LinkedHashSet<>());
            ClusterDefinition definition = choice.definition(cluster.name());
            if (definition != null) {
                definitions.add(definition);
            }
            Set<String> own = choice.accounts().getOrDefault(cluster.name(), Set.of());
            accounts.computeIfAbsent(cache, key -> new TreeSet<>()).addAll(own);
            List<String> nameless = others.computeIfAbsent(cache, key -> new ArrayList<>());
            if (own.isEmpty()) {
                nameless.add(cluster.name());
            }
        }
        caches.forEach((cache, definitions) -> {
            faults.addAll(RuleCheck.check(cache.registry(), cache.rules(), definitions));
            RegistryCheck.Result beside = RegistryCheck.check(
                    cache, accounts.getOrDefault(cache, new TreeSet<>()), others.getOrDefault(cache, List.of()));
            faults.addAll(beside.faults());
            notes.addAll(beside.notes());
        });
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

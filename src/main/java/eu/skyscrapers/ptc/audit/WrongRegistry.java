package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds a registry that was mistyped, or that is another region's: then every image of the real cache is on a private
 * registry like any other, and exempt.
 */
public final class WrongRegistry {
    /** Of the hint. */
    public static final String KEY = "nothing-through-the-cache";

    /** Images of another registry that look as if they came through a cache there. */
    private static final class Lookalikes {
        private final Set<String> prefixes = new TreeSet<>();
        private int images;
    }

    private WrongRegistry() {}

    /**
     * The hint for a cluster in which nothing comes through the cache, and images of another private registry lie below
     * prefixes of the cache's rules or of the platform's.
     */
    public static Optional<Hint> hint(Cache cache, ClusterResult cluster) {
        if (cluster.images().stream().anyMatch(finding -> finding.verdict() == Verdict.VIA_PTC)) {
            return Optional.empty();
        }
        Set<String> prefixes = Stream.concat(
                        cache.rules().stream().filter(rule -> !rule.isRoot()).map(CacheRule::prefix),
                        Arrays.stream(Tier.values()).map(Tier::prefix))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<EcrRegistry, Lookalikes> others = new HashMap<>();
        for (ImageFinding finding : cluster.images()) {
            if (finding.judgment().reason() == Reason.ECR_PRIVATE) {
                count(finding.judgment().name(), prefixes, others);
            }
        }
        others.remove(cache.registry());
        return others.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<EcrRegistry, Lookalikes> each) -> each.getValue().images)
                        .thenComparing(each -> each.getKey().standardHost()))
                .map(most -> new Hint(
                        KEY,
                        cluster.name(),
                        text(cache, most.getKey(), most.getValue()),
                        "nothing comes through this registry"));
    }

    private static void count(String name, Set<String> prefixes, Map<EcrRegistry, Lookalikes> others) {
        int slash = name.indexOf('/');
        String prefix = prefixOf(name.substring(slash + 1), prefixes);
        EcrRegistry registry = EcrRegistry.parse(name.substring(0, slash)).orElse(null);
        if (prefix != null && registry != null) {
            Lookalikes found = others.computeIfAbsent(registry, first -> new Lookalikes());
            found.prefixes.add(prefix);
            found.images++;
        }
    }

    private static @Nullable String prefixOf(String repository, Set<String> prefixes) {
        return prefixes.stream()
                .filter(prefix -> repository.startsWith(prefix + '/'))
                .findFirst()
                .orElse(null);
    }

    private static String text(Cache cache, EcrRegistry other, Lookalikes found) {
        boolean one = found.images == 1;
        return "no image comes through " + cache.host() + ", while " + found.images
                + (one ? " image looks" : " images look") + " cached by " + other.standardHost() + " (below "
                + String.join(", ", found.prefixes) + "), which is " + difference(cache.registry(), other)
                + "; did you mean " + other.standardHost() + "?";
    }

    private static String difference(EcrRegistry asked, EcrRegistry other) {
        StringJoiner what = new StringJoiner(" and ");
        if (!asked.account().equals(other.account())) {
            what.add("another account (" + other.account() + ", not " + asked.account() + ")");
        }
        if (!asked.region().equals(other.region())) {
            what.add("another region (" + other.region() + ", not " + asked.region() + ")");
        }
        return what.toString();
    }
}

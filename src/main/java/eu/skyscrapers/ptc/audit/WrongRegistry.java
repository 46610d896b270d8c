package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds a registry that was mistyped, or that is another region's: then every image of the real cache is on a private
 * registry like any other, and exempt.
 */
public final class WrongRegistry {
    /** Of the hint. */
    public static final String KEY = "nothing-through-the-cache";

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
                        cache.rules().stream().map(CacheRule::prefix),
                        Arrays.stream(Tier.values()).map(Tier::prefix))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        // By registry, of each image that looks as if it came through a cache there, the prefix.
        Map<EcrRegistry, List<String>> others = new HashMap<>();
        for (ImageFinding finding : cluster.images()) {
            if (finding.judgment().reason() == Reason.ECR_PRIVATE) {
                String name = finding.judgment().name();
                String path = name.substring(name.indexOf('/') + 1);
                EcrRegistry registry =
                        EcrRegistry.parse(name.substring(0, name.indexOf('/'))).orElseThrow();
                prefixes.stream()
                        .filter(prefix -> path.startsWith(prefix + '/'))
                        .findFirst()
                        .ifPresent(prefix -> others.computeIfAbsent(registry, first -> new ArrayList<>())
                                .add(prefix));
            }
        }
        others.remove(cache.registry());
        return others.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<EcrRegistry, List<String>> each) ->
                                each.getValue().size())
                        .thenComparing(each -> each.getKey().standardHost()))
                .map(most -> new Hint(
                        KEY,
                        cluster.name(),
                        text(cache, most.getKey(), most.getValue()),
                        "nothing comes through this registry"));
    }

    private static String text(Cache cache, EcrRegistry other, List<String> prefixes) {
        return "no image comes through " + cache.host() + ", while " + prefixes.size()
                + (prefixes.size() == 1 ? " image looks" : " images look") + " cached by " + other.standardHost()
                + " (below " + String.join(", ", new TreeSet<>(prefixes)) + "), which is "
                + difference(cache.registry(), other) + "; did you mean " + other.standardHost() + "?";
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

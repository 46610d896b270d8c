package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.EksArn;
import eu.skyscrapers.ptc.audit.Glob;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.run.CacheChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which registry the images of each cluster are to come through. What the call says of one cluster must not contradict
 * itself: by the wrong registry every image of the real cache would be exempt.
 *
 * @param forAll the host that the call gives for all clusters that it gives no other; null where it gives none
 * @param byContext hosts by the name of a context, or by a pattern of names
 * @param definitions by context, as in {@link CacheChoice}
 * @param last the host of clusters of which nothing else says one; null where there is none
 */
record Registries(
        @Nullable String forAll,
        Map<String, String> byContext,
        Map<String, ClusterDefinition> definitions,
        @Nullable String last) {
    static final String OPTION = "--registry";

    /**
     * Checks that each context of the call is audited.
     *
     * @param lost those of which not all is known; where there are any, a name that is not audited may be of one of them
     * @return what is to be said of such names, one line each
     */
    List<String> check(List<String> clusters, Set<String> lost) throws UsageException {
        List<String> missed = new ArrayList<>();
        for (Map.Entry<String, String> each : byContext.entrySet()) {
            if (clusters.stream().noneMatch(cluster -> matches(each.getKey(), cluster))) {
                missed.add(OPTION + " " + each.getKey() + "=" + each.getValue());
            }
        }
        for (String context : definitions.keySet()) {
            List<String> meant = clusters.contains(context)
                    ? List.of(context)
                    : clusters.stream()
                            .filter(cluster -> context.equals(EksArn.shortName(cluster)))
                            .toList();
            String given = "--cluster-definition " + context + "=...";
            if (meant.isEmpty() && !context.equals(CacheChoice.ANY)) {
                missed.add(given);
            }
            if (meant.size() > 1) {
                throw new UsageException(
                        given + ": several clusters have this name; write which: " + String.join(", ", meant));
            }
        }
        if (!missed.isEmpty() && lost.isEmpty()) {
            throw new UsageException(
                    missed.get(0) + ": no such context is audited; there are " + String.join(", ", clusters));
        }
        return missed.stream()
                .map(each -> each + ": no such cluster was found; it may be one of those that could not be looked up")
                .toList();
    }

    private static boolean matches(String context, String cluster) {
        return Stream.of(cluster, EksArn.shortName(cluster))
                .anyMatch(name -> context.equals(name) || new Glob(context).matches(name));
    }

    /**
     * The host of a cluster's registry.
     *
     * @param lost whether the cluster cannot be read: by its registry nothing is judged then
     */
    String of(String cluster, boolean lost) throws UsageException {
        Map<String, String> said = new LinkedHashMap<>();
        byContext.forEach((context, host) -> {
            if (matches(context, cluster)) {
                said.put(OPTION + " " + context, host);
            }
        });
        if (said.isEmpty() && forAll != null) {
            said.put("the call", forAll);
        }
        ClusterDefinition ofCluster = EksArn.lookup(definitions, cluster);
        ClusterDefinition definition = ofCluster == null ? definitions.get(CacheChoice.ANY) : ofCluster;
        if (definition != null && definition.registry() != null) {
            said.put("the cluster definition " + definition.source(), definition.registry());
        }
        if (said.values().stream().map(EcrRegistry::parse).distinct().count() > 1) {
            String all = said.entrySet().stream()
                    .map(each -> each.getValue() + " in " + each.getKey())
                    .collect(Collectors.joining(", and "));
            String whose = cluster.isEmpty() ? "" : " of " + cluster;
            throw new UsageException("the registry" + whose + " is " + all + "; which is it?");
        }
        String host = Stream.of(
                        said.values().stream(),
                        Stream.ofNullable(last),
                        lost ? byContext.values().stream() : Stream.<String>empty(),
                        lost ? defined(definitions).stream() : Stream.<String>empty())
                .flatMap(Function.identity())
                .findFirst()
                .orElse(null);
        if (host == null) {
            throw new UsageException("nothing says which registry the cluster " + cluster + " is of: give it as "
                    + OPTION + " " + cluster + "=HOST, or as REGISTRY for all clusters that have no other");
        }
        return host;
    }

    /** The hosts that definitions name. */
    static TreeSet<String> defined(Map<String, ClusterDefinition> definitions) {
        return definitions.values().stream()
                .map(ClusterDefinition::registry)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

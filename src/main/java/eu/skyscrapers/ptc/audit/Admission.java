package eu.skyscrapers.ptc.audit;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that decides which images of a cluster are replaced, and by what: an admission policy made from it says of every image
 * what the audit says.
 *
 * @param hosts the upstream's usual name, by each spelling of its host in lower case
 * @param routes in the order in which they are tried; none where nothing is to be replaced
 * @param stays what is accepted as it is, of the images that a route could take
 */
public record Admission(Map<String, String> hosts, List<Route> routes, List<AcceptedImage> stays) {
    public static final Admission NONE = new Admission(Map.of(), List.of(), List.of());

    public Admission {
        routes = List.copyOf(routes);
        stays = List.copyOf(stays);
    }

    /** @param definition of the cluster; null where there is none */
    public static Admission of(
            String cluster, Cache cache, @Nullable ClusterDefinition definition, Expectations expectations) {
        List<Route> routes = new Classifier(cache, definition).routes();
        if (routes.isEmpty() || (definition != null && !definition.enabled())) {
            return NONE;
        }
        SortedMap<String, String> hosts = new TreeMap<>();
        for (Route route : routes) {
            String upstream = route.from().substring(0, route.from().indexOf('/'));
            for (String host : Upstreams.hosts(upstream)) {
                hosts.put(host, upstream);
                if (!host.contains(":")) {
                    hosts.put(host + ":443", upstream);
                }
            }
        }
        List<AcceptedImage> stays = expectations
                .inForce(cluster)
                .filter(entry -> {
                    Glob image = entry.image();
                    return image == null || routes.stream().anyMatch(route -> route.mayTake(image));
                })
                .toList();
        return new Admission(hosts, routes, stays);
    }
}

package eu.skyscrapers.ptc.audit;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name by which AWS knows a cluster of EKS, as {@code --eks} and {@code aws eks update-kubeconfig} name it.
 *
 * @param name the short one
 */
public record EksArn(String region, String account, String name) {
    private static final Pattern ARN =
            Pattern.compile("arn:[a-z-]+:eks:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):cluster/(?<name>.+)");

    /** {@code ID.XX.REGION.eks.amazonaws.com}, and dual-stack {@code ID.XX.eks-cluster.REGION.api.aws}. */
    private static final Pattern HOST = Pattern.compile(
            "https://[^/]*\\.(?:(?<old>[a-z0-9-]+)\\.eks\\.[a-z0-9.-]+|eks-cluster\\.(?<dual>[a-z0-9-]+)\\.[a-z0-9.-]+)(?:[:/].*)?");

    public static Optional<EksArn> parse(String cluster) {
        Matcher arn = ARN.matcher(cluster);
        return arn.matches()
                ? Optional.of(new EksArn(arn.group("region"), arn.group("account"), arn.group("name")))
                : Optional.empty();
    }

    public static String of(String partition, String region, String account, String name) {
        return "arn:" + partition + ":eks:" + region + ":" + account + ":cluster/" + name;
    }

    /** The cluster's own name; that of any other cluster as it is. */
    public static String shortName(String cluster) {
        return parse(cluster).map(EksArn::name).orElse(cluster);
    }

    /** What is known of a cluster by its name, else by its short one; null where nothing is. */
    public static <T> @Nullable T lookup(Map<String, T> byName, String cluster) {
        T exact = byName.get(cluster);
        return exact == null ? byName.get(shortName(cluster)) : exact;
    }

    /**
     * The region of a cluster, as far as its name or the address of its server shows it.
     *
     * @param server null where there is none
     */
    static Optional<String> region(String cluster, @Nullable String server) {
        Matcher host = HOST.matcher(server == null ? "" : server);
        Optional<String> shown = !host.matches()
                ? Optional.empty()
                : Optional.ofNullable(host.group("old")).or(() -> Optional.ofNullable(host.group("dual")));
        return parse(cluster).map(EksArn::region).or(() -> shown);
    }

    /** Where the images of a cluster come from another region. */
    public static Optional<Hint> hint(Cache cache, ClusterResult cluster) {
        return region(cluster.name(), cluster.server())
                .filter(region -> !region.equals(cache.registry().region()))
                .map(region -> new Hint(
                        "other-region",
                        cluster.name(),
                        "the cluster is in " + region + ", and the registry of its cache in "
                                + cache.registry().region()
                                + ": each pull crosses regions, which takes longer and costs transfer; a cache of its own"
                                + " region would need rules there",
                        null));
    }
}

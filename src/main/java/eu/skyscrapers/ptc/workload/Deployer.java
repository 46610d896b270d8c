package eu.skyscrapers.ptc.workload;

import java.util.Comparator;
import java.util.List;

/**
 * What brought an object into the cluster, and would undo a change made there. Where several are named the smallest
 * counts: the one that steers the others.
 *
 * @param kind one of the constants here
 * @param namespace empty if unknown
 */
public record Deployer(String kind, String namespace, String name) implements Comparable<Deployer> {
    /** Of Flux. */
    public static final String HELM_RELEASE = "HelmRelease";

    /** Of Argo CD. */
    public static final String APPLICATION = "Application";

    /** Of Flux. */
    public static final String KUSTOMIZATION = "Kustomization";

    /** A release that somebody installed with Helm itself, as far as can be known. */
    public static final String HELM = "Helm";

    private static final List<String> RANKS = List.of(HELM_RELEASE, APPLICATION, KUSTOMIZATION, HELM);
    private static final Comparator<Deployer> ORDER = Comparator.comparingInt(
                    (Deployer deployer) -> RANKS.indexOf(deployer.kind))
            .thenComparing(Deployer::namespace)
            .thenComparing(Deployer::name);

    @Override
    public int compareTo(Deployer other) {
        return ORDER.compare(this, other);
    }
}

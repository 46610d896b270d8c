package eu.skyscrapers.ptc.workload;

import java.util.Comparator;

/**
 * What an operator edits to change an image: a Deployment rather than its ReplicaSet's pods.
 *
 * @param namespace empty for an object of a file that names none
 * @param kind the Kubernetes kind, for example {@code Deployment}, or {@code Pod} for a pod without an owner
 */
public record Workload(String namespace, String kind, String name) implements Comparable<Workload> {
    private static final Comparator<Workload> ORDER = Comparator.comparing(Workload::namespace)
            .thenComparing(Workload::kind)
            .thenComparing(Workload::name);

    @Override
    public int compareTo(Workload other) {
        return ORDER.compare(this, other);
    }
}

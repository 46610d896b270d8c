package eu.skyscrapers.ptc.workload;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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

    // Written out: a record makes its own when they are first asked for, which takes longer than a small audit's need
    // of them.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Workload that
                && namespace.equals(that.namespace)
                && kind.equals(that.kind)
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return (namespace.hashCode() * 31 + kind.hashCode()) * 31 + name.hashCode();
    }

    @Override
    public int compareTo(Workload other) {
        return ORDER.compare(this, other);
    }
}

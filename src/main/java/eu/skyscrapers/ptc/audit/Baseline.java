package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.Workload;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was direct in an earlier audit. Neither tags nor pods belong to it, so that an update or a new rollout of what was
 * accepted stays accepted.
 *
 * <p>It holds no record of what it was asked: an audit that waits asks again and again.
 *
 * @param source the file, as the user named it
 */
public record Baseline(Set<Entry> entries, String source) {
    public Baseline {
        entries = Set.copyOf(entries);
    }

    /**
     * One container that uses an image, by what outlives an update.
     *
     * @param cluster the cluster's name in the report
     * @param repository the {@link CanonicalName} of the image
     */
    public record Entry(String cluster, String namespace, String kind, String name, String container, String repository)
            implements Comparable<Entry> {
        private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::cluster)
                .thenComparing(Entry::namespace)
                .thenComparing(Entry::kind)
                .thenComparing(Entry::name)
                .thenComparing(Entry::container)
                .thenComparing(Entry::repository);

        public static Entry of(String cluster, Workload workload, String container, String repository) {
            return new Entry(cluster, workload.namespace(), workload.kind(), workload.name(), container, repository);
        }

        private Entry in(String other) {
            return new Entry(other, namespace, kind, name, container, repository);
        }

        @Override
        public int compareTo(Entry other) {
            return ORDER.compare(this, other);
        }
    }

    /** The same, with what it says of a cluster by its short name said of the only one of these that is called so. */
    public Baseline of(List<String> clusters) {
        Map<String, String> names = new HashMap<>();
        clusters.forEach(cluster -> names.merge(EksArn.shortName(cluster), cluster, (one, other) -> ""));
        return new Baseline(
                entries.stream()
                        .map(entry -> clusters.contains(entry.cluster())
                                        || names.getOrDefault(entry.cluster(), "")
                                                .isEmpty()
                                ? entry
                                : entry.in(names.getOrDefault(entry.cluster(), "")))
                        .collect(Collectors.toSet()),
                source);
    }

    public boolean contains(Entry entry) {
        return entries.contains(entry);
    }

    /** Why an image of the baseline is accepted. */
    public Expectation expectation() {
        return new Expectation("was direct already when the baseline was taken", source);
    }

    /**
     * The entries that the baseline no longer needs, sorted. Ask only for a cluster that was read completely and without
     * a narrowing namespace or selector: what was not looked at may well be direct still.
     *
     * @param direct the entries of all that is direct in this cluster now
     */
    public List<Entry> outlived(String cluster, Collection<Entry> direct) {
        Set<Entry> still = Set.copyOf(direct);
        return entries.stream()
                .filter(entry -> entry.cluster().equals(cluster) && !still.contains(entry))
                .sorted()
                .toList();
    }
}

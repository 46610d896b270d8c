package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Summary;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Several clusters, as people read of them. */
public final class Clusters {
    /** Of what is counted, what has the most unexpected images. */
    public static final Comparator<Summary> MOST_FIRST = Comparator.comparingInt(Summary::unexpected)
            .thenComparingInt(Summary::direct)
            .thenComparingInt(Summary::images)
            .reversed();

    private Clusters() {}

    /** By their places in the audit: what could not be read first, for it may hide the worst. */
    public static List<Integer> worstFirst(AuditResult audit) {
        List<ClusterResult> clusters = audit.clusters();
        return IntStream.range(0, clusters.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> audit.outcomeOf(clusters.get(i)))
                        .reversed()
                        .thenComparing(i -> clusters.get(i).summary(), MOST_FIRST))
                .toList();
    }

    /** Whether nothing is known of its images: a zero would say that there are none. */
    public static boolean unread(ClusterResult cluster) {
        return !cluster.complete() && cluster.images().isEmpty();
    }
}

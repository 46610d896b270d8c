package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.Workload;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The direct images that are known and accepted.
 *
 * @param entries in the order in which they are asked; the program's own are asked after them
 * @param baseline what was direct before; null where none was given
 * @param today the day by which entries expire
 */
public record Expectations(
        List<AcceptedImage> entries, @Nullable Baseline baseline, LocalDate today) {
    /** The built-in expectations. */
    public static final Expectations BUILT_IN = new Expectations(List.of(), null, LocalDate.EPOCH);

    public Expectations {
        entries = List.copyOf(entries);
    }

    /**
     * Why this use of a direct image is accepted; null when nobody accepts it.
     *
     * @param image that is direct
     */
    public @Nullable Expectation of(String cluster, Judgment image, Workload workload, String container) {
        return Stream.concat(entries.stream(), AcceptedImage.BUILT_IN.stream())
                .filter(entry -> !entry.expired(today))
                .filter(entry -> entry.accepts(cluster, image, workload, container))
                .map(AcceptedImage::expectation)
                .findFirst()
                .orElseGet(() -> baseline != null
                                && baseline.contains(Baseline.Entry.of(cluster, workload, container, image.name()))
                        ? baseline.expectation()
                        : null);
    }

    /** The entries that accept anything in a cluster today; the baseline, which is a debt and no wish, not among them. */
    Stream<AcceptedImage> inForce(String cluster) {
        return Stream.concat(entries.stream(), AcceptedImage.BUILT_IN.stream())
                .filter(entry -> !entry.expired(today))
                .filter(entry -> entry.cluster() == null || entry.cluster().matches(cluster));
    }

    /** The entries that the user gave and that accept nothing in these clusters: there was no such image, or none direct. */
    public List<AcceptedImage> unused(List<ClusterResult> clusters) {
        return entries.stream()
                .filter(entry -> !entry.expired(today))
                .filter(entry -> clusters.stream()
                        .noneMatch(cluster -> cluster.images().stream()
                                .filter(finding -> finding.verdict() == Verdict.DIRECT)
                                .anyMatch(finding -> finding.usedBy().stream()
                                        .anyMatch(usage -> entry.accepts(
                                                cluster.name(),
                                                finding.judgment(),
                                                usage.workload(),
                                                usage.container())))))
                .toList();
    }

    public List<AcceptedImage> expired() {
        return entries.stream().filter(entry -> entry.expired(today)).toList();
    }

    /** What the baseline no longer needs; of clusters that were read whole. */
    public List<Baseline.Entry> outlived(List<ClusterResult> clusters) {
        if (baseline == null) {
            return List.of();
        }
        return clusters.stream()
                .filter(ClusterResult::complete)
                .flatMap(cluster -> baseline.outlived(cluster.name(), direct(cluster)).stream())
                .toList();
    }

    private static List<Baseline.Entry> direct(ClusterResult cluster) {
        return cluster.images().stream()
                .filter(finding -> finding.verdict() == Verdict.DIRECT)
                .flatMap(finding -> finding.usedBy().stream()
                        .map(usage -> Baseline.Entry.of(
                                cluster.name(),
                                usage.workload(),
                                usage.container(),
                                finding.judgment().name())))
                .toList();
    }
}

package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The images that are direct in every cluster and expected in none, which a report for people lists once.
 *
 * <p>A cluster of which nothing could be read is left aside: it says nothing for an image or against it. One that was
 * read in part does count, so that "in every cluster" is never more than what was seen.
 */
public final class CommonImages {
    /**
     * The users that are in the same clusters.
     *
     * @param clusters by name, in the order of the call
     * @param usages with the pods of all these clusters
     */
    public record Group(List<String> clusters, List<Usage> usages) {}

    private static final int MOST_NAMES = 3;

    private final int all;
    private final List<ClusterResult> clusters;
    /** For each image, see {@link #key}, what each cluster found, in the order of the clusters. */
    private final Map<ImageFinding, List<ImageFinding>> findings = new LinkedHashMap<>();

    public CommonImages(AuditResult audit) {
        all = audit.clusters().size();
        clusters = audit.clusters().stream()
                .filter(cluster -> !Clusters.unread(cluster))
                .toList();
        if (clusters.size() < 2) {
            return;
        }
        for (ClusterResult cluster : clusters) {
            for (ImageFinding finding : cluster.images()) {
                if (finding.verdict() == Verdict.DIRECT && finding.expected() == null) {
                    findings.computeIfAbsent(key(finding), image -> new ArrayList<>(clusters.size()))
                            .add(finding);
                }
            }
        }
        findings.values().removeIf(found -> found.size() < clusters.size());
    }

    /** With the judgment: an image that is reported once must be the same everywhere. */
    private static ImageFinding key(ImageFinding finding) {
        return new ImageFinding(finding.image(), finding.judgment(), null, List.of());
    }

    /** How many clusters "every cluster" means. */
    public int clusters() {
        return clusters.size();
    }

    /** Where these images are. */
    public String everyCluster() {
        return clusters.size() == all
                ? "all " + all + " clusters"
                : "each cluster that could be read, " + clusters.size() + " of " + all;
    }

    /** @param shown makes a name fit to be shown */
    public static String names(Group group, UnaryOperator<String> shown) {
        Folded<String> folded = Folded.of(group.clusters(), MOST_NAMES);
        String names = folded.listed().stream().map(shown).collect(Collectors.joining(", "));
        return folded.rest().isEmpty() ? names : names + " and " + folded.rest().size() + " more clusters (-o wide)";
    }

    public boolean isEmpty() {
        return findings.isEmpty();
    }

    public boolean contains(ImageFinding finding) {
        return finding.expected() == null && findings.containsKey(key(finding));
    }

    /** In the order of every report; the users are only those of the first cluster, see {@link #everywhere}. */
    public List<ImageFinding> images() {
        return findings.values().stream().map(found -> found.get(0)).toList();
    }

    /** The image with its users of all clusters, made on demand: for all images at once it would be too much. */
    public ImageFinding everywhere(ImageFinding image) {
        List<Usage> users =
                users(image).stream().flatMap(group -> group.usages().stream()).toList();
        return new ImageFinding(image.image(), image.judgment(), null, users);
    }

    /** Those of most clusters first; a user that is accepted only in some clusters is another one there. */
    public List<Group> users(ImageFinding image) {
        List<ImageFinding> found = findings.getOrDefault(key(image), List.of());
        Map<Usage, List<String>> places = new LinkedHashMap<>();
        Map<Usage, Long> pods = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            for (Usage usage : found.get(i).usedBy()) {
                Usage user = withPods(usage, 0);
                places.computeIfAbsent(user, key -> new ArrayList<>())
                        .add(clusters.get(i).name());
                pods.merge(user, usage.pods(), Long::sum);
            }
        }
        Map<List<String>, List<Usage>> groups = new LinkedHashMap<>();
        places.forEach((user, in) ->
                groups.computeIfAbsent(in, key -> new ArrayList<>()).add(withPods(user, pods.getOrDefault(user, 0L))));
        return groups.entrySet().stream()
                .map(group -> new Group(group.getKey(), group.getValue()))
                .sorted(Comparator.comparingInt(group -> -group.clusters().size()))
                .toList();
    }

    private static Usage withPods(Usage usage, long pods) {
        return new Usage(
                usage.workload(), usage.container(), usage.containerType(), pods, usage.deployer(), usage.expected());
    }
}

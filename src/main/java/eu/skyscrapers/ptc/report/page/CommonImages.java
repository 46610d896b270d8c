package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The images that are direct in most clusters and expected in none of these, which a report for people lists once.
 *
 * <p>A cluster of which nothing could be read is left aside: it says nothing for an image or against it. One that was
 * read in part does count, so that "in every cluster" is never more than what was seen.
 */
public final class CommonImages {
    /**
     * The users that are in the same clusters.
     *
     * @param everywhere whether these are all clusters in which the image is direct
     * @param clusters by name, in the order of the call
     * @param usages with the pods of all these clusters
     */
    public record Group(boolean everywhere, List<String> clusters, List<Usage> usages) {}

    /** What one of the clusters found. */
    private record Found(int cluster, ImageFinding finding) {}

    private static final int MOST_NAMES = 3;

    private final int all;
    private final List<ClusterResult> clusters;
    private final ClusterNames names;
    /** By {@link #key}, in the order of the clusters. */
    private final Map<ImageFinding, List<Found>> findings = new LinkedHashMap<>();
    /** Of the images that are not everywhere, the clusters that list them as direct, for whatever reason. */
    private final Map<String, BitSet> direct = new HashMap<>();

    public CommonImages(AuditResult audit) {
        all = audit.clusters().size();
        clusters = audit.clusters().stream()
                .filter(cluster -> !Clusters.unread(cluster))
                .toList();
        names = ClusterNames.of(audit);
        if (clusters.size() < 2) {
            return;
        }
        each((place, finding) -> {
            if (finding.expected() == null) {
                findings.computeIfAbsent(key(finding), image -> new ArrayList<>())
                        .add(new Found(place, finding));
            }
        });
        findings.values().removeIf(found -> found.size() * 2 <= clusters.size());
        findings.forEach((image, found) -> {
            if (found.size() < clusters.size()) {
                direct.put(image.image(), new BitSet());
            }
        });
        each((place, finding) -> {
            BitSet in = direct.get(finding.image());
            if (in != null) {
                in.set(place);
            }
        });
    }

    private void each(BiConsumer<Integer, ImageFinding> action) {
        for (int i = 0; i < clusters.size(); i++) {
            for (ImageFinding finding : clusters.get(i).images()) {
                if (finding.verdict() == Verdict.DIRECT) {
                    action.accept(i, finding);
                }
            }
        }
    }

    /** With the judgment: an image that is reported once must be the same everywhere. */
    private static ImageFinding key(ImageFinding finding) {
        return new ImageFinding(finding.image(), finding.judgment(), null, List.of(), finding.cached());
    }

    private List<Found> found(ImageFinding image) {
        return findings.getOrDefault(key(image), List.of());
    }

    /** Where these images are, in three words. */
    public String place() {
        return direct.isEmpty() ? "in every cluster" : "in most clusters";
    }

    /** Where these images are. */
    public String places() {
        return "all " + clusters.size() + " clusters" + (clusters.size() == all ? "" : " that could be read")
                + (direct.isEmpty() ? "" : ", unless noted");
    }

    /** Where the users are that are not everywhere. */
    public Phrase onlyIn(Group group) {
        return Phrase.ours("only in ").and("", names(group.clusters()), " more clusters (-o wide)");
    }

    private Folded<String> names(List<String> some) {
        return Folded.of(some.stream().map(names::shortOf).toList(), MOST_NAMES);
    }

    public boolean isEmpty() {
        return findings.isEmpty();
    }

    public boolean contains(ImageFinding finding) {
        return finding.expected() == null && findings.containsKey(key(finding));
    }

    /** As the first of the clusters that they endanger most found them, see {@link #entry}. */
    public List<ImageFinding> images() {
        return findings.values().stream()
                .map(found ->
                        found.stream().map(Found::finding).min(Images.ORDER).orElseThrow())
                .toList();
    }

    /** With its users of all clusters, made on demand: for all images at once it would be too much. */
    public Entry entry(ImageFinding image) {
        List<Usage> users =
                users(image).stream().flatMap(group -> group.usages().stream()).toList();
        Entry entry = Images.entry(new ImageFinding(image.image(), image.judgment(), null, users, image.cached()));
        if (found(image).size() == clusters.size()) {
            return entry;
        }
        List<Entry.Fact> facts = new ArrayList<>(entry.facts());
        facts.add(new Entry.Fact("direct in", where(image)));
        return new Entry(entry.headline(), users, facts);
    }

    private Phrase where(ImageFinding image) {
        List<Found> found = found(image);
        BitSet here = new BitSet();
        found.forEach(each -> here.set(each.cluster()));
        BitSet listed = direct.getOrDefault(image.image(), here);
        List<String> otherwise = new ArrayList<>();
        List<String> not = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (int i = here.nextClearBit(0); i < clusters.size(); i = here.nextClearBit(i + 1)) {
            ClusterResult cluster = clusters.get(i);
            (listed.get(i) ? otherwise : cluster.complete() ? not : unknown).add(cluster.name());
        }
        return Phrase.ours(found.size() + " of " + Words.count(clusters.size(), "cluster"))
                .and("; not in ", names(not), " more")
                .and("; accepted or for another reason in ", names(otherwise), " more")
                .and("; unknown, as not all could be read, in ", names(unknown), " more");
    }

    /** Those of most clusters first; a user that is accepted only in some clusters is another one there. */
    public List<Group> users(ImageFinding image) {
        List<Found> found = found(image);
        Map<Usage, List<String>> places = new LinkedHashMap<>();
        Map<Usage, Long> pods = new HashMap<>();
        for (Found each : found) {
            for (Usage usage : each.finding().usedBy()) {
                Usage user = usage.withPods(0);
                places.computeIfAbsent(user, key -> new ArrayList<>())
                        .add(clusters.get(each.cluster()).name());
                pods.merge(user, usage.pods(), Long::sum);
            }
        }
        Map<List<String>, List<Usage>> groups = new LinkedHashMap<>();
        places.forEach((user, in) ->
                groups.computeIfAbsent(in, key -> new ArrayList<>()).add(user.withPods(pods.getOrDefault(user, 0L))));
        return groups.entrySet().stream()
                .map(group -> new Group(group.getKey().size() == found.size(), group.getKey(), group.getValue()))
                .sorted(Comparator.comparingInt(group -> -group.clusters().size()))
                .toList();
    }
}

package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an outage of one upstream would do to a cluster: by the images that nodes pull from it themselves, and those of the
 * cache that are not there yet. Which images are on which nodes is not known: a new node is taken to have none.
 *
 * @param boot what would not start on a new node, sorted
 * @param nodes on how many that runs now; 0 if unknown
 * @param critical what else the cluster depends on, sorted; it counts in another list or number too
 * @param restart what could not restart even where it runs, sorted; some of it may be in {@code boot} too
 * @param others how many workloads are in neither: they run on, and do not start on a node without their images
 * @param pods of all these
 * @param namespaces of all these
 * @param pulls how many distinct images a new node pulls from the upstream itself
 */
public record Drill(
        String upstream,
        List<Workload> boot,
        int nodes,
        List<Workload> critical,
        List<Workload> restart,
        int others,
        long pods,
        int namespaces,
        int pulls) {
    /** Of manifests within six hours for an IPv4 address, as Docker Hub allows them without login. */
    private static final int HUB_PULLS = 100;

    /** The heaviest first. */
    private static final Comparator<Drill> ORDER = Comparator.comparing(
                    (Drill drill) -> drill.boot.size() + drill.critical.size())
            .thenComparing(drill -> drill.restart.size())
            .thenComparing(Drill::workloads)
            .reversed()
            .thenComparing(Drill::upstream);

    private static final class Tally {
        private final SortedSet<Workload> boot = new TreeSet<>();
        private final SortedSet<Workload> critical = new TreeSet<>();
        private final SortedSet<Workload> restart = new TreeSet<>();
        private final Set<String> pulls = new HashSet<>();
        /** Of each workload by container, which a pod has one of. */
        private final Map<Workload, Map<String, Long>> pods = new HashMap<>();

        private void add(ImageFinding finding, Usage usage) {
            pods.computeIfAbsent(usage.workload(), first -> new HashMap<>(2))
                    .merge(usage.containerType().key() + " " + usage.container(), usage.pods(), Long::sum);
            if (usage.impact() == Impact.BOOT) {
                boot.add(usage.workload());
                if (finding.verdict() == Verdict.DIRECT) {
                    pulls.add(pulled(finding));
                }
            } else if (usage.impact() == Impact.CRITICAL) {
                critical.add(usage.workload());
            }
            if (usage.pulledAgain()) {
                restart.add(usage.workload());
            }
        }

        /** However it is written, a node pulls it once. */
        private static String pulled(ImageFinding finding) {
            try {
                ImageReference reference = ImageReference.parse(finding.image());
                String tag = reference.tag() == null && reference.digest() == null ? "latest" : reference.tag();
                return finding.judgment().name() + ":" + (reference.digest() == null ? tag : reference.digest());
            } catch (InvalidReferenceException e) {
                return finding.image();
            }
        }

        private Drill drill(String upstream, Nodes nodes) {
            critical.removeAll(boot);
            Set<Workload> named = new HashSet<>(boot);
            named.addAll(restart);
            return new Drill(
                    upstream,
                    List.copyOf(boot),
                    nodes.of(boot),
                    List.copyOf(critical),
                    List.copyOf(restart),
                    pods.size() - named.size(),
                    pods.values().stream()
                            .mapToLong(containers -> containers.values().stream()
                                    .mapToLong(Long::longValue)
                                    .max()
                                    .orElse(0))
                            .sum(),
                    (int) pods.keySet().stream()
                            .map(Workload::namespace)
                            .distinct()
                            .count(),
                    pulls.size());
        }
    }

    /** Of each upstream that was asked for and has something to lose; of all where none was. */
    public static List<Drill> of(AuditResult audit, ClusterResult cluster) {
        Map<String, Tally> tallies = new TreeMap<>();
        for (ImageFinding finding : cluster.images()) {
            String upstream = finding.judgment().upstream();
            if (upstream != null
                    && finding.endangered()
                    && (audit.ifDown().isEmpty() || audit.ifDown().contains(upstream))) {
                Tally tally = tallies.computeIfAbsent(upstream, first -> new Tally());
                finding.usedBy().forEach(usage -> tally.add(finding, usage));
            }
        }
        return tallies.entrySet().stream()
                .map(each -> each.getValue().drill(each.getKey(), cluster.nodes()))
                .sorted(ORDER)
                .toList();
    }

    /**
     * The audit with these upstreams asked for. One that has nothing to lose is a hint, for its name may be mistyped.
     *
     * @param names as the user writes them
     */
    public static AuditResult asked(AuditResult audit, List<String> names) {
        if (names.isEmpty()) {
            return audit;
        }
        SortedSet<String> known = new TreeSet<>();
        Map<String, Integer> cached = new HashMap<>();
        for (ClusterResult cluster : audit.clusters()) {
            for (ImageFinding finding : cluster.images()) {
                String upstream = finding.judgment().upstream();
                if (upstream != null && finding.endangered()) {
                    known.add(upstream);
                } else if (upstream != null && finding.verdict() == Verdict.VIA_PTC) {
                    cached.merge(upstream, 1, Integer::sum);
                }
            }
        }
        List<Hint> hints = new ArrayList<>(audit.hints());
        Set<String> asked = new TreeSet<>();
        for (String name : names) {
            String upstream = Upstreams.named(name.toLowerCase(Locale.ROOT));
            asked.add(upstream);
            if (!known.contains(upstream)) {
                hints.add(new Hint("if-down", "--if-down " + name + ": " + nothing(known, cached.get(upstream))));
            }
        }
        return audit.with(hints, asked);
    }

    private static String nothing(Set<String> known, @Nullable Integer cached) {
        return (cached == null
                        ? "no direct image that was read comes from it"
                        : "images come from it only through the cache (" + cached
                                + "); of these --check-cached knows which are not there yet")
                + (known.isEmpty() ? "" : "; direct images come from " + String.join(", ", known));
    }

    public int workloads() {
        Set<Workload> all = new HashSet<>(boot);
        all.addAll(restart);
        return all.size() + others;
    }

    /** How many new nodes behind one address Docker Hub lets pull in six hours; -1 where no new node pulls from it. */
    public int newNodes() {
        return upstream.equals(Upstreams.DOCKER_HUB) && pulls > 0 ? HUB_PULLS / pulls : -1;
    }
}

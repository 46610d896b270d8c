package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many direct images come from where, or are used where; of all clusters together, the most first.
 *
 * @param title some words of ours
 */
public record Sum(String title, Folded<Row> rows) {
    /**
     * One line of it.
     *
     * @param name of others; empty where there is none
     * @param remark a word of ours; may be empty
     * @param images distinct ones; those of upstreams are all that are direct, elsewhere they are those that nobody expects
     * @param pods at least as many: what one container of each workload comes to
     */
    public record Row(String name, String remark, int images, long pods, int workloads) {}

    /**
     * What is direct in a namespace.
     *
     * @param unexpected distinct images that nobody expects
     * @param direct all that are direct
     */
    public record InNamespace(String name, int unexpected, int direct) {}

    private record Key(String name, String remark) {}

    private record Owner(int cluster, Workload workload) {}

    private static final class Tally {
        private final Set<String> images = new HashSet<>();
        private final Map<Owner, Map<String, Long>> pods = new HashMap<>();

        void add(Owner owner, ImageFinding finding, Usage usage) {
            images.add(finding.image());
            pods.computeIfAbsent(owner, first -> new HashMap<>(2))
                    .merge(usage.containerType().key() + " " + usage.container(), usage.pods(), Long::sum);
        }

        Row row(Key key) {
            long sum = pods.values().stream()
                    .mapToLong(containers -> containers.values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0))
                    .sum();
            return new Row(key.name(), key.remark(), images.size(), sum, pods.size());
        }
    }

    public static final String BY_NAMESPACE = "Unexpected by namespace";

    private static final String EXPECTED = "expected";
    private static final int MOST_ROWS = 6;
    /** So few are seen at once. */
    private static final int FEW = 10;

    private static final Comparator<Row> MOST_FIRST = Comparator.comparing(
                    (Row row) -> row.remark().equals(EXPECTED))
            .thenComparing(Comparator.comparingInt(Row::images).reversed())
            .thenComparing(Comparator.comparingLong(Row::pods).reversed())
            .thenComparing(Row::name)
            .thenComparing(Row::remark);

    /** None where the direct images are few. */
    public static List<Sum> ofMany(AuditResult audit) {
        long direct = audit.clusters().stream()
                .flatMap(cluster -> cluster.images().stream())
                .filter(finding -> finding.verdict() == Verdict.DIRECT)
                .map(ImageFinding::image)
                .distinct()
                .count();
        return direct > FEW ? of(audit) : List.of();
    }

    public static List<Sum> of(AuditResult audit) {
        Map<Key, Tally> upstreams = new HashMap<>();
        Map<Key, Tally> namespaces = new HashMap<>();
        Map<Key, Tally> deployers = new HashMap<>();
        for (int i = 0; i < audit.clusters().size(); i++) {
            ClusterResult cluster = audit.clusters().get(i);
            for (Use use : Use.of(cluster, cluster.images(Verdict.DIRECT))) {
                ImageFinding finding = use.image();
                Usage usage = use.usage();
                if (usage == null) {
                    continue;
                }
                Owner owner = new Owner(i, usage.workload());
                String upstream = finding.judgment().upstream();
                String reason = finding.judgment().reason().key();
                Key from = new Key(upstream == null ? "" : upstream, finding.expected() == null ? reason : EXPECTED);
                upstreams.computeIfAbsent(from, first -> new Tally()).add(owner, finding, usage);
                if (use.expected() != null) {
                    continue;
                }
                Key in = new Key(usage.workload().namespace(), "");
                namespaces.computeIfAbsent(in, first -> new Tally()).add(owner, finding, usage);
                if (usage.deployer() != null) {
                    Key by = new Key(
                            Words.place(usage.deployer()), usage.deployer().kind());
                    deployers.computeIfAbsent(by, first -> new Tally()).add(owner, finding, usage);
                }
            }
        }
        List<Sum> sums = new ArrayList<>();
        add("Direct by upstream", upstreams, sums);
        add(BY_NAMESPACE, namespaces, sums);
        add("Unexpected by deployer", deployers, sums);
        return sums;
    }

    /** Every namespace with direct images; of all clusters together, the worst first. */
    public static List<InNamespace> namespaces(AuditResult audit) {
        Map<String, Set<String>> direct = new HashMap<>();
        Map<String, Set<String>> unexpected = new HashMap<>();
        for (ClusterResult cluster : audit.clusters()) {
            for (Use use : Use.of(cluster, cluster.images(Verdict.DIRECT))) {
                if (use.usage() != null) {
                    String namespace = use.usage().workload().namespace();
                    String image = use.image().image();
                    direct.computeIfAbsent(namespace, first -> new HashSet<>()).add(image);
                    if (use.expected() == null) {
                        unexpected
                                .computeIfAbsent(namespace, first -> new HashSet<>())
                                .add(image);
                    }
                }
            }
        }
        return direct.entrySet().stream()
                .map(all -> new InNamespace(
                        all.getKey(),
                        unexpected.getOrDefault(all.getKey(), Set.of()).size(),
                        all.getValue().size()))
                .sorted(Comparator.comparingInt(InNamespace::unexpected)
                        .thenComparingInt(InNamespace::direct)
                        .reversed()
                        .thenComparing(InNamespace::name))
                .toList();
    }

    private static void add(String title, Map<Key, Tally> tallies, List<Sum> sums) {
        if (!tallies.isEmpty()) {
            List<Row> rows = tallies.entrySet().stream()
                    .map(entry -> entry.getValue().row(entry.getKey()))
                    .sorted(MOST_FIRST)
                    .toList();
            sums.add(new Sum(title, Folded.of(rows, MOST_ROWS)));
        }
    }
}

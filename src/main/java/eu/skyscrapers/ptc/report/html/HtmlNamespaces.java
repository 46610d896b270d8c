package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The namespaces of an audit. One of several clusters is one namespace, and an image that is used in several of them
 * counts in each.
 */
final class HtmlNamespaces {
    /** @param name empty for objects of files that name none */
    record Namespace(String name, int number, Summary summary) {
        int unexpected() {
            return summary.direct() - summary.expected();
        }
    }

    private static final Comparator<Namespace> WORST_FIRST = Comparator.comparingInt(
                    (Namespace namespace) -> -namespace.unexpected())
            .thenComparingInt(namespace -> -namespace.summary().direct())
            .thenComparingInt(namespace -> -namespace.summary().images())
            .thenComparing(Namespace::name);

    private final SortedMap<String, Namespace> byName = new TreeMap<>();

    HtmlNamespaces(AuditResult audit) {
        SortedMap<String, List<ImageFinding>> images = new TreeMap<>();
        for (ClusterResult cluster : audit.clusters()) {
            for (ImageFinding finding : cluster.images()) {
                names(finding)
                        .forEach(name -> images.computeIfAbsent(name, key -> new ArrayList<>())
                                .add(finding));
            }
        }
        images.forEach((name, all) -> byName.put(name, new Namespace(name, byName.size(), Summary.of(all))));
    }

    private static Stream<String> names(ImageFinding finding) {
        return finding.usedBy().stream()
                .map(usage -> usage.workload().namespace())
                .distinct();
    }

    Collection<Namespace> byName() {
        return byName.values();
    }

    List<Namespace> worstFirst() {
        return byName.values().stream().sorted(WORST_FIRST).toList();
    }

    /** The numbers of all namespaces that an image is used in, with blanks between. */
    String numbers(ImageFinding finding) {
        return names(finding)
                .flatMap(name -> Stream.ofNullable(byName.get(name)))
                .map(namespace -> Integer.toString(namespace.number()))
                .collect(Collectors.joining(" "));
    }

    /** What a person reads for it. */
    static String words(String name) {
        return name.isEmpty() ? "(no namespace)" : name;
    }
}

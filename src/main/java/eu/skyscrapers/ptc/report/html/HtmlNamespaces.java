package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Summary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    private static final Summary NO_IMAGES = new Summary(0, 0, 0, 0);

    private static final Comparator<Namespace> WORST_FIRST = Comparator.comparingInt(
                    (Namespace namespace) -> -namespace.unexpected())
            .thenComparingInt(namespace -> -namespace.summary().direct())
            .thenComparingInt(namespace -> -namespace.summary().images())
            .thenComparing(Namespace::name);

    private final Map<String, Namespace> byName = new TreeMap<>();

    HtmlNamespaces(AuditResult audit) {
        Map<String, Summary> summaries = new TreeMap<>();
        for (ClusterResult cluster : audit.clusters()) {
            for (ImageFinding finding : cluster.images()) {
                Summary one = summary(finding);
                names(finding).forEach(name -> summaries.merge(name, one, HtmlNamespaces::sum));
            }
        }
        summaries.forEach((name, summary) -> byName.put(name, new Namespace(name, byName.size(), summary)));
    }

    private static Collection<String> names(ImageFinding finding) {
        return finding.usedBy().stream()
                .map(usage -> usage.workload().namespace())
                .distinct()
                .toList();
    }

    private static Summary summary(ImageFinding finding) {
        return switch (finding.verdict()) {
            case VIA_PTC -> new Summary(1, 0, 0, 0);
            case EXEMPT -> new Summary(0, 1, 0, 0);
            case DIRECT -> new Summary(0, 0, 1, finding.expected() == null ? 0 : 1);
        };
    }

    private static Summary sum(Summary a, Summary b) {
        return new Summary(
                a.viaPtc() + b.viaPtc(), a.exempt() + b.exempt(), a.direct() + b.direct(), a.expected() + b.expected());
    }

    Collection<Namespace> byName() {
        return byName.values();
    }

    List<Namespace> worstFirst() {
        List<Namespace> namespaces = new ArrayList<>(byName.values());
        namespaces.sort(WORST_FIRST);
        return namespaces;
    }

    /** The numbers of all namespaces that an image is used in, with blanks between. */
    String numbers(ImageFinding finding) {
        return names(finding).stream()
                .map(name -> byName.getOrDefault(name, new Namespace(name, -1, NO_IMAGES)))
                .map(namespace -> Integer.toString(namespace.number()))
                .collect(Collectors.joining(" "));
    }

    /** What a person reads for it. */
    static String words(String name) {
        return name.isEmpty() ? "(no namespace)" : name;
    }
}

package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Short names of clusters: of an EKS cluster its own in place of its ARN, a whole line, where no other has the same. */
public final class ClusterNames {
    private static final Pattern EKS = Pattern.compile("arn:[a-z-]+:eks:[a-z0-9-]+:[0-9]+:cluster/(.+)");

    private final Map<String, Long> uses;

    /** @param all the names of the clusters that are reported beside each other, as their contexts are called */
    public ClusterNames(Collection<String> all) {
        uses = all.stream()
                .map(ClusterNames::own)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    public static ClusterNames of(AuditResult audit) {
        return new ClusterNames(
                audit.clusters().stream().map(ClusterResult::name).toList());
    }

    /** Not yet fit to be shown. */
    public String shortOf(String name) {
        String own = own(name);
        return uses.getOrDefault(own, 0L) == 1 ? own : name;
    }

    private static String own(String name) {
        Matcher arn = EKS.matcher(name);
        return arn.matches() ? arn.group(1) : name;
    }
}

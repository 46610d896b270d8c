package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.EksArn;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Short names of clusters: of an EKS cluster its own in place of its ARN, a whole line, where no other has the same. */
public final class ClusterNames {
    private final Map<String, Long> uses;

    /** @param all the names of the clusters that are reported beside each other, as their contexts are called */
    public ClusterNames(Collection<String> all) {
        uses = all.stream()
                .map(EksArn::shortName)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    public static ClusterNames of(AuditResult audit) {
        return new ClusterNames(
                audit.clusters().stream().map(ClusterResult::name).toList());
    }

    /** Not yet fit to be shown. */
    public String shortOf(String name) {
        String own = EksArn.shortName(name);
        return uses.getOrDefault(own, 0L) == 1 ? own : name;
    }
}

package eu.skyscrapers.ptc.audit;

import java.util.List;

/**
 * The whole answer, from which every report is written and by which the program exits.
 *
 * @param registry the host of the cache's registry, as the user named it
 * @param clusters at least one, in the order of the call
 */
public record AuditResult(String registry, FailOn failOn, List<ClusterResult> clusters) {
    public AuditResult {
        clusters = List.copyOf(clusters);
    }

    public Outcome outcome() {
        if (!clusters.stream().allMatch(ClusterResult::complete)) {
            return Outcome.INCOMPLETE;
        }
        boolean fails =
                clusters.stream().flatMap(cluster -> cluster.images().stream()).anyMatch(failOn::fails);
        return fails ? Outcome.FAILED : Outcome.PASSED;
    }
}

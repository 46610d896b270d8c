package eu.skyscrapers.ptc.audit;

import java.util.List;

/**
 * What is to be said of a cluster besides where its images come from.
 *
 * @param pullErrors uses of images that nodes cannot pull, sorted
 * @param drift pods that use another image than the template of their workload, sorted
 */
public record Remarks(List<PullError> pullErrors, List<DriftFinding> drift) {
    public static final Remarks NONE = new Remarks(List.of(), List.of());

    public Remarks {
        pullErrors = List.copyOf(pullErrors);
        drift = List.copyOf(drift);
    }
}

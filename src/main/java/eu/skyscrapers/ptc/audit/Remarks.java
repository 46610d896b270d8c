package eu.skyscrapers.ptc.audit;

import java.util.List;

/**
 * What is to be said of a cluster besides where its images come from.
 *
 * @param pullErrors pods that cannot pull an image through the cache, sorted
 * @param drift pods that use another image than the template of their workload, sorted
 */
public record Remarks(List<PullError> pullErrors, List<DriftFinding> drift) {
    public static final Remarks NONE = new Remarks(List.of(), List.of());

    public Remarks {
        pullErrors = List.copyOf(pullErrors);
        drift = List.copyOf(drift);
    }
}

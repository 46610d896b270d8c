package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.Comparator;

/**
 * Pods of one workload whose container uses another image than the workload's template says.
 *
 * @param templateImage as written; empty where the template has no such container
 * @param podImage as written
 * @param pods how many pods use that image for that cause; more than 0
 */
public record DriftFinding(
        Workload workload,
        String container,
        ContainerType containerType,
        String templateImage,
        String podImage,
        long pods,
        DriftCause cause)
        implements Comparable<DriftFinding> {
    private static final Comparator<DriftFinding> ORDER = Comparator.comparing(DriftFinding::workload)
            .thenComparing(DriftFinding::containerType)
            .thenComparing(DriftFinding::container)
            .thenComparing(DriftFinding::podImage)
            .thenComparing(DriftFinding::cause);

    /** This one, with the pods of both. */
    DriftFinding and(DriftFinding other) {
        return new DriftFinding(workload, container, containerType, templateImage, podImage, pods + other.pods, cause);
    }

    @Override
    public int compareTo(DriftFinding other) {
        return ORDER.compare(this, other);
    }
}

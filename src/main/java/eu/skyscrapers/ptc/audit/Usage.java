package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * One container of one workload that uses an image.
 *
 * @param pods how many pods were seen to do so; 0 when only a pod template says it
 * @param deployer what deploys the workload, and would undo a change made there; null if unknown
 * @param expected why this use of a direct image is accepted; null when it is not
 * @param places where files say so; none for a cluster
 * @param impact what cannot start without it; the worst of its pods
 * @param pulledAgain whether a restart pulls the image again, wherever it has been pulled before
 */
public record Usage(
        Workload workload,
        String container,
        ContainerType containerType,
        long pods,
        @Nullable Deployer deployer,
        @Nullable Expectation expected,
        Places places,
        Impact impact,
        boolean pulledAgain) {

    /** A use that no file says. */
    public Usage(
            Workload workload,
            String container,
            ContainerType containerType,
            long pods,
            @Nullable Deployer deployer,
            @Nullable Expectation expected) {
        this(workload, container, containerType, pods, deployer, expected, Places.NONE, Impact.RESCHEDULE, false);
    }

    /** A use of which no more is known. */
    public Usage(Workload workload, String container, ContainerType containerType, long pods) {
        this(workload, container, containerType, pods, null, null);
    }

    Usage accepted(@Nullable Expectation by) {
        return new Usage(workload, container, containerType, pods, deployer, by, places, impact, pulledAgain);
    }

    /** The same in another number of pods, wherever it is written. */
    public Usage withPods(long other) {
        return new Usage(
                workload, container, containerType, other, deployer, expected, Places.NONE, impact, pulledAgain);
    }
}

package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.Workload;
import java.util.Comparator;

/**
 * Pods that cannot pull an image through the cache: a reference that looks right is not yet an image.
 *
 * @param reason as the kubelet names it: {@code ErrImagePull}, {@code ImagePullBackOff}, {@code InvalidImageName}
 * @param message the kubelet's own, of one of the pods
 * @param pods how many are waiting so
 */
public record PullError(String image, Workload workload, String container, String reason, String message, long pods)
        implements Comparable<PullError> {
    private static final Comparator<PullError> ORDER = Comparator.comparing(PullError::image)
            .thenComparing(PullError::workload)
            .thenComparing(PullError::container)
            .thenComparing(PullError::reason)
            .thenComparing(PullError::message);

    /** Whether the other one differs in nothing but the message and the number of pods. */
    boolean isSameBut(PullError other) {
        return image.equals(other.image)
                && workload.equals(other.workload)
                && container.equals(other.container)
                && reason.equals(other.reason);
    }

    PullError and(long morePods) {
        return new PullError(image, workload, container, reason, message, pods + morePods);
    }

    @Override
    public int compareTo(PullError other) {
        return ORDER.compare(this, other);
    }
}

package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.Workload;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A use of an image that nodes cannot pull: pods wait for it, or its reference looks right and can never be pulled.
 *
 * @param reason as the kubelet names it: {@code ErrImagePull}, {@code ImagePullBackOff}, {@code InvalidImageName}; empty
 *     where no pod waits, and the reference alone says so
 * @param message the kubelet's own, of one of the pods
 * @param cause null where the message says nothing that is known
 * @param pods how many are waiting so; where none waits, how many use the image
 */
public record PullError(
        String image,
        Verdict verdict,
        Workload workload,
        String container,
        String reason,
        String message,
        @Nullable PullCause cause,
        long pods)
        implements Comparable<PullError> {
    /** A limit comes first: it is what the cache is there for. */
    private static final Comparator<PullError> ORDER = Comparator.comparing(
                    (PullError error) -> error.cause != PullCause.RATE_LIMITED)
            .thenComparing(PullError::image)
            .thenComparing(PullError::workload)
            .thenComparing(PullError::container)
            .thenComparing(PullError::reason)
            .thenComparing(PullError::cause, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(PullError::message);

    /** Whether {@code --fail-on pull-errors} is about it. A direct image has failed, or is accepted, as what it is. */
    public boolean isOfTheCache() {
        return verdict == Verdict.VIA_PTC;
    }

    /** Whether the other one differs in nothing but the message and the number of pods. */
    boolean isSameBut(PullError other) {
        return image.equals(other.image)
                && workload.equals(other.workload)
                && container.equals(other.container)
                && reason.equals(other.reason)
                && Objects.equals(cause, other.cause);
    }

    PullError and(long morePods) {
        return new PullError(image, verdict, workload, container, reason, message, cause, pods + morePods);
    }

    @Override
    public int compareTo(PullError other) {
        return ORDER.compare(this, other);
    }
}

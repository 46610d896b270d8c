package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.Workload;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A use of an image that nodes cannot pull: pods wait for it, or its reference looks right and can never be pulled.
 *
 * @param reason as the kubelet names it: {@code ErrImagePull}, {@code ImagePullBackOff}, {@code InvalidImageName}; empty
 *     where no pod waits, and only the reference says so
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
        long pods) {
    /** A limit comes first: it is what the cache is there for. Equal are two that {@link #and} makes one. */
    static final Comparator<PullError> ORDER = Comparator.comparing(
                    (PullError error) -> error.cause != PullCause.RATE_LIMITED)
            .thenComparing(PullError::image)
            .thenComparing(PullError::workload)
            .thenComparing(PullError::container)
            .thenComparing(PullError::reason)
            .thenComparing(PullError::cause, Comparator.nullsLast(Comparator.naturalOrder()));

    /** Whether {@code --fail-on pull-errors} is about it. A direct image has failed, or is accepted, as what it is. */
    public boolean isOfTheCache() {
        return verdict == Verdict.VIA_PTC;
    }

    /** The first of the two by its message, with the pods of both. */
    PullError and(PullError other) {
        String first = message.compareTo(other.message) <= 0 ? message : other.message;
        return new PullError(image, verdict, workload, container, reason, first, cause, pods + other.pods);
    }
}

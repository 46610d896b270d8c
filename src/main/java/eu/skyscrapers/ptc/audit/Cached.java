package eu.skyscrapers.ptc.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the cache has now of an image that is pulled through it, or would be.
 *
 * @param pushed when the cache took this content from the upstream; null where the registry does not say
 * @param pulled the last pull on record, of which Amazon ECR notes one a day; null where there is none
 * @param problem why nobody knows, one line; null for any other state
 */
public record Cached(
        State state,
        @Nullable Instant pushed,
        @Nullable Instant pulled,
        @Nullable String problem) {
    /** There is no such image in the registry, or no such repository. */
    public static final Cached NOT = new Cached(State.NOT_CACHED, null, null, null);

    public enum State implements Keyed {
        IN_CACHE,
        /** There, but it cannot be pulled before it is restored. */
        ARCHIVED,
        NOT_CACHED,
        /** The registry was not asked, or gave no answer. */
        UNKNOWN
    }

    public static Cached unknown(String problem) {
        return new Cached(State.UNKNOWN, null, null, problem);
    }
}

package eu.skyscrapers.ptc.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The secret of a cache rule, without what it says.
 *
 * @param there whether there is one
 * @param changed the last time that anything of it was; null where AWS does not say
 * @param deleted when it was, or will be, removed for good; null for one that stays
 */
public record CacheSecret(
        boolean there, @Nullable Instant changed, @Nullable Instant deleted) {
    public static final CacheSecret MISSING = new CacheSecret(false, null, null);
}

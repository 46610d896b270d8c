package eu.skyscrapers.ptc.audit;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the platform's definition of one cluster says about the cache.
 *
 * @param enabled whether the cluster is to use the cache at all
 * @param registry the host of the cache's registry, in lower case; null where the definition names none
 * @param off the tiers whose switch is off or absent, in the order of {@link Tier}; never one without a switch
 * @param source the file, as the user named it
 */
public record ClusterDefinition(boolean enabled, @Nullable String registry, Set<Tier> off, String source) {
    public ClusterDefinition {
        Set<Tier> ordered = EnumSet.noneOf(Tier.class);
        ordered.addAll(off);
        off = Collections.unmodifiableSet(ordered);
    }

    /** Whether this cluster is not to pull from the upstream through the cache. */
    public boolean switchesOff(String upstream) {
        return off.stream().anyMatch(tier -> tier.upstream().equals(upstream));
    }
}

package eu.skyscrapers.ptc.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registry has beside its cache rules.
 *
 * @param templates all of its creation templates; null where they are not known
 * @param policy its own, one without statements where it has none; null where that is not known
 */
public record CacheSettings(
        @Nullable List<CreationTemplate> templates,
        @Nullable ResourcePolicy policy) {
    public static final CacheSettings UNKNOWN = new CacheSettings(null, null);

    public CacheSettings {
        templates = templates == null ? null : List.copyOf(templates);
    }

    public boolean isUnknown() {
        return templates == null && policy == null;
    }
}

package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.Hint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cache that the user means.
 *
 * @param rulesGiven whether rules of the user's are among its rules, which are checked then
 * @param definitions by context; under {@link #ANY} the one for every cluster that has none of its own
 * @param hints on the registry and the rules
 */
public record CacheChoice(
        Cache cache, boolean rulesGiven, Map<String, ClusterDefinition> definitions, List<Hint> hints) {
    public static final String ANY = "";

    /** The definition of a cluster; null where none was given. */
    public @Nullable ClusterDefinition definition(String context) {
        return definitions.getOrDefault(context, definitions.get(ANY));
    }
}

package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.EksArn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.RegistryCheck;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cache that the user means, or that of each cluster.
 *
 * @param caches by context; under {@link #ANY} the one of every cluster that has none of its own
 * @param rulesGiven whether rules of the user's are among its rules, which are checked then
 * @param definitions by context; under {@link #ANY} the one for every cluster that has none of its own
 * @param accounts of AWS by context, as far as they are known
 * @param hints on the registry and the rules
 * @param found what is already known of the rules, when they are checked
 * @param unread by the host of the registry, why its rules could not be read: then nothing can be judged by them
 */
public record CacheChoice(
        Map<String, Cache> caches,
        boolean rulesGiven,
        Map<String, ClusterDefinition> definitions,
        Map<String, Set<String>> accounts,
        List<Hint> hints,
        RegistryCheck.Result found,
        Map<String, String> unread) {
    public static final String ANY = "";

    /** The hosts of the registries, in the order of the call. */
    public Set<String> hosts() {
        return caches.values().stream().map(Cache::host).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The cache of a cluster. */
    public Cache cache(String context) {
        Cache cache = caches.getOrDefault(context, caches.get(ANY));
        return Objects.requireNonNull(cache, context);
    }

    /** Why the rules of a cluster's cache could not be read; null where they could. */
    public @Nullable String unread(String context) {
        return unread.get(cache(context).host());
    }

    /** The definition of a cluster; null where none was given. */
    public @Nullable ClusterDefinition definition(String context) {
        ClusterDefinition own = EksArn.lookup(definitions, context);
        return own == null ? definitions.get(ANY) : own;
    }
}

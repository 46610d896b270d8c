package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The pull-through cache that an audit asks for.
 *
 * @param host how replacements spell the registry: one of its host names, in lower case
 * @param rules of this registry, in the order in which they take a repository: the longest prefix first, {@code ROOT} last
 * @param settings what it has besides
 */
public record Cache(String host, EcrRegistry registry, List<CacheRule> rules, CacheSettings settings) {
    public Cache {
        rules = rules.stream().sorted(Cache::mostSpecificFirst).toList();
    }

    /** Java makes code for a comparator of several parts, and would do so before the first request. */
    private static int mostSpecificFirst(CacheRule one, CacheRule other) {
        int longer = Integer.compare(other.prefix().length(), one.prefix().length());
        return longer == 0 ? one.prefix().compareTo(other.prefix()) : longer;
    }

    /**
     * The cache of a registry.
     *
     * @throws IllegalArgumentException when the host is no private ECR registry's
     */
    public static Cache of(String host, List<CacheRule> rules) {
        EcrRegistry registry = EcrRegistry.parse(host)
                .orElseThrow(() -> new IllegalArgumentException("not a private ECR registry's host: " + host));
        return new Cache(host, registry, rules, CacheSettings.UNKNOWN);
    }

    /** The cache of a registry with the rules that the platform deploys, see {@link Tier}. */
    public static Cache builtIn(String host) {
        return of(
                host,
                Arrays.stream(Tier.values())
                        .map(tier ->
                                new CacheRule(tier.prefix(), tier.upstream(), "", null, null, null, false, "built-in"))
                        .toList());
    }

    /** The rule that fills a repository of the registry, if any does. */
    Optional<CacheRule> ruleOf(String repository) {
        return rules.stream().filter(rule -> rule.holds(repository)).findFirst();
    }
}

package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.List;

/**
 * The pull-through cache that an audit asks for.
 *
 * @param host how replacements spell the registry: one of its host names, in lower case
 * @param rules at most one for each upstream
 */
public record Cache(String host, EcrRegistry registry, List<CacheRule> rules) {

    /** The rules that the platform deploys, each under the prefix that its components' images are rewritten to. */
    private static final List<CacheRule> BUILT_IN = List.of(
            new CacheRule("quay", "quay.io"),
            new CacheRule("k8s", "registry.k8s.io"),
            new CacheRule("docker-hub", Upstreams.DOCKER_HUB),
            new CacheRule("ghcr", "ghcr.io"),
            new CacheRule("gitlab", "registry.gitlab.com"));

    public Cache {
        rules = List.copyOf(rules);
    }

    /**
     * The cache of a registry with the platform's own rules.
     *
     * @throws IllegalArgumentException when the host is no private ECR registry's
     */
    public static Cache builtIn(String host) {
        EcrRegistry registry = EcrRegistry.parse(host)
                .orElseThrow(() -> new IllegalArgumentException("not a private ECR registry's host: " + host));
        return new Cache(host, registry, BUILT_IN);
    }
}

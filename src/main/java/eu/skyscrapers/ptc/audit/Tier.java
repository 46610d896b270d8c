package eu.skyscrapers.ptc.audit;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that the platform caches, under the prefix that its components' images are rewritten to. The platform
 * deploys the rules of the tiers that need no credential everywhere; the others are opted into.
 */
public enum Tier {
    QUAY("quay.io", "quay", null, false),
    KUBERNETES("registry.k8s.io", "k8s", null, false),
    DOCKER_HUB(Upstreams.DOCKER_HUB, "docker-hub", "docker_hub", true),
    GHCR("ghcr.io", "ghcr", "ghcr", true),
    /** Without a switch: where its credential is, it is on. */
    GITLAB("registry.gitlab.com", "gitlab", null, true);

    private final String upstream;
    private final String prefix;
    private final @Nullable String switchKey;
    private final boolean optIn;

    Tier(String upstream, String prefix, @Nullable String switchKey, boolean optIn) {
        this.upstream = upstream;
        this.prefix = prefix;
        this.switchKey = switchKey;
        this.optIn = optIn;
    }

    /** The tier of an upstream by its usual name, if it is one of the platform's. */
    public static Optional<Tier> ofUpstream(String upstream) {
        return Arrays.stream(values())
                .filter(tier -> tier.upstream.equals(upstream))
                .findFirst();
    }

    /** The tier that the platform gave a prefix. */
    static Optional<Tier> ofPrefix(String prefix) {
        return Arrays.stream(values())
                .filter(tier -> tier.prefix.equals(prefix))
                .findFirst();
    }

    /** The registry behind it, by its usual name: {@code docker.io}. */
    public String upstream() {
        return upstream;
    }

    /** The prefix that the platform's rule has, without the slash that ends it. */
    public String prefix() {
        return prefix;
    }

    /** The key in the cluster definition that switches it on for one cluster; null for a tier without a switch. */
    public @Nullable String switchKey() {
        return switchKey;
    }

    /** Whether its rule needs a credential, and so is there only where somebody gave one. */
    public boolean optIn() {
        return optIn;
    }
}

package eu.skyscrapers.ptc.audit;

import org.jspecify.annotations.Nullable;

/**
 * One pull-through cache rule as somebody stated it.
 *
 * @param prefix what the repositories of the cache start with, without the slash that ends it; empty for ECR's
 *     {@code ROOT}, the rule of all repositories that no other rule has
 * @param upstream the registry behind it, by its usual name: {@code docker.io}, not {@code registry-1.docker.io}
 * @param upstreamPrefix the upstream's path that the prefix stands for, without the slash that ends it; empty for the
 *     whole registry
 * @param credentialArn the secret that ECR logs in with; null where none is stated
 * @param customRoleArn the role that ECR asks another account's registry as; null where none is stated
 * @param registryId the account of the registry that has the rule; null where none is stated
 * @param described whether ECR itself described it: only then a credential or role that is not stated is not there
 * @param place where it stands, for messages: {@code rules.json:12:5}, {@code --cache-rule}
 */
public record CacheRule(
        String prefix,
        String upstream,
        String upstreamPrefix,
        @Nullable String credentialArn,
        @Nullable String customRoleArn,
        @Nullable String registryId,
        boolean described,
        String place) {
    public CacheRule {
        upstream = Upstreams.named(upstream);
    }

    /** The same, as ECR itself described it. */
    public CacheRule described(String otherPlace) {
        return new CacheRule(
                prefix, upstream, upstreamPrefix, credentialArn, customRoleArn, registryId, true, otherPlace);
    }

    /** Whether the cache's repository of this name lies below the prefix. */
    boolean holds(String repository) {
        return isBelow(prefix, repository);
    }

    /** Whether the prefix stands for this repository of the upstream. */
    boolean serves(String upstreamRepository) {
        return isBelow(upstreamPrefix, upstreamRepository);
    }

    /** The cache's name of a repository that this rule {@link #serves}. */
    String cached(String upstreamRepository) {
        String rest = upstreamPrefix.isEmpty()
                ? upstreamRepository
                : upstreamRepository.substring(upstreamPrefix.length() + 1);
        return isRoot() ? rest : prefix + '/' + rest;
    }

    /** The upstream's name of a repository that this rule {@link #holds}. */
    String upstreamRepository(String repository) {
        String rest = isRoot() ? repository : repository.substring(prefix.length() + 1);
        return upstreamPrefix.isEmpty() ? rest : upstreamPrefix + '/' + rest;
    }

    /** A prefix ends at a slash, written or not; the empty one is before everything. */
    private static boolean isBelow(String prefix, String path) {
        return prefix.isEmpty() || (path.startsWith(prefix) && path.startsWith("/", prefix.length()));
    }

    /** Whether a registry that has the other rule, says a user, does not have this one. */
    public boolean isReplacedBy(CacheRule other) {
        return prefix.equals(other.prefix) || from().equals(other.from());
    }

    public boolean isRoot() {
        return prefix.isEmpty();
    }

    /** The prefix as ECR writes it. */
    public String ecrPrefix() {
        return isRoot() ? "ROOT" : prefix;
    }

    /** The upstream with the path that the prefix stands for: {@code ghcr.io}, {@code docker.io/library}. */
    public String from() {
        return path(upstream, upstreamPrefix);
    }

    static String path(String upstream, String upstreamPrefix) {
        return upstreamPrefix.isEmpty() ? upstream : upstream + '/' + upstreamPrefix;
    }
}

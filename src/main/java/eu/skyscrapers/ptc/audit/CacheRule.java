package eu.skyscrapers.ptc.audit;

/**
 * One pull-through cache rule of the audited registry.
 *
 * @param prefix what the repositories of the cache start with, without the slash that ends it
 * @param upstream the registry behind it, by its usual name: {@code docker.io}, not {@code registry-1.docker.io}
 */
public record CacheRule(String prefix, String upstream) {

    /** Whether the cache fills the repository of this name by this rule. */
    boolean serves(String repository) {
        return repository.length() > prefix.length() + 1
                && repository.startsWith(prefix)
                && repository.charAt(prefix.length()) == '/';
    }
}

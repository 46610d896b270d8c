package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The upstream registries that a pull-through cache rule can have.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html">Amazon ECR user guide,
 *     "Sync an upstream registry with an Amazon ECR private registry"</a>
 */
final class Upstreams {
    static final String DOCKER_HUB = "docker.io";

    private static final Set<String> DOCKER_HUB_HOSTS =
            Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

    private static final Set<String> CACHEABLE =
            Set.of(DOCKER_HUB, "quay.io", "registry.k8s.io", "ghcr.io", "registry.gitlab.com", "cgr.dev");

    private static final String AZURE = ".azurecr.io";

    private Upstreams() {}

    /** The one name of an upstream that answers to several hosts; any other host as it is. */
    static String named(String host) {
        return DOCKER_HUB_HOSTS.contains(host) ? DOCKER_HUB : host;
    }

    /** All hosts of an upstream by its usual name. */
    static Set<String> hosts(String upstream) {
        return upstream.equals(DOCKER_HUB) ? DOCKER_HUB_HOSTS : Set.of(upstream);
    }

    /** The upstream that has the same images by the same names, and that a rule can have; null where there is none. */
    static @Nullable String twin(String upstream) {
        return switch (upstream) {
            // What Google's mirror of Docker Hub does not have, it pulls from there.
            case "mirror.gcr.io" -> DOCKER_HUB;
            // Frozen in 2023, when all of it was in its successor.
            case "k8s.gcr.io" -> "registry.k8s.io";
            default -> null;
        };
    }

    /** Whether a rule can have this upstream, Amazon ECR's own registries included. */
    static boolean possible(String upstream) {
        return cacheable(upstream)
                || EcrRegistry.isPublic(upstream)
                || EcrRegistry.parse(upstream).isPresent();
    }

    /** Whether a rule can have it that is not Amazon ECR's own, and so needs no cache. */
    static boolean cacheable(String upstream) {
        return CACHEABLE.contains(upstream) || azure(upstream);
    }

    /** Exactly one label before the suffix: {@code myregistry.azurecr.io}. */
    private static boolean azure(String upstream) {
        return upstream.endsWith(AZURE)
                && upstream.indexOf('.') == upstream.length() - AZURE.length()
                && upstream.length() > AZURE.length();
    }
}

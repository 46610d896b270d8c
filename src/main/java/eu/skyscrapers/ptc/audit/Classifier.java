package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sorts an image reference into via PTC, exempt or direct, by its registry and the cache's rules alone.
 *
 * <p>Every reference meets the questions of {@link #classify} from top to bottom, and the first that fits decides.
 */
public final class Classifier {
    /** Of a whole repository name, prefix included: the reference grammar stops one short of the 256 that ECR allows. */
    private static final int REPOSITORY_MAX = 255;

    private static final String LOCAL_ID = "an image id of the node's own store; no registry serves it";
    private static final String DIGEST =
            "pinned by digest: a first pull by digest may not fill the cache, so pull it once by tag";
    private static final String TOO_LONG =
            "no replacement: the repository's name in the cache would be longer than the 255 characters of a reference";

    private final Cache cache;
    private final Map<String, CacheRule> ruleOfUpstream = new HashMap<>();

    public Classifier(Cache cache) {
        this.cache = cache;
        cache.rules().forEach(rule -> ruleOfUpstream.put(rule.upstream(), rule));
    }

    /** Judges any text at all; what is no reference is {@link Reason#INVALID_REFERENCE}, never an exception. */
    public Judgment classify(String image) {
        if (ImageReference.isLocalId(image)) {
            return new Judgment(Reason.UNSUPPORTED_UPSTREAM, null, null, LOCAL_ID);
        }
        ImageReference reference;
        try {
            reference = ImageReference.parse(image);
        } catch (InvalidReferenceException e) {
            return new Judgment(Reason.INVALID_REFERENCE, null, null, e.getMessage());
        }
        String host = reference.host();
        EcrRegistry ecr = EcrRegistry.parse(host).orElse(null);
        if (ecr != null) {
            return ecrPrivate(reference, host, ecr);
        }
        if (EcrRegistry.isPublic(host)) {
            return new Judgment(Reason.ECR_PUBLIC, host, null, null);
        }
        return direct(reference, Upstreams.named(host));
    }

    private Judgment ecrPrivate(ImageReference reference, String host, EcrRegistry ecr) {
        if (ecr.equals(cache.registry())) {
            for (CacheRule rule : cache.rules()) {
                if (rule.serves(reference.repository())) {
                    return new Judgment(Reason.CACHE_RULE, rule.upstream(), null, null);
                }
            }
        }
        return new Judgment(Reason.ECR_PRIVATE, host, null, null);
    }

    private Judgment direct(ImageReference reference, String upstream) {
        CacheRule rule = ruleOfUpstream.get(upstream);
        if (rule != null) {
            return cacheable(reference, rule);
        }
        Reason reason = Upstreams.cacheable(upstream) ? Reason.NO_RULE : Reason.UNSUPPORTED_UPSTREAM;
        return new Judgment(reason, upstream.isEmpty() ? null : upstream, null, null);
    }

    private Judgment cacheable(ImageReference reference, CacheRule rule) {
        String repository = rule.prefix() + "/" + upstreamRepository(reference, rule.upstream());
        if (repository.length() > REPOSITORY_MAX) {
            return new Judgment(Reason.CACHEABLE, rule.upstream(), null, TOO_LONG);
        }
        String digest = reference.digest();
        String replacement = cache.host() + "/" + repository + with(":", reference.tag()) + with("@", digest);
        return new Judgment(Reason.CACHEABLE, rule.upstream(), replacement, digest == null ? null : DIGEST);
    }

    /** Docker Hub keeps its official images below {@code library/}, and refuses a pull without it. */
    private static String upstreamRepository(ImageReference reference, String upstream) {
        String repository = reference.repository();
        boolean official = upstream.equals(Upstreams.DOCKER_HUB) && repository.indexOf('/') < 0;
        return official ? "library/" + repository : repository;
    }

    private static String with(String separator, @Nullable String part) {
        return part == null ? "" : separator + part;
    }
}

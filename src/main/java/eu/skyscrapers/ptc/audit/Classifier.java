package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sorts an image reference into via PTC, exempt or direct, only by its registry and the cache's rules.
 *
 * <p>Every reference meets the questions of {@link #classify} from top to bottom, and the first that fits decides.
 */
public final class Classifier {
    /** Of a whole repository name, prefix included: the reference grammar stops one short of the 256 that ECR allows. */
    private static final int REPOSITORY_MAX = 255;

    /** Of several rules for one upstream, the one that says most of its path goes first. */
    private static final Comparator<CacheRule> PREFERENCE = Comparator.comparing(
                    (CacheRule rule) -> rule.upstreamPrefix().length())
            .reversed()
            .thenComparing(rule -> rule.prefix().length())
            .thenComparing(CacheRule::prefix);

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z]{1,10}://");

    private static final String LOCAL_ID = "an image id of the node's own store; no registry serves it";
    static final String DIGEST =
            "pinned by digest: a first pull by digest may not fill the cache, so pull it once by tag";
    private static final String TOO_LONG =
            "no replacement: the repository's name in the cache would be longer than the 255 characters of a reference";
    private static final String OVERSHADOWED =
            "no replacement: another rule with a longer prefix has the repository's name in the cache";

    private final Cache cache;
    private final @Nullable ClusterDefinition definition;
    private final Map<String, List<CacheRule>> rulesOfUpstream = new HashMap<>();

    public Classifier(Cache cache) {
        this(cache, null);
    }

    /** @param definition of the cluster; null where there is none */
    public Classifier(Cache cache, @Nullable ClusterDefinition definition) {
        this.cache = cache;
        this.definition = definition;
        for (CacheRule rule : cache.rules()) {
            rulesOfUpstream
                    .computeIfAbsent(rule.upstream(), upstream -> new ArrayList<>())
                    .add(rule);
        }
        rulesOfUpstream.values().forEach(rules -> rules.sort(PREFERENCE));
    }

    /** Judges any text at all; one that is not a reference is {@link Reason#INVALID_REFERENCE}, never an exception. */
    public Judgment classify(String image) {
        if (ImageReference.isLocalId(image)) {
            return new Judgment(image, Reason.UNSUPPORTED_UPSTREAM, null, null, LOCAL_ID);
        }
        ImageReference reference;
        try {
            reference = ImageReference.parse(image);
        } catch (InvalidReferenceException e) {
            return new Judgment(image, Reason.INVALID_REFERENCE, null, null, fault(image, e));
        }
        String host = reference.host();
        EcrRegistry ecr = EcrRegistry.parse(host).orElse(null);
        if (ecr != null) {
            return ecr.equals(cache.registry())
                    ? audited(image, reference)
                    : new Judgment(CanonicalName.of(reference), Reason.ECR_PRIVATE, host, null, null);
        }
        if (EcrRegistry.isPublic(host)) {
            return new Judgment(CanonicalName.of(reference), Reason.ECR_PUBLIC, host, null, null);
        }
        return direct(reference, Upstreams.named(host));
    }

    private static String fault(String image, InvalidReferenceException e) {
        Matcher scheme = SCHEME.matcher(image);
        return scheme.lookingAt()
                ? "an image reference has no " + scheme.group() + "; leave it out"
                : String.valueOf(e.getMessage());
    }

    /** On the audited registry itself. */
    private Judgment audited(String image, ImageReference reference) {
        String repository = reference.repository();
        CacheRule rule = cache.ruleOf(repository).orElse(null);
        if (rule == null) {
            return new Judgment(
                    CanonicalName.of(reference), Reason.ECR_PRIVATE, reference.host(), null, lookalike(repository));
        }
        PullCause fault = fault(image, reference.host(), rule.upstream(), rule.upstreamRepository(repository));
        String note = joined(
                unintended(rule),
                fault == null ? null : "cannot be pulled: " + fault.text() + "; " + fault.help(),
                reference.digest() == null ? null : DIGEST);
        return new Judgment(CanonicalName.of(reference), Reason.CACHE_RULE, rule.upstream(), null, note, fault);
    }

    private static @Nullable String joined(@Nullable String... notes) {
        String all = null;
        for (String note : notes) {
            if (note != null) {
                all = all == null ? note : all + "; " + note;
            }
        }
        return all;
    }

    /** Why no node can pull what looks as if it came through the cache. */
    private static @Nullable PullCause fault(String image, String host, String upstream, String upstreamRepository) {
        if (upstream.equals(Upstreams.DOCKER_HUB) && !upstreamRepository.contains("/")) {
            return PullCause.MISSING_LIBRARY;
        }
        if (upstream.equals(Upstreams.DOCKER_HUB)
                && upstreamRepository.startsWith(CanonicalName.LIBRARY)
                && upstreamRepository.indexOf('/', CanonicalName.LIBRARY.length()) >= 0) {
            return PullCause.LIBRARY_PATH;
        }
        if (!image.startsWith(host + '/')) {
            return PullCause.HOST_SPELLING;
        }
        return host.contains("ecr-fips.") ? PullCause.FIPS_HOST : null;
    }

    /** What to say of an image that comes through a cache which this cluster is not to use. */
    private @Nullable String unintended(CacheRule rule) {
        if (definition == null) {
            return null;
        }
        if (!definition.enabled()) {
            return "comes through the cache, although " + definition.source() + " disables it for this cluster";
        }
        return definition.switchesOff(rule.upstream())
                ? "comes through the cache, although " + definition.source() + " switches " + rule.upstream() + " off"
                : null;
    }

    private static @Nullable String lookalike(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        return Tier.ofPrefix(first).isPresent() ? "looks like a cache path; there is no rule " + first : null;
    }

    private Judgment direct(ImageReference reference, String upstream) {
        if (definition != null && definition.switchesOff(upstream)) {
            return new Judgment(
                    CanonicalName.of(reference),
                    Reason.TIER_DISABLED,
                    upstream,
                    null,
                    "to cache it, set "
                            + Tier.ofUpstream(upstream).map(Tier::switchKey).orElse("its switch") + ".enabled: true in "
                            + definition.source());
        }
        String repository = CanonicalName.repository(reference, upstream);
        Judgment served = null;
        for (CacheRule rule : rulesOfUpstream.getOrDefault(upstream, List.of())) {
            if (rule.serves(repository) && (served == null || served.replacement() == null)) {
                Judgment next = cacheable(reference, rule, repository);
                served = served == null || next.replacement() != null ? next : served;
            }
        }
        if (served != null) {
            return served;
        }
        Reason reason = Upstreams.cacheable(upstream) ? Reason.NO_RULE : Reason.UNSUPPORTED_UPSTREAM;
        return new Judgment(
                CanonicalName.of(reference),
                reason,
                upstream.isEmpty() ? null : upstream,
                null,
                twin(reference, upstream));
    }

    /** Where else the image is, from where it can be cached. */
    private @Nullable String twin(ImageReference reference, String upstream) {
        String twin = Upstreams.twin(upstream);
        if (twin == null) {
            return null;
        }
        String same = "the same image is " + twin + '/' + CanonicalName.repository(reference, twin)
                + with(":", reference.tag()) + with("@", reference.digest());
        String replacement = direct(reference, twin).replacement();
        return replacement == null ? same : same + ", through the cache " + replacement;
    }

    private Judgment cacheable(ImageReference reference, CacheRule rule, String upstreamRepository) {
        String repository = rule.cached(upstreamRepository);
        if (repository.length() > REPOSITORY_MAX) {
            return new Judgment(CanonicalName.of(reference), Reason.CACHEABLE, rule.upstream(), null, TOO_LONG);
        }
        if (!cache.ruleOf(repository).equals(Optional.of(rule))) {
            return new Judgment(CanonicalName.of(reference), Reason.CACHEABLE, rule.upstream(), null, OVERSHADOWED);
        }
        String digest = reference.digest();
        String replacement = cache.host() + "/" + repository + with(":", reference.tag()) + with("@", digest);
        return new Judgment(
                CanonicalName.of(reference),
                Reason.CACHEABLE,
                rule.upstream(),
                replacement,
                digest == null ? null : DIGEST);
    }

    /** All ways that {@link #classify} replaces images by; the first that takes an image has it. */
    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        new TreeMap<>(rulesOfUpstream).forEach((upstream, rules) -> {
            boolean own = EcrRegistry.isPublic(upstream)
                    || EcrRegistry.parse(upstream).isPresent();
            if (!own && (definition == null || !definition.switchesOff(upstream))) {
                rules.forEach(rule -> route(rule).ifPresent(routes::add));
            }
        });
        return routes;
    }

    private Optional<Route> route(CacheRule rule) {
        String from = rule.from() + '/';
        String prefix = rule.isRoot() ? "" : rule.prefix() + '/';
        List<CacheRule> before = cache.rules().subList(0, cache.rules().indexOf(rule));
        if (before.stream().anyMatch(other -> other.prefix().equals(rule.prefix()))) {
            return Optional.empty();
        }
        List<String> taken = before.stream()
                .map(CacheRule::prefix)
                .filter(other -> other.startsWith(prefix))
                .map(other -> from + other.substring(prefix.length()) + '/')
                .toList();
        int longest = REPOSITORY_MAX
                + Math.min(from.length() - prefix.length(), rule.upstream().length() + 1);
        return Optional.of(new Route(from, cache.host() + '/' + prefix, longest, taken));
    }

    private static String with(String separator, @Nullable String part) {
        return part == null ? "" : separator + part;
    }
}

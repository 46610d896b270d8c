package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import eu.skyscrapers.ptc.image.ReferenceGenerator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassifierPropertyTest {
    private static final int TIMES = 10_000;
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private final Classifier classifier = new Classifier(Cache.builtIn(REGISTRY));

    @Test
    void anyTextHasExactlyOneVerdict() {
        ReferenceGenerator generator = new ReferenceGenerator(1);
        Set<Reason> seen = EnumSet.noneOf(Reason.class);
        for (int i = 0; i < 5 * TIMES; i++) {
            String image = generator.hostile();

            Judgment judgment = classifier.classify(image);

            seen.add(judgment.reason());
            if (judgment.reason() == Reason.INVALID_REFERENCE) {
                assertThat(judgment.upstream()).as(image).isNull();
                assertThat(judgment.note()).as(image).isNotBlank();
            }
            if (judgment.reason() != Reason.CACHEABLE) {
                assertThat(judgment.replacement()).as(image).isNull();
            }
        }
        assertThat(seen)
                .contains(
                        Reason.CACHE_RULE,
                        Reason.ECR_PUBLIC,
                        Reason.ECR_PRIVATE,
                        Reason.CACHEABLE,
                        Reason.NO_RULE,
                        Reason.UNSUPPORTED_UPSTREAM,
                        Reason.INVALID_REFERENCE);
    }

    @Test
    void neitherTagNorDigestMovesAVerdict() {
        ReferenceGenerator generator = new ReferenceGenerator(2);
        for (int i = 0; i < TIMES; i++) {
            String name = generator.name();
            String tag = generator.tag();
            String digest = generator.digest();
            Judgment judgment = classifier.classify(name);

            for (String image : List.of(
                    ReferenceGenerator.with(name, tag, null),
                    ReferenceGenerator.with(name, null, digest),
                    ReferenceGenerator.with(name, tag, digest))) {
                Judgment other = classifier.classify(image);

                assertThat(other.reason()).as(image).isEqualTo(judgment.reason());
                assertThat(other.upstream()).as(image).isEqualTo(judgment.upstream());
            }
        }
    }

    @Test
    void aReplacementIsTheSameImageThroughTheCache() throws InvalidReferenceException {
        ReferenceGenerator generator = new ReferenceGenerator(3);
        int replaced = 0;
        for (int i = 0; i < TIMES; i++) {
            String image = generator.reference();
            Judgment judgment = classifier.classify(image);
            if (judgment.replacement() == null) {
                continue;
            }
            replaced++;

            ImageReference before = ImageReference.parse(image);
            ImageReference after = ImageReference.parse(judgment.replacement());
            Judgment again = classifier.classify(judgment.replacement());

            assertThat(again.reason()).as(image).isEqualTo(Reason.CACHE_RULE);
            assertThat(again.upstream()).as(image).isEqualTo(judgment.upstream());
            assertThat(after.registry()).isEqualTo(REGISTRY);
            assertThat(after.repository()).endsWith("/" + before.repository());
            assertThat(after.tag()).isEqualTo(before.tag());
            assertThat(after.digest()).isEqualTo(before.digest());
            assertThat(judgment.note() != null).as(image).isEqualTo(before.digest() != null);
        }
        assertThat(replaced).isGreaterThan(TIMES / 4);
    }

    @Test
    void everyReplacementIsAReferenceAtAnyLength() throws InvalidReferenceException {
        for (String start : List.of("", "x/", "docker.io/", "registry-1.docker.io/", "quay.io/", "ghcr.io/x/")) {
            for (int length = 1; length <= 260; length++) {
                String replacement =
                        classifier.classify(start + "a".repeat(length)).replacement();
                if (replacement != null) {
                    assertThat(ImageReference.parse(replacement).text()).isEqualTo(replacement);
                }
            }
        }
    }

    @Test
    void upperCaseInAHostChangesNothingButThatNoNodeHasCredentialsForTheCache() throws InvalidReferenceException {
        ReferenceGenerator generator = new ReferenceGenerator(4);
        for (int i = 0; i < TIMES; i++) {
            String image = generator.reference();
            int slash = image.indexOf('/');
            // Where no registry is written there is no host to shout at, and an upper-case letter would make one.
            if (slash < 0 || !isWritten(ImageReference.parse(image), image.substring(0, slash))) {
                continue;
            }
            String shouted = image.substring(0, slash).toUpperCase(Locale.ROOT) + image.substring(slash);

            Judgment judgment = classifier.classify(shouted);
            assertThat(judgment)
                    .as(shouted)
                    .usingRecursiveComparison()
                    .ignoringFields("note", "fault")
                    .isEqualTo(classifier.classify(image));
            assertThat(judgment.fault() != null).as(shouted).isEqualTo(judgment.verdict() == Verdict.VIA_PTC);
        }
    }

    /** Two rules for one upstream, one within another's prefix, one for a part of an upstream, ECR's own, and ROOT. */
    private static final Cache TANGLED = Cache.of(
            REGISTRY,
            List.of(
                    rule("", "quay.io", ""),
                    rule("quay", "quay.io", ""),
                    rule("hub", "docker.io", ""),
                    rule("hub/library", "docker.io", "library"),
                    rule("official", "docker.io", "library"),
                    rule("ghcr", "ghcr.io", ""),
                    rule("ghcr/docker-hub", "registry.k8s.io", ""),
                    rule("a-prefix-as-long-as-they-may-be", "registry.gitlab.com", ""),
                    rule("public", "public.ecr.aws", ""),
                    rule("other", "210987654321.dkr.ecr.eu-west-1.amazonaws.com", "")));

    private static CacheRule rule(String prefix, String upstream, String upstreamPrefix) {
        return new CacheRule(prefix, upstream, upstreamPrefix, null, null, null, true, "rules.json:1:2");
    }

    /** Or an admission policy would say otherwise than the audit. */
    @Test
    void theRoutesReplaceAsTheClassifierDoes() {
        ClusterDefinition off = new ClusterDefinition(true, null, EnumSet.of(Tier.DOCKER_HUB), "prod.yaml");
        List<String> images = new ArrayList<>();
        ReferenceGenerator generator = new ReferenceGenerator(5);
        for (int i = 0; i < TIMES / 10; i++) {
            images.add(generator.reference());
        }
        for (String start :
                List.of("", "x/", "quay.io/", "quay.io/hub/", "ghcr.io/docker-hub/", "registry.gitlab.com/")) {
            for (int length = 200; length <= 256; length++) {
                images.add(start + "a".repeat(length - start.length()));
            }
        }
        for (Classifier each : List.of(classifier, new Classifier(TANGLED), new Classifier(TANGLED, off))) {
            int replaced = 0;
            for (String image : images) {
                String replacement = each.classify(image).replacement();
                assertThat(routed(each.routes(), image)).as(image).isEqualTo(replacement);
                replaced += replacement == null ? 0 : 1;
            }
            assertThat(replaced).isGreaterThan(images.size() / 10);
        }
        assertThat(new Classifier(TANGLED).routes())
                .extracting(Route::from)
                .doesNotContain("public.ecr.aws/", "210987654321.dkr.ecr.eu-west-1.amazonaws.com/");
    }

    private static @Nullable String routed(List<Route> routes, String image) {
        ImageReference reference;
        try {
            reference = ImageReference.parse(image);
        } catch (InvalidReferenceException e) {
            return null;
        }
        String name = CanonicalName.of(reference);
        return routes.stream()
                .filter(route -> name.startsWith(route.from())
                        && name.length() <= route.longest()
                        && route.taken().stream().noneMatch(name::startsWith))
                .map(route -> ReferenceGenerator.with(
                        route.to() + name.substring(route.from().length()), reference.tag(), reference.digest()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isWritten(ImageReference reference, String firstPart) {
        return reference.registry().equals(firstPart) || firstPart.equals("index.docker.io");
    }

    @Test
    void theDefaultLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));

            assertThat(classifier.classify("quay.io/x")).isEqualTo(classifier.classify("QUAY.IO/x"));
            assertThat(classifier.classify("GHCR.IO/x:I").reason()).isEqualTo(Reason.CACHEABLE);
            assertThat(classifier.classify("REGISTRY.GITLAB.COM/x").reason()).isEqualTo(Reason.CACHEABLE);
        } finally {
            Locale.setDefault(before);
        }
    }
}

package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import eu.skyscrapers.ptc.image.ReferenceGenerator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierRoutesTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    /** Several rules for one upstream or one prefix, within another's prefix, for a part of an upstream, ECR's own, and ROOT. */
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
                    rule("bb", "registry.gitlab.com", ""),
                    rule("aa", "registry.gitlab.com", ""),
                    rule("ghcr", "cgr.dev", ""),
                    rule("public", "public.ecr.aws", ""),
                    rule("other", "210987654321.dkr.ecr.eu-west-1.amazonaws.com", "")));

    private static CacheRule rule(String prefix, String upstream, String upstreamPrefix) {
        return new CacheRule(prefix, upstream, upstreamPrefix, null, null, null, true, "rules.json:1:2");
    }

    /** Most of the upstream's path first, then the shortest name in the cache. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            nginx,                official/nginx
            bitnami/redis,        hub/bitnami/redis
            quay.io/acme/a,       acme/a
            quay.io/hub/a,        quay/hub/a
            quay.io/quay/a,       quay/quay/a
            registry.gitlab.com/a, aa/a
            ghcr.io/docker-hub/a, -
            cgr.dev/a,            -
            """)
    void ofSeveralRulesTheOneCountsThatSaysMost(String image, @Nullable String replacement) {
        assertThat(new Classifier(TANGLED).classify(image).replacement())
                .isEqualTo(replacement == null ? null : REGISTRY + "/" + replacement);
    }

    /** Or an admission policy would say otherwise than the audit. */
    @Test
    void theRoutesReplaceAsTheClassifierDoes() {
        ClusterDefinition off = new ClusterDefinition(true, null, EnumSet.of(Tier.DOCKER_HUB), "prod.yaml");
        List<String> images = new ArrayList<>();
        ReferenceGenerator generator = new ReferenceGenerator(5);
        for (int i = 0; i < 1000; i++) {
            images.add(generator.reference());
        }
        for (String start :
                List.of("", "x/", "quay.io/", "quay.io/hub/", "ghcr.io/docker-hub/", "registry.gitlab.com/")) {
            for (int length = 200; length <= 256; length++) {
                images.add(start + "a".repeat(length - start.length()));
            }
        }
        for (Classifier each : List.of(
                new Classifier(Cache.builtIn(REGISTRY)), new Classifier(TANGLED), new Classifier(TANGLED, off))) {
            List<Route> routes = each.routes();
            int replaced = 0;
            for (String image : images) {
                String replacement = each.classify(image).replacement();
                assertThat(routed(routes, image)).as(image).isEqualTo(replacement);
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
}

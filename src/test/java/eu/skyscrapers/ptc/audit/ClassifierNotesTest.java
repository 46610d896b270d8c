package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of images whose verdict alone does not help. */
class ClassifierNotesTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final Cache CACHE = Cache.builtIn(REGISTRY);

    @ParameterizedTest
    @CsvSource({
        "mirror.gcr.io/library/nginx:1.27, docker.io/library/nginx:1.27, docker-hub/library/nginx:1.27",
        "mirror.gcr.io/nginx, docker.io/library/nginx, docker-hub/library/nginx",
        "Mirror.gcr.io:443/grafana/loki:3, docker.io/grafana/loki:3, docker-hub/grafana/loki:3",
        "k8s.gcr.io/pause:3.9, registry.k8s.io/pause:3.9, k8s/pause:3.9",
        "k8s.gcr.io/ingress-nginx/controller:v1, registry.k8s.io/ingress-nginx/controller:v1, k8s/ingress-nginx/controller:v1",
    })
    void theTwinThatCanBeCachedIsNamed(String image, String twin, String replacement) {
        Judgment judgment = new Classifier(CACHE).classify(image);
        assertThat(judgment.reason()).isEqualTo(Reason.UNSUPPORTED_UPSTREAM);
        assertThat(judgment.replacement()).isNull();
        assertThat(judgment.note())
                .isEqualTo("the same image is " + twin + ", through the cache " + REGISTRY + '/' + replacement);
    }

    @ParameterizedTest
    @CsvSource({"gcr.io/library/nginx", "eu.gcr.io/x/y", "x.mirror.gcr.io/library/nginx", "docker.elastic.co/x/y"})
    void otherRegistriesHaveNone(String image) {
        assertThat(new Classifier(CACHE).classify(image).note()).isNull();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            https://quay.io/x              | an image reference has no https://; leave it out
            Docker://quay.io/x             | an image reference has no Docker://; leave it out
            quay.io//x                     | the repository cannot have '/' at character 9
            registry_a.example.com/x       | -
            REGISTRY/ghcr/acme/a           | looks like a cache path; there is no rule ghcr
            REGISTRY/ghcr                  | -
            REGISTRY/own/a                 | -
            """)
    void whatCannotBeMeantIsSaid(String image, @Nullable String note) {
        CacheRule quay = new CacheRule("quay", "quay.io", "", null, null, null, false, "rules");
        Judgment judgment =
                new Classifier(Cache.of(REGISTRY, List.of(quay))).classify(image.replace("REGISTRY", REGISTRY));
        assertThat(judgment.note()).isEqualTo(note);
        assertThat(judgment.upstream()).isEqualTo(image.startsWith("REGISTRY") ? REGISTRY : null);
    }

    @Test
    void aTwinThatIsSwitchedOffHasNoReplacement() {
        ClusterDefinition off = new ClusterDefinition(true, null, Set.of(Tier.DOCKER_HUB), "prod.yaml");
        assertThat(new Classifier(CACHE, off)
                        .classify("mirror.gcr.io/library/nginx:1")
                        .note())
                .isEqualTo("the same image is docker.io/library/nginx:1");
    }
}

package eu.skyscrapers.ptc.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the tests in bulk count on. */
class PodGeneratorTest {
    private static final PodGenerator PODS =
            new PodGenerator(1000, 230, 40, "123456789012.dkr.ecr.eu-west-1.amazonaws.com");

    @Test
    void podsAreSortedAndHaveAsManyImagesAsPromised() {
        Set<String> images = new HashSet<>();
        Set<String> owners = new HashSet<>();
        for (ApiObject pod : PODS) {
            JsonNode json = Json.read(pod.json());
            images.add(json.at("/spec/containers/0/image").asText());
            images.add(json.at("/spec/initContainers/0/image").asText());
            owners.add(pod.labels().get("app.kubernetes.io/name"));
            assertThat(json.at("/metadata/name").asText()).isEqualTo(pod.name());
            assertThat(json.at("/metadata/namespace").asText()).isEqualTo(pod.namespace());
        }

        assertThat(images).hasSize(230);
        assertThat(owners).hasSize(40);
        assertThat(PODS).hasSize(1000).isSortedAccordingTo(Comparator.comparing(ApiObject::key));
        assertThat(PODS.viaPtc() + PODS.exempt() + PODS.direct()).isEqualTo(230);
        assertThat(images.stream().filter(image -> image.startsWith("ghcr.io/") || image.startsWith("acme/")))
                .hasSize(PODS.direct());
    }

    /** 100,000 of them are about 1 GB. */
    @Test
    void podsAreOfTheSizeOfRealOnes() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PODS.writeAsKubectl(printed);

        assertThat(PODS.get(7).json()).hasSizeBetween(9_500, 11_500);
        assertThat(printed.size() / PODS.size()).isBetween(9_500, 11_500);
    }

    @Test
    void kubectlPrintsTheSamePods() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PODS.writeAsKubectl(printed);
        JsonNode list = Json.read(printed.toByteArray());

        assertThat(list.path("kind").asText()).isEqualTo("List");
        assertThat(list.path("items")).hasSize(1000);
        assertThat(list.at("/items/7/kind").asText()).isEqualTo("Pod");
        assertThat(list.at("/items/7/metadata").has("managedFields")).isFalse();
        assertThat(list.at("/items/7/spec"))
                .isEqualTo(Json.read(PODS.get(7).json()).path("spec"));
    }
}

package eu.skyscrapers.ptc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.Tier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterDefinitionFileTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    @ParameterizedTest
    @CsvSource({
        "all-on.yaml, true, ",
        "docker-hub-off.yaml, true, DOCKER_HUB",
        "ghcr-off.yaml, true, GHCR",
        "cache-disabled.yaml, false, ",
    })
    void sample(String name, boolean enabled, @Nullable String off) throws Exception {
        Path file = Samples.file("policy/definitions/" + name);
        ClusterDefinitionFile read = ClusterDefinitionFile.read(file);
        assertThat(read.definition()).isEqualTo(new ClusterDefinition(enabled, HOST, tiers(off), file.toString()));
        assertThat(read.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'{enabled: true}', true, , DOCKER_HUB GHCR",
        "'{enabled: TRUE, docker_hub: {}, ghcr: {enabled: False}}', true, , DOCKER_HUB GHCR",
        "'{enabled: !!bool true, docker_hub: {enabled: true}}', true, , GHCR",
        "'{enabled: false, registry: " + HOST + "}', false, " + HOST + ", DOCKER_HUB GHCR",
        "'{enabled: false, registry: \"" + HOST + ":443\"}', false, " + HOST + ", DOCKER_HUB GHCR",
        "'{enabled: true, registry: 123456789012.DKR-ECR.eu-west-1.ON.aws}', true,"
                + " 123456789012.dkr-ecr.eu-west-1.on.aws, DOCKER_HUB GHCR",
        "'{\"enabled\": true, \"ghcr\": {\"enabled\": true}}', true, , DOCKER_HUB",
    })
    void block(String block, boolean enabled, @Nullable String registry, String off) throws Exception {
        assertThat(read("spec:\n  ecr_pull_through_cache: " + block + "\n").definition())
                .isEqualTo(new ClusterDefinition(enabled, registry, tiers(off), "cluster.yaml"));
    }

    @Test
    void otherDocumentsAreNobodysBusiness() throws Exception {
        String text = """
            - a list
            ---
            # nothing
            ---
            spec: {duplicates: 1, duplicates: 2, "x": !custom [*loop]}
            """.replace("*loop", "1") + """
            ? [a, key, that, is, no, text]
            : 1
            ---
            kind: Pod
            spec:
            ---
            spec: &spec
              self: *spec
              ecr_pull_through_cache: &block
                enabled: true
                docker_hub: &on {enabled: true}
                ghcr: *on
            """;
        assertThat(read(text).definition().off()).isEmpty();
    }

    @Test
    void mergeKeysAreFollowed() throws Exception {
        String text = """
            defaults: &defaults
              enabled: true
              docker_hub: {enabled: true}
              ghcr: {enabled: true}
            spec:
              ecr_pull_through_cache:
                <<: *defaults
                ghcr: {enabled: false}
            """;
        assertThat(read(text).definition().off()).containsExactly(Tier.GHCR);
    }

    @Test
    void unknownKeysAreWarnedAbout() throws Exception {
        String text = """
            spec:
              ecr_pull_through_cache:
                enabled: true
                dockerhub: {enabled: true}
                ghcr:
                  enable: true
                quay: {enabled: false}
            """;
        assertThat(read(text).warnings())
                .containsExactly(
                        "cluster.yaml:4:5: unknown key \"dockerhub\" is passed over; known here are enabled, registry,"
                                + " docker_hub, ghcr",
                        "cluster.yaml:7:5: unknown key \"quay\" is passed over; known here are enabled, registry,"
                                + " docker_hub, ghcr",
                        "cluster.yaml:6:7: unknown key \"enable\" is passed over; known here is enabled");
        assertThat(read(text).definition().off()).containsExactly(Tier.DOCKER_HUB, Tier.GHCR);
    }

    @Test
    void readsWhatPowerShellWrites(@TempDir Path folder) throws Exception {
        String text = "\ufeffspec:\r\n  ecr_pull_through_cache:\r\n    enabled: true\r\n";
        Path file = Files.write(folder.resolve("x.yaml"), text.getBytes(StandardCharsets.UTF_16LE));
        assertThat(ClusterDefinitionFile.read(file).definition().enabled()).isTrue();
    }

    private static ClusterDefinitionFile read(String text) throws Exception {
        return ClusterDefinitionFile.read("cluster.yaml", Samples.text(text));
    }

    private static Set<Tier> tiers(@Nullable String names) {
        return names == null
                ? Set.of()
                : Arrays.stream(names.split(" ")).map(Tier::valueOf).collect(Collectors.toSet());
    }
}

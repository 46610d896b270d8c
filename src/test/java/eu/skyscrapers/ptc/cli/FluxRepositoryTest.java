package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.report.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder as Flux deploys it: two HelmReleases, a Kustomization and a Deployment; and custom resources. */
class FluxRepositoryTest {
    private static final Path FOLDER = Path.of("src/test/resources/flux");
    private static final Path CASES = Path.of("src/test/resources/cases/files");
    private static final String NOT_RENDERED = "2 HelmRelease not rendered";

    @TempDir
    private Path temp;

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static Cli.Run audit(Path folder, String... options) {
        return new Cli()
                .with("COLUMNS", "200")
                .run(Stream.concat(Stream.of(REGISTRY, "-f", folder.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static JsonNode json(String report) throws IOException {
        return new ObjectMapper().readTree(report);
    }

    @Test
    void isNotCompleteUntilItIsRendered() throws IOException {
        Cli.Run run = audit(FOLDER, "-o", "json");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .hasLineCount(1)
                .contains(
                        "redis.yaml:1: HelmRelease redis (and 1 more): not rendered",
                        "helm template",
                        "--accept-unrendered");
        JsonNode cluster = json(run.out()).at("/clusters/0");
        assertThat(cluster.at("/complete").asBoolean()).isFalse();
        assertThat(cluster.at("/unrendered")).hasToString("{\"HelmRelease\":2}");
        assertThat(cluster.at("/summary/direct").asInt()).isEqualTo(10);
    }

    @Test
    void endsWithTheOutcomeOfItsValuesWhereThatIsAccepted() throws IOException {
        Cli.Run run = audit(FOLDER, "--accept-unrendered", "-o", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("warning: " + NOT_RENDERED);
        JsonNode cluster = json(run.out()).at("/clusters/0");
        assertThat(cluster.at("/complete").asBoolean()).isTrue();
        assertThat(cluster.at("/unrendered")).hasToString("{\"HelmRelease\":2}");
        assertThat(audit(FOLDER, "--accept-unrendered", "--fail-on", "never").exitCode())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void everyReportSaysWhatWasNotRendered(Format format) throws IOException {
        for (String option : List.of("--accept-unrendered", "-q")) {
            Path file = temp.resolve(format.key());
            audit(FOLDER, option, "-o", format.key() + "=" + file);
            String report = Files.readString(file);
            assertThat(report)
                    .as(option)
                    .containsPattern("2 HelmRelease not rendered|: not rendered|audit_ecr_ptc_unrendered\\{.*} 2\n");
        }
    }

    @Test
    void hasNothingCacheableLeftOnceItIsRewritten() throws IOException {
        for (Path file : files()) {
            String before = Files.readString(file);
            Cli.Run rewrite = new Cli().in(before).run("rewrite", REGISTRY);
            assertThat(rewrite.exitCode()).isZero();
            Path copy = temp.resolve("flux").resolve(FOLDER.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, rewrite.out());
            assertThat(withoutReferences(rewrite.out())).isEqualTo(withoutReferences(before));
        }
        Cli.Run accepted = audit(temp.resolve("flux"), "--accept-unrendered");
        assertThat(accepted.out())
                .endsWith("PASSED: no direct images; " + NOT_RENDERED
                        + " (--accept-unrendered); 10 via PTC, 0 exempt; 0 pods, 4 pod templates\n");
        assertThat(accepted.exitCode()).isZero();
        assertThat(audit(temp.resolve("flux")).exitCode()).isEqualTo(3);
    }

    /** Kustomize does not ask it what it is; the file's name says so. */
    @Test
    void aKustomizationNeedNotSayItsKind() throws IOException {
        Files.writeString(
                temp.resolve("kustomization.yaml"), "resources: [pod.yaml]\nimages: [{name: a, newName: quay.io/b}]\n");
        Files.writeString(
                temp.resolve("pod.yaml"),
                "kind: Pod\nspec: {containers: [{name: c, image: " + REGISTRY + "/quay/c}]}\n");
        Cli.Run run = audit(temp, "-o", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(json(run.out()).at("/clusters/0/images/1/image").asText()).isEqualTo("quay.io/b");
        Files.move(temp.resolve("kustomization.yaml"), temp.resolve("values.yaml"));
        assertThat(audit(temp).exitCode()).isEqualTo(3);
    }

    /** All that is neither a registry nor a name of one of this folder's images. */
    private static String withoutReferences(String text) {
        return text.replace(REGISTRY + "/", "")
                .replace(REGISTRY, "docker.io")
                .replaceAll("'docker.io'", "'quay.io'")
                .replaceAll("(docker-hub|ghcr|quay|k8s)/(library/)?", "")
                .replaceAll("(docker\\.io|ghcr\\.io|quay\\.io|registry\\.k8s\\.io)/", "");
    }

    /** Every image that a list of containers holds, wherever it lies, in all three. */
    @ParameterizedTest
    @ValueSource(strings = {"keda-scaledjob.yaml", "custom-resources-with-pod-specs.yaml"})
    void auditRewriteAndKustomizeAgree(String file) throws IOException {
        Path resources = CASES.resolve(file);
        JsonNode images = json(audit(resources, "-o", "json").out()).at("/clusters/0/images");
        Set<String> audited = new TreeSet<>();
        Set<String> replaced = new TreeSet<>();
        for (JsonNode image : images) {
            if (image.get("reason").asText().equals("cacheable")) {
                audited.add(image.get("image").asText());
                replaced.add(image.get("replacement").asText());
            }
        }
        String rewritten = new Cli()
                .in(Files.readString(resources))
                .run("rewrite", REGISTRY)
                .out();
        Path copy = Files.writeString(temp.resolve(file), rewritten);
        Set<String> after = new TreeSet<>();
        json(audit(copy, "-o", "json").out())
                .at("/clusters/0/images")
                .forEach(image -> after.add(image.get("image").asText()));
        assertThat(after).containsAll(replaced).doesNotContainAnyElementsOf(audited);
        assertThat(audit(resources, "-o", "kustomize").out().lines())
                .filteredOn(line -> line.startsWith("- name:"))
                .containsExactlyElementsOf(audited.stream()
                        .map(image -> "- name: \"" + image.replaceAll(":[^/:]*$", "") + "\"")
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theKnownShapesOfCustomResourcesAreAudited() throws IOException {
        Cli.Run run = audit(CASES.resolve("custom-resources-with-images-elsewhere.yaml"), "-o", "json");
        assertThat(run.exitCode()).isEqualTo(3);
        Set<String> found = new TreeSet<>();
        json(run.out())
                .at("/clusters/0/images")
                .forEach(image -> found.add(image.at("/usedBy/0/kind").asText() + " "
                        + image.at("/usedBy/0/container").asText() + " "
                        + image.get("image").asText()));
        assertThat(found)
                .containsExactly(
                        "ClickHouseInstallation clickhouse clickhouse/clickhouse-server:24",
                        "Cluster spec.imageName ghcr.io/cloudnative-pg/postgresql:16",
                        "HelmRelease spec.values.image docker.io/velero/velero",
                        "Job c public.ecr.aws/x/y:1",
                        "Kafka spec.kafka.image quay.io/strimzi/kafka:latest",
                        "Prometheus spec.image quay.io/prometheus/prometheus:v3.1.0",
                        "RunnerDeployment spec.template.spec.image docker.io/summerwind/actions-runner:latest",
                        "SparkApplication spec.image ghcr.io/apache/spark:3.5",
                        "Task spec.sidecars[0].image docker:dind",
                        "Task spec.steps[0].image docker.io/alpine/git:2",
                        "WorkflowTemplate spec.templates[0].container.image busybox",
                        "WorkflowTemplate spec.templates[1].script.image python:3.12");
    }
}

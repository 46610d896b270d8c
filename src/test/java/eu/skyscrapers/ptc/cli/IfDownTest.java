package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an outage of an upstream would do, from the command to the report. */
class IfDownTest {
    private static final String RECORDED = "src/examples/recorded-cluster.yaml";

    private static final String PLATFORM = """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: alloy, namespace: monitoring}
            spec: {template: {spec: {containers: [{name: a, image: "grafana/alloy:v1", imagePullPolicy: IfNotPresent}]}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: agent-x, namespace: velero, ownerReferences: [{kind: DaemonSet, name: node-agent, controller: true}]}
            spec:
              nodeName: node-1
              containers: [{name: a, image: "velero/velero:v1", imagePullPolicy: Always}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: dns, namespace: kube-system}
            spec:
              template:
                spec: {priorityClassName: system-cluster-critical, containers: [{name: a, image: "quay.io/a/dns:1"}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec: {template: {spec: {containers: [{name: a, image: nginx}]}}}
            """;

    @TempDir
    private Path folder;

    private Path platform() throws IOException {
        return Files.writeString(folder.resolve("platform.yaml"), PLATFORM);
    }

    /**
     * By hand: every container there has the policy IfNotPresent, no pod has a priority class, the image volume's tag is not
     * latest, and the images of its DaemonSets are on Amazon ECR or come through the cache.
     */
    @Test
    void ofTheRecordedCluster() throws IOException {
        Cli.Run run = new Cli().run(REGISTRY, "-f", RECORDED, "-o", "json");
        JsonNode cluster = new ObjectMapper().readTree(run.out()).at("/clusters/0");
        TreeMap<String, String> impacts = new TreeMap<>();
        cluster.get("images").forEach(image -> {
            if (image.get("verdict").asText().equals("direct")) {
                impacts.put(image.get("image").asText(), image.get("impact").asText());
            } else {
                assertThat(image.get("impact").isNull()).isTrue();
            }
        });
        assertThat(impacts)
                .containsOnlyKeys(
                        "Quay.io//broken image",
                        "bitnami/redis:7.4.1",
                        "busybox:1.36",
                        "cr.fluentbit.io/fluent/fluent-bit:3.1.9",
                        "docker.io/velero/velero:v1.15.0",
                        "gcr.io/k8s-staging-multitenancy/hnc-manager:v1.1.0",
                        "ghcr.io/acme/api@sha256:" + "5e".repeat(32),
                        "nginx:1.27-alpine",
                        "quay.io/acme/weights:v5",
                        "quay.io/jupyter/minimal-notebook:2024-10-29",
                        "registry.k8s.io/e2e-test-images/agnhost:2.53",
                        "velero/velero-plugin-for-aws:v1.11.0")
                .allSatisfy((image, impact) -> assertThat(impact).isEqualTo("reschedule"));
        String complete = " is down, new nodes come up complete; every workload can restart where it runs; ";
        assertThat(cluster.get("ifDown").findValuesAsText("text"))
                .contains(
                        "If docker.io" + complete + "4 workloads cannot start on a node without their images",
                        "If quay.io" + complete + "2 workloads cannot start on a node without their images",
                        "If ghcr.io" + complete + "1 workload cannot start on a node without its images");
    }

    @ParameterizedTest
    @CsvSource({"table", "markdown", "html", "csv", "json", "wide", "summary", "yaml"})
    void everyReportSaysIt(String format) throws IOException {
        Cli.Run run = new Cli()
                .with("COLUMNS", "300")
                .run(REGISTRY, "-f", platform().toString(), "--if-down", "docker.io", "-o", format);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().replaceAll("</?code>|`", "").replaceAll("(?s)<[^>]*>", ""))
                .contains("If docker.io is down, new nodes come up without alloy")
                .contains("node-agent (2 DaemonSets on 1 node); 2 workloads cannot restart")
                .doesNotContain("If quay.io");
    }

    @Test
    void saysWhereAndHowLongDockerHubLasts() throws IOException {
        Cli.Run run =
                new Cli().with("COLUMNS", "300").run(REGISTRY, "-f", platform().toString());
        assertThat(run.out())
                .contains("new nodes: DaemonSet/alloy in monitoring, DaemonSet/node-agent in velero\n")
                .contains("restart: Deployment/web in shop, DaemonSet/node-agent in velero\n")
                .contains("critical: Deployment/dns in kube-system\n")
                .contains("budget: a new node pulls 2 images from Docker Hub, so 50 new nodes come up in 6 hours;");
        // The worst first, whatever their names.
        assertThat(run.out().indexOf("- grafana/alloy:v1")).isLessThan(run.out().indexOf("- quay.io/a/dns:1"));
        assertThat(run.out().indexOf("- quay.io/a/dns:1")).isLessThan(run.out().indexOf("- nginx"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            boot                                     | 1
            unexpected,boot                          | 1
            boot --expect-image docker.io/grafana/*  | 1
            unexpected,boot --expect-image docker.io/grafana/* --expect-namespace velero | 0
            unexpected,boot --expect-namespace shop  | 1
            never,boot                               | 2
            boot,never                               | 2
            boot,direct,unexpected                   | 2
            """)
    void bootFails(String words, int exitCode) throws IOException {
        String[] call = ("REGISTRY -f FILE --fail-on " + words).split(" ");
        for (int i = 0; i < call.length; i++) {
            call[i] = call[i].equals("REGISTRY")
                    ? REGISTRY
                    : call[i].equals("FILE") ? platform().toString() : call[i];
        }
        assertThat(new Cli().run(call).exitCode()).isEqualTo(exitCode);
    }

    /** A Beat may become a Deployment or a DaemonSet: its operator decides. */
    @ParameterizedTest
    @CsvSource({"beat.k8s.elastic.co/v1beta1, Beat, 1", "apps/v1, Deployment, 0"})
    void whatAnOperatorMayMakeADaemonSetOfFails(String apiVersion, String kind, int exitCode) throws IOException {
        Path file = Files.writeString(folder.resolve("beat.yaml"), """
                apiVersion: %s
                kind: %s
                metadata: {name: logs, namespace: observability}
                spec:
                  template: {spec: {containers: [{name: c, image: "quay.io/a/b:1", imagePullPolicy: IfNotPresent}]}}
                """.formatted(apiVersion, kind));
        Cli.Run run = new Cli().run(REGISTRY, "-f", file.toString(), "--fail-on", "boot");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
    }

    @Test
    void withoutAnythingThatNewNodesNeedItPassesAndSaysWhy() {
        Cli.Run run = new Cli().with("COLUMNS", "200").run(REGISTRY, "-f", RECORDED, "--fail-on", "boot");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("PASSED: 11 unexpected images (12 direct, 1 of them expected, 0 that new nodes need,"
                        + " --fail-on direct,boot)");
    }

    @ParameterizedTest
    @CsvSource({"https://quay.io, 2", "'docker.io, ,quay.io', 2", "qay.io, 1", "INDEX.docker.io, 1"})
    void aNameThatIsNoUpstreamIsAnswered(String name, int exitCode) throws IOException {
        Cli.Run run = new Cli().run(REGISTRY, "-f", platform().toString(), "--if-down", name);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        if (exitCode == 2) {
            assertThat(run.err()).contains("it must be hosts of registries, such as docker.io,quay.io");
        } else if (name.equals("qay.io")) {
            assertThat(run.err())
                    .contains(
                            "no direct image that was read comes from it; direct images come from docker.io, quay.io");
        } else {
            assertThat(run.err()).isEmpty();
        }
    }
}

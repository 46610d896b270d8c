package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit of files, end to end. */
class FilesTest {
    private static final String CLEAN = "kind: Pod\nmetadata: {name: ok, namespace: n}\n"
            + "spec: {containers: [{name: c, image: " + REGISTRY + "/quay/a/b:1}]}\n";

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static JsonNode json(String... args) throws IOException {
        return new ObjectMapper().readTree(new Cli().run(args).out());
    }

    /** The report without the name of the source. */
    private static JsonNode findings(String... args) throws IOException {
        JsonNode report = json(args);
        ((ObjectNode) report.at("/clusters/0")).remove("name");
        return report;
    }

    @Test
    void everyFormOfTheRecordedClusterGivesTheSameFindings() throws IOException {
        JsonNode json = findings(
                REGISTRY,
                "-o",
                "json",
                "-f",
                Cli.recording("kubectl-get-pods.json").toString());
        assertThat(json.at("/clusters/0/pods").asInt()).isEqualTo(62);
        assertThat(json.at("/clusters/0/images")).hasSize(42);
        assertThat(findings(REGISTRY, "-o", "json", "-f", "src/examples/recorded-cluster.yaml"))
                .isEqualTo(json);
        assertThat(findings(
                        REGISTRY,
                        "-o",
                        "json",
                        "-f",
                        Cli.recording("pods-page-3.json").toString(),
                        "-f",
                        Cli.recording("pods-page-1.json").toString(),
                        "-f",
                        Cli.recording("pods-page-2.json").toString()))
                .isEqualTo(json);
    }

    @Test
    void theRecordedClustersOddOnesAreFound() throws IOException {
        JsonNode images = json(REGISTRY, "-o", "json", "-f", "src/examples/recorded-cluster.yaml")
                .at("/clusters/0/images");
        assertThat(images)
                .anySatisfy(image -> assertFinding(image, "Quay.io//broken image", "invalid-reference", "container"))
                .anySatisfy(image -> assertFinding(image, "busybox:1.36", "cacheable", "ephemeralContainer"))
                .anySatisfy(image -> assertFinding(
                        image, "cr.fluentbit.io/fluent/fluent-bit:3.1.9", "unsupported-upstream", "initContainer"))
                .anySatisfy(image -> assertFinding(image, "quay.io/acme/weights:v5", "cacheable", "imageVolume"));
    }

    private static void assertFinding(JsonNode image, String name, String reason, String containerType) {
        assertThat(image.get("image").asText()).isEqualTo(name);
        assertThat(image.get("verdict").asText()).isEqualTo("direct");
        assertThat(image.get("reason").asText()).isEqualTo(reason);
        assertThat(image.at("/usedBy/0/containerType").asText()).isEqualTo(containerType);
    }

    @Test
    void workloadsOfFilesAreAuditedWithoutBeingAskedFor() throws IOException {
        JsonNode cluster = json(
                        REGISTRY,
                        "-o",
                        "json",
                        "-f",
                        Cli.recording("kubectl-get-workloads.yaml").toString())
                .at("/clusters/0");
        assertThat(cluster.get("pods").asInt()).isZero();
        assertThat(cluster.get("templates").asInt()).isPositive();
        assertThat(cluster.get("images")).anySatisfy(image -> {
            assertThat(image.at("/usedBy/0/kind").asText()).isEqualTo("CronJob");
            assertThat(image.at("/usedBy/0/pods").asInt()).isZero();
        });
    }

    @Test
    void standardInputIsAFileToo() {
        Cli.Run run = new Cli().in(CLEAN).run(REGISTRY, "-f", "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("standard input").contains("PASSED");
        assertThat(run.err()).isEmpty();
    }

    /** Where the file is, what is wrong, and nothing that was read before is lost. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cut.json   | {\"kind\":\"List\",\"items\":[%OK%,{\"kind\":\"Pod\",\"me       | cut.json:1: the JSON is cut off",
                "cut.yaml   | %YAML%---\\nkind: \"Pod                                         | cut.yaml:6: not YAML",
                "tabs.yaml  | %YAML%---\\nkind: Pod\\n\\tx: y                                 | tabs.yaml:7: not YAML",
                "page.json  | {\"kind\":\"PodList\",\"metadata\":{\"continue\":\"x\"},\"items\":[%OK%]} | page.json: is one page of a longer PodList",
                "noise.json | %OK% <html>                                                     | noise.json:1: there is text after the end",
                "mixed.yaml | %YAML%---\\njust: values                                        | mixed.yaml:6: not a Kubernetes object: it has no kind",
            })
    void aBrokenFileIsNeverCleanAndLosesNothing(String name, String text, String message) throws IOException {
        String pod =
                "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"ok\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\""
                        + REGISTRY + "/quay/a/b:1\"}]}}";
        Path broken = file(
                name,
                text.replace("%OK%", pod)
                        .replace("%YAML%", CLEAN + "\n")
                        .replace("\\n", "\n")
                        .replace("\\t", "\t"));
        Cli.Run run = new Cli().run(REGISTRY, "--fail-on", "never", "-f", broken.toString());
        assertThat(run.err().lines()).singleElement().asString().contains(message);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("quay/a/b:1").contains("INCOMPLETE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "empty.json    | ''                              | empty.json: holds no Kubernetes object",
                "blank.yaml    | '# nothing'                     | blank.yaml: holds no Kubernetes object",
                "service.yaml  | kind: Service                   | no pod and no pod template in",
                "none.json     | {\"kind\":\"PodList\",\"items\":[]} | no pod and no pod template in",
                "page.html     | <html><body>x</body></html>     | page.html:1: a plain value, not a Kubernetes object",
                "binary.json   | '\u0000\u0001\u0002'            | binary.json:1: not YAML",
            })
    void nothingToAuditIsNotClean(String name, String text, String message) throws IOException {
        Cli.Run run = new Cli().run(REGISTRY, "-f", file(name, text).toString());
        assertThat(run.err().lines()).singleElement().asString().contains(message);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("INCOMPLETE").doesNotContain("PASSED");
    }

    @Test
    void nothingToAuditSaysWhatWasLookedForAndWhere() throws IOException {
        Path file = file("p.yaml", CLEAN + "---\nkind: Service\n---\nkind: Service\n");
        Cli.Run run = new Cli().run(REGISTRY, "-f", file.toString(), "-n", "other", "-l", "app=x");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("no pod and no pod template in namespace other with labels app=x in " + file)
                .contains("excluded by -n or -l: 3");
    }

    /** kubectl creates it, and it runs until the garbage collector finds that its owner is not there. */
    @ParameterizedTest
    @CsvSource({
        "Deployment, web, ReplicaSet/web-1, 0",
        "Deployment, other, ReplicaSet/web-1, 1",
        "StatefulSet, web, ReplicaSet/web-1, 1",
        "CronJob, web, Job/web-1, 0",
        "Rollout, web, ReplicaSet/web-1, 0",
        "Prometheus, web, Job/web-1, 1",
    })
    void whatHasAnOwnerIsAuditedUnlessTheOwnerIsThere(String kind, String name, String owned, int exitCode)
            throws IOException {
        String clean = "{spec: {containers: [{name: c, image: " + REGISTRY + "/quay/a/b:1}]}}";
        String owner = "kind: " + kind + "\nmetadata: {name: " + name + ", namespace: n}\nspec: "
                + (kind.equals("CronJob")
                        ? "{jobTemplate: {spec: {template: " + clean + "}}}"
                        : kind.equals("Prometheus") ? "{}" : "{template: " + clean + "}");
        String[] of = owned.split("/", 2);
        String direct = "kind: " + of[0] + "\nmetadata: {name: " + of[1]
                + ", namespace: n, ownerReferences: [{kind: " + (kind.equals("StatefulSet") ? "Deployment" : kind)
                + ", name: web, controller: true}]}\n"
                + "spec: {template: {spec: {containers: [{name: c, image: nginx}]}}}\n";
        for (String text : List.of(owner + "\n---\n" + direct, direct + "---\n" + owner)) {
            Cli.Run run = new Cli().run(REGISTRY, "-f", file("a.yaml", text).toString());
            assertThat(run.exitCode()).as(run.out()).isEqualTo(exitCode);
            assertThat(run.out()).contains(exitCode == 0 ? "passed over: 1 " + of[0] : owned);
        }
    }

    /** Where two differ, kubectl applies the last one; in which order it reads files is not for us to know. */
    @Test
    void anObjectThatIsGivenTwiceCountsOnceAndLosesNoImage() throws IOException {
        Path pod = file("pod.yaml", CLEAN);
        Path template = file("web.yaml", """
                kind: Deployment
                metadata: {name: web, namespace: n}
                spec: {template: {spec: {containers: [{name: c, image: public.ecr.aws/a/b:1}]}}}
                """);
        Path other = file("other.yaml", CLEAN.replace(REGISTRY + "/quay/a/b:1", "nginx"));
        String[] twice = {
            REGISTRY, "-o", "json", "-f", pod.toString(), "-f", template.toString(), "-f", folder.toString()
        };
        JsonNode cluster = json(twice).at("/clusters/0");
        assertThat(cluster.get("pods").asInt()).isEqualTo(1);
        assertThat(cluster.get("templates").asInt()).isEqualTo(1);
        assertThat(cluster.get("images"))
                .extracting(image -> image.get("image").asText())
                .containsExactly(REGISTRY + "/quay/a/b:1", "public.ecr.aws/a/b:1", "nginx");
        assertThat(new Cli().run(twice).exitCode()).isEqualTo(1);
        Files.delete(other);
        assertThat(new Cli().run(twice).exitCode()).isZero();
        Path made = file("made.yaml", CLEAN.replace("name: ok", "generateName: ok-"));
        assertThat(json(REGISTRY, "-o", "json", "-f", made.toString(), "-f", made.toString())
                        .at("/clusters/0/pods")
                        .asInt())
                .as("each is one of its own")
                .isEqualTo(2);
    }

    /** kubectl writes the kind of a list behind its items, so that what is cut off is still YAML. */
    @Test
    void aCutOffListOfKubectlIsToldAsSuch() throws IOException {
        String recorded = Files.readString(Path.of("src/examples/recorded-cluster.yaml"));
        Path cut = file("cut.yaml", recorded.substring(0, recorded.lastIndexOf("- apiVersion: v1")));
        Cli.Run run = new Cli().run(REGISTRY, "-f", cut.toString(), "--fail-on", "never");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("cut.yaml:").contains("is the file cut off?");
        assertThat(run.out()).contains("cert-manager");
    }

    @Test
    void oneBrokenFileDoesNotHideTheOthers() throws IOException {
        file("a.yaml", "kind: \"");
        file("sub/b.yml", CLEAN);
        file("c.txt", "not looked at");
        Cli.Run run = new Cli().run(REGISTRY, "-f", folder.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().lines()).singleElement().asString().contains("a.yaml:1: not YAML");
        assertThat(run.out()).contains("quay/a/b:1");
    }

    @Test
    void aFolderWithoutManifestsIsNotClean() throws IOException {
        file("readme.txt", "x");
        Cli.Run run = new Cli().run(REGISTRY, "-f", folder.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("no file in this folder ends in .json, .yaml or .yml");
    }

    @Test
    void aFileThatIsNotThereIsAWrongCall() {
        Cli.Run run = new Cli().run(REGISTRY, "-f", "/no/such.yaml");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("-f /no/such.yaml: there is no such file or folder");
        assertThat(run.out()).isEmpty();
        assertThat(new Cli().run(REGISTRY, "-f", "https://example.com/x.yaml").err())
                .contains("download it first");
        assertThat(new Cli().run(REGISTRY, "-f", "-", "-f", "-").exitCode()).isEqualTo(2);
    }

    @Test
    void theOrderOfTheInputNeverChangesAReport() throws IOException {
        Path one = file("1.yaml", CLEAN.replace("ok", "z") + "---\n" + CLEAN.replace("quay/a/b", "k8s/x"));
        Path two = file("2.yaml", CLEAN.replace(REGISTRY + "/quay/a/b:1", "nginx"));
        String forth = json(REGISTRY, "-o", "json", "-f", one.toString(), "-f", two.toString())
                .at("/clusters/0/images")
                .toString();
        String back = json(REGISTRY, "-o", "json", "-f", two.toString(), "-f", one.toString())
                .at("/clusters/0/images")
                .toString();
        assertThat(forth).isEqualTo(back).contains("nginx");
    }

    @Test
    void hostileNamesForgeNothing() throws IOException {
        Path file = file(
                "h.json",
                "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\\n::error::x\"},\"spec\":{\"containers\":[{\"name\":\"c\","
                        + "\"image\":\"nginx:1\\n::error::x\\u001b[31m\\u202e\"}]}}");
        Cli.Run run = new Cli().run(REGISTRY, "-f", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).doesNotContain("\u001b", "\u202e");
        assertThat(run.out().lines().map(String::strip)).noneMatch(line -> line.startsWith("::"));
        assertThat(json(REGISTRY, "-f", file.toString(), "-o", "json")
                        .at("/clusters/0/images/0/image")
                        .asText())
                .isEqualTo("nginx:1\n::error::x\u001b[31m\u202e");
    }

    @Test
    void onlyChangesWhatIsShownAndNothingElse() {
        List<String> args =
                List.of(REGISTRY, "-f", Cli.recording("kubectl-get-pods.json").toString());
        Cli.Run all = new Cli().run(args.toArray(String[]::new));
        Cli.Run some = new Cli().run(args.get(0), args.get(1), args.get(2), "--only", "exempt");
        assertThat(some.exitCode()).isEqualTo(all.exitCode()).isEqualTo(1);
        assertThat(some.out()).doesNotContain("bitnami").contains("shop/web");
        assertThat(some.out().lines().toList())
                .endsWith(all.out().lines().reduce((a, b) -> b).orElseThrow());
    }

    @Test
    void longListsAreWholeWhenAskedFor(@TempDir Path folder) throws IOException {
        StringBuilder pod = new StringBuilder("{kind: Pod, metadata: {name: a, namespace: b}, spec: {containers: [");
        for (int i = 0; i < 51; i++) {
            pod.append("{name: c")
                    .append(i)
                    .append(", image: public.ecr.aws/app:")
                    .append(i)
                    .append("},");
        }
        String file = Files.writeString(folder.resolve("pod.yaml"), pod + "]}}").toString();
        assertThat(new Cli().run(REGISTRY, "-f", file).out())
                .contains("EXEMPT    51 images, not listed: --only exempt lists them\n")
                .doesNotContain("app:50");
        for (String asked : List.of("-v", "--only=exempt", "--only=via-ptc,exempt,direct")) {
            assertThat(new Cli().run(REGISTRY, "-f", file, asked).out()).contains("app:50", "app:0");
        }
    }
}

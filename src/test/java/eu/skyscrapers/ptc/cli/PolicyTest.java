package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.report.Golden;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded cluster, judged by what the platform has written down. */
class PolicyTest {
    private static final String RECORDED = "src/examples/recorded-cluster.yaml";
    private static final Path POLICY = Path.of("src/test/resources/policy");
    private static final Path GOLDEN = Path.of("src/test/resources/reports/policy");

    @TempDir
    private Path folder;

    private static Cli.Run audit(String... options) {
        List<String> args = new ArrayList<>(List.of("-f", RECORDED));
        args.addAll(List.of(options));
        return new Cli().with("COLUMNS", "100").run(args.toArray(String[]::new));
    }

    private static void assertGolden(String name, Cli.Run run) {
        Golden.assertIs(GOLDEN.resolve(name + ".txt"), run.out() + run.err() + "exit " + run.exitCode() + "\n");
    }

    private static JsonNode json(Cli.Run run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    private static JsonNode image(JsonNode report, String name) {
        for (JsonNode image : report.at("/clusters/0/images")) {
            if (image.get("image").asText().equals(name)) {
                return image;
            }
        }
        throw new AssertionError("no image " + name);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** As it may stand in JSON, on Windows too. */
    private static String named(Path file) {
        return file.toString().replace(File.separatorChar, '/');
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-on", "docker-hub-off", "ghcr-off", "cache-disabled"})
    @PosixOnly
    void theRecordedClusterUnderADefinition(String name) throws IOException {
        assertGolden(
                "definition-" + name,
                audit(
                        "--cluster-definition",
                        POLICY.resolve("definitions/" + name + ".yaml").toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "renamed", "faults"})
    @PosixOnly
    void theRecordedClusterUnderRules(String name) throws IOException {
        assertGolden(
                "rules-" + name,
                audit(
                        REGISTRY,
                        "--cache-rules",
                        POLICY.resolve("rules/" + name + ".json").toString()));
    }

    @Test
    @PosixOnly
    void theRecordedClusterUnderWhatStandsBesideTheRules() throws IOException {
        assertGolden(
                "registry",
                audit(
                        REGISTRY,
                        "--cache-rules",
                        POLICY.resolve("rules/platform.json").toString(),
                        "--repository-templates",
                        POLICY.resolve("registry/templates.json").toString(),
                        "--registry-policy",
                        POLICY.resolve("registry/policy.json").toString(),
                        "--cluster-account",
                        "111122223333",
                        "--cluster-account",
                        "444455556666"));
    }

    @Test
    void aTierThatIsOffIsExpectedAndTold() throws IOException {
        JsonNode report = json(audit(
                "-o",
                "json",
                "--cluster-definition",
                POLICY.resolve("definitions/docker-hub-off.yaml").toString()));
        JsonNode busybox = image(report, "busybox:1.36");
        assertThat(busybox.get("reason").asText()).isEqualTo("tier-disabled");
        assertThat(busybox.get("replacement").isNull()).isTrue();
        assertThat(busybox.at("/expected/reason").asText()).contains("docker.io is switched off");
        assertThat(image(report, REGISTRY + "/docker-hub/grafana/loki:3.2.1")
                        .get("note")
                        .asText())
                .contains("comes through the cache, although");
        assertThat(image(report, "quay.io/acme/weights:v5").get("reason").asText())
                .isEqualTo("cacheable");
    }

    @Test
    void prefixesAreThoseOfTheRules() throws IOException {
        JsonNode report = json(audit(
                REGISTRY,
                "-o",
                "json",
                "--cache-rules",
                POLICY.resolve("rules/renamed.json").toString()));
        assertThat(image(report, "busybox:1.36").get("replacement").asText())
                .isEqualTo(REGISTRY + "/mirror/docker.io/library/busybox:1.36");
        assertThat(image(report, "registry.k8s.io/e2e-test-images/agnhost:2.53")
                        .get("replacement")
                        .asText())
                .isEqualTo(REGISTRY + "/kubernetes/e2e-test-images/agnhost:2.53");
        JsonNode lookalike = image(report, REGISTRY + "/ghcr/fluxcd/source-controller:v1.4.1");
        assertThat(lookalike.get("reason").asText()).isEqualTo("ecr-private");
        assertThat(lookalike.get("note").asText()).isEqualTo("looks like a cache path; there is no rule ghcr");
    }

    /** The longest upstream prefix wins, then the shortest cache prefix; and what another rule would take is no answer. */
    @ParameterizedTest
    @CsvSource({
        "docker.io/library/nginx:1, 'a=docker.io;b=docker.io/library', b/nginx:1",
        "docker.io/velero/velero:1, 'a=docker.io;b=docker.io/library', a/velero/velero:1",
        "quay.io/x/y, 'longer=quay.io;q1=quay.io', q1/x/y",
        "quay.io/b/y, 'aa=quay.io;aa/b=ghcr.io', ''",
        "quay.io/b/y, 'aa=quay.io;aa/b=ghcr.io;zzzz=quay.io', zzzz/b/y",
        "quay.io/x/y, 'ROOT=quay.io', x/y",
        "quay.io/gg/y, 'ROOT=quay.io;gg=ghcr.io', ''",
        "cgr.dev/chainguard/nginx, 'cg=cgr.dev', cg/chainguard/nginx",
        "acme.azurecr.io/x, 'az=acme.azurecr.io', az/x",
        "acme2.azurecr.io/x, 'az=acme.azurecr.io', ''",
        "quay.io/x, 'qq=quay.io/x', ''",
    })
    void severalRulesForOneUpstream(String image, String rules, String replacement) throws IOException {
        List<String> args = new ArrayList<>(
                List.of(REGISTRY, "-f", "-", "-o", "json", "--fail-on", "never", "--no-built-in-rules"));
        for (String rule : rules.split(";", -1)) {
            args.addAll(List.of("--cache-rule", rule));
        }
        String pod = "kind: Pod\nspec: {containers: [{name: c, image: '" + image + "'}]}\n";
        JsonNode finding = image(json(new Cli().in(pod).run(args.toArray(String[]::new))), image);
        assertThat(finding.get("replacement").asText(""))
                .isEqualTo(replacement.isEmpty() ? "" : REGISTRY + "/" + replacement);
    }

    @Test
    void rulesThatThePlatformCannotWorkWithFailTheAudit() throws IOException {
        Path clean = file("clean.yaml", "kind: Pod\nspec: {containers: [{name: c, image: public.ecr.aws/x/y}]}\n");
        String rules = POLICY.resolve("rules/faults.json").toString();
        Cli.Run run = new Cli().run(REGISTRY, "-f", clean.toString(), "--cache-rules", rules);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("RULES").contains("FAILED").contains("faults in the cache's rules");
        assertThat(new Cli()
                        .run(REGISTRY, "-f", clean.toString(), "--cache-rules", rules, "--fail-on", "never")
                        .exitCode())
                .isZero();
        String good = POLICY.resolve("rules/platform.json").toString();
        assertThat(new Cli()
                        .run(REGISTRY, "-f", clean.toString(), "--cache-rules", good)
                        .exitCode())
                .isZero();
    }

    @Test
    void thePlatformsExpectationsDecideWhatIsUnexpected() throws IOException {
        String expect = POLICY.resolve("expectations/platform.yaml").toString();
        String recorded = Files.readString(Path.of(RECORDED));
        assertThat(audit(REGISTRY, "--expect", expect, "--fail-on", "unexpected")
                        .exitCode())
                .isEqualTo(1);

        String mended = recorded.replace(
                        "image: docker.io/velero/velero", "image: " + REGISTRY + "/docker-hub/velero/velero")
                .replace("image: velero/velero", "image: " + REGISTRY + "/docker-hub/velero/velero");
        Path file = file("mended.yaml", mended);
        Cli.Run passed = new Cli().run(REGISTRY, "-f", file.toString(), "--expect", expect, "--fail-on", "unexpected");
        assertThat(passed.out()).contains("Customers choose for themselves");
        assertThat(passed.exitCode()).isZero();
        assertThat(new Cli()
                        .run(REGISTRY, "-f", file.toString(), "--expect", expect)
                        .exitCode())
                .as("expected is still direct")
                .isEqualTo(1);

        Path broken = file(
                "broken.yaml",
                mended.replace(REGISTRY + "/quay/prometheus/node-exporter", "quay.io/prometheus/node-exporter"));
        Cli.Run failed =
                new Cli().run(REGISTRY, "-f", broken.toString(), "--expect", expect, "--fail-on", "unexpected");
        assertThat(failed.exitCode()).isEqualTo(1);
    }

    @Test
    void optionsAcceptByImageAndByNamespace() throws IOException {
        Path valid = file("valid.yaml", Files.readString(Path.of(RECORDED)).replace("Quay.io//broken image", "x.io/y"));
        assertThat(new Cli()
                        .run(REGISTRY, "-f", valid.toString(), "--fail-on", "unexpected", "--expect-image", "*")
                        .exitCode())
                .isZero();
        assertThat(audit(
                                REGISTRY,
                                "--fail-on",
                                "unexpected",
                                "--expect-namespace",
                                "team-*",
                                "--expect-namespace",
                                "velero")
                        .exitCode())
                .isZero();
        assertThat(audit(REGISTRY, "--fail-on", "unexpected", "--expect-namespace", "team-*")
                        .exitCode())
                .isEqualTo(1);
    }

    /** It can be pulled from nowhere, whatever images a pattern was meant for; of a namespace or workload it is a part. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: '*'                                      | 1",
                "image: Quay.io//*                               | 1",
                "image: Quay.io//broken?image                    | 1",
                "image: '*', namespace: team-shop                | 1",
                "image: Quay.io//broken image                    | 0",
                "namespace: team-*                               | 0",
                "workload: Pod/typo                              | 0",
            })
    void noPatternOfImagesAcceptsAnInvalidReference(String entry, int exitCode) throws IOException {
        Path pod = file("pod.yaml", """
                kind: Pod
                metadata: {name: typo, namespace: team-shop}
                spec: {containers: [{name: app, image: "Quay.io//broken image"}]}
                """);
        Path expect = file("expect.yaml", "- {" + entry + ", reason: r}");
        Cli.Run run =
                new Cli().run(REGISTRY, "-f", pod.toString(), "--fail-on", "unexpected", "--expect", expect.toString());
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out().contains("1 expectation accepted nothing")).isEqualTo(exitCode == 1);
    }

    @Test
    void anImageOfTwoUsersIsExpectedOnlyWhenBothAre() throws IOException {
        String pod =
                "kind: Pod\nmetadata: {name: p, namespace: %s}\nspec: {containers: [{name: c, image: nginx}]}\n---\n";
        Path file = file("two.yaml", pod.formatted("team-a") + pod.formatted("system"));
        Cli.Run run = new Cli()
                .run(REGISTRY, "-f", file.toString(), "--fail-on", "unexpected", "--expect-namespace", "team-*");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("1 of its 2 users is accepted").doesNotContain("PASSED");
    }

    @Test
    void entriesThatAcceptNothingAreListed() throws IOException {
        Path expect = file("expect.yaml", """
                - {image: docker.io/library/never, reason: not there}
                - {namespace: velero, reason: until the upgrade, until: 2026-11-20}
                - {namespace: team-*, reason: customers, until: 2026-11-21}
                """);
        Cli.Run run = audit(REGISTRY, "--expect", expect.toString(), "--fail-on", "unexpected");
        assertThat(run.out())
                .contains("UNUSED    1 expectation accepted nothing\n", "expect.yaml:1\n      reason: not there\n")
                .contains("EXPIRED   1 expectation has expired\n")
                .contains("expect.yaml:2\n      reason: until the upgrade\n      until: 2026-11-20\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void aBaselineAcceptsWhatWasDirectAndShrinks() throws IOException {
        Path before = folder.resolve("before.json");
        audit(REGISTRY, "-o", "json=" + before);
        Cli.Run same = audit(REGISTRY, "--baseline", before.toString(), "--fail-on", "unexpected");
        assertThat(same.exitCode()).isZero();

        // Another tag is the same repository; the cluster is known by the name of its file.
        Path cluster = file("now.yaml", Files.readString(Path.of(RECORDED)).replace("busybox:1.36", "busybox:1.37"));
        String baseline = Files.readString(before).replace(RECORDED, named(cluster));
        Path renamed = file("baseline.json", baseline);
        assertThat(new Cli()
                        .run(
                                REGISTRY,
                                "-f",
                                named(cluster),
                                "--baseline",
                                renamed.toString(),
                                "--fail-on",
                                "unexpected")
                        .exitCode())
                .isZero();

        Path more = file(
                "more.yaml",
                Files.readString(cluster)
                        + "\n---\nkind: Pod\nmetadata: {name: new, namespace: x}\nspec: {containers: [{name: c, image: redis}]}\n");
        assertThat(new Cli()
                        .run(
                                REGISTRY,
                                "-f",
                                named(more),
                                "--baseline",
                                file("b2.json", baseline.replace("now.yaml", "more.yaml"))
                                        .toString(),
                                "--fail-on",
                                "unexpected")
                        .exitCode())
                .isEqualTo(1);

        Path fewer = file(
                "fewer.yaml",
                Files.readString(cluster)
                        .replace("image: busybox:1.37", "image: public.ecr.aws/docker/library/busybox:1.37"));
        Cli.Run shrunk = new Cli()
                .run(
                        REGISTRY,
                        "-f",
                        named(fewer),
                        "--baseline",
                        file("b3.json", baseline.replace("now.yaml", "fewer.yaml"))
                                .toString());
        assertThat(shrunk.out()).contains("1 entry no longer direct").contains("docker.io/library/busybox");
    }

    /** What was not looked at may be direct as ever. */
    @ParameterizedTest
    @ValueSource(strings = {"-n other", "-n team-data", "-l app=none"})
    void aNarrowedAuditSaysOfNoEntryThatItIsNoLongerDirect(String narrow) throws IOException {
        Path before = folder.resolve("before.json");
        audit(REGISTRY, "-o", "json=" + before);
        Path now = file("now.yaml", """
                kind: Pod
                metadata: {name: p, namespace: team-data}
                spec: {containers: [{name: c, image: public.ecr.aws/x/y}]}
                """);
        String baseline = Files.readString(before).replace(RECORDED, named(now));
        List<String> args = new ArrayList<>(List.of(
                REGISTRY,
                "-f",
                named(now),
                "--baseline",
                file("baseline.json", baseline).toString()));
        assertThat(new Cli().run(args.toArray(String[]::new)).out()).contains("entries no longer direct");
        args.addAll(List.of(narrow.split(" ", -1)));
        assertThat(new Cli().run(args.toArray(String[]::new)).out()).doesNotContain("no longer direct");
    }

    @Test
    void aBaselineOfAnotherRegistryOrOfAnIncompleteRunIsReported() throws IOException {
        Path before = folder.resolve("before.json");
        audit(REGISTRY, "-o", "json=" + before);
        assertThat(audit(REGISTRY, "--baseline", before.toString()).err()).isEmpty();
        assertThat(audit("123456789012.dkr-ecr.eu-west-1.on.aws", "--baseline", before.toString())
                        .err())
                .as("another host of the same registry")
                .isEmpty();

        Cli.Run other = audit("210987654321.dkr.ecr.eu-west-1.amazonaws.com", "--baseline", before.toString());
        String words = before + ": the baseline was taken with the registry " + REGISTRY
                + ", and this audit is of 210987654321.dkr.ecr.eu-west-1.amazonaws.com";
        assertThat(other.err()).contains("audit-ecr-ptc: warning: " + words);

        Path broken = file("broken.yaml", "kind: Pod\nspec: {containers: [{name: c, image: nginx}]}\n---\n{");
        new Cli().run(REGISTRY, "-f", broken.toString(), "-o", "json=" + before);
        JsonNode report = json(audit(REGISTRY, "--baseline", before.toString(), "-o", "json"));
        assertThat(report.at("/hints/0/key").asText()).isEqualTo("incomplete-baseline");
        assertThat(report.at("/hints/0/fails").asBoolean()).isFalse();
        assertThat(report.at("/hints/0/text").asText()).contains("was not read completely");
    }

    @Test
    void theDefinitionGivesTheRegistryAndMustAgreeWithTheCall() {
        String definition = POLICY.resolve("definitions/all-on.yaml").toString();
        assertThat(audit("--cluster-definition", definition).exitCode()).isEqualTo(1);
        Cli.Run differs = audit("210987654321.dkr.ecr.eu-west-1.amazonaws.com", "--cluster-definition", definition);
        assertThat(differs.exitCode()).isEqualTo(2);
        assertThat(differs.err()).contains("which is it?");
        assertThat(audit("123456789012.dkr-ecr.eu-west-1.on.aws", "--cluster-definition", definition)
                        .exitCode())
                .as("another host of the same registry")
                .isEqualTo(1);
        Cli.Run unknown = audit("--cluster-definition", "staging=" + definition);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("no such context is audited");
        assertThat(audit("--cluster-definition", definition, "--cluster-definition", definition)
                        .exitCode())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--cluster-definition | spec: {}                            | bad.yaml",
                "--cache-rules        | {\"pullThroughCacheRules\": 3}      | bad.yaml:1",
                "--expect             | - {image: docker.io/x/y}            | bad.yaml:1",
                "--baseline           | {}                                  | bad.yaml",
            })
    void aBadFileIsAWrongCall(String option, String text, String message) throws IOException {
        Cli.Run run = audit(REGISTRY, option, file("bad.yaml", text).toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains(message);
        assertThat(audit(REGISTRY, option, "/no/such/file").exitCode()).isEqualTo(2);
    }

    @Test
    void rulesMayComeFromStandardInput() throws IOException {
        String rules = Files.readString(POLICY.resolve("rules/platform.json"));
        Cli.Run run = new Cli().in(rules).run(REGISTRY, "-f", RECORDED, "--cache-rules", "-");
        assertThat(run.out()).contains("RULES     as the platform needs them");
        assertThat(new Cli()
                        .in(rules)
                        .run(REGISTRY, "-f", "-", "--cache-rules", "-")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void kustomizeTakesTheImagesBlock() throws Exception {
        Cli.Run run = audit(REGISTRY, "-o", "kustomize");
        assertThat(run.exitCode()).isEqualTo(1);
        assertGolden("kustomize", run);
        assumeTrue(onPath("kubectl"), "kubectl is not installed");

        file("kustomization.yaml", "resources: [pods.yaml]\n" + run.out());
        file("pods.yaml", """
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec:
                  initContainers: [{name: i, image: "velero/velero-plugin-for-aws:v1.11.0"}]
                  containers:
                  - {name: a, image: "busybox:1.36"}
                  - {name: b, image: "ghcr.io/acme/api@sha256:5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e"}
                """);
        Process kustomize = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectErrorStream(true)
                .start();
        String built = new String(kustomize.getInputStream().readAllBytes(), UTF_8);
        assertThat(kustomize.waitFor()).as(built).isZero();
        assertThat(built)
                .contains("image: " + REGISTRY + "/docker-hub/library/busybox:1.36")
                .contains("image: " + REGISTRY + "/docker-hub/velero/velero-plugin-for-aws:v1.11.0")
                .contains("image: " + REGISTRY + "/ghcr/acme/api@sha256:5e5e");
        assertThat(new Cli().in(built).run(REGISTRY, "-f", "-").exitCode()).isZero();
    }

    private static boolean onPath(String program) {
        for (String entry : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(entry, program))) {
                return true;
            }
        }
        return false;
    }
}

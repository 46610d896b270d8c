package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The manifests that others stumbled over, and how the audit, {@code rewrite} and {@code rewrite --check} end on each. */
class CasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # input                                             | exit | the first error or the output holds
            files/text-before-json.json                         | 3 |
            files/array-of-items.json                           | 3 |
            files/status-403.json                               | 3 |
            files/kubectl-error.txt                             | 3 |
            files/kind-mistyped.yaml                            | 3 |
            files/docker-compose.yaml                           | 3 |
            files/keda-scaledjob.yaml                           | 1 | quay.io/team/import:1
            files/custom-resources-with-pod-specs.yaml          | 1 |
            files/custom-resources-with-images-elsewhere.yaml   | 3 | not rendered
            files/istio-gateway-auto.yaml                       | 3 | filled in by Istio
            files/helm-output-dir                               | 0 |
            files/raw-helm-chart                                | 3 | Helm
            files/warning-before-json.json                      | 3 |
            files/warning-before-yaml.yaml                      | 3 |
            files/utf16-without-bom.json                        | 3 | UTF-16
            files/one-odd-document.yaml                         | 3 | nginx
            files/custom-kind-named-list.yaml                   | 3 | nginx
            files/kustomize-with-patches                        | 3 | patch
            files/utf16-two-documents.yaml                      | 1 |
            files/latin1.yaml                                   | 3 |
            files/pull-errors.json                              | 0 | fix:
            as-kubectl/secret-in-a-broken-document.yaml         | 3 |
            """)
    void auditEnds(Path input, int exit, String words) {
        Cli.Run run = new Cli().run(REGISTRY, "-f", CASES.resolve(input).toString());
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exit);
        assertThat(run.out() + run.err()).contains(words == null ? "" : words).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            files/text-before-json.json                  | 3
            files/array-of-items.json                    | 3
            files/status-403.json                        | 3
            files/kubectl-error.txt                      | 3
            files/kind-mistyped.yaml                     | 3
            files/docker-compose.yaml                    | 3
            files/keda-scaledjob.yaml                    | 1
            files/custom-resources-with-pod-specs.yaml   | 1
            files/istio-gateway-auto.yaml                | 0
            files/utf16-two-documents.yaml               | 1
            files/latin1.yaml                            | 3
            as-kubectl/secret-in-a-broken-document.yaml  | 3
            """)
    void checkEnds(Path input, int exit) throws IOException {
        Cli.Run run = rewrite(input, "--check");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exit);
        assertThat(exit == 3 ? run.err() : "audit-ecr-ptc: ").startsWith("audit-ecr-ptc: ");
        assertThat(run.out() + run.err()).doesNotContain("s3cret");
    }

    static final List<String> APPLIED = List.of(
            "items-in-any-kind.yaml",
            "merge-behind-a-key.yaml",
            "line-break-of-yaml-1.1.yaml",
            "key-in-binary.yaml",
            "job-with-owner.yaml",
            "hidden/.b.yaml");

    /** kubectl 1.27 to 1.33 creates a pod of {@code docker.io/evil/x:1} from each. */
    @ParameterizedTest
    @FieldSource("APPLIED")
    void whatKubectlAppliesIsNeverClean(String input) throws IOException {
        Path file = Path.of("as-kubectl", input);
        Cli.Run audit = new Cli().run(REGISTRY, "-f", CASES.resolve(file).toString());
        assertThat(audit.exitCode()).as(audit.out() + audit.err()).isIn(1, 3);
        assertThat(audit.out() + audit.err()).containsAnyOf("docker.io/evil/x:1", "kubectl");
        Cli.Run check = rewrite(file, "--check");
        assertThat(check.exitCode()).as(check.out() + check.err()).isIn(1, 3);
    }

    @Test
    void hiddenFilesOfAFolderAreReadAsKubectlAppliesThem() {
        Cli.Run run =
                new Cli().run(REGISTRY, "-f", CASES.resolve("as-kubectl/hidden").toString());
        assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
        assertThat(run.out()).contains("docker.io/evil/x:1");
    }

    /** What {@code rewrite} changes is what the audit calls cacheable: after it, nothing of that is left. */
    @ParameterizedTest
    @CsvSource({
        "files/keda-scaledjob.yaml",
        "files/custom-resources-with-pod-specs.yaml",
        "files/custom-resources-with-images-elsewhere.yaml",
        "files/istio-gateway-auto.yaml"
    })
    void nothingCacheableIsLeftAfterRewriting(Path input) throws IOException {
        Cli.Run run = rewrite(input);
        assertThat(run.exitCode()).as(run.err()).isZero();
        Cli.Run audit = new Cli().in(run.out()).run(REGISTRY, "-f", "-", "-o", "json");
        assertThat(audit.out()).contains("\"images\"").doesNotContain("\"cacheable\"");
    }

    /** The encoding stays, and with it every byte that is not an image. */
    @Test
    void utf16IsRewrittenInUtf16() throws IOException {
        byte[] before = Files.readAllBytes(CASES.resolve("files/utf16-two-documents.yaml"));
        String text = new String(before, StandardCharsets.UTF_16);
        assertThat(text).contains("image:");
        Cli.Run check = rewrite(Path.of("files/utf16-two-documents.yaml"), "--check");
        assertThat(check.out()).contains(REGISTRY);
    }

    private static Cli.Run rewrite(Path input, String... options) throws IOException {
        String[] args = Stream.concat(Stream.of("rewrite", REGISTRY), Stream.of(options))
                .toArray(String[]::new);
        return new Cli().in(Files.newInputStream(CASES.resolve(input))).run(args);
    }
}

package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is given in the place of manifests, and manifests that hide something: what the audit and {@code rewrite} say. */
class InputCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    private static Cli.Run rewrite(byte[] text, String... options) {
        String[] call = new String[options.length + 2];
        call[0] = "rewrite";
        call[1] = REGISTRY;
        System.arraycopy(options, 0, call, 2, options.length);
        return new Cli().in(new ByteArrayInputStream(text)).run(call);
    }

    /** Whether plain {@code rewrite} lets it through, with a warning of the same words. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text-before-json.json    | true  | 1: a plain value, not a Kubernetes object; the objects begin in line 2: remove the text before them",
                "array-of-items.json      | true  | 1: an array, not a Kubernetes object; take its items out of it, as jq '.[]' does",
                "status-403.json          | true  | 1: an API server's refusal instead of objects: pods is forbidden",
                "kubectl-error.txt        | true  | 1: not a Kubernetes object: it has no kind",
                "kind-mistyped.yaml       | true  | 1: not a Kubernetes object: it has no kind",
                "docker-compose.yaml      | true  | 1: not a Kubernetes object: it has no kind",
                "warning-before-json.json | false | 3: not YAML: could not find expected ':'; the objects begin in line 2: remove the text before",
                "warning-before-yaml.yaml | false | 1: a plain value, not a Kubernetes object; the objects begin in line 2: remove the text before",
                "utf16-without-bom.json   | false | 1: UTF-16 without a byte order mark; save it as UTF-8",
                "latin1.yaml              | false | 4: not YAML: not text in UTF-8",
            })
    void whatHoldsNoObjectIsNeitherCheckedNorAudited(String name, boolean passes, String message) throws IOException {
        Path file = CASES.resolve("files").resolve(name);
        byte[] text = Files.readAllBytes(file);
        Cli.Run audit = new Cli().run(REGISTRY, "-f", file.toString());
        assertThat(audit.exitCode()).isEqualTo(3);
        assertThat(audit.err()).contains("error: " + file + ":" + message).hasLineCount(1);

        Cli.Run check = rewrite(text, "--check");
        assertThat(check.exitCode()).isEqualTo(3);
        String same = audit.err().replace(file.toString(), "standard input");
        // A whole document is parsed before its objects are looked at, where the audit does both at a time.
        assertThat(check.err()).hasLineCount(1).endsWith(passes ? same : same.substring(same.lastIndexOf(';') + 1));

        Cli.Run rewrite = rewrite(text);
        assertThat(rewrite.exitCode()).isEqualTo(passes ? 0 : 3);
        assertThat(rewrite.out()).isEqualTo(passes ? Files.readString(file) : "");
        assertThat(rewrite.err()).isEqualTo(passes ? check.err().replace("error: ", "warning: ") : check.err());
    }

    @ParameterizedTest
    @CsvSource({"''", "'\n'", "'# Source: chart/templates/off.yaml\n'", "'---\n# off\n---\n'", "\ufeff", "'null\n'"})
    void whatIsEmptyIsLetThroughAndNotChecked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(rewrite(bytes)).isEqualTo(new Cli.Run(0, text, ""));
        String error = "audit-ecr-ptc: error: standard input: holds no Kubernetes object; is it the right file?\n";
        assertThat(rewrite(bytes, "--check")).isEqualTo(new Cli.Run(3, "", error));
    }

    /** There is no image in a part of an object, or it is rewritten. */
    @Test
    void aPatchIsChecked() {
        String patch = "kind: Deployment\nmetadata: {name: d}\nspec: {%s}\n";
        assertThat(rewrite(patch.formatted("replicas: 3").getBytes(StandardCharsets.UTF_8), "--check"))
                .isEqualTo(new Cli.Run(0, "", ""));
        Cli.Run run = rewrite(
                patch.formatted("template: {spec: {initContainers: [{name: i, image: nginx}]}}")
                        .getBytes(StandardCharsets.UTF_8),
                "--check");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains(REGISTRY + "/docker-hub/library/nginx}");
        assertThat(run.err()).isEmpty();
    }

    /** kubectl creates a pod of {@code docker.io/evil/x:1} from each. */
    @ParameterizedTest
    @CsvSource({
        "merge-behind-a-key.yaml, 3",
        "line-break-of-yaml-1.1.yaml, 1",
        "key-in-binary.yaml, 3",
        "hidden/.b.yaml, 1",
        "hidden, 1"
    })
    void whatKubectlReadsOtherwiseIsNeverClean(String name, int exitCode) throws IOException {
        Path path = CASES.resolve("as-kubectl").resolve(name);
        Cli.Run audit = new Cli().run(REGISTRY, "-f", path.toString());
        assertThat(audit.exitCode()).isEqualTo(exitCode);
        assertThat(audit.out() + audit.err()).containsAnyOf("docker.io/evil/x:1", "kubectl");
        if (Files.isRegularFile(path)) {
            assertThat(rewrite(Files.readAllBytes(path), "--check").exitCode()).isEqualTo(exitCode);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*hunter2", "!hunter2!x y", "!hunter2", "'\"\\U00hunter2\"'", "'\"\\xhunter2\"'", "'{hunter2: hunter2: x'",
                "'%hunter2'",
        "'!<hunter2'", "'!%hunter2'", "'&hunter2&'", "'\"hunter2'", "'{\"hunter2\": hunter2}'", "'|hunter2'",
                "'@hunter2'"
    })
    void whatABrokenDocumentSaysIsNeverQuoted(String value) throws IOException {
        String secret = Files.readString(CASES.resolve("as-kubectl/secret-in-a-broken-document.yaml"));
        assertThat(secret).contains(": *hunter2");
        byte[] text = secret.replace("*hunter2", value).getBytes(StandardCharsets.UTF_8);
        byte[] json = ("{\"kind\": \"Secret\", \"x\": " + value + "}").getBytes(StandardCharsets.UTF_8);
        for (byte[] each : new byte[][] {text, json}) {
            Cli.Run rewrite = rewrite(each, "-v");
            Cli.Run audit = new Cli().in(new ByteArrayInputStream(each)).run(REGISTRY, "-f", "-", "-v", "-o", "json");
            assertThat(audit.out() + audit.err() + rewrite.err()).doesNotContain("hunter2");
            assertThat(audit.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void aHelmTemplateIsToldAsSuch() throws IOException {
        Path chart = CASES.resolve("files/raw-helm-chart");
        Cli.Run run = new Cli().run(REGISTRY, "-f", chart.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("public.ecr.aws/a/b:1");
        String hint = "; a Helm template? Audit the output of helm template";
        assertThat(run.err())
                .contains("cronjob.yaml:12: containers.image is not a text" + hint)
                .contains("deployment.yaml:1: a key that is not text" + hint);
        for (String template : new String[] {"cronjob.yaml", "deployment.yaml"}) {
            Cli.Run rewrite =
                    rewrite(Files.readAllBytes(chart.resolve("templates").resolve(template)));
            assertThat(rewrite.exitCode()).isEqualTo(3);
            assertThat(rewrite.err()).contains(hint).hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"https://quay.io/a/b:1, https://", "docker://nginx, docker://", "OCI://quay.io/a, OCI://"})
    void aReferenceWithASchemeIsToldWhatToLeaveOut(String image, String scheme) {
        Cli.Run run = new Cli()
                .in("kind: Pod\nspec: {containers: [{name: c, image: \"" + image + "\"}]}\n")
                .run(REGISTRY, "-f", "-");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("an image reference has no " + scheme + "; leave it out");
    }

    @Test
    void helmsOutputFolderIsAudited() {
        Cli.Run run = new Cli()
                .run(REGISTRY, "-f", CASES.resolve("files/helm-output-dir").toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("public.ecr.aws/a/b:1");
    }

    @Test
    void utf16IsRewrittenInItsEncoding() throws IOException {
        String text = Files.readString(CASES.resolve("files/utf16-two-documents.yaml"), UTF_16LE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = new Cli()
                .in(new ByteArrayInputStream(text.getBytes(UTF_16LE)))
                .run(new PrintStream(out, false, UTF_16LE), System.err, "rewrite", REGISTRY);
        assertThat(exitCode).isZero();
        assertThat(out.toString(UTF_16LE))
                .isEqualTo(text.replace("nginx:1.27", REGISTRY + "/docker-hub/library/nginx:1.27")
                        .replace("quay.io/a/b:1", REGISTRY + "/quay/a/b:1"));
    }

    @ParameterizedTest
    @CsvSource({
        "1f8b0800, compressed with gzip",
        "28b52ffd04, compressed with zstd",
        "fd377a585a0000, compressed with xz",
        "425a683931415926535957, compressed with bzip2",
        "504b03041400, a zip archive",
        "fffe0000, UTF-32",
        "0000feff, UTF-32",
        "6b0069006e0064, UTF-16 without a byte order mark",
        "006b0069006e00, UTF-16 without a byte order mark"
    })
    void anArchiveIsToldByItsFirstBytes(String digits, String message) {
        byte[] bytes = java.util.HexFormat.of().parseHex(digits);
        Cli.Run audit = new Cli().in(new ByteArrayInputStream(bytes)).run(REGISTRY, "-f", "-");
        assertThat(audit.err()).startsWith("audit-ecr-ptc: error: standard input:1: " + message);
        assertThat(rewrite(bytes)).isEqualTo(new Cli.Run(3, "", audit.err()));
    }

    @Test
    void aTarArchiveIsToldByItsFirstHeader() {
        byte[] bytes = ("pod.yaml" + "\0".repeat(249) + "ustar\0" + "00").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(rewrite(bytes).err()).contains("standard input:1: a tar archive; unpack it first");
    }
}

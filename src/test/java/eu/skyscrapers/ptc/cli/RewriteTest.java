package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.PosixOnly;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code audit-ecr-ptc rewrite}, end to end, over the manifests of {@code src/test/resources/manifests}. */
class RewriteTest {
    private static final Path CORPUS = Path.of("src/test/resources/manifests");
    private static final String EXPECTED = ".expected.yaml";
    private static final String POD = "kind: Pod\nspec: {containers: [{name: c, image: quay.io/a/b}]}\n";

    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);

    private static final List<Path> RECORDED = List.of(
            Path.of("src/examples/recorded-cluster.yaml"),
            Cli.recording("kubectl-get-pods.json"),
            Cli.recording("kubectl-get-workloads.yaml"));

    @TempDir
    private Path folder;

    private static List<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(file -> !file.toString().endsWith(EXPECTED))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> all() throws IOException {
        return Stream.concat(corpus().stream(), RECORDED.stream()).toList();
    }

    private static Cli.Run run(byte[] manifests, String... args) {
        return new Cli().in(new ByteArrayInputStream(manifests)).run(args);
    }

    /** Every byte. */
    private static byte[] rewritten(byte[] manifests) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Cli()
                .in(new ByteArrayInputStream(manifests))
                .run(new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8), "rewrite", REGISTRY);
        assertThat(err.toString(UTF_8).lines()).allMatch(line -> line.startsWith("audit-ecr-ptc: warning: "));
        assertThat(exitCode).isZero();
        return out.toByteArray();
    }

    @Test
    void theCorpusIsLarge() throws IOException {
        assertThat(corpus()).hasSizeGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void theCorpusChangesInItsReferencesAlone(Path file) throws IOException {
        Path expected = Path.of(file.toString().replace(".yaml", EXPECTED));
        assertThat(new String(rewritten(Files.readAllBytes(file)), UTF_8)).isEqualTo(Files.readString(expected));
        assertThat(rewritten(Files.readAllBytes(file))).isEqualTo(Files.readAllBytes(expected));
    }

    /** Whatever the expectations say: without the cache's part of each reference, the text is the old one's. */
    @ParameterizedTest
    @FieldSource("RECORDED")
    void recordedObjectsChangeInTheirReferencesAlone(Path file) throws IOException {
        String before = Files.readString(file);
        String after = new String(rewritten(Files.readAllBytes(file)), UTF_8);
        assertThat(after).isNotEqualTo(before);
        List<String> linesBefore = before.lines().toList();
        List<String> linesAfter = after.lines().toList();
        assertThat(linesAfter).hasSameSizeAs(linesBefore);
        for (int i = 0; i < linesBefore.size(); i++) {
            String line = linesAfter.get(i);
            if (!line.equals(linesBefore.get(i))) {
                assertThat(line).matches("[ -]*\"?(image|reference)\"?: \"?" + REGISTRY + "/[^ \"]+\"?,?");
                assertThat(linesBefore.get(i)).startsWith(line.substring(0, line.indexOf(REGISTRY)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void theRewrittenTextStaysAsItIs(Path file) throws IOException {
        byte[] once = rewritten(Files.readAllBytes(file));
        assertThat(rewritten(once)).isEqualTo(once);
        Cli.Run check = run(once, "rewrite", "--check", REGISTRY);
        assertThat(check.out()).isEmpty();
        assertThat(check.exitCode()).isEqualTo(check.err().isEmpty() ? 0 : 3);
    }

    @ParameterizedTest
    @MethodSource("all")
    void anAuditOfTheRewrittenTextFindsNothingCacheable(Path file) throws IOException {
        byte[] after = rewritten(Files.readAllBytes(file));
        Cli.Run audit = run(after, REGISTRY, "-f", "-", "-o", "json");
        JsonNode cluster = new ObjectMapper().readTree(audit.out()).at("/clusters/0");
        assertThat(cluster.get("images"))
                .noneSatisfy(image -> assertThat(image.get("reason").asText()).isEqualTo("cacheable"));
        assertThat(audit.err()).doesNotContain("not YAML", "not JSON");
    }

    @ParameterizedTest
    @MethodSource("all")
    void patchAppliesTheDiff(Path file) throws IOException, InterruptedException {
        assumeTrue(patch("--version") == 0, "there is no patch program");
        byte[] before = Files.readAllBytes(file);
        byte[] after = rewritten(before);
        ByteArrayOutputStream diff = new ByteArrayOutputStream();
        int exitCode = new Cli()
                .in(new ByteArrayInputStream(before))
                .run(new PrintStream(diff, false, UTF_8), NOWHERE, "rewrite", "--check", REGISTRY);
        assertThat(exitCode).isIn(Arrays.equals(before, after) ? 0 : 1, 3);
        Path patched = Files.write(folder.resolve("manifests.yaml"), before);
        Path patch = Files.write(folder.resolve("rewrite.diff"), diff.toByteArray());
        if (diff.size() > 0) {
            assertThat(patch("--quiet", patched.toString(), patch.toString())).isZero();
        }
        assertThat(patched).hasBinaryContent(after);
    }

    private static int patch(String... args) throws IOException, InterruptedException {
        if (OS.current() == OS.WINDOWS) {
            // That of Git knows no drives.
            return -1;
        }
        try {
            Process process = new ProcessBuilder(
                            Stream.concat(Stream.of("patch"), Stream.of(args)).toList())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }

    /** One container of each workload; those named stay. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                       | ",
                "--expect-image quay.io/team/*          | web",
                "--except *quay.io/team/*               | web",
                "--except docker.io/library/nginx       | old cron",
                "--expect-namespace legacy              | old",
                "--expect %s                            | web cron",
                "--expect %s --except *                 | web old cron",
            })
    void whatIsAcceptedStays(String options, String stays) throws IOException {
        Path expect = Files.writeString(folder.resolve("expect.yaml"), """
                - {workload: CronJob/night, reason: it runs once a year, until: 9999-12-31}
                - {namespace: default, container: web, reason: is replaced soon}
                - {namespace: legacy, reason: gone, until: 2001-01-01}
                - {cluster: production, image: "*", reason: not for files}
                """);
        String text = """
                kind: Deployment
                metadata: {name: web, namespace: default}
                spec: {template: {spec: {containers: [{name: web, image: quay.io/team/web:1}]}}}
                ---
                kind: Pod
                metadata: {name: old, namespace: legacy}
                spec: {containers: [{name: old, image: "nginx:1"}]}
                ---
                kind: Pod
                metadata: {name: night-29000000-x, ownerReferences: [{kind: Job, name: night-29000000, controller: true}]}
                spec: {initContainers: [{name: cron, image: nginx}]}
                """;
        List<String> call = Stream.concat(
                        Stream.of("rewrite", REGISTRY),
                        options == null
                                ? Stream.empty()
                                : Stream.of(options.formatted(expect).split(" ")))
                .toList();
        String expected = text.lines()
                .map(line -> Arrays.stream(String.valueOf(stays).split(" "))
                                .anyMatch(name -> line.contains("[{name: " + name))
                        ? line
                        : line.replace("quay.io/team", REGISTRY + "/quay/team")
                                .replace("image: \"nginx", "image: \"" + REGISTRY + "/docker-hub/library/nginx")
                                .replace("image: nginx", "image: " + REGISTRY + "/docker-hub/library/nginx"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        assertThat(run(text.getBytes(UTF_8), call.toArray(String[]::new))).isEqualTo(new Cli.Run(0, expected, ""));
    }

    @Test
    void checkShowsWhatWouldChangeAndChangesNothing() {
        Cli.Run run = run(POD.getBytes(UTF_8), "rewrite", REGISTRY, "--check");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                --- standard input
                +++ rewritten
                @@ -1,2 +1,2 @@
                 kind: Pod
                -spec: {containers: [{name: c, image: quay.io/a/b}]}
                +spec: {containers: [{name: c, image: %s/quay/a/b}]}
                """.formatted(REGISTRY));
    }

    @Test
    void aTerminalIsShownNoControlCharacters() {
        String hostile = "# \ufeff2J\u202e \\ é 😀\t##[\r\n" + POD;
        Cli.Run terminal =
                new Cli().on(new Terminal(true, true, 80)).in(hostile).run("rewrite", "--check", REGISTRY);
        assertThat(terminal.out())
                .contains(" # \\ufeff2J\\u202e \\\\ é 😀\\t#\\u0023[\\r\n")
                .contains("\n kind: Pod\n");
        assertThat(run(hostile.getBytes(UTF_8), "rewrite", "--check", REGISTRY).out())
                .contains(" " + hostile.substring(0, hostile.indexOf('\n') + 1));
    }

    @Test
    void theRegistryMayStandInTheEnvironment() {
        Cli.Run run = new Cli().with("AUDIT_ECR_PTC_REGISTRY", REGISTRY).in(POD).run("rewrite");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains(REGISTRY + "/quay/a/b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rewrite                 | the registry of the cache is missing: give its host as REGISTRY",
                "rewrite rewrite         | the registry 'rewrite' is not a private Amazon ECR registry host",
                "rewrite quay.io         | not a private Amazon ECR registry host",
                "rewrite https://%1$s/   | did you mean %1$s?",
                "rewrite %1$s more       | these are 2",
                "rewrite --chek %1$s     | did you mean --check? (see audit-ecr-ptc rewrite --help)",
                "rewrite --check %1$s a.txt | these are 2; files to check end in .yaml, .yml or .json (see audit-ecr-ptc rewrite --help)",
                "rewrite -o json %1$s    | -o",
                "rewrite --except a:1 %1$s | --except",
                "rewrite --baseline x %1$s | --baseline",
                "rewrite --expect nowhere.yaml %1$s | nowhere.yaml",
            })
    void aWrongCallWritesNothing(String call, String message) {
        Cli.Run run = run(POD.getBytes(UTF_8), call.formatted(REGISTRY).split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("audit-ecr-ptc: error: ")
                .contains(message.formatted(REGISTRY));
    }

    @Test
    void aTextThatCannotBeReadToItsEndWritesNothing() {
        for (String option : List.of("-q", "--check")) {
            Cli.Run run = run((POD + "---\nkind: \"").getBytes(UTF_8), "rewrite", option, REGISTRY);
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("audit-ecr-ptc: error: standard input:4: not YAML: ")
                    .hasLineCount(1);
        }
    }

    /** They are told in the words of an audit of the same text, but for what has no image. */
    @ParameterizedTest
    @MethodSource("all")
    void whatTheAuditCannotReadIsNeitherCheckedNorRewrittenInSilence(Path file) throws IOException {
        byte[] text = Files.readAllBytes(file);
        assertThat(errors(run(text, "rewrite", "--check", REGISTRY)))
                .isEqualTo(errors(run(text, REGISTRY, "-f", "-", "--accept-unrendered")).stream()
                        .filter(error -> !error.contains(" has no ") || error.contains("it has no kind"))
                        .filter(error -> !error.contains("nothing to audit"))
                        .toList());
    }

    private static List<String> errors(Cli.Run run) {
        List<String> errors =
                run.err().lines().filter(line -> line.contains(" error: ")).toList();
        assertThat(run.exitCode() == 3).isEqualTo(!errors.isEmpty());
        return errors;
    }

    @Test
    void utf16IsRewrittenAsUtf16() {
        String text = "\ufeff# \u0a0a\u2d2d 😀\r\n" + POD.replace("\n", "\r\n") + "---\r\n" + POD;
        String after = text.replace("quay.io", REGISTRY + "/quay");
        for (Charset charset : List.of(UTF_16LE, UTF_16BE, UTF_8)) {
            assertThat(rewritten(text.getBytes(charset))).isEqualTo(after.getBytes(charset));
            assertThat(rewritten(after.getBytes(charset))).isEqualTo(after.getBytes(charset));
            assertThat(run(text.getBytes(charset), "rewrite", "--check", REGISTRY)
                            .exitCode())
                    .isEqualTo(1);
        }
    }

    @Test
    void anotherEncodingWritesNothing() {
        for (byte[] text : List.of(
                "# a\n# \u00e9\n# \u00ff\n".getBytes(ISO_8859_1), Arrays.copyOf("# a\n# \u00e9".getBytes(UTF_8), 7))) {
            Cli.Run run = run(text, "rewrite", REGISTRY);
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).isEqualTo("audit-ecr-ptc: error: standard input:2: not YAML: not text in UTF-8\n");
            assertThat(run(text, REGISTRY, "-f", "-").err()).isEqualTo(run.err());
        }
        byte[] half = Arrays.copyOf("\ufeffkind: Pod\n# \ud83d\ude00".getBytes(UTF_16LE), 28);
        assertThat(run(half, "rewrite", REGISTRY).err()).contains("standard input:2: not YAML: not text");
    }

    @Test
    void whatChangesBesidesImagesIsWarnedAbout() {
        String text = "kind: Pod\nspec:\n  containers:\n  - {image: &i nginx, name: *i}\n";
        Cli.Run run = run(text.getBytes(UTF_8), "rewrite", REGISTRY);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(text.replace("nginx", REGISTRY + "/docker-hub/library/nginx"));
        assertThat(run.err())
                .startsWith("audit-ecr-ptc: warning: standard input:4: the anchor &i ")
                .hasLineCount(1);
        assertThat(run(text.getBytes(UTF_8), "rewrite", "-q", REGISTRY).err()).isEmpty();
    }

    @Test
    void standardStreamsThatBreakAreTold() {
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream(POD.getBytes(UTF_8)), new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw new IOException("Input/output error");
                    }
                });
        Cli.Run run = new Cli().in(broken).run("rewrite", REGISTRY);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("standard input: cannot be read to its end: Input/output error");

        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Cli()
                .in(POD)
                .run(new PrintStream(full, false, UTF_8), new PrintStream(err, true, UTF_8), "rewrite", REGISTRY);
        assertThat(exitCode).isEqualTo(3);
        assertThat(err.toString(UTF_8)).contains("could not be written");
    }

    private Cli.Run check(String... files) {
        return new Cli()
                .run(Stream.concat(Stream.of("rewrite", "--check", REGISTRY), Arrays.stream(files))
                        .toArray(String[]::new));
    }

    /** By its real path, as patch follows no links, and on macOS the folder is behind one. */
    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.toRealPath().resolve(name), text).toString();
    }

    @Test
    void filesAreCheckedEachByItself() throws Exception {
        String clean = file("clean.yaml", POD.replace("quay.io", REGISTRY + "/quay"));
        String one = file("one more.yml", POD);
        String other = file("other.JSON", "{\"kind\": \"Pod\", \"spec\": {\"containers\": [{\"image\": \"nginx\"}]}}");

        assertThat(check(clean)).isEqualTo(new Cli.Run(0, "", ""));
        Cli.Run run = check(clean, one, other);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("--- %1$s\t\n+++ %1$s\t\n@@ -1,2 +1,2 @@\n".formatted(one))
                .contains("--- %1$s\n+++ %1$s\n@@ -1 +1 @@\n".formatted(other));

        assumeTrue(folder.startsWith("/") && patch("--version") == 0, "there is no patch program, or no one root");
        Path diff = Files.writeString(folder.resolve("all.diff"), run.out());
        assertThat(patch("--quiet", "--batch", "-d", "/", "-p1", "--input", diff.toString()))
                .isZero();
        assertThat(check(clean, one, other)).isEqualTo(new Cli.Run(0, "", ""));
    }

    /** In a folder of sources most YAML files are something else; what cannot be read is not one of them. */
    @Test
    void aFileThatIsNoManifestIsInNobodysWay() throws Exception {
        String workflow = file("ci.yml", "on: push\njobs: {a: {steps: [{image: nginx}]}}\n");
        String chart = file("Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        String list = file("list.yaml", "- a\n- b\n");
        String value = file("value.json", "1\n");
        String comment = file("comment.yaml", "# none\n---\n");
        String empty = file("empty.yaml", "");
        String warning = "audit-ecr-ptc: warning: no Kubernetes object, so nothing to check, in " + workflow;

        assertThat(check(workflow)).isEqualTo(new Cli.Run(0, "", warning + "\n"));
        assertThat(check(workflow, chart, list, value, comment, empty))
                .isEqualTo(new Cli.Run(0, "", warning + " (and 5 more)\n"));
        assertThat(check(workflow, file("pod.yaml", POD)).exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Pod{n}---{n}kind: [        | broken.yaml:3: not YAML",
                "{{ if .Values.a }}{n}kind: Pod    | broken.yaml:1: {any}; a Helm template?",
                "kind: ConfigMap{n}---{n}spec: {}   | broken.yaml:3: not a Kubernetes object: it has no kind",
                "kind: pod{n}spec: {containers: [{image: nginx}]} | Kubernetes has no kind 'pod'; write Pod",
                "kind: Pod{n}spec: {containers: {a: b}} | broken.yaml:2:",
            })
    void aFileThatCannotBeReadNeverPasses(String text, String error) throws Exception {
        String broken = file("broken.yaml", text.replace("{n}", "\n"));
        String direct = file("direct.yaml", POD);

        Cli.Run run = check(broken, direct);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).startsWith("audit-ecr-ptc: error: ").hasLineCount(1);
        assertThat(run.err()).contains(error.split("\\{any}", -1));
        assertThat(run.out()).contains("+++ " + direct + "\n");
        assertThat(check(Files.createDirectory(folder.resolve("folder.yaml")).toString())
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void aFileThatIsNotThereAndFilesToRewriteAreWrongCalls() throws Exception {
        Cli.Run gone = check(file("pod.yaml", POD), "nowhere.yaml");
        assertThat(gone)
                .isEqualTo(new Cli.Run(2, "", "audit-ecr-ptc: error: nowhere.yaml: there is no such file or folder\n"));
        Cli.Run rewrite = new Cli().run("rewrite", REGISTRY, file("pod.yaml", POD));
        assertThat(rewrite.exitCode()).isEqualTo(2);
        assertThat(rewrite.err())
                .contains("pod.yaml: files are only checked, with --check;")
                .hasLineCount(1);
        assertThat(new Cli().run("rewrite", "--check", file("pod.yaml", POD)).err())
                .contains("the registry of the cache is missing");
        assertThat(new Cli()
                        .with("AUDIT_ECR_PTC_REGISTRY", REGISTRY)
                        .run("rewrite", "--check", file("pod.yaml", POD))
                        .exitCode())
                .isEqualTo(1);
    }

    /** Whoever sends a change names its files; none of the names is a line of the diff, or an option. */
    @ParameterizedTest
    @ValueSource(strings = {"a b.yaml", "a=b.yaml", "a\n+++ b.yaml", "a\u001b[2J.yaml", "a\u202e.yaml"})
    @PosixOnly
    void aHostileNameIsANameAlone(String name) throws Exception {
        Path hostile = folder.resolve(name);
        Files.writeString(hostile, POD);

        Cli.Run run = check(hostile.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines().filter(line -> line.startsWith("+++ "))).hasSize(1);
        assertThat(run.out()).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void helpIsItsOwn() {
        Cli.Run run = new Cli().run("rewrite", "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: audit-ecr-ptc rewrite ").contains("--check", "Exit codes:");
    }
}

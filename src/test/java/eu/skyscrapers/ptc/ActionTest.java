package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of the GitHub action, as a runner would start them, with a stand-in for the program. */
@PosixOnly
class ActionTest {
    private static final Path ACTION = Path.of(".github/actions/audit").toAbsolutePath();
    /** What a shell, a glob or an option parser could take for something else. */
    private static final List<String> HOSTILE = List.of(
            "$(touch pwned)",
            "`touch pwned`",
            "x; touch pwned",
            "x' touch pwned '",
            "x\" touch pwned \"",
            "--output=json",
            "-f",
            "--",
            "*",
            "~",
            "${HOME}",
            "@/etc/passwd",
            "a\\nb",
            "é𝄞",
            "%s%n");

    @TempDir
    private Path temp;

    private Path program;

    /**
     * A program that tells its arguments and its environment, writes the file {@code MARKDOWN}, if any, as every report, and
     * ends with {@code CODE}.
     */
    @BeforeEach
    void install() throws IOException {
        temp = temp.toRealPath();
        program = script("stand in", """
                printf '%s\\0' "$@" >arguments
                env >environment
                printf '::add-mask::x\\n'
                for argument; do
                  case ${MARKDOWN:-none}$argument in
                    none*) ;;
                    *--output=*=*) cat "$MARKDOWN" >"${argument##*=}" ;;
                  esac
                done
                exit "${CODE:-0}"
                """);
    }

    @Test
    void eachInputBecomesItsOption() throws Exception {
        ProcessRun run = audit(Map.ofEntries(
                Map.entry("PTC_REGISTRY", "registry.example"),
                Map.entry("PTC_KUBECONFIG", "kube config"),
                Map.entry("PTC_CONTEXT", "dev\n  prod  \r\n\n"),
                Map.entry("PTC_ALL_CONTEXTS", "true"),
                Map.entry("PTC_NAMESPACE", "a\nb"),
                Map.entry("PTC_SELECTOR", "app=x,tier!=y"),
                Map.entry("PTC_FILENAME", "one.yaml\ntwo three.yaml"),
                Map.entry("PTC_POD_TEMPLATES", "true"),
                Map.entry("PTC_CLUSTER_DEFINITION", "prod=prod.yaml"),
                Map.entry("PTC_CACHE_RULES", "rules.json"),
                Map.entry("PTC_CACHE_RULE", "mirror=quay.io"),
                Map.entry("PTC_EXPECT", "expect.yaml"),
                Map.entry("PTC_BASELINE", "baseline.json"),
                Map.entry("PTC_FAIL_ON", "unexpected"),
                Map.entry("PTC_WAIT", "15m"),
                Map.entry("PTC_TIMEOUT", "20m"),
                Map.entry("PTC_EXTRA_ARGS", "--color\nalways\n"),
                Map.entry("PTC_REPORTS", temp + "/my reports")));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(arguments())
                .containsExactly(
                        "--context=dev",
                        "--context=prod",
                        "--all-contexts",
                        "--kubeconfig=kube config",
                        "--namespace=a",
                        "--namespace=b",
                        "--selector=app=x,tier!=y",
                        "--filename=one.yaml",
                        "--filename=two three.yaml",
                        "--pod-templates",
                        "--cluster-definition=prod=prod.yaml",
                        "--cache-rules=rules.json",
                        "--cache-rule=mirror=quay.io",
                        "--expect=expect.yaml",
                        "--baseline=baseline.json",
                        "--fail-on=unexpected",
                        "--wait=15m",
                        "--timeout=20m",
                        "--color",
                        "always",
                        "--output=table",
                        "--output=json=" + temp + "/my reports/audit.json",
                        "--output=junit=" + temp + "/my reports/audit.xml",
                        "--output=markdown=" + temp + "/my reports/audit.md",
                        "--output=markdown=" + temp + "/summary",
                        "--",
                        "registry.example");
    }

    @Test
    void withoutInputsOnlyReportsAreAskedFor() throws Exception {
        audit(Map.of());

        assertThat(arguments()).hasSize(5).allMatch(argument -> argument.startsWith("--output="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PTC_REGISTRY",
                "PTC_KUBECONFIG",
                "PTC_CONTEXT",
                "PTC_NAMESPACE",
                "PTC_SELECTOR",
                "PTC_FILENAME",
                "PTC_CLUSTER_DEFINITION",
                "PTC_CACHE_RULES",
                "PTC_CACHE_RULE",
                "PTC_EXPECT",
                "PTC_BASELINE",
                "PTC_FAIL_ON",
                "PTC_WAIT",
                "PTC_TIMEOUT",
                "PTC_EXTRA_ARGS"
            })
    void anInputIsOneArgumentWhateverItSays(String input) throws Exception {
        for (String text : HOSTILE) {
            audit(Map.of(input, text));

            assertThat(arguments())
                    .as(text)
                    .hasSize(input.equals("PTC_REGISTRY") ? 7 : 6)
                    .anyMatch(argument -> argument.equals(text) || argument.matches("--[a-z-]+=\\Q" + text + "\\E"));
            assertThat(temp.resolve("pwned")).doesNotExist();
        }
    }

    /** Of one line each: a line break in them is part of the value, and no second one. */
    @Test
    void aLineBreakIsPartOfASingleValue() throws Exception {
        audit(Map.of("PTC_REGISTRY", "a\n--help", "PTC_WAIT", "1m\n-q"));

        assertThat(arguments()).contains("--wait=1m\n-q").endsWith("--", "a\n--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUE", "yes", "1", "true\nfalse", "$(touch pwned)"})
    void aSwitchIsTrueOrFalse(String value) throws Exception {
        ProcessRun run = audit(Map.of("PTC_ALL_CONTEXTS", value));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("audit-ecr-ptc: error: the input all-contexts is true or false\n");
        assertThat(temp.resolve("arguments")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"0,passed", "1,failed", "2,wrong-call", "3,incomplete", "137,incomplete"})
    void theOutcomeIsAnOutputAndTheReportIsOnThePage(int code, String outcome) throws Exception {
        Path markdown = Files.writeString(temp.resolve("report.md"), "# Report\n");

        ProcessRun run = audit(Map.of("CODE", "" + code, "MARKDOWN", markdown.toString(), "PTC_REPORTS", "out"));

        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(temp.resolve("github-output"))
                .hasContent(
                        "exit-code=%d\noutcome=%s\njson=out/audit.json\njunit=out/audit.xml\nmarkdown=out/audit.md\n"
                                .formatted(code, outcome));
        assertThat(temp.resolve("summary")).hasContent("# Report\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0,**PASSED: all%0A::add-mask::x**,",
        "1,**FAILED: 3%0A::add-mask::x**,failed)::FAILED: 3%250A::add-mask::x",
        "3,nothing bold,incomplete)::the log of this step says why (exit code 3)"
    })
    void anAuditThatDoesNotPassIsAnErrorOfTheJob(int code, String line, String error) throws Exception {
        Path markdown = Files.writeString(temp.resolve("report.md"), "# Report\n" + line + "\n**second**\n");
        if (code == 3) {
            Files.writeString(markdown, line);
        }

        ProcessRun run = audit(Map.of("CODE", "" + code, "MARKDOWN", markdown.toString()));

        assertThat(run.out()
                        .lines()
                        .filter(printed -> printed.startsWith("::error"))
                        .toList())
                .isEqualTo(error == null ? List.of() : List.of("::error title=ECR pull-through cache audit (" + error));
    }

    /** The reports of the run before would else be shown for it. */
    @Test
    void aRunWithoutReportsSaysSo() throws Exception {
        Files.createDirectory(temp.resolve("out"));
        for (String old : List.of("audit.json", "audit.xml", "audit.md")) {
            Files.writeString(temp.resolve("out").resolve(old), "passed");
        }

        audit(Map.of("CODE", "2", "PTC_REPORTS", "out"));

        assertThat(temp.resolve("github-output"))
                .hasContent("exit-code=2\noutcome=wrong-call\njson=\njunit=\nmarkdown=\n");
        assertThat(temp.resolve("summary")).content().contains("no report", "wrong-call");
    }

    /** A runner signals the script, waits some seconds, and kills both. Until then the program may report the moment. */
    @Test
    void theProgramEndsWhenTheJobIsCancelled() throws Exception {
        program = script("waits", """
                trap 'printf reported >reported; exit 143' TERM
                : >running
                while :; do sleep 0.1; done
                """);
        ProcessBuilder builder = new ProcessBuilder(ACTION.resolve("run.sh").toString()).directory(temp.toFile());
        builder.environment()
                .putAll(Map.of(
                        "PTC_PROGRAM",
                        program.toString(),
                        "PTC_REPORTS",
                        "out",
                        "GITHUB_OUTPUT",
                        temp.resolve("github-output").toString(),
                        "GITHUB_STEP_SUMMARY",
                        temp.resolve("summary").toString()));
        Process job = builder.redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile())
                .start();
        List<ProcessHandle> started = new ArrayList<>(List.of(job.toHandle()));
        try {
            for (int i = 0; i < 600 && !Files.exists(temp.resolve("running")); i++) {
                Thread.sleep(100);
            }
            job.descendants().forEach(started::add);
            job.destroy();

            assertThat(job.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(job.exitValue()).isEqualTo(143);
            assertThat(temp.resolve("reported")).hasContent("reported");
            assertThat(temp.resolve("github-output")).content().contains("exit-code=143\noutcome=incomplete\n");
        } finally {
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** What a pod is called must not become a command to the runner. */
    @Test
    void theRunnerTakesNoCommandsFromTheProgram() throws Exception {
        ProcessRun run = audit(Map.of());

        Matcher guarded = Pattern.compile("::stop-commands::([0-9a-f]{32})\n(.*)\n::\\1::\n", Pattern.DOTALL)
                .matcher(run.out());
        assertThat(guarded.matches()).as(run.out()).isTrue();
        assertThat(guarded.group(2)).contains("::add-mask::x");
        assertThat(Files.readString(temp.resolve("environment"))).doesNotContain(guarded.group(1));
        assertThat(String.join("\n", arguments())).doesNotContain(guarded.group(1));
        assertThat(audit(Map.of()).out()).doesNotContain(guarded.group(1));
    }

    @Test
    void aFolderOfReportsIsOneLine() throws Exception {
        ProcessRun run = audit(Map.of("PTC_REPORTS", "out\noutcome=passed"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(temp.resolve("arguments")).doesNotExist();
        assertThat(temp.resolve("github-output")).doesNotExist();
    }

    @Test
    void aProgramThatIsThereIsUsed() throws Exception {
        assertThat(install(Map.of("PTC_PROGRAM", "stand in")).exitCode()).isZero();

        assertThat(temp.resolve("github-output")).hasContent("program=" + temp + "/stand in\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", ".", "x\nprogram=y"})
    void aProgramThatIsNotThereIsAWrongCall(String name) throws Exception {
        assertThat(install(Map.of("PTC_PROGRAM", name)).exitCode()).isEqualTo(2);
        assertThat(temp.resolve("github-output")).doesNotExist();
    }

    @Test
    void aReleaseIsInstalledByTheChecksumOfTheRelease() throws Exception {
        release();

        ProcessRun run = install(Map.of("PTC_VERSION", "1.2.3"));

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Path launcher =
                Path.of(Files.readString(temp.resolve("github-output")).strip().substring("program=".length()));
        assertThat(launcher).isExecutable().hasContent("#!/bin/sh\n").endsWithRaw(Path.of("bin/audit-ecr-ptc"));
    }

    @Test
    void aReleaseIsInstalledByTheChecksumOfTheCaller() throws Exception {
        Path release = release();
        String sum = Files.readString(release.resolve("SHA256SUMS")).substring(0, 64);
        Files.delete(release.resolve("SHA256SUMS"));

        assertThat(install(Map.of("PTC_VERSION", "1.2.3", "PTC_SHA256", sum)).exitCode())
                .isZero();
        assertThat(temp.resolve("github-output")).exists();
    }

    @Test
    void anotherArchiveIsNotInstalled() throws Exception {
        Path release = release();
        Files.write(release.resolve("audit-ecr-ptc-1.2.3.tar.gz"), new byte[] {1}, StandardOpenOption.APPEND);

        assertNotInstalled(Map.of("PTC_VERSION", "1.2.3"), "does not have the checksum");
    }

    @Test
    void anArchiveThatTheChecksumsDoNotNameIsNotInstalled() throws Exception {
        Path sums = release().resolve("SHA256SUMS");
        Files.writeString(sums, Files.readString(sums).replace("1.2.3.tar.gz", "1.2.3.zip"));

        assertNotInstalled(Map.of("PTC_VERSION", "1.2.3"), "does not name audit-ecr-ptc-1.2.3.tar.gz");
        assertNotInstalled(Map.of("PTC_VERSION", "1.2.4"), "cannot be downloaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "1.2.3/../..", "latest", "1.2", "1.2.3\nx", "$(touch pwned)", "1.2.3?x"})
    void aVersionIsAVersion(String version) throws Exception {
        assertNotInstalled(Map.of("PTC_VERSION", version), "is a version such as");
        assertThat(temp.resolve("pwned")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0000000000000000000000000000000000000000000000000000000000000000\nx"})
    void aChecksumIsAChecksum(String sum) throws Exception {
        assertNotInstalled(Map.of("PTC_VERSION", "1.2.3", "PTC_SHA256", sum), "64 lower-case");
    }

    @Test
    void nothingIsInstalledOnWindows() throws Exception {
        assertNotInstalled(Map.of("PTC_VERSION", "1.2.3", "RUNNER_OS", "Windows"), "audit-ecr-ptc.cmd of a release");
    }

    /** Each input of the action reaches a script, and none of them as a part of its text. */
    @Test
    void inputsReachTheScriptsByTheEnvironment() throws Exception {
        String text = Files.readString(ACTION.resolve("action.yml"));
        JsonNode action = ShippedYaml.documents(text).get(0);
        String scripts = Files.readString(ACTION.resolve("install.sh")) + Files.readString(ACTION.resolve("run.sh"));

        for (JsonNode step : action.at("/runs/steps")) {
            assertThat(step.path("run").asText()).isNotEmpty().doesNotContain("${{");
            step.path("env")
                    .properties()
                    .forEach(variable -> assertThat(scripts + step.path("run")).contains(variable.getKey()));
        }
        action.path("inputs")
                .fieldNames()
                .forEachRemaining(input -> assertThat(text).contains("${{ inputs." + input + " }}"));
        action.path("inputs")
                .forEach(input -> assertThat(input.path("default").isTextual()).isTrue());
    }

    private void assertNotInstalled(Map<String, String> inputs, String error) throws Exception {
        ProcessRun run = install(inputs);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("audit-ecr-ptc: error: ", error);
        assertThat(temp.resolve("github-output")).doesNotExist();
    }

    /** A release 1.2.3 of o/r, in a folder that stands for the server. */
    private Path release() throws Exception {
        Path bin = Files.createDirectories(temp.resolve("packed/audit-ecr-ptc-1.2.3/bin"));
        Files.writeString(bin.resolve("audit-ecr-ptc"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(bin.resolve("audit-ecr-ptc"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path release = Files.createDirectories(temp.resolve("server/o/r/releases/download/v1.2.3"));
        Path archive = release.resolve("audit-ecr-ptc-1.2.3.tar.gz");
        ProcessRun tar = ProcessRun.of(
                temp.resolve("packed"),
                Map.of("PATH", "/usr/bin:/bin"),
                List.of("tar", "-czf", archive.toString(), "audit-ecr-ptc-1.2.3"));
        assertThat(tar.exitCode()).as(tar.err()).isZero();
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
        Files.writeString(
                release.resolve("SHA256SUMS"),
                HexFormat.of().formatHex(sum) + "  audit-ecr-ptc-1.2.3.tar.gz\n" + "0".repeat(64) + "  other\n");
        return release;
    }

    private ProcessRun audit(Map<String, String> inputs) throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(inputs);
        environment.put("PTC_PROGRAM", program.toString());
        return run("run.sh", environment);
    }

    private ProcessRun install(Map<String, String> inputs) throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(inputs);
        environment.put("PTC_ACTION", ACTION.toString());
        environment.put("PTC_REPOSITORY", "o/r");
        environment.put(
                "GITHUB_SERVER_URL", temp.resolve("server").toUri().toString().replaceFirst("/$", ""));
        return run("install.sh", environment);
    }

    private ProcessRun run(String script, Map<String, String> inputs) throws Exception {
        Map<String, String> environment = new LinkedHashMap<>(inputs);
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("RUNNER_TEMP", temp.toString());
        environment.put("GITHUB_OUTPUT", temp.resolve("github-output").toString());
        environment.put("GITHUB_STEP_SUMMARY", temp.resolve("summary").toString());
        return ProcessRun.of(temp, environment, List.of(ACTION.resolve(script).toString()));
    }

    private List<String> arguments() throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(Files.readString(temp.resolve("arguments")).split("\0", -1)));
        arguments.remove(arguments.size() - 1);
        return arguments;
    }

    private Path script(String name, String body) throws IOException {
        Path script = Files.writeString(temp.resolve(name), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return script;
    }
}

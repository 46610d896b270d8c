package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.PosixOnly;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The call: options, where reports go, exit codes. */
class CommandTest {
    private static final String PODS = Cli.recording("kubectl-get-pods.json").toString();
    private static final String CLEAN = "kind: Pod\nspec: {containers: [{name: c, image: public.ecr.aws/x/y}]}\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://123456789012.dkr.ecr.eu-west-1.amazonaws.com | did you mean 123456789012.dkr.ecr.eu-west-1.amazonaws.com?",
                "https://AWS@123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/ | did you mean 123456789012.dkr.ecr.eu-west-1.amazonaws.com?",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ | did you mean 123456789012.dkr.ecr.eu-west-1.amazonaws.com?",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/quay | did you mean 123456789012.dkr.ecr.eu-west-1.amazonaws.com?",
                "' 123456789012.dkr.ecr.eu-west-1.amazonaws.com' | did you mean 123456789012.dkr.ecr.eu-west-1.amazonaws.com?",
                "123456789012 | did you mean 123456789012.dkr.ecr.REGION.amazonaws.com?",
                "public.ecr.aws | Amazon ECR Public, which has no pull-through cache",
                "quay.io | not a private Amazon ECR registry host; write ACCOUNT.dkr.ecr.REGION.amazonaws.com",
                "123456789012.dkr.ecr.s3.amazonaws.com | not a private Amazon ECR registry host",
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com:5000 | not a private Amazon ECR registry host",
                "12345678901.dkr.ecr.eu-west-1.amazonaws.com | not a private Amazon ECR registry host",
                "'' | not a private Amazon ECR registry host",
            })
    void aRegistryThatIsNoHostIsRefusedWithTheFormThatWasMeant(String registry, String message) {
        Cli.Run run = new Cli().run(registry, "-f", PODS);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains(message);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com:443, 123456789012.dkr.ecr.eu-west-1.amazonaws.com",
        "123456789012.DKR.ECR.eu-west-1.amazonaws.com, 123456789012.dkr.ecr.eu-west-1.amazonaws.com",
        "123456789012.dkr-ecr.eu-west-1.on.aws, 123456789012.dkr-ecr.eu-west-1.on.aws",
    })
    void everyHostOfARegistryIsTaken(String registry, String shown) {
        Cli.Run run = new Cli().run(registry, "-f", PODS);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("20 via PTC").contains("-> " + shown + "/docker-hub/library/busybox:1.36");
    }

    @Test
    void theRegistryMayStandInTheEnvironmentAndTheCallComesFirst() {
        assertThat(new Cli()
                        .with("AUDIT_ECR_PTC_REGISTRY", REGISTRY)
                        .run("-f", PODS)
                        .out())
                .contains("20 via PTC");
        assertThat(new Cli()
                        .with("AUDIT_ECR_PTC_REGISTRY", "nonsense")
                        .run(REGISTRY, "-f", PODS)
                        .exitCode())
                .isEqualTo(1);
        assertThat(new Cli()
                        .with("AUDIT_ECR_PTC_REGISTRY", "nonsense")
                        .run("-f", PODS)
                        .err())
                .contains("AUDIT_ECR_PTC_REGISTRY 'nonsense' is not a private");
        Cli.Run none = new Cli().with("AUDIT_ECR_PTC_REGISTRY", "").run("-f", PODS);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .contains("REGISTRY")
                .contains("AUDIT_ECR_PTC_REGISTRY")
                .contains("--help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "-o xml                    | unknown output format 'xml'; there are table, wide, summary, json, yaml, csv, markdown, junit, sarif, prometheus, html, kustomize, admission-policy",
                "-o JSON                   | unknown output format 'JSON'",
                "-o json=                  | a file name is missing",
                "-o table -o json          | only one report can go to standard output",
                "-o json=a -o table=./a    | another report goes to this file already",
                "--only direct,none        | --only none: there is no such verdict; there are via-ptc, exempt, direct, unexpected",
                "--admission-api v1alpha1  | --admission-api v1alpha1: it must be v1 or v1beta1",
                "--admission-label a,b     | --admission-label a,b: write a label of namespaces, KEY or KEY=VALUE, for example ecr-pull-through-cache=enabled",
                "--color maybe             | --color maybe: it must be auto, always or never",
                "--fail-on sometimes       | 'sometimes' is none of direct, unexpected, never",
                "--page-size 0             | --page-size 0: at least 1",
                "--page-size many          | --page-size",
                "-n Team/../x              | not a namespace's name",
                "-A -n team                | -A and -n exclude each other",
                "--as someone              | leave out --as",
                "--as-group some           | leave out --as-group",
                "--token x                 | leave out --token",
                "-s https://x --user u     | leave out --server, --user",
                "--password x              | Unknown option: '--password'",
                "-l a=b=c                  | not a label selector at character 4",
                "--context x               | leave out --kubeconfig, --context, --all-contexts, --exclude-context",
                "--exclude-context x       | leave out --kubeconfig, --context, --all-contexts, --exclude-context",
                "--kubeconfig x            | leave out --kubeconfig, --context, --all-contexts, --exclude-context",
                "--filenam x               | did you mean --filename",
                "extra                     | one REGISTRY is enough, and these are 2",
                "-o                        | -o",
            })
    void aWrongCallSaysWhatIsWrong(String options, String message) {
        String[] args = "%s -f %s %s".formatted(REGISTRY, PODS, options.strip()).split(" +");
        Cli.Run run = new Cli().run(args);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("audit-ecr-ptc: error: ")
                .contains(message);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    /** What a user of the shell script, of kubectl or of the AWS CLI tries first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "R prod            | \"prod\" is a context of yours: write --context prod",
                "prod              | \"prod\" is a context of yours: write --context prod",
                "prod R -n velero  | \"prod\" is a context of yours: write --context prod",
                "R velero          | one REGISTRY is enough, and these are 2; clusters are named with --context, namespaces with -n",
                "audit R           | there is no command audit; leave the word out: audit-ecr-ptc REGISTRY",
                "version           | there is no command version; write audit-ecr-ptc --version",
                "R --profile x     | There is no option --profile; write --aws-profile PROFILE",
                "R --profile=x     | There is no option --profile; write --aws-profile PROFILE",
                "R --region x      | There is no option --region; write --aws-region REGION",
                "R --context nope  | context \"nope\" does not exist; there are \"prod\", \"c1\", \"c2\", \"c3\"",
            })
    void aSlipIsAnsweredWithWhatToWrite(String call, String message) throws IOException {
        StringBuilder config = new StringBuilder("clusters: [{name: c, cluster: {server: 'https://localhost:1'}}]\n")
                .append("users: [{name: u, user: {token: abcdefg}}]\ncurrent-context: prod\ncontexts:\n");
        for (int i = 0; i < 15; i++) {
            String name = i == 0 ? "prod" : "c" + i;
            config.append("- {name: ").append(name).append(", context: {cluster: c, user: u}}\n");
        }
        Path kubeconfig = Files.writeString(folder.resolve("config"), config);
        Cli.Run run = new Cli()
                .with("KUBECONFIG", kubeconfig.toString())
                .run(call.strip().replace("R", REGISTRY).split(" +"));
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("audit-ecr-ptc: error: ")
                .contains(message);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void wideHasWhatWasAuditedInFrontOnATerminalOnly() throws IOException {
        String[] call = {REGISTRY, "-f", PODS, "-o", "wide", "--color", "never"};
        String terminal = new Cli().on(new Terminal(true, true, 200)).run(call).out();
        String piped = new Cli().run(call).out();
        assertThat(terminal).startsWith("FILES ");
        assertThat(piped).startsWith("VERDICT ").contains("FILES ", "FAILED: ");
        Path file = folder.resolve("wide.txt");
        assertThat(new Cli()
                        .on(new Terminal(true, true, 200))
                        .run(REGISTRY, "-f", PODS, "-o", "wide=" + file)
                        .exitCode())
                .isEqualTo(1);
        assertThat(file).hasContent(piped);
        Cli.Run alone = new Cli().run(REGISTRY, "-f", PODS, "-o", "wide", "--no-headers");
        assertThat(alone.out().lines()).isNotEmpty().allMatch(line -> line.matches("(via-ptc|exempt|direct) .*"));
        assertThat(alone.exitCode()).isEqualTo(1);
    }

    @Test
    void aPageIsNotForATerminal() throws IOException {
        Cli terminal = new Cli().on(new Terminal(true, true, 80));
        Cli.Run run = terminal.in(CLEAN).run(REGISTRY, "-f", "-", "-o", "html");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("a page for a browser, not for a terminal; write -o html=FILE");
        Path page = folder.resolve("page.html");
        assertThat(terminal.in(CLEAN)
                        .run(REGISTRY, "-f", "-", "-o", "html=" + page)
                        .exitCode())
                .isZero();
        assertThat(page).isNotEmptyFile();
        assertThat(new Cli().in(CLEAN).run(REGISTRY, "-f", "-", "-o", "html").out())
                .startsWith("<!DOCTYPE html>");
    }

    /** kubectl users write it by habit. */
    @ParameterizedTest
    @ValueSource(strings = {"-A", "--all-namespaces"})
    void allNamespacesIsTheDefault(String option) {
        Cli.Run run = new Cli().run(REGISTRY, "-f", PODS, option);

        assertThat(run).isEqualTo(new Cli().run(REGISTRY, "-f", PODS));
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"direct,1", "unexpected,1", "never,0"})
    void failOnDecidesOverACompleteAudit(String failOn, int exitCode) {
        assertThat(new Cli().run(REGISTRY, "-f", PODS, "--fail-on", failOn).exitCode())
                .isEqualTo(exitCode);
    }

    @Test
    void anExpectedImageFailsByDefaultAndPassesAsUnexpected() {
        String hnc =
                "kind: Pod\nspec: {containers: [{name: c, image: gcr.io/k8s-staging-multitenancy/hnc-manager:v9}]}\n";
        assertThat(new Cli().in(hnc).run(REGISTRY, "-f", "-").exitCode()).isEqualTo(1);
        Cli.Run run = new Cli().in(hnc).run(REGISTRY, "-f", "-", "--fail-on", "unexpected");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Hierarchical Namespace Controller");
    }

    @Test
    void severalReportsOfOneRunEachWhereItBelongs() throws IOException {
        Path json = folder.resolve("report.json");
        Cli.Run run = new Cli().run(REGISTRY, "-f", PODS, "-o", "table", "-o", "json=" + json);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("DIRECT");
        assertThat(Files.readString(json)).startsWith("{").endsWith("}\n").contains("\"exitCode\": 1");
        assertThat(run.err()).isEmpty();
        Cli.Run fileOnly = new Cli().run(REGISTRY, "-f", PODS, "-o", "json=" + json);
        assertThat(fileOnly.out()).isEmpty();
        assertThat(folder).isDirectoryContaining(path -> path.equals(json)).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aReportThatCannotBeWrittenIsToldAndKeepsTheOneBefore() throws IOException {
        Cli.Run missing = new Cli()
                .in(CLEAN)
                .run(REGISTRY, "-f", "-", "-o", "table", "-o", "json=" + folder.resolve("no/r.json"));
        assertThat(missing.exitCode()).isEqualTo(3);
        assertThat(missing.err()).contains("could not be written: its folder does not exist");
        assertThat(missing.out()).contains("PASSED");

        Path isFolder = Files.createDirectory(folder.resolve("dir"));
        assertThat(new Cli()
                        .in(CLEAN)
                        .run(REGISTRY, "-f", "-", "-o", "json=" + isFolder)
                        .exitCode())
                .isEqualTo(3);
    }

    /** Windows says that there is no such folder. */
    @Test
    @PosixOnly
    void aFileIsNoFolderForAReport() throws IOException {
        Path noFolder = Files.writeString(folder.resolve("file"), "").resolve("r.json");
        assertThat(new Cli()
                        .in(CLEAN)
                        .run(REGISTRY, "-f", "-", "-o", "json=" + noFolder)
                        .err())
                .endsWith("the report -o json=" + noFolder + " could not be written: Not a directory\n");
    }

    @Test
    @PosixOnly
    void twoReportsInOneFileAreRefusedByWhateverNames() throws IOException {
        Path file = folder.resolve("report");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Path sameFolder = Files.createSymbolicLink(folder.resolve("folder"), folder);
        for (Path other : List.of(file, folder.resolve("x/../report"), link, sameFolder.resolve("report"))) {
            Cli.Run run = new Cli().in(CLEAN).run(REGISTRY, "-f", "-", "-o", "json=" + file, "-o", "csv=" + other);
            assertThat(run.exitCode()).as(other.toString()).isEqualTo(2);
            assertThat(run.err()).endsWith("error: -o csv=" + other + ": another report goes to this file already\n");
            assertThat(file).doesNotExist();
        }
        assertThat(new Cli()
                        .in(CLEAN)
                        .run(REGISTRY, "-f", "-", "-o", "json=" + file, "-o", "csv=" + sameFolder.resolve("other"))
                        .exitCode())
                .isZero();
    }

    @Test
    @PosixOnly
    void aLinkToStandardOutputIsStandardOutput() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/stdout"));
        Cli.Run both = new Cli().in(CLEAN).run(REGISTRY, "-f", "-", "-o", "table", "-o", "json=" + link);
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("-o json=" + link + ": only one report can go to standard output");
        assertThat(new Cli()
                        .in(CLEAN)
                        .run(REGISTRY, "-f", "-", "-o", "json=" + link)
                        .out())
                .startsWith("{");
    }

    @Test
    void formatsWithCommasBetweenAreToldHowToBeGiven() {
        assertThat(new Cli().run(REGISTRY, "-f", PODS, "-o", "json,table").err())
                .contains("unknown output format 'json,table'; there are table, ")
                .endsWith("; give each an -o of its own\n");
    }

    @Test
    @PosixOnly
    void aReportFileIsReadableByOthersAndFollowsALink() throws IOException {
        Path real = Files.writeString(folder.resolve("real.json"), "before");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r--"));
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), real);
        new Cli().in(CLEAN).run(REGISTRY, "-f", "-", "-o", "json=" + link);
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(real)).startsWith("{");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .startsWith("rw-r--");
    }

    @Test
    void aFullOrClosedStandardOutputIsNotSilent() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Cli()
                .in(CLEAN)
                .run(
                        new PrintStream(full, false, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        REGISTRY,
                        "-f",
                        "-");
        assertThat(exitCode).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("could not be written");
    }

    @Test
    void colourComesOnATerminalOrWhenAsked() {
        Terminal terminal = new Terminal(true, true, 100);
        assertThat(new Cli().run(REGISTRY, "-f", PODS).out()).doesNotContain("\u001b[");
        assertThat(new Cli().on(terminal).run(REGISTRY, "-f", PODS).out()).contains("\u001b[");
        assertThat(new Cli()
                        .on(terminal)
                        .with("NO_COLOR", "1")
                        .run(REGISTRY, "-f", PODS)
                        .out())
                .doesNotContain("\u001b[");
        assertThat(new Cli()
                        .on(terminal)
                        .with("TERM", "dumb")
                        .run(REGISTRY, "-f", PODS)
                        .out())
                .doesNotContain("\u001b[");
        assertThat(new Cli()
                        .on(terminal)
                        .run(REGISTRY, "-f", PODS, "--color", "never")
                        .out())
                .doesNotContain("\u001b[");
        assertThat(new Cli()
                        .with("NO_COLOR", "1")
                        .run(REGISTRY, "-f", PODS, "--color", "always")
                        .out())
                .contains("\u001b[");
    }

    @Test
    void aFailureOfTheProgramIsNoAnswer() {
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] target, int offset, int length) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public int read() {
                throw new IllegalStateException("a bug");
            }
        };
        Cli.Run run = new Cli().in(broken).run(REGISTRY, "-f", "-");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().lines()).singleElement().asString().contains("this is a bug");
    }

    @Test
    void aStackTraceComesOnlyWhenAsked() {
        assertThat(new Cli().run("nonsense").err().lines()).hasSize(1);
        assertThat(new Cli().run("nonsense", "-v").err()).contains("\tat ");
    }

    /** A line that starts with "::" is a command to GitHub's runner. */
    @Test
    void aStackTraceStartsNoLineWithTextOfOthers() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.json"), """
                {"pullThroughCacheRules": [
                  {"ecrRepositoryPrefix": "a\\n::error::b\\r::error::c\\n\\t::error::d\\u001b[31m", "upstreamRegistryUrl": "quay.io"}]}
                """);
        Cli.Run run = new Cli().run(REGISTRY, "-f", PODS, "--cache-rules", rules.toString(), "-v");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("::error::b", "::error::d", "\tat ").doesNotContain("\r", "\u001b");
        assertThat(run.err().lines()).allMatch(line -> line.startsWith("audit-ecr-ptc: "));
    }

    @Test
    void helpNamesEveryOptionAndTheExitCodes() {
        Cli.Run run = new Cli().run("--help", "all");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "REGISTRY",
                        "--kubeconfig",
                        "--context",
                        "-n",
                        "-l",
                        "-f",
                        "--fail-on",
                        "--only",
                        "-o",
                        "--color",
                        "--page-size",
                        "-q",
                        "-v",
                        "--version",
                        "Exit codes",
                        "0",
                        "1",
                        "2",
                        "3");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void noLocaleChangesAnything() {
        Locale before = Locale.getDefault();
        String expected = new Cli().run(REGISTRY, "-f", PODS).out();
        try {
            for (String tag : new String[] {"tr-TR", "ar-EG", "th-TH-u-nu-thai"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(new Cli()
                                .run(REGISTRY.toUpperCase(Locale.ROOT), "-f", PODS)
                                .out())
                        .isEqualTo(expected);
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}

package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The folder that {@code ./mvnw package} leaves runs from wherever it is moved to. */
class DistributionIT {

    private static final Path DISTRIBUTION = Path.of("target/audit-ecr-ptc");
    /** Given by Failsafe. */
    private static final String VERSION = Objects.requireNonNull(System.getProperty("project.version"));

    private static final String CLI = "eu.skyscrapers.ptc.cli.";
    private static final String JAVA_HOME = System.getProperty("java.home");

    private static final List<String> AUDIT = List.of(
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
            "-f",
            Path.of("src/examples/recorded-cluster.yaml").toAbsolutePath().toString());

    @TempDir
    private Path temp;

    private Path moved;

    @BeforeEach
    void move() throws IOException {
        moved = temp.resolve("a moved folder");
        try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        moved.resolve(DISTRIBUTION.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    @PosixOnly
    void launcherRunsFromAMovedFolder() throws Exception {
        assertSaysItsVersion(run(moved.resolve("bin/audit-ecr-ptc").toString(), "--version"));
    }

    @Test
    @PosixOnly
    void launcherRunsThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("ptc"), moved.resolve("bin/audit-ecr-ptc"));

        assertSaysItsVersion(run(link.toString(), "--version"));
    }

    @Test
    @PosixOnly
    void runsAsAKubectlPlugin() throws Exception {
        assertSaysItsVersion(run(moved.resolve("bin/kubectl-audit_ecr_ptc").toString(), "--version"));
    }

    @Test
    void jarRunsWithoutTheLauncher() throws Exception {
        assertSaysItsVersion(run(
                Path.of(JAVA_HOME, "bin", "java").toString(),
                "-jar",
                moved.resolve("lib/audit-ecr-ptc.jar").toString(),
                "--version"));
    }

    /** The AWS SDK, of which nothing is loaded in a run that does not ask AWS. */
    private static final Set<String> AWS_SDK = Set.of(
            "annotations.jar",
            "auth.jar",
            "aws-core.jar",
            "aws-json-protocol.jar",
            "aws-query-protocol.jar",
            "checksums-spi.jar",
            "checksums.jar",
            "ecr.jar",
            "eks.jar",
            "endpoints-spi.jar",
            "eventstream.jar",
            "http-auth-aws-eventstream.jar",
            "http-auth-aws.jar",
            "http-auth-spi.jar",
            "http-auth.jar",
            "http-client-spi.jar",
            "identity-spi.jar",
            "json-utils.jar",
            "metrics-spi.jar",
            "profiles.jar",
            "protocol-core.jar",
            "reactive-streams.jar",
            "regions.jar",
            "retries-spi.jar",
            "retries.jar",
            "sdk-core.jar",
            "secretsmanager.jar",
            "signin.jar",
            "sso.jar",
            "ssooidc.jar",
            "sts.jar",
            "third-party-jackson-core.jar",
            "url-connection-client.jar",
            "utils-lite.jar",
            "utils.jar");

    /** Each jar costs start-up time, download and advisories to follow: another one is a decision. */
    @Test
    void shipsOnlyTheJarsThatAreNeeded() throws IOException {
        try (Stream<Path> files = Files.list(DISTRIBUTION.resolve("lib"))) {
            Set<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.replaceFirst("-[0-9.]+\\.jar$", ".jar"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(names).containsAll(AWS_SDK);
            names.removeAll(AWS_SDK);
            assertThat(names)
                    .containsExactlyInAnyOrder(
                            "audit-ecr-ptc.jar",
                            "jackson-annotations.jar",
                            "jackson-core.jar",
                            "jackson-databind.jar",
                            "kubernetes-client-api.jar",
                            "kubernetes-httpclient-jdk.jar",
                            "kubernetes-model-common.jar",
                            "picocli.jar",
                            "slf4j-api.jar",
                            "slf4j-simple.jar",
                            "snakeyaml-engine.jar");
        }
    }

    @Test
    @PosixOnly
    void loadsNothingForAwsWhereItAsksNothingOfAws() throws Exception {
        Path log = temp.resolve("classes.txt");
        ProcessRun run = launch(":", Map.of("AUDIT_ECR_PTC_JAVA_OPTS", "-Xlog:class+load:file=" + log), AUDIT);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(Files.readString(log)).doesNotContain("software.amazon").doesNotContain("eu.skyscrapers.ptc.aws.");
    }

    /** The archive that the Java of the build made knows the jars by their path, size and time. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a folder has no path that stays when it is moved")
    void takesItsClassesFromTheArchiveWhereverItIsMovedTo() throws Exception {
        Path log = temp.resolve("classes.txt");
        ProcessRun run = launch(":", Map.of("AUDIT_ECR_PTC_JAVA_OPTS", "-Xlog:class+load:file=" + log), AUDIT);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(Files.readString(log).lines().filter(line -> line.contains(" eu.skyscrapers.ptc.audit.Classifier ")))
                .singleElement()
                .asString()
                .contains("source: shared objects file");
    }

    /** What the shell does before, what Java is given, and what is said. */
    static Stream<Arguments> javasThatDoNotAudit() {
        return Stream.of(
                arguments(":", "-XX:+UseG1GC", "Multiple garbage collectors selected"),
                arguments(":", "-XX:NoSuchOption", "NoSuchOption"),
                arguments(":", "-Xmx1k", "Too small maximum heap"),
                arguments(":", "-Xinternalversion", "exit code 0"),
                arguments("ulimit -v 300000", "-Xmx200m", "reserve"),
                arguments(": > ../lib/audit-ecr-ptc.jar", "", "audit-ecr-ptc.jar"),
                arguments("truncate -s 100000 ../lib/audit-ecr-ptc.jar", "", "audit-ecr-ptc.jar"),
                arguments("rm ../lib/picocli*.jar", "", "picocli"),
                arguments("mkdir x; cd x; rmdir ../x", "", "directory"));
    }

    @ParameterizedTest
    @MethodSource("javasThatDoNotAudit")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "ulimit and truncate are those of Linux")
    void aJavaThatDoesNotAuditIsNoOutcome(String before, String option, String said) throws Exception {
        ProcessRun run = launch(before, Map.of("AUDIT_ECR_PTC_JAVA_OPTS", option), AUDIT);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(said);
    }

    @Test
    void shipsManPagesAndCompletionsOfThisVersion() throws IOException {
        Path share = DISTRIBUTION.resolve("share");
        try (Stream<Path> files = Files.walk(share)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> share.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrder(
                            "man/man1/audit-ecr-ptc.1",
                            "man/man1/audit-ecr-ptc-rewrite.1",
                            "bash-completion/completions/audit-ecr-ptc",
                            "zsh/site-functions/_audit-ecr-ptc",
                            "fish/vendor_completions.d/audit-ecr-ptc.fish");
        }
        assertThat(share.resolve("man/man1/audit-ecr-ptc.1"))
                .content()
                .contains("\"audit\\-ecr\\-ptc " + VERSION.replace("-", "\\-") + "\"");
        assertThat(share.resolve("bash-completion/completions/audit-ecr-ptc"))
                .content()
                .contains("--output");
        try (JarFile jar =
                new JarFile(DISTRIBUTION.resolve("lib/audit-ecr-ptc.jar").toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .contains("eu/skyscrapers/ptc/cli/HelpText.class")
                    .noneMatch(name -> name.contains("/companions/"));
        }
    }

    /** What an audit does not need, it does not load. */
    @Test
    void anAuditLoadsNoHelp() throws Exception {
        String registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
        Path manifests = Path.of("src/examples/recorded-cluster.yaml").toAbsolutePath();
        assertThat(classesLoadedBy(registry, "-f", manifests.toString()))
                .contains(CLI + "AuditCommand ")
                .doesNotContain(CLI + "HelpText ", CLI + "WrongCall ");
        assertThat(classesLoadedBy("--help")).contains(CLI + "HelpText ");
    }

    /** What stands before the program, what behind it, and who reads its output. */
    @ParameterizedTest
    @CsvSource({
        "JAVA_TOOL_OPTIONS=-XX:+UseG1GC, '', cat, 1",
        "JAVA_TOOL_OPTIONS=-Xshare:dump, '', cat, 1",
        "JDK_JAVA_OPTIONS=--list-modules, '', cat, 1",
        "_JAVA_OPTIONS=-XX:NoSuchOption, '', cat, 1",
        "'', '', true, 1",
        "'', -o json=/dev/fd/4 4>&1 >/dev/null, true, 1",
        "'', >/dev/full, cat, 3"
    })
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has /dev/full")
    void anAuditKeepsItsExitCode(String variable, String redirection, String reader, int exitCode) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "{ " + variable + " 'a moved folder/bin/audit-ecr-ptc' \"$@\" " + redirection + "; echo $? >code; } | "
                        + reader,
                "sh"));
        command.addAll(AUDIT);
        ProcessRun run = run(command.toArray(String[]::new));

        assertThat(temp.resolve("code")).content().isEqualTo(exitCode + "\n");
        assertThat(run.err().lines()).hasSize(exitCode == 3 ? 1 : 0);
    }

    /** A colon ends a path for Java, and in the locale C it opens no file whose name is not ASCII. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere Java takes no folder with a colon")
    void auditsInAFolderOfAnyNameAndLocale() throws Exception {
        for (String name : List.of("with:colon", "m\\303\\266ved")) {
            ProcessRun run = launch(
                    "cd ../..; name=$(printf '" + name + "'); cp -R 'a moved folder' \"$name\"; cp " + AUDIT.get(2)
                            + " \"$name/$name\"; launcher=$PWD/$name/bin/audit-ecr-ptc; cd \"$name\"; set -- \"$@\" \"$name\"",
                    Map.of("LC_ALL", "C"),
                    AUDIT.subList(0, 2));

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    private ProcessRun launch(String before, Map<String, String> environment, List<String> arguments) throws Exception {
        Map<String, String> whole = new HashMap<>(Map.of("JAVA_HOME", JAVA_HOME, "PATH", "/usr/bin:/bin"));
        whole.putAll(environment);
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "launcher=$PWD/audit-ecr-ptc; " + before + "; exec \"$launcher\" \"$@\"", "sh"));
        command.addAll(arguments);
        return ProcessRun.of(moved.resolve("bin"), whole, command);
    }

    private String classesLoadedBy(String... arguments) throws Exception {
        Path log = temp.resolve("classes.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(JAVA_HOME, "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-jar",
                moved.resolve("lib/audit-ecr-ptc.jar").toString()));
        command.addAll(List.of(arguments));
        assertThat(run(command.toArray(String[]::new)).err()).isEmpty();
        return Files.readString(log);
    }

    private static void assertSaysItsVersion(ProcessRun run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("audit-ecr-ptc " + VERSION);
        assertThat(run.exitCode()).isZero();
    }

    private ProcessRun run(String... command) throws Exception {
        return ProcessRun.of(temp, Map.of("JAVA_HOME", JAVA_HOME, "PATH", "/usr/bin:/bin"), List.of(command));
    }
}

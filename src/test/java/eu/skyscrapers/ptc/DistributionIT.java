package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The folder that {@code ./mvnw package} leaves runs from wherever it is moved to. */
class DistributionIT {

    private static final Path DISTRIBUTION = Path.of("target/audit-ecr-ptc");
    /** Given by Failsafe. */
    private static final String VERSION = Objects.requireNonNull(System.getProperty("project.version"));

    private static final String CLI = "eu.skyscrapers.ptc.cli.";
    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    private Path temp;

    private Path moved;

    @BeforeEach
    void move() throws IOException {
        moved = temp.resolve("a moved folder");
        try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
            for (Path file : files.toList()) {
                Files.copy(file, moved.resolve(DISTRIBUTION.relativize(file).toString()));
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void launcherRunsFromAMovedFolder() throws Exception {
        assertSaysItsVersion(run(moved.resolve("bin/audit-ecr-ptc").toString(), "--version"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void launcherRunsThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("ptc"), moved.resolve("bin/audit-ecr-ptc"));

        assertSaysItsVersion(run(link.toString(), "--version"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
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

    /** Each jar costs start-up time, download and advisories to follow: another one is a decision. */
    @Test
    void shipsOnlyTheJarsThatAreNeeded() throws IOException {
        try (Stream<Path> files = Files.list(DISTRIBUTION.resolve("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".jar"))
                            .map(name -> name.replaceFirst("-[0-9.]+\\.jar$", ".jar")))
                    .containsExactlyInAnyOrder(
                            "audit-ecr-ptc.jar",
                            "jackson-annotations.jar",
                            "jackson-core.jar",
                            "jackson-databind.jar",
                            "kubernetes-client-api.jar",
                            "kubernetes-httpclient-jdk.jar",
                            "kubernetes-model-common.jar",
                            "kubernetes-model-core.jar",
                            "picocli.jar",
                            "slf4j-api.jar",
                            "slf4j-simple.jar",
                            "snakeyaml-engine.jar");
        }
    }

    /** Made by the Java of the build, for the launcher; a Java before 25 does without it in a copy, as in the other tests here. */
    @Test
    void holdsAnArchiveOfTheClassesThatAnAuditLoads() {
        String archive = Runtime.version().feature() >= 25 ? "audit-ecr-ptc.aot" : "audit-ecr-ptc.jsa";
        assertThat(DISTRIBUTION.resolve("lib").resolve(archive)).isNotEmptyFile();
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
                    .contains("eu/skyscrapers/ptc/cli/Manual.class")
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
                .doesNotContain(CLI + "Manual ", CLI + "HelpText ", CLI + "NearestOption ");
        assertThat(classesLoadedBy("--help")).contains(CLI + "Manual ", CLI + "HelpText ");
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

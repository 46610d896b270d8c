package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Made by the Java of the build, for the launcher; in a copied folder, as in the other tests here, it goes unused. */
    @Test
    void holdsAnArchiveOfTheClassesThatAnAuditLoads() {
        String archive = Runtime.version().feature() >= 25 ? "audit-ecr-ptc.aot" : "audit-ecr-ptc.jsa";
        assertThat(DISTRIBUTION.resolve("lib").resolve(archive)).isNotEmptyFile();
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

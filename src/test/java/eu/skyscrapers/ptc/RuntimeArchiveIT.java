package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archives that {@code ./mvnw -Pruntime package} leaves, where they were made: that of this platform is run. */
class RuntimeArchiveIT {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    private Path temp;

    private String version;
    private Path archive;
    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        version = ManifestsTest.version();
        List<Path> archives = Platform.all().stream()
                .map(platform -> TARGET.resolve(platform.archive(version)))
                .filter(Files::exists)
                .toList();
        assumeThat(archives).as("made with -Pruntime only").isNotEmpty();
        assertThat(archives).hasSize(1);
        archive = archives.get(0);
        Path elsewhere = Files.createDirectory(temp.resolve("some where"));
        unpack(archive, elsewhere);
        home = elsewhere.resolve("audit-ecr-ptc-" + version);
        assertThat(elsewhere.toFile().list()).containsExactly(home.getFileName().toString());
    }

    private static void unpack(Path archive, Path folder) throws Exception {
        if (archive.toString().endsWith(".tar.gz")) {
            tar(archive, folder, "-xzf");
            return;
        }
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (!entry.isDirectory()) {
                    Files.copy(zip, file);
                }
            }
        }
    }

    @Test
    void saysItsVersionWhereThereIsNoJava() throws Exception {
        ProcessRun run = run(Map.of(), "--version");

        assertThat(run.out().strip()).isEqualTo("audit-ecr-ptc " + version);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void auditsWhereThereIsNoJava() throws Exception {
        ProcessRun run = audit(Map.of());

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("\nFAILED: 11 unexpected images (12 direct, 1 of them expected); 1 pull error; ");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void takesItsClassesFromTheCache() throws Exception {
        // Java would not start at all with a cache that does not fit. The log is in the working directory: a path has a
        // ":" on Windows.
        ProcessRun run = audit(Map.of("AUDIT_ECR_PTC_JAVA_OPTS", "-XX:AOTMode=on -Xlog:class+load:file=classes.txt"));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        for (String name : List.of("eu.skyscrapers.ptc.audit.Classifier", "picocli.CommandLine")) {
            assertThat(Files.readString(temp.resolve("classes.txt"))
                            .lines()
                            .filter(line -> line.contains(" " + name + " ")))
                    .singleElement()
                    .asString()
                    .contains("source: shared objects file");
        }
    }

    /** krew, for one, unpacks nothing else. What macOS adds for itself ({@code ._name}) would be a file. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a zip there, and krew has no Windows")
    void holdsFoldersAndPlainFilesOnly() throws Exception {
        assertThat(tar(archive, temp, "-tvzf").out().lines())
                .isNotEmpty()
                .allMatch(line -> line.matches("[-d].*"))
                .noneMatch(line -> line.contains("/._"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar.gz", "zip"})
    void theArchiveForAnyJavaHoldsNothingOfThisPlatform(String ending) throws Exception {
        Path folder = Files.createDirectory(temp.resolve("any"));
        if (!ending.equals("zip")) {
            assumeThat(Path.of("/usr/bin/tar")).exists();
        }
        unpack(TARGET.resolve("audit-ecr-ptc-" + version + "." + ending), folder);
        Path any = folder.resolve("audit-ecr-ptc-" + version);

        assertThat(any.resolve("lib/audit-ecr-ptc.jar")).exists();
        assertThat(any.resolve("bin/kubectl-audit_ecr_ptc")).exists();
        assertThat(any.resolve("runtime")).doesNotExist();
        assertThat(any.resolve("lib").toFile().list())
                .as("of use to the Java of the build alone")
                .doesNotContain("audit-ecr-ptc.aot", "audit-ecr-ptc.jsa");
    }

    private static ProcessRun tar(Path archive, Path folder, String what) throws IOException, InterruptedException {
        ProcessRun run =
                ProcessRun.of(folder, Map.of("PATH", "/usr/bin:/bin"), List.of("tar", what, archive.toString()));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private ProcessRun audit(Map<String, String> environment) throws IOException, InterruptedException {
        return run(
                environment,
                REGISTRY,
                "-f",
                Path.of("src/examples/recorded-cluster.yaml").toAbsolutePath().toString());
    }

    private ProcessRun run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Map<String, String> whole = new HashMap<>(environment);
        // What the launcher needs, without a java.
        Path tools = Files.createDirectories(temp.resolve("tools"));
        whole.put("PATH", tools.toString());
        List<String> command = new ArrayList<>(
                OS.WINDOWS.isCurrentOs()
                        ? List.of(home.resolve("bin/audit-ecr-ptc.cmd").toString())
                        : List.of("/bin/sh", home.resolve("bin/audit-ecr-ptc").toString()));
        command.addAll(List.of(arguments));
        return ProcessRun.of(temp, whole, command);
    }
}

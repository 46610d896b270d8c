package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code ./mvnw -Pruntime package} leaves, where one was made. */
class RuntimeArchiveIT {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    @TempDir
    private Path temp;

    private Path archive;
    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            archive = files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElse(null);
        }
        assumeThat(archive).as("made with -Pruntime only").isNotNull();
        Path elsewhere = Files.createDirectory(temp.resolve("some where"));
        tar(elsewhere, "-xzf");
        try (Stream<Path> folders = Files.list(elsewhere)) {
            home = folders.findFirst().orElseThrow();
        }
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
        Path log = temp.resolve("classes.txt");
        audit(Map.of("AUDIT_ECR_PTC_JAVA_OPTS", "-Xlog:class+load:file=" + log));

        for (String name : List.of("eu.skyscrapers.ptc.audit.Classifier", "picocli.CommandLine")) {
            assertThat(Files.readString(log).lines().filter(line -> line.contains(" " + name + " ")))
                    .singleElement()
                    .asString()
                    .contains("source: shared objects file");
        }
    }

    /** krew, for one, unpacks nothing else. */
    @Test
    void holdsFoldersAndPlainFilesOnly() throws Exception {
        assertThat(tar(temp, "-tvzf").out().lines()).isNotEmpty().allMatch(line -> line.matches("[-d].*"));
    }

    private ProcessRun tar(Path folder, String what) throws IOException, InterruptedException {
        ProcessRun run = ProcessRun.of(
                folder,
                Map.of("PATH", "/usr/bin:/bin"),
                List.of("tar", what, archive.toAbsolutePath().toString()));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private ProcessRun audit(Map<String, String> environment) throws IOException, InterruptedException {
        Map<String, String> whole = new HashMap<>(environment);
        // What the launcher needs, without a java.
        Path tools = Files.createDirectories(temp.resolve("tools"));
        whole.put("PATH", tools.toString());
        return ProcessRun.of(
                Path.of("."),
                whole,
                List.of(
                        "/bin/sh",
                        home.resolve("bin/audit-ecr-ptc").toString(),
                        REGISTRY,
                        "-f",
                        "src/examples/recorded-cluster.yaml"));
    }
}

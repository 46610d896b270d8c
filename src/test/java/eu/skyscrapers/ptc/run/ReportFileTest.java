package eu.skyscrapers.ptc.run;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.cli.Cli;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a report goes, and what is there after it. */
@PosixOnly
class ReportFileTest {
    private static final String PODS = Cli.recording("kubectl-get-pods.json").toString();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingElseStays() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    private static void write(Path file, String text) throws IOException {
        ReportFile.write(file, out -> out.write(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "//dev/./stdout", "/dev/../dev/fd/1"})
    void standardOutputHasManyNames(String name) {
        Cli.Run run = new Cli().run(REGISTRY, "-f", PODS, "-o", "json=" + name);
        assertThat(run.out()).startsWith("{").endsWith("}\n");
        for (List<String> both : List.of(List.of("table", "json=" + name), List.of("json=" + name, "table=-"))) {
            Cli.Run refused = new Cli().run(REGISTRY, "-f", PODS, "-o", both.get(0), "-o", both.get(1));
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("-o " + both.get(1) + ": only one report can go to standard output");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "' '", "','", "'direct,'", "',direct'"})
    void anEmptyVerdictIsNone(String only) {
        Cli.Run run = new Cli().run(REGISTRY, "-f", PODS, "--only", only);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("--only: no verdict given; there are via-ptc, exempt, direct");
    }

    @Test
    void severalVerdictsAreListed() {
        assertThat(new Cli()
                        .run(REGISTRY, "-f", PODS, "--only", "direct,exempt")
                        .out())
                .isEqualTo(new Cli()
                        .run(REGISTRY, "-f", PODS, "--only", "exempt", "--only", "direct")
                        .out())
                .contains("DIRECT")
                .contains("EXEMPT");
    }

    @Test
    void aPipeIsWrittenTo() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                return e.toString();
            }
        });
        write(pipe, "report");
        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("report");
        assertThat(pipe).satisfies(path -> assertThat(Files.isRegularFile(path)).isFalse());
        write(Path.of("/dev/null"), "report");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    /** As of a shell's process substitution: a descriptor that is a pipe, or a file that others write to too. */
    @Test
    void anOpenDescriptorIsWrittenTo() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path log = folder.resolve("log");
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "echo before >\"$1\"; shift; { \"$@\" -o json=/dev/fd/4 -o kustomize=/dev/stderr 4>&1 >/dev/null"
                                + " 2>>\"$0\"; } | cat",
                        log.toString(),
                        log.toString(),
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "eu.skyscrapers.ptc.Main",
                        REGISTRY,
                        "-f",
                        new File(PODS).getAbsolutePath())
                .redirectErrorStream(true)
                .start();
        String piped = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(piped).startsWith("{").endsWith("}\n");
        assertThat(Files.readString(log)).startsWith("before\n").contains("images:");
    }

    @Test
    void aLinkStaysALinkAlsoToWhatIsNotThereYet() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("report");
        Path far = Files.createSymbolicLink(folder.resolve("far"), Path.of("real", "report"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), far);
        for (String text : List.of("first", "second")) {
            write(link, text);
            assertThat(link).isSymbolicLink();
            assertThat(far).isSymbolicLink();
            assertThat(real).isRegularFile().hasContent(text);
        }
        assertThat(Files.isSymbolicLink(real)).isFalse();
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        assertThatThrownBy(() -> write(loop, "x")).isInstanceOf(FileSystemLoopException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-rw-", "r--r-----", "rwxr-x--x"})
    void anExistingFileKeepsItsPermissions(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("report"), "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        ReportFile.write(file, out -> {
            out.write("after");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files)
                        .hasSize(2)
                        .allSatisfy(each -> assertThat(PosixFilePermissions.fromString(permissions))
                                .containsAll(Files.getPosixFilePermissions(each)));
            }
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(permissions);
        assertThat(Files.readString(file)).isEqualTo("after");
    }

    @Test
    void aFailureKeepsTheReportBefore() throws IOException {
        Path file = Files.writeString(folder.resolve("report"), "before");
        assertThatThrownBy(() -> ReportFile.write(file, out -> {
                    out.write("half".repeat(10_000));
                    throw new IOException("full");
                }))
                .hasMessage("full");
        assertThat(file).hasContent("before");
        Path isFolder = Files.createDirectory(folder.resolve("dir"));
        assertThatThrownBy(() -> write(isFolder, "x")).isInstanceOf(IOException.class);
        assertThat(isFolder).isEmptyDirectory();
    }
}

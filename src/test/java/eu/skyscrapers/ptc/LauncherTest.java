package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell launcher, with a stand-in for Java that prints its arguments, one on each line. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final Path LAUNCHER = Path.of("src/main/launcher/audit-ecr-ptc");
    /** What Java is told to read. */
    private static final List<String> PARTS = List.of("jvm.options", "audit-ecr-ptc.jar");

    @TempDir
    private Path temp;

    private Path launcher;
    private Path javaHome;

    @BeforeEach
    void install() throws IOException {
        temp = temp.toRealPath();
        launcher = Files.createDirectories(temp.resolve("some folder/bin")).resolve("audit-ecr-ptc");
        Files.copy(LAUNCHER, launcher);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String file : PARTS) {
            Files.createFile(
                    Files.createDirectories(temp.resolve("some folder/lib")).resolve(file));
        }
        javaHome = fakeJava("jdk with a blank", "JAVA_VERSION=\"17.0.15\"\n");
    }

    @Test
    void passesArgumentsAsTheyAre() throws Exception {
        ProcessRun run = run(Map.of("JAVA_HOME", javaHome.toString()), "-o", "a b", "", "*", "$HOME", "--", "-X");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.out())
                .isEqualTo(String.join(
                        "\n",
                        "@" + temp + "/some folder/lib/jvm.options",
                        "-Dptc.stdout.terminal=false",
                        "-Dptc.stderr.terminal=false",
                        "-jar",
                        temp + "/some folder/lib/audit-ecr-ptc.jar",
                        "-o",
                        "a b",
                        "",
                        "*",
                        "$HOME",
                        "--",
                        "-X",
                        ""));
    }

    @Test
    void findsItsFolderThroughSymbolicLinks() throws Exception {
        Path elsewhere = Files.createDirectory(temp.resolve("else where"));
        Files.createSymbolicLink(elsewhere.resolve("absolute"), launcher);
        Files.createSymbolicLink(elsewhere.resolve("relative"), Path.of("absolute"));
        Files.createSymbolicLink(temp.resolve("folder link"), launcher.getParent());
        String jar = "\n" + temp + "/some folder/lib/audit-ecr-ptc.jar\n";
        Map<String, String> environment = Map.of("JAVA_HOME", javaHome.toString());

        assertThat(run(elsewhere, environment, "./relative").out()).contains(jar);
        assertThat(run(temp, environment, "else where/absolute").out()).contains(jar);
        assertThat(run(temp, environment, "folder link/audit-ecr-ptc").out()).contains(jar);
        assertThat(run(launcher.getParent(), environment, "sh", "audit-ecr-ptc").out())
                .contains(jar);
    }

    /** The distribution holds the launcher under this name too, and krew links to it from a folder of its own. */
    @Test
    void runsUnderTheNameOfAKubectlPlugin() throws Exception {
        Path plugin = launcher.resolveSibling("kubectl-audit_ecr_ptc");
        Files.copy(launcher, plugin);
        Path link = Files.createSymbolicLink(
                Files.createDirectory(temp.resolve("krew")).resolve("kubectl-audit_ecr_ptc"), plugin);

        for (Path call : List.of(plugin, link)) {
            assertThat(run(temp, Map.of("JAVA_HOME", javaHome.toString()), call.toString(), "-A")
                            .out())
                    .endsWith("-jar\n" + temp + "/some folder/lib/audit-ecr-ptc.jar\n-A\n");
        }
    }

    @Test
    void javaHomeGoesBeforeThePath() throws Exception {
        Path other = fakeJava("other", "JAVA_VERSION=\"11.0.2\"\n");

        assertThat(run(Map.of("JAVA_HOME", javaHome.toString(), "PATH", path(other)))
                        .exitCode())
                .isEqualTo(42);
        assertThat(run(Map.of("PATH", path(javaHome))).exitCode()).isEqualTo(42);
        assertThat(run(Map.of("PATH", path(javaHome), "JAVA_HOME", "")).exitCode())
                .isEqualTo(42);
    }

    @Test
    void splitsJavaOptionsAtBlanksOnly() throws Exception {
        ProcessRun run =
                run(Map.of("JAVA_HOME", javaHome.toString(), "AUDIT_ECR_PTC_JAVA_OPTS", " -Xmx1g  -Da=* -Db=$HOME "));

        assertThat(run.out()).contains("\n-Xmx1g\n-Da=*\n-Db=$HOME\n-jar\n");
    }

    @Test
    void aJavaHomeWithoutJavaIsAWrongCall() throws Exception {
        assertFails(
                run(Map.of("JAVA_HOME", temp + "/nothing")),
                "audit-ecr-ptc: JAVA_HOME has no bin/java: " + temp + "/nothing\n");
    }

    @Test
    void noJavaAtAllIsAWrongCall() throws Exception {
        assertFails(
                run(Map.of("PATH", temp.toString())),
                "audit-ecr-ptc: Java 17 or newer is needed: set JAVA_HOME, or put java on the PATH\n");
    }

    /** Java would end with 1, the answer "direct". */
    @Test
    void aFolderThatIsNotWholeIsAWrongCall() throws Exception {
        for (String file : PARTS) {
            Path part = temp.resolve("some folder/lib").resolve(file);
            Path away = Files.move(part, temp.resolve(file));
            assertFails(
                    run(Map.of("JAVA_HOME", javaHome.toString())),
                    "audit-ecr-ptc: cannot read " + part + ": install it again, as a whole\n");
            Files.move(away, part);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"16.0.2", "11", "1.8.0_402"})
    void anOlderJavaIsAWrongCall(String version) throws Exception {
        Path old = fakeJava("old", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x86_64\"\n");
        String error = "audit-ecr-ptc: Java 17 or newer is needed, and this is Java \"" + version + "\": %s/bin/java\n";

        assertFails(run(Map.of("JAVA_HOME", old.toString())), error.formatted(old));
        assertFails(run(Map.of("PATH", path(old))), error.formatted(old));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"JAVA_VERSION=\"17\"", "JAVA_VERSION=\"25.0.3\"\n", "JAVA_VERSION=\"26-ea\"\n", "", "junk\n"})
    void aNewerOrUnknownJavaIsStarted(String release) throws Exception {
        Path java = fakeJava("java", release);

        assertThat(run(Map.of("JAVA_HOME", java.toString()))).satisfies(run -> {
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isEqualTo(42);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.15, audit-ecr-ptc.jsa, -XX:SharedArchiveFile=",
        "24, audit-ecr-ptc.jsa, -XX:SharedArchiveFile=",
        "25.0.3, audit-ecr-ptc.aot, -XX:AOTCache=",
        "26-ea, audit-ecr-ptc.aot, -XX:AOTCache="
    })
    void namesTheArchiveThatThisJavaMayUse(String version, String archive, String option) throws Exception {
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                fakeJava("java", "JAVA_VERSION=\"" + version + "\"\n").toString());
        Path lib = Files.createDirectories(temp.resolve("some folder/lib"));

        assertThat(run(environment).out()).doesNotContain("-XX:");
        Files.createFile(lib.resolve("audit-ecr-ptc.jsa"));
        Files.createFile(lib.resolve("audit-ecr-ptc.aot"));
        assertThat(run(environment).out().lines().filter(line -> line.startsWith("-XX:")))
                .containsExactly(option + lib.resolve(archive));
    }

    @Test
    void anUnknownJavaIsGivenNoArchive() throws Exception {
        Path lib = Files.createDirectories(temp.resolve("some folder/lib"));
        Files.createFile(lib.resolve("audit-ecr-ptc.jsa"));
        Files.createFile(lib.resolve("audit-ecr-ptc.aot"));

        assertThat(run(Map.of("JAVA_HOME", fakeJava("java", "junk\n").toString()))
                        .out())
                .doesNotContain("-XX:");
    }

    @Test
    void theJavaThatCameAlongGoesBeforeAllOthers() throws Exception {
        Path own = fakeJava("some folder/runtime", "JAVA_VERSION=\"25.0.3\"\n");
        Files.writeString(own.resolve("bin/java"), "#!/bin/sh\nexit 43\n");

        assertThat(run(Map.of("JAVA_HOME", javaHome.toString())).exitCode()).isEqualTo(43);
        assertThat(run(Map.of("PATH", path(javaHome))).exitCode()).isEqualTo(43);
    }

    private static void assertFails(ProcessRun run, String error) {
        assertThat(run.err()).isEqualTo(error);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private ProcessRun run(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return run(temp, environment, command.toArray(String[]::new));
    }

    private static ProcessRun run(Path folder, Map<String, String> environment, String... command) throws Exception {
        Map<String, String> whole = new LinkedHashMap<>(Map.of("PATH", "/usr/bin:/bin", "HOME", "/"));
        whole.putAll(environment);
        return ProcessRun.of(folder, whole, List.of(command));
    }

    private static String path(Path javaHome) {
        return javaHome.resolve("bin") + ":/usr/bin:/bin";
    }

    private Path fakeJava(String name, String release) throws IOException {
        Path home = temp.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 42\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), release);
        return home;
    }
}

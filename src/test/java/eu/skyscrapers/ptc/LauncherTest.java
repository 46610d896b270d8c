package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell launcher, with a stand-in for Java that prints its arguments, one on each line. */
@PosixOnly
class LauncherTest {

    private static final Path LAUNCHER = Path.of("src/main/launcher/audit-ecr-ptc");
    /** What Java is told to read. */
    private static final List<String> PARTS = List.of("jvm.options", "audit-ecr-ptc.jar");

    @TempDir
    private Path temp;

    private Path launcher;
    /** Its folder, as a Java before 25 is given it. */
    private String lib;

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
        lib = Files.exists(Path.of("/proc/self/fd")) ? "/proc/self/fd/9" : temp + "/some folder/lib";
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
                        "-Xlog:all=off:stdout",
                        "-Dptc.exit.base=100",
                        "-jar",
                        lib + "/audit-ecr-ptc.jar",
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
        String options = "@" + temp + "/some folder/lib/jvm.options\n";
        Map<String, String> environment = Map.of("JAVA_HOME", javaHome.toString());

        assertThat(run(elsewhere, environment, "./relative").out()).startsWith(options);
        assertThat(run(temp, environment, "else where/absolute").out()).startsWith(options);
        assertThat(run(temp, environment, "folder link/audit-ecr-ptc").out()).startsWith(options);
        assertThat(run(launcher.getParent(), environment, "sh", "audit-ecr-ptc").out())
                .startsWith(options);
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
                    .startsWith("@" + temp + "/some folder/lib/jvm.options\n")
                    .endsWith("-jar\n" + lib + "/audit-ecr-ptc.jar\n-A\n");
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

        assertThat(run.out()).contains("\n-Xmx1g\n-Da=*\n-Db=$HOME\n-Xlog:all=off:stdout\n");
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

    /** Only what the program has decided on is an outcome: 0 and 1 of its own are 100 and 101 of Java. */
    @ParameterizedTest
    @CsvSource({
        "100, 0",
        "101, 1",
        "102, 2",
        "103, 3",
        "0, 3",
        "1, 3",
        "2, 2",
        "3, 3",
        "42, 42",
        "99, 99",
        "104, 104",
        "126, 126",
        "134, 134",
        "137, 137",
        "143, 143"
    })
    void takesNoExitCodeOfJavaForAnOutcome(int ofJava, int ofLauncher) throws Exception {
        ProcessRun run =
                run(Map.of("JAVA_HOME", fakeJava("java", "", "exit " + ofJava).toString()));

        assertThat(run.exitCode()).isEqualTo(ofLauncher);
        assertThat(run.err())
                .isEqualTo(
                        ofJava > 1
                                ? ""
                                : "audit-ecr-ptc: nothing was audited: " + temp + "/java/bin/java ended with exit code "
                                        + ofJava + ", for the reason above; it was to run " + temp
                                        + "/some folder/lib/audit-ecr-ptc.jar\n");
    }

    /** Else it would end Java, or print among the reports, or be taken for the program. */
    @ParameterizedTest
    @CsvSource({
        "-version, -version is not taken",
        "--list-modules, --list-modules is not taken",
        "--dry-run, --dry-run is not taken",
        "--describe-module=secret, --describe-module is not taken",
        "-X, -X is not taken",
        "-jar, -jar is not taken",
        "@file, not an option",
        "secret, not an option",
        "-Xshare:dump, would write over the archive"
    })
    void anOptionThatIsNotForTheJvmIsAWrongCall(String option, String words) throws Exception {
        ProcessRun run =
                run(Map.of("JAVA_HOME", javaHome.toString(), "AUDIT_ECR_PTC_JAVA_OPTS", "-Xmx1g " + option + " -Da=b"));

        assertThat(run.err())
                .startsWith("audit-ecr-ptc: AUDIT_ECR_PTC_JAVA_OPTS: ")
                .contains(words)
                .doesNotContain("secret");
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void theVariablesOfOtherProgramsAreNotForThisOne() throws Exception {
        ProcessRun run = run(Map.of(
                "JAVA_HOME",
                fakeJava("java", "", "env").toString(),
                "JAVA_TOOL_OPTIONS",
                "-XX:+UseG1GC",
                "JDK_JAVA_OPTIONS",
                "--list-modules",
                "_JAVA_OPTIONS",
                "-Xint",
                "OTHER",
                "kept"));

        assertThat(run.out())
                .contains("OTHER=kept")
                .doesNotContain("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    }

    /** Any may be named in the call, as {@code -f /dev/fd/8}. */
    @Test
    void leavesTheCallersDescriptorsAsTheyAre() throws Exception {
        Path java = fakeJava("java", "", "cat; for fd in 3 4 5 6 7 8 9; do { cat <&$fd; } 2>/dev/null; done; exit 100");
        Map<String, String> environment = Map.of("JAVA_HOME", java.toString());
        String call = "echo input | '" + launcher + "'";
        for (int fd = 3; fd <= 9; fd++) {
            Files.writeString(temp.resolve("of" + fd), fd + "\n");
        }

        assertThat(run(temp, environment, "sh", "-c", call + " 9<of9 8<of8 7<of7 6<of6 5<of5 4<of4")
                        .out())
                .isEqualTo("input\n4\n5\n6\n7\n8\n9\n");
        assertThat(run(temp, environment, "sh", "-c", "'" + launcher + "' <&-")).isEqualTo(new ProcessRun(0, "", ""));
        assertFails(
                run(temp, environment, "sh", "-c", call + " 3<of3 8<of8 7<of7 6<of6 5<of5 4<of4"),
                "audit-ecr-ptc: the file descriptors 3 to 8 are all in use: close one of them\n");
    }

    /** To Java it would end the path. */
    @Test
    void runsFromAFolderWithAColon() throws Exception {
        assumeThat(Path.of("/proc/self/fd")).exists();
        Path moved = Files.move(temp.resolve("some folder"), temp.resolve("some:folder"));
        Path java = fakeJava("java", "JAVA_VERSION=\"25.0.3\"\n");

        assertThat(run(temp, Map.of("JAVA_HOME", java.toString()), moved + "/bin/audit-ecr-ptc")
                        .out())
                .contains("-jar\n/proc/self/fd/9/audit-ecr-ptc.jar\n");
    }

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
        Path folder = temp.resolve("some folder/lib");

        assertThat(run(environment).out()).doesNotContain("-XX:");
        Files.createFile(folder.resolve("audit-ecr-ptc.jsa"));
        Files.createFile(folder.resolve("audit-ecr-ptc.aot"));
        assertThat(run(environment).out().lines().filter(line -> line.startsWith("-XX:")))
                .containsExactly(option + (archive.endsWith("aot") ? folder : lib) + "/" + archive);
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
        fakeJava("some folder/runtime", "JAVA_VERSION=\"25.0.3\"\n", "exit 43");

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
        return fakeJava(name, release, "printf '%s\\n' \"$@\"\nexit 42");
    }

    private Path fakeJava(String name, String release, String script) throws IOException {
        Path home = temp.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("release"), release);
        return home;
    }
}

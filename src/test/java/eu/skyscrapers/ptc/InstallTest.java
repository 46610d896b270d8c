package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The installer, on a release of programs that only know their version. */
@PosixOnly
class InstallTest {
    private static final Path SCRIPT = Path.of("src/install/install.sh").toAbsolutePath();
    private static final String OLD = "0.1.0";
    private static final String NEW = "0.2.0-rc.1";

    @TempDir
    private Path temp;

    private Path releases;
    private Path prefix;
    /** Programs in front of the system's. */
    private Path tools;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void prepare() throws Exception {
        temp = temp.toRealPath();
        releases = temp.resolve("releases");
        prefix = temp.resolve("my tools");
        tools = Files.createDirectory(temp.resolve("tools"));
        environment.put("PATH", tools + ":/usr/bin:/bin");
        environment.put("HOME", temp.toString());
        environment.put("PREFIX", prefix.toString());
        environment.put("PTC_RELEASES", releases.toUri().toString().replaceFirst("/$", ""));
        machine("Linux", "x86_64");
        tool("ldd", "echo 'ldd (GNU libc) 2.36'");
        for (String version : List.of(OLD, NEW)) {
            for (String platform : List.of("-linux-x64", "-linux-arm64", "-macos-x64", "-macos-arm64", "")) {
                pack(version, platform, program(version));
            }
            state(version);
        }
    }

    private void machine(String system, String processor) throws IOException {
        tool("uname", "case $1 in -s) echo " + system + " ;; -m) echo " + processor + " ;; esac");
    }

    private void tool(String name, String script) throws IOException {
        executable(tools.resolve(name), script);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Takes all other programs out of the PATH. */
    private void only(String names) throws IOException {
        for (String name : names.split(" ", -1)) {
            Path program = Files.exists(Path.of("/usr/bin", name)) ? Path.of("/usr/bin", name) : Path.of("/bin", name);
            tool(name, "PATH=/usr/bin:/bin exec " + program + " \"$@\"");
        }
        environment.put("PATH", tools.toString());
    }

    /** A folder with what an archive holds. */
    private Path program(String version) throws IOException {
        Path folder = Files.createTempDirectory(temp, "program").resolve("audit-ecr-ptc-" + version);
        Files.createDirectories(folder.resolve("bin"));
        for (String name : List.of("audit-ecr-ptc", "kubectl-audit_ecr_ptc")) {
            executable(folder.resolve("bin").resolve(name), "echo audit-ecr-ptc " + version);
        }
        Path manual = Files.createDirectories(folder.resolve("share/man/man1"));
        Files.writeString(manual.resolve("audit-ecr-ptc.1"), version);
        return folder;
    }

    private Path archive(String version, String platform) {
        return releases.resolve("v" + version).resolve("audit-ecr-ptc-" + version + platform + ".tar.gz");
    }

    private void pack(String version, String platform, Path folder, String... options) throws Exception {
        Path archive = archive(version, platform);
        Files.createDirectories(archive.getParent());
        List<String> command = Stream.of(
                        Stream.of("tar", "-C", folder.getParent().toString(), "-czf", archive.toString()),
                        Arrays.stream(options),
                        Stream.of(folder.getFileName().toString()))
                .flatMap(words -> words)
                .toList();
        assertThat(ProcessRun.of(temp, environment, command).exitCode()).isZero();
    }

    private void state(String version) throws Exception {
        ProcessRun run = ProcessRun.of(
                releases.resolve("v" + version),
                environment,
                List.of(
                        "sh",
                        "-c",
                        "if command -v sha256sum >/dev/null; then sha256sum *.gz; else shasum -a 256 *.gz; fi"));
        Files.writeString(releases.resolve("v" + version).resolve("SHA256SUMS"), run.out());
    }

    private ProcessRun install(String... arguments) throws Exception {
        return with("sh", arguments);
    }

    private ProcessRun with(String shell, String... arguments) throws Exception {
        List<String> command = Stream.of(
                        Arrays.stream(shell.split(" ")), Stream.of(SCRIPT.toString()), Arrays.stream(arguments))
                .flatMap(words -> words)
                .toList();
        return ProcessRun.of(temp, environment, command);
    }

    /** What the links lead to. */
    private void assertInstalled(String version) throws Exception {
        for (String name : List.of("audit-ecr-ptc", "kubectl-audit_ecr_ptc")) {
            Path link = prefix.resolve("bin").resolve(name);
            assertThat(ProcessRun.of(temp, environment, List.of(link.toString()))
                            .out())
                    .isEqualTo("audit-ecr-ptc " + version + "\n");
            // They go where the folder goes.
            assertThat(Files.readSymbolicLink(link)).isRelative();
        }
        assertThat(prefix.resolve("share/man/man1/audit-ecr-ptc.1")).hasContent(version);
        try (Stream<Path> left = Files.list(prefix.resolve("lib/audit-ecr-ptc"))) {
            assertThat(left).singleElement().asString().contains("/" + version + ".");
        }
        try (Stream<Path> left = Files.list(prefix.resolve("bin"))) {
            assertThat(left).hasSize(2);
        }
    }

    private void assertNotInstalled(ProcessRun run, String error) throws IOException {
        assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
        assertThat(run.err().lines().reduce((first, last) -> last).orElse(""))
                .startsWith("install.sh: ")
                .contains(error);
        assertThat(prefix.resolve("bin/audit-ecr-ptc")).doesNotExist();
        if (Files.exists(prefix)) {
            try (Stream<Path> left = Files.walk(prefix)) {
                assertThat(left.filter(file -> !Files.isDirectory(file))).isEmpty();
            }
            assertThat(prefix.resolve("lib/audit-ecr-ptc")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash --posix", "bash", "busybox sh", "mksh", "ksh"})
    void aSecondRunTakesThePlaceOfTheFirst(String shell) throws Exception {
        String name = shell.replaceFirst(" .*", "");
        assumeTrue(Stream.of("/bin/", "/usr/bin/").anyMatch(each -> Files.exists(Path.of(each + name))), "no " + name);

        ProcessRun first = with(shell, OLD);
        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out())
                .contains("audit-ecr-ptc 0.1.0 (linux-x64) is installed in " + prefix + "/lib/audit-ecr-ptc/0.1.0.")
                .contains("  export PATH=\"" + prefix + "/bin:$PATH\"\n")
                .doesNotContain("in place of");
        assertInstalled(OLD);

        environment.put("PATH", environment.get("PATH") + ":" + prefix + "/bin");
        ProcessRun second = with(shell, NEW);
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).contains(", in place of 0.1.0.\n").doesNotContain("export PATH");
        assertInstalled(NEW);

        assertThat(with(shell, NEW).exitCode()).isZero();
        assertInstalled(NEW);
    }

    @Test
    void theReleasesOwnVersionIsTheDefault() throws Exception {
        assertNotInstalled(install(), "no VERSION: give one");
        Path filled = Files.writeString(
                temp.resolve("install.sh"), Files.readString(SCRIPT).replace("@VERSION@", NEW));

        ProcessRun run = ProcessRun.of(temp, environment, List.of("sh", "-c", "sh <'" + filled + "'"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertInstalled(NEW);
    }

    @Test
    void belowTheHomeFolderUnlessToldOtherwise() throws Exception {
        environment.remove("PREFIX");
        prefix = temp.resolve(".local");

        assertThat(install(NEW).exitCode()).isZero();
        assertInstalled(NEW);
        environment.remove("HOME");
        assertThat(install(NEW).err()).isEqualTo("install.sh: HOME is not set: set it, or PREFIX\n");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, x86_64, linux-x64",
        "Linux, aarch64, linux-arm64",
        "Darwin, x86_64, macos-x64",
        "Darwin, arm64, macos-arm64",
    })
    void eachPlatformHasItsArchive(String system, String processor, String platform) throws Exception {
        machine(system, processor);
        tool("sysctl", "exit 1");

        assertThat(install(NEW).out()).contains("Downloading audit-ecr-ptc-" + NEW + "-" + platform + ".tar.gz\n");
        assertInstalled(NEW);
    }

    @Test
    void underRosettaItIsThatOfTheMac() throws Exception {
        machine("Darwin", "x86_64");
        tool("sysctl", "[ \"$2\" = sysctl.proc_translated ] && echo 1");

        assertThat(install(NEW).out()).contains("-macos-arm64.tar.gz");
    }

    /** Alpine, or a system that no archive is for. */
    @ParameterizedTest
    @CsvSource({
        "Linux, x86_64, musl libc (x86_64)",
        "Linux, riscv64, GNU",
        "FreeBSD, amd64, GNU",
        "MINGW64_NT-10, x86_64, GNU"
    })
    void elsewhereTheJavaThatIsThereIsUsed(String system, String processor, String libc) throws Exception {
        machine(system, processor);
        tool("ldd", "echo '" + libc + "' >&2; exit 1");
        tool("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        assertNotInstalled(
                install(NEW),
                "install Java 17 or newer and run this again; on Windows, unpack audit-ecr-ptc-" + NEW
                        + "-windows-x64.zip");

        tool("java", "printf 'Picked up _JAVA_OPTIONS: -x\\nopenjdk version \"17.0.15\" 2025-04-15\\n' >&2");
        assertThat(install(NEW).out())
                .contains("Downloading audit-ecr-ptc-" + NEW + ".tar.gz\n")
                .contains("(for any Java) is installed");
        assertInstalled(NEW);
    }

    /** Whatever was there goes on. */
    @Test
    void anArchiveWithAnotherChecksumIsNotUsed() throws Exception {
        assertThat(install(OLD).exitCode()).isZero();
        Files.copy(archive(OLD, ""), archive(NEW, "-linux-x64"), StandardCopyOption.REPLACE_EXISTING);

        ProcessRun run = install(NEW);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("it was damaged or changed; nothing was installed");
        assertInstalled(OLD);
    }

    @Test
    void withoutAChecksumNothingIsInstalled() throws Exception {
        Path sums = releases.resolve("v" + NEW).resolve("SHA256SUMS");
        Files.writeString(sums, Files.readString(sums).replace("linux-x64", "linux-x86"));
        assertNotInstalled(install(NEW), "does not name audit-ecr-ptc-" + NEW + "-linux-x64.tar.gz");

        Files.delete(sums);
        assertNotInstalled(install(NEW), "SHA256SUMS cannot be downloaded, for the reason above");
    }

    @Test
    void withoutAProgramThatVerifiesNothingIsInstalled() throws Exception {
        only("tr grep curl tar awk");

        assertNotInstalled(
                ProcessRun.of(temp, environment, List.of("/bin/sh", SCRIPT.toString(), NEW)),
                "sha256sum and shasum are missing");
    }

    /** As on macOS. */
    @Test
    void shasumWillDo() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/shasum")), "no shasum");
        only("tr grep curl tar gzip awk mkdir mktemp rm mv ln sed find shasum");

        ProcessRun run = ProcessRun.of(temp, environment, List.of("/bin/sh", SCRIPT.toString(), NEW));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertInstalled(NEW);
    }

    /** Its checksum is right: whoever made it had the release in hand. */
    @ParameterizedTest
    @ValueSource(
            strings = {"--transform=s:share:../../../share:", "--transform=s:^:/tmp/:", "--transform=s:^:other-:", "-P"
            })
    void anArchiveThatLeavesItsFolderIsNotUnpacked(String option) throws Exception {
        Path folder = program(NEW);
        if (option.equals("-P")) {
            Files.createSymbolicLink(folder.resolve("outside"), temp);
        }
        assumeTrue(
                ProcessRun.of(temp, environment, List.of("tar", "--version"))
                        .out()
                        .contains("GNU"),
                "no GNU tar");
        pack(NEW, "-linux-x64", folder, "-P", option);
        state(NEW);

        assertNotInstalled(install(NEW), "holds more than files in the folder audit-ecr-ptc-" + NEW);
    }

    @Test
    void aProgramThatDoesNotStartIsNotInstalled() throws Exception {
        Path folder = program(NEW);
        executable(folder.resolve("bin/audit-ecr-ptc"), "echo 'no such Java' >&2; exit 3");
        pack(NEW, "-linux-x64", folder);
        state(NEW);
        ProcessRun run = install(NEW);
        assertNotInstalled(run, "does not start here, for the reason above");
        assertThat(run.err()).startsWith("no such Java\n");

        executable(folder.resolve("bin/audit-ecr-ptc"), "echo audit-ecr-ptc 9.9.9");
        pack(NEW, "-linux-x64", folder);
        state(NEW);
        assertNotInstalled(install(NEW), "holds 'audit-ecr-ptc 9.9.9'");
    }

    @Test
    void aProgramOfSomebodyElseStays() throws Exception {
        Path other = Files.createDirectories(prefix.resolve("bin")).resolve("kubectl-audit_ecr_ptc");
        Files.writeString(other, "mine");

        assertThat(install(NEW).err()).contains("is not from this installer: move it away");
        assertThat(other).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://127.0.0.1:1 | 0.2.0 | must start with https:// or file://",
                "ftp://127.0.0.1    | 0.2.0 | must start with https:// or file://",
                "https://127.0.0.1:1 | 0.2.0 | cannot be downloaded, for the reason above",
                "file:///nowhere    | 0.2.0 | cannot be downloaded, for the reason above",
                "file:///nowhere    | v0.2.0 | no VERSION: give one",
                "file:///nowhere    | ../../x | no VERSION: give one",
                "file:///nowhere    | '0.2.0\n../x' | no VERSION: give one",
            })
    void aWrongCallChangesNothing(String releases, String version, String error) throws Exception {
        environment.put("PTC_RELEASES", releases);

        assertNotInstalled(install(version), error);
        assertNotInstalled(install(NEW, OLD), "one VERSION is enough");
    }

    /** Wherever it was cut. */
    @Test
    void ofAScriptThatWasCutNothingRuns() throws Exception {
        String script = Files.readString(SCRIPT);
        int whole = script.length() - 1;
        int[] lengths = IntStream.range(0, whole)
                .filter(each -> each % 97 == 0 || each > whole - 16)
                .toArray();
        for (int length : lengths) {
            Path cut = Files.writeString(temp.resolve("cut.sh"), script.substring(0, length));
            ProcessRun.of(temp, environment, List.of("sh", cut.toString(), NEW));
            assertThat(prefix).as("cut after %s characters", length).doesNotExist();
        }
    }

    /** Over TLS, with the tests' own authority. */
    @ParameterizedTest
    @CsvSource({
        "whole,     0, installed",
        "cut,       1, 'cannot be downloaded, for the reason above'",
        "missing,   1, 'cannot be downloaded, for the reason above'",
        "to http,   1, 'cannot be downloaded, for the reason above'",
        "to https,  0, installed",
    })
    void overTls(String how, int exitCode, String said) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(TestPki.context(TestPki.Server.TRUSTED)));
        server.createContext("/", exchange -> answer(exchange, how));
        server.start();
        try {
            environment.put(
                    "CURL_CA_BUNDLE",
                    Files.write(temp.resolve("ca.pem"), TestPki.ca()).toString());
            environment.put(
                    "PTC_RELEASES", "https://localhost:" + server.getAddress().getPort() + "/releases");

            ProcessRun run = install(NEW);

            assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
            if (exitCode == 0) {
                assertInstalled(NEW);
            } else {
                assertNotInstalled(run, said);
            }
        } finally {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange, String how) throws IOException {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            Path file = temp.resolve(asked.getPath().substring(1));
            boolean archive = file.toString().endsWith(".gz") && asked.getQuery() == null;
            if (archive && how.startsWith("to ")) {
                String there =
                        how.substring(3) + "://" + exchange.getRequestHeaders().getFirst("Host") + asked + "?again";
                exchange.getResponseHeaders().add("Location", there);
                exchange.sendResponseHeaders(302, -1);
            } else if (archive && how.equals("missing")) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                byte[] content = Files.readAllBytes(file);
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody()
                        .write(content, 0, archive && how.equals("cut") ? content.length / 2 : content.length);
            }
        }
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/shellcheck")), "no shellcheck");

        ProcessRun run = ProcessRun.of(temp, environment, List.of("shellcheck", SCRIPT.toString()));

        assertThat(run.out()).isEmpty();
    }
}

package eu.skyscrapers.ptc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What packs the archives of a release, as other programs see them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes and links are looked at")
class ArchiveTest {
    /** With its folder longer than the 100 bytes that a name has in a tar archive. */
    private static final String DEEP = "legal/" + "m".repeat(60) + "/" + "n".repeat(60) + ".txt";

    private static final byte[] BLOCK = "0123456789abcdef".repeat(32).getBytes(US_ASCII);

    @TempDir
    private Path temp;

    private Path folder;

    @BeforeEach
    void write() throws IOException {
        folder = temp.resolve("program-1.0");
        file("bin/run", "#!/bin/sh\necho ran\n");
        Files.setPosixFilePermissions(folder.resolve("bin/run"), PosixFilePermissions.fromString("rwx------"));
        file("bin/run.cmd", "");
        file(DEEP, "deep");
        file("lib/block", "");
        Files.write(folder.resolve("lib/block"), BLOCK);
        Files.createSymbolicLink(folder.resolve("lib/link"), Path.of("block"));
        Files.createSymbolicLink(folder.resolve("linked"), Path.of("legal"));
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path pack(String ending, String zone) throws Exception {
        Path archive = temp.resolve("archive." + ending);
        run(
                Map.of("TZ", zone, "LC_ALL", "C"),
                System.getProperty("java.home") + "/bin/java",
                Path.of("src/packaging/Archive.java").toAbsolutePath().toString(),
                folder.toString(),
                archive.toString(),
                "2026-01-02T03:04:06Z");
        return archive;
    }

    private ProcessRun run(Map<String, String> environment, String... command) throws Exception {
        ProcessRun run = ProcessRun.of(temp, environment, List.of(command));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    /** Sorted, of root and of one time, whoever packed it; each file as one of its own, as krew takes no links. */
    @Test
    void tarReadsIt() throws Exception {
        Path archive = pack("tar.gz", "UTC");

        assertThat(run(Map.of(), "tar", "-tvzf", archive.toString())
                        .out()
                        .lines()
                        .map(line -> line.replaceAll(" .* ", " ")))
                .containsExactly(
                        "drwxr-xr-x program-1.0/",
                        "drwxr-xr-x program-1.0/bin/",
                        "-rwxr-xr-x program-1.0/bin/run",
                        "-rw-r--r-- program-1.0/bin/run.cmd",
                        "drwxr-xr-x program-1.0/legal/",
                        "drwxr-xr-x program-1.0/legal/" + "m".repeat(60) + "/",
                        "-rw-r--r-- program-1.0/" + DEEP,
                        "drwxr-xr-x program-1.0/lib/",
                        "-rw-r--r-- program-1.0/lib/block",
                        "-rw-r--r-- program-1.0/lib/link",
                        "drwxr-xr-x program-1.0/linked/",
                        "drwxr-xr-x program-1.0/linked/" + "m".repeat(60) + "/",
                        "-rw-r--r-- program-1.0/" + DEEP.replace("legal", "linked"));
        Path there = Files.createDirectory(temp.resolve("there"));
        run(Map.of(), "tar", "-C", there.toString(), "-xzf", archive.toString());
        assertUnpacked(there);
        assertThat(run(Map.of(), there.resolve("program-1.0/bin/run").toString())
                        .out())
                .isEqualTo("ran\n");
    }

    @Test
    void theZipIsTheSame() throws Exception {
        assumeThat(Path.of("/usr/bin/unzip")).isExecutable();
        Path there = Files.createDirectory(temp.resolve("there"));
        run(Map.of("TZ", "UTC"), "unzip", "-q", pack("zip", "UTC").toString(), "-d", there.toString());

        assertUnpacked(there);
        assertThat(run(Map.of(), there.resolve("program-1.0/bin/run").toString())
                        .out())
                .isEqualTo("ran\n");
    }

    private void assertUnpacked(Path there) throws IOException {
        Path unpacked = there.resolve("program-1.0");
        for (String file : List.of("lib/block", "lib/link")) {
            assertThat(unpacked.resolve(file)).isRegularFile().hasBinaryContent(BLOCK);
        }
        assertThat(unpacked.resolve(DEEP)).hasContent("deep");
        assertThat(unpacked.resolve("linked")).isDirectory();
        assertThat(Files.isSymbolicLink(unpacked.resolve("lib/link"))).isFalse();
        assertThat(Files.getLastModifiedTime(unpacked.resolve("lib/block")).toInstant())
                .isEqualTo("2026-01-02T03:04:06Z");
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws Exception {
        for (String ending : List.of("tar.gz", "zip")) {
            byte[] first = Files.readAllBytes(pack(ending, "UTC"));
            Files.setLastModifiedTime(folder.resolve("lib/block"), FileTime.fromMillis(0));
            Files.setLastModifiedTime(folder.resolve("bin"), FileTime.fromMillis(0));

            assertThat(Files.readAllBytes(pack(ending, "America/New_York"))).isEqualTo(first);
        }
    }
}

package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes the files of a release, and the krew manifest that it fills in. */
@EnabledOnOs(OS.LINUX)
class ReleaseTest {
    private static final Path SCRIPT = Path.of(".github/scripts/release.sh").toAbsolutePath();
    private static final String REPOSITORY = "some-one/some.thing";

    @TempDir
    private Path temp;

    private String version;
    private String name;
    private Path target;
    private Path runtime;

    /** What Maven leaves, with files of a few bytes. */
    @BeforeEach
    void build() throws Exception {
        assumeThat(Stream.of("/usr/bin/zip", "/bin/zip").map(Path::of)).anyMatch(Files::isExecutable);
        version = ManifestsTest.version();
        name = "audit-ecr-ptc-" + version;
        target = Files.createDirectory(temp.resolve("target folder"));
        program(target.resolve("audit-ecr-ptc"));
        Files.writeString(target.resolve("audit-ecr-ptc.cdx.json"), "{}");
        runtime = temp.resolve(name);
        program(runtime);
        Files.writeString(
                Files.createDirectory(runtime.resolve("runtime")).resolve("release"), "JAVA_VERSION=\"25\"\n");
        pack();
    }

    private static void program(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(Files.createDirectories(folder.resolve("lib")).resolve("audit-ecr-ptc.jar"), "jar");
        for (String launcher : List.of("audit-ecr-ptc", "kubectl-audit_ecr_ptc")) {
            Path file = Files.copy(Path.of("src/main/launcher/audit-ecr-ptc"), folder.resolve("bin/" + launcher));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void pack() throws Exception {
        run("tar", "-czf", target + "/" + name + "-linux-x64.tar.gz", name);
    }

    @Test
    void holdsTheArchivesTheirChecksumsAndTheKrewManifest() throws Exception {
        assertThat(release().err()).isEmpty();

        Map<String, String> sums = new TreeMap<>();
        for (String line : Files.readAllLines(out().resolve("SHA256SUMS"))) {
            sums.put(line.substring(66), line.substring(0, 64));
        }
        assertThat(sums.keySet())
                .isEqualTo(Set.of(
                        name + ".tar.gz",
                        name + ".zip",
                        name + "-linux-x64.tar.gz",
                        name + ".cdx.json",
                        "audit-ecr-ptc.yaml"));
        for (Map.Entry<String, String> sum : sums.entrySet()) {
            byte[] content = Files.readAllBytes(out().resolve(sum.getKey()));
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                    .isEqualTo(sum.getValue());
        }
        assertThat(run("tar", "-tzf", out().resolve(name + ".tar.gz").toString())
                        .out()
                        .lines())
                .contains(
                        name + "/bin/audit-ecr-ptc",
                        name + "/bin/kubectl-audit_ecr_ptc",
                        name + "/lib/audit-ecr-ptc.jar");
    }

    /** It fits the Java of the runner alone, and the archive is for any. */
    @Test
    void anyJavasArchiveHoldsNoStartUpArchive() throws Exception {
        for (String archive : List.of("audit-ecr-ptc.aot", "audit-ecr-ptc.jsa")) {
            Files.writeString(target.resolve("audit-ecr-ptc/lib").resolve(archive), "classes");
        }
        release();

        assertThat(run("tar", "-tzf", out().resolve(name + ".tar.gz").toString())
                        .out())
                .doesNotContain(".aot", ".jsa");
    }

    @Test
    void theBillOfMaterialsGoesWithIt() throws Exception {
        release();

        assertThat(out().resolve(name + ".cdx.json")).hasContent("{}");
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws Exception {
        release();
        Map<String, byte[]> first = content();
        for (String file : List.of("bin/audit-ecr-ptc", "lib/audit-ecr-ptc.jar")) {
            Files.setLastModifiedTime(target.resolve("audit-ecr-ptc").resolve(file), FileTime.fromMillis(0));
        }
        release();

        assertThat(content()).usingRecursiveComparison().isEqualTo(first);
    }

    /** By the rules of krew's own validation (krew 0.5.0: internal/index/validation/validate.go). */
    @Test
    void theKrewManifestIsWhatKrewTakes() throws Exception {
        release();
        String text = Files.readString(out().resolve("audit-ecr-ptc.yaml"));
        JsonNode manifest = ShippedYaml.documents(text).get(0);

        assertThat(text).doesNotContain("@");
        assertThat(manifest.path("apiVersion").asText()).isEqualTo("krew.googlecontainertools.github.com/v1alpha2");
        assertThat(manifest.path("kind").asText()).isEqualTo("Plugin");
        assertThat(manifest.at("/metadata/name").asText()).isEqualTo("audit-ecr-ptc");
        JsonNode spec = manifest.path("spec");
        assertThat(spec.path("version").asText()).isEqualTo("v" + version).matches("v\\d+\\.\\d+\\.\\d+(-[\\w.]+)?");
        assertThat(spec.path("homepage").asText()).isEqualTo("https://github.com/" + REPOSITORY);
        // A few words, says krew's guide: a search shows them in one line.
        assertThat(spec.path("shortDescription").asText()).hasSizeBetween(1, 50).doesNotContain("\n");
        assertThat(spec.path("platforms")).hasSize(2);
        for (JsonNode platform : spec.path("platforms")) {
            assertThat(platform.path("selector").toString()).matches(".*\"(os|arch)\".*");
            String uri = platform.path("uri").asText();
            assertThat(uri).startsWith("https://github.com/" + REPOSITORY + "/releases/download/v" + version + "/");
            String archive = uri.substring(uri.lastIndexOf('/') + 1);
            assertThat(out().resolve(archive)).exists();
            assertThat(Files.readString(out().resolve("SHA256SUMS")))
                    .contains(platform.path("sha256").asText() + "  " + archive + "\n");
            assertThat(platform.path("sha256").asText()).matches("[a-f0-9]{64}");
            assertThat(platform.path("files").toString()).isEqualTo("[{\"from\":\"" + name + "/*\",\"to\":\".\"}]");
            // Where it lies after krew has moved what the top folder holds.
            assertThat(run(
                                    "tar",
                                    "-tvzf",
                                    out().resolve(archive).toString(),
                                    name + "/" + platform.path("bin").asText())
                            .out())
                    .startsWith("-rwxr-xr-x");
        }
        assertThat(spec.at("/platforms/0/selector/matchLabels").toString())
                .isEqualTo("{\"os\":\"linux\",\"arch\":\"amd64\"}");
        assertThat(spec.at("/platforms/0/uri").asText()).endsWith("-linux-x64.tar.gz");
    }

    /** krew would refuse it on every machine, after the release. A jlinked runtime has links among its licences. */
    @Test
    void anArchiveWithALinkIsRefused() throws Exception {
        Files.createSymbolicLink(runtime.resolve("runtime/link"), Path.of("release"));
        pack();

        assertRefused("holds what krew cannot unpack", version, REPOSITORY);
    }

    @Test
    void anArchiveOfAnotherFolderIsRefused() throws Exception {
        Files.move(runtime, temp.resolve("other"));
        run("tar", "-czf", target + "/" + name + "-linux-x64.tar.gz", "other");

        assertRefused("holds more than the folder", version, REPOSITORY);
    }

    @Test
    void anotherVersionThanThatOfTheSourcesIsRefused() throws Exception {
        assertRefused("the version of pom.xml is " + version, "999.0.0", REPOSITORY);
        assertRefused("no version", "$(id)", REPOSITORY);
        assertRefused("no repository", version, "a/b/c");
    }

    @Test
    void aMissingArchiveIsRefused() throws Exception {
        Files.delete(target.resolve(name + "-linux-x64.tar.gz"));

        assertRefused("is missing", version, REPOSITORY);
    }

    @Test
    void aMissingBillOfMaterialsIsRefused() throws Exception {
        Files.delete(target.resolve("audit-ecr-ptc.cdx.json"));

        assertRefused("audit-ecr-ptc.cdx.json, the bill of materials, is missing: run", version, REPOSITORY);
    }

    private Path out() {
        return target.resolve("release");
    }

    private Map<String, byte[]> content() throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(out())) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return content;
    }

    private ProcessRun release() throws Exception {
        return run(SCRIPT.toString(), version, REPOSITORY, target.toString());
    }

    private void assertRefused(String error, String version, String repository) throws Exception {
        ProcessRun run = call(SCRIPT.toString(), version, repository, target.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("release: ").contains(error);
        assertThat(out().resolve("SHA256SUMS")).doesNotExist();
    }

    private ProcessRun run(String... command) throws Exception {
        ProcessRun run = call(command);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private ProcessRun call(String... command) throws Exception {
        return ProcessRun.of(temp, Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8"), List.of(command));
    }
}

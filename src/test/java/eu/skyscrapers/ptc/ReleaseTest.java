package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.companions.Companions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that makes the files of a release, and what names them: krew manifest, Homebrew formula, workflow and docs. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a release is made on Linux")
class ReleaseTest {
    private static final Path SCRIPT = Path.of(".github/scripts/release.sh").toAbsolutePath();
    private static final String REPOSITORY = "some-one/some.thing";

    @TempDir
    private Path temp;

    private String version;
    private String name;
    private Path target;
    private Path program;

    /** What Maven leaves on each platform, with files of a few bytes. */
    @BeforeEach
    void build() throws Exception {
        assumeThat(Stream.of("/usr/bin/unzip", "/bin/unzip").map(Path::of)).anyMatch(Files::isExecutable);
        version = ManifestsTest.version();
        name = "audit-ecr-ptc-" + version;
        target = Files.createDirectory(temp.resolve("target folder"));
        Files.writeString(target.resolve("audit-ecr-ptc.cdx.json"), "{}");
        program = temp.resolve(name);
        program(program);
        for (String ending : List.of(".tar.gz", ".zip")) {
            pack(name + ending);
        }
        Files.createDirectory(program.resolve("runtime"));
        for (Platform platform : Platform.all()) {
            Files.writeString(program.resolve("runtime/release"), "OS_ARCH=" + platform.name());
            pack(platform.archive(version));
        }
    }

    private static void program(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(Files.createDirectories(folder.resolve("lib")).resolve("audit-ecr-ptc.jar"), "jar");
        for (String launcher : List.of("audit-ecr-ptc", "kubectl-audit_ecr_ptc")) {
            Path file = Files.copy(Path.of("src/main/launcher/audit-ecr-ptc"), folder.resolve("bin/" + launcher));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void pack(String archive) throws Exception {
        Path file = target.resolve(archive);
        if (archive.endsWith(".tar.gz")) {
            run("tar", "-czf", file.toString(), name);
            return;
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Path each : ShippedYaml.files(temp.resolve(name), "")) {
                if (Files.isRegularFile(each)) {
                    zip.putNextEntry(new ZipEntry(temp.relativize(each).toString()));
                    Files.copy(each, zip);
                }
            }
        }
    }

    @Test
    void holdsTheArchivesTheirChecksumsAndWhatInstallsThem() throws Exception {
        assertThat(release().err()).isEmpty();

        Map<String, String> sums = sums();
        Set<String> files = new TreeSet<>(Set.of(
                name + ".tar.gz",
                name + ".zip",
                name + ".cdx.json",
                "audit-ecr-ptc.yaml",
                "audit-ecr-ptc.rb",
                "install.sh",
                "k9s.yaml",
                "audit-ecr-ptc-helm-" + version + ".tgz"));
        Platform.all().forEach(platform -> files.add(platform.archive(version)));
        assertThat(sums.keySet()).isEqualTo(files);
        for (Map.Entry<String, String> sum : sums.entrySet()) {
            byte[] content = Files.readAllBytes(out().resolve(sum.getKey()));
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                    .isEqualTo(sum.getValue());
        }
        assertThat(Set.copyOf(sums.values())).as("no two of them the same").hasSameSizeAs(sums.keySet());
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
        Files.setLastModifiedTime(target.resolve("audit-ecr-ptc.cdx.json"), FileTime.fromMillis(0));
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
        Map<String, String> archives = new LinkedHashMap<>();
        for (JsonNode platform : spec.path("platforms")) {
            assertThat(platform.path("selector").toString()).matches(".*\"(os|arch)\".*");
            String archive = archive(
                    platform.path("uri").asText(), platform.path("sha256").asText());
            archives.put(
                    platform.at("/selector/matchLabels/os").asText()
                            + "/"
                            + platform.at("/selector/matchLabels/arch").asText(),
                    archive);
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
        Map<String, String> expected = listed(Platform::krew);
        expected.put("/", name + ".tar.gz");
        assertThat(archives).isEqualTo(expected);
        assertThat(List.copyOf(archives.keySet()))
                .as("the first that fits is taken")
                .endsWith("/");
    }

    /** The archives by a column of the list. */
    private Map<String, String> listed(Function<Platform, String> column) throws IOException {
        return Platform.all().stream()
                .filter(platform -> !column.apply(platform).equals("-"))
                .collect(Collectors.toMap(column, platform -> platform.archive(version)));
    }

    /** The archive that is behind a URL, if its sum is that of the file of the release. */
    private String archive(String url, String sum) throws IOException {
        assertThat(url).startsWith("https://github.com/" + REPOSITORY + "/releases/download/v" + version + "/");
        String archive = url.substring(url.lastIndexOf('/') + 1);
        assertThat(sums()).containsEntry(archive, sum);
        return archive;
    }

    @Test
    void theHomebrewFormulaHasEachPlatformOnce() throws Exception {
        release();
        String text = Files.readString(out().resolve("audit-ecr-ptc.rb"));

        assertThat(text)
                .doesNotContain("@")
                .startsWith("class AuditEcrPtc < Formula\n")
                .contains("  version \"" + version + "\"\n");
        Map<String, String> archives = new HashMap<>();
        String system = "";
        String processor = "";
        String url = "";
        Matcher call = Pattern.compile("(?m)^ +(?:on_(macos|linux)|on_(arm|intel)|url|sha256) (?:do|\"(.*)\")$")
                .matcher(text);
        while (call.find()) {
            String word = call.group().strip();
            if (call.group(1) != null) {
                system = call.group(1);
                assertThat(text.indexOf(word)).as("one block of each").isEqualTo(text.lastIndexOf(word));
            } else if (call.group(2) != null) {
                processor = call.group(2);
            } else if (word.startsWith("url")) {
                url = call.group(3);
            } else {
                archives.put(system + "/" + processor, archive(url, call.group(3)));
            }
        }
        assertThat(archives).isEqualTo(listed(Platform::homebrew));
    }

    @Test
    void theHomebrewFormulaIsRuby() throws Exception {
        assumeThat(Path.of("/usr/bin/ruby")).as("ruby is not installed").isExecutable();
        release();

        assertThat(run("ruby", "-wc", out().resolve("audit-ecr-ptc.rb").toString())
                        .err())
                .isEmpty();
    }

    /** A folder of the formula that an archive does not have would end each installation. */
    @Test
    void theFormulaInstallsWhatTheProgramHas() throws Exception {
        String formula = Files.readString(Path.of("src/install/homebrew.rb"));

        assertThat(formula).contains("libexec.install \"bin\", \"lib\", \"runtime\"\n");
        for (String file : List.of(
                "share/bash-completion/completions/audit-ecr-ptc",
                "share/fish/vendor_completions.d/audit-ecr-ptc.fish",
                "share/zsh/site-functions/_audit-ecr-ptc",
                "share/man/man1/")) {
            assertThat(formula).contains('"' + file);
            assertThat(companions()).anyMatch(companion -> companion.startsWith(file));
        }
    }

    private List<String> companions() throws Exception {
        Path share = temp.resolve("share");
        Companions.main(new String[] {
            Path.of("src/main").toAbsolutePath().toString(), share.toString(), version, "2026-01-02T03:04:06Z"
        });
        return ShippedYaml.files(share, "").stream()
                .map(file -> temp.relativize(file).toString())
                .toList();
    }

    /** On each platform, up to the start of the program, which is none here: its checksum was right then. */
    @Test
    void theInstallerFindsTheArchiveOfEachPlatform() throws Exception {
        release();
        Files.createSymbolicLink(temp.resolve("v" + version), out());
        Path tools = Files.createDirectory(temp.resolve("tools"));
        Path uname = Files.writeString(
                tools.resolve("uname"), "#!/bin/sh\ncase $1 in -s) echo $SYSTEM ;; -m) echo $PROCESSOR ;; esac\n");
        Files.setPosixFilePermissions(uname, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Platform platform : Platform.all()) {
            if (platform.ending().equals("tar.gz")) {
                String[] words = platform.name().split("-", -1);
                Map<String, String> environment = Map.of(
                        "PATH",
                        tools + ":/usr/bin:/bin",
                        "SYSTEM",
                        words[0].equals("linux") ? "Linux" : "Darwin",
                        "PROCESSOR",
                        words[1].equals("x64") ? "x86_64" : words[1],
                        "PREFIX",
                        temp.resolve("prefix").toString(),
                        "PTC_RELEASES",
                        "file://" + temp);

                ProcessRun run = ProcessRun.of(
                        temp,
                        environment,
                        List.of("sh", out().resolve("install.sh").toString()));

                assertThat(run.out()).contains("Downloading " + platform.archive(version) + "\n");
                assertThat(run.err()).contains(platform.archive(version) + " does not start here");
            }
        }
        assertThat(Files.readString(out().resolve("install.sh")))
                .startsWith("#!/bin/sh\n")
                .contains("https://github.com/" + REPOSITORY + "/releases/download'");
    }

    @Test
    void theHelmPluginIsOfThisVersion() throws Exception {
        release();
        run(
                "tar",
                "-xzf",
                out().resolve("audit-ecr-ptc-helm-" + version + ".tgz").toString());

        assertThat(temp.resolve("audit-ecr-ptc")).isDirectoryContaining("glob:**/plugin.yaml");
        JsonNode plugin =
                ShippedYaml.documents(temp.resolve("audit-ecr-ptc/plugin.yaml")).get(0);
        assertThat(plugin.path("version").asText()).isEqualTo(version);
        assertThat(plugin.path("sourceURL").asText()).isEqualTo("https://github.com/" + REPOSITORY);
    }

    @Test
    void whatTheDocsDownloadIsInTheRelease() throws Exception {
        release();
        List<Path> pages = new ArrayList<>(ShippedYaml.files(Path.of(".github/docs"), ".md"));
        pages.addAll(List.of(Path.of("README.md"), Path.of("src/install/install.sh")));
        Set<String> named = new TreeSet<>();
        for (Path page : pages) {
            Pattern.compile("/releases/(?:latest/download|download/v(?:0\\.1\\.0|\\$VERSION))/([\\w.$-]+)")
                    .matcher(Files.readString(page))
                    .results()
                    .forEach(url ->
                            named.add(url.group(1).replace("$VERSION", "0.1.0").replace("0.1.0", version)));
        }

        assertThat(named).contains("install.sh", "k9s.yaml", "audit-ecr-ptc-helm-" + version + ".tgz");
        assertThat(sums().keySet()).containsAll(named);
    }

    /** Each archive is built on a machine of its own kind, and so is each image. */
    @Test
    void theWorkflowBuildsEachPlatformOfTheList() throws Exception {
        JsonNode jobs = ShippedYaml.documents(Path.of(".github/workflows/release.yml"))
                .get(0)
                .path("jobs");

        assertThat(matrix(jobs.path("archives"), "platform"))
                .isEqualTo(Platform.all().stream().collect(Collectors.toMap(Platform::name, Platform::runner)));
        assertThat(matrix(jobs.path("image"), "platform"))
                .isEqualTo(Platform.all().stream()
                        .filter(platform -> platform.name().startsWith("linux-"))
                        .collect(Collectors.toMap(Platform::krew, Platform::runner)));
    }

    private static Map<String, String> matrix(JsonNode job, String key) {
        assertThat(job.path("runs-on").asText()).isEqualTo("${{ matrix.runner }}");
        Map<String, String> runners = new HashMap<>();
        job.at("/strategy/matrix/include")
                .forEach(each ->
                        runners.put(each.path(key).asText(), each.path("runner").asText()));
        return runners;
    }

    @Test
    void theDocsListEachPlatform() throws Exception {
        List<String> rows = Pattern.compile("(?m)^\\| `(audit-ecr-ptc-VERSION-.*?)` ")
                .matcher(Files.readString(Path.of(".github/docs/install.md")))
                .results()
                .map(row -> row.group(1))
                .toList();

        assertThat(rows)
                .isEqualTo(Platform.all().stream()
                        .map(platform -> platform.archive("VERSION"))
                        .toList());
    }

    /** In the docs, the workflows and what is installed. */
    @Test
    void nothingElseNamesAnArchiveThatDoesNotExist() throws Exception {
        Pattern archive = Pattern.compile(
                "audit-ecr-ptc-(?:\\d+\\.\\d+\\.\\d+|VERSION|\\$VERSION)(-[a-z0-9-]+)?\\.(tar\\.gz|zip)\\b");
        Set<String> known = new HashSet<>(Set.of("null.tar.gz", "null.zip"));
        Platform.all().forEach(platform -> known.add("-" + platform.name() + "." + platform.ending()));
        List<Path> files = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : List.of(".github", "src/container", "src/deploy", "src/install")) {
            files.addAll(ShippedYaml.files(Path.of(folder), ""));
        }
        for (Path file : files) {
            if (Files.isRegularFile(file) && !file.toString().endsWith(".png")) {
                archive.matcher(Files.readString(file))
                        .results()
                        .forEach(named -> assertThat(known)
                                .as(named.group() + " in " + file)
                                .contains(named.group(1) + "." + named.group(2)));
            }
        }
    }

    /** krew would refuse it on every machine, after the release. A jlinked runtime has links among its licences. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-linux-arm64"})
    void anArchiveWithALinkIsRefused(String platform) throws Exception {
        Files.createSymbolicLink(program.resolve("runtime/link"), Path.of("release"));
        run("tar", "-czf", target + "/" + name + platform + ".tar.gz", name);

        assertRefused("holds what krew cannot unpack", version, REPOSITORY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-macos-x64.tar.gz", "-windows-x64.zip"})
    void anArchiveOfAnotherFolderIsRefused(String ending) throws Exception {
        String own = name;
        Files.move(program, temp.resolve("other"));
        name = "other";
        pack(own + ending);

        assertRefused(own + ending + " holds more than the folder " + own, version, REPOSITORY);
    }

    @Test
    void anArchiveWithoutTheKubectlPluginIsRefused() throws Exception {
        Files.delete(program.resolve("bin/kubectl-audit_ecr_ptc"));
        pack(name + "-macos-arm64.tar.gz");

        assertRefused("holds no kubectl plugin", version, REPOSITORY);
    }

    @Test
    void anotherVersionThanThatOfTheSourcesIsRefused() throws Exception {
        assertRefused("the version of pom.xml is " + version, "999.0.0", REPOSITORY);
        assertRefused("no version", "$(id)", REPOSITORY);
        assertRefused("no repository", version, "a/b/c");
    }

    /** A release without one of its platforms would be found out by whoever sits at that platform. */
    @Test
    void eachMissingArchiveIsRefusedByName() throws Exception {
        List<String> archives = new ArrayList<>(List.of(name + ".tar.gz", name + ".zip"));
        Platform.all().forEach(platform -> archives.add(platform.archive(version)));
        for (String archive : archives) {
            Path away = Files.move(target.resolve(archive), temp.resolve(archive));
            assertRefused(archive + " is missing: run ./mvnw -Pruntime package", version, REPOSITORY);
            Files.move(away, target.resolve(archive));
        }
    }

    @Test
    void aMissingBillOfMaterialsIsRefused() throws Exception {
        Files.delete(target.resolve("audit-ecr-ptc.cdx.json"));

        assertRefused("audit-ecr-ptc.cdx.json, the bill of materials, is missing: run", version, REPOSITORY);
    }

    /** In a copy of the sources, whose build leaves what the one of this Linux would. */
    @Test
    void hereMakesWhatThisMachineCanAndNamesTheRest() throws Exception {
        Path sources = temp.resolve("sources");
        List<Path> files = new ArrayList<>(ShippedYaml.files(Path.of("src/install"), ""));
        files.addAll(List.of(
                Path.of(".github/scripts/release.sh"), Path.of(".github/scripts/image.sh"),
                Path.of("pom.xml"), Path.of("src/packaging/platforms.txt")));
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                Files.createDirectories(sources.resolve(file).getParent());
                Files.copy(file, sources.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        for (String archive :
                List.of("-macos-arm64.tar.gz", "-macos-x64.tar.gz", "-linux-arm64.tar.gz", "-windows-x64.zip")) {
            Files.delete(target.resolve(name + archive));
        }
        Files.move(target, sources.resolve("built"));
        script(sources.resolve("mvnw"), "echo \"$*\" >calls && mkdir -p target && cp -R built/* target/");
        Path tools = Files.createDirectory(temp.resolve("tools"));
        script(tools.resolve("java"), "echo '    java.specification.version = 25' >&2");
        script(tools.resolve("docker"), "[ \"$1\" = build ]");

        ProcessRun here = here(sources, tools);

        assertThat(here.exitCode()).as(here.err()).isZero();
        assertThat(sources.resolve("calls")).hasContent("-Pruntime -DskipTests package cyclonedx:makeBom");
        assertThat(here.out())
                .containsPattern("(?m)^" + name + "-linux-x64.tar.gz +\\d+ KiB$")
                .containsPattern("(?m)^audit-ecr-ptc.rb +\\d+ KiB$")
                .containsPattern(
                        "(?m)^container image audit-ecr-ptc:" + version + " +not made: no Docker answers here$")
                .containsPattern(
                        "(?m)^" + name + "-macos-arm64.tar.gz +not made: only on macos-arm64, as on GitHub's macos-15$")
                .containsPattern("(?m)^" + name + "-windows-x64.zip +not made: only on windows-x64, as on GitHub's ");
        for (String file : List.of("audit-ecr-ptc.yaml", "audit-ecr-ptc.rb")) {
            assertThat(Files.readString(sources.resolve("target/release").resolve(file)))
                    .contains("-linux-x64.tar.gz")
                    .doesNotContain("macos", "linux-arm64");
        }
        Path calls = temp.resolve("docker-calls");
        String docker =
                "echo \"$*\" >>'%s'; case $* in *--version) echo audit-ecr-ptc %s ;; *cluster.yaml) exit %d ;; esac";
        script(tools.resolve("docker"), docker.formatted(calls, version, 1));
        assertThat(here(sources, tools).out())
                .containsPattern("(?m)^container image audit-ecr-ptc:" + version
                        + " +made and run, for this machine's processor$");
        assertThat(calls)
                .content()
                .contains("\nbuild -q -f src/container/Dockerfile -t audit-ecr-ptc:" + version + " .\n")
                .containsPattern(
                        "\nrun .*--read-only .* audit-ecr-ptc:" + version + " .* -f /examples/recorded-cluster.yaml\n")
                .containsPattern("\nrun .* -XX:AOTMode=on ");
        script(tools.resolve("docker"), docker.formatted(calls, version, 0));
        assertThat(here(sources, tools).err())
                .endsWith(": the audit of the recorded cluster ended with exit code 0, and not 1\n");
        script(tools.resolve("docker"), docker.formatted(calls, "0.0.9", 1));
        assertThat(here(sources, tools).err())
                .endsWith(": --version said audit-ecr-ptc 0.0.9, and not " + version + "\n");

        for (Map.Entry<String, String> java : Map.of(
                        "echo '    java.specification.version = 17' >&2", "17", "exit 1", "none")
                .entrySet()) {
            script(tools.resolve("java"), java.getKey());
            ProcessRun refused = here(sources, tools);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .isEqualTo(
                            "release: --here needs JDK 25 or newer in JAVA_HOME or on the PATH, and this is %s\n",
                            java.getValue());
        }
    }

    private ProcessRun here(Path sources, Path tools) throws Exception {
        return ProcessRun.of(
                temp,
                Map.of("PATH", tools + ":/usr/bin:/bin"),
                List.of(sources.resolve(".github/scripts/release.sh").toString(), "--here"));
    }

    private static void script(Path file, String command) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path out() {
        return target.resolve("release");
    }

    private Map<String, String> sums() throws IOException {
        Map<String, String> sums = new TreeMap<>();
        for (String line : Files.readAllLines(out().resolve("SHA256SUMS"))) {
            sums.put(line.substring(66), line.substring(0, 64));
        }
        return sums;
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

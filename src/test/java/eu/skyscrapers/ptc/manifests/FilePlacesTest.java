package eu.skyscrapers.ptc.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judge;
import eu.skyscrapers.ptc.audit.Places;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.ReadError;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an audit of files says that an image is written; a column only where exactly the reference stands there. */
class FilePlacesTest {
    private static final String POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n";

    @TempDir
    private Path folder;

    private String places(String image, String... files) throws Exception {
        String[] paths = new String[files.length];
        for (int i = 0; i < files.length; i++) {
            paths[i] = Files.writeString(folder.resolve((char) ('a' + i) + ".yaml"), files[i])
                    .toString();
        }
        return shown(image, read("", paths));
    }

    private static ClusterResult read(String standardInput, String... paths) throws Exception {
        Fold fold = new Fold(true);
        FileSource source =
                FileSource.of(List.of(paths), new ByteArrayInputStream(standardInput.getBytes(UTF_8)), Scope.ALL, true);
        List<ReadError> errors = source.read(fold, (name, read, expected) -> {}).errors();
        return fold.result(
                "files",
                null,
                errors,
                "nothing",
                Judge.of(Cache.builtIn("123456789012.dkr.ecr.eu-west-1.amazonaws.com")));
    }

    private static Places places(String image, ClusterResult result) {
        assertThat(result.errors()).isEmpty();
        assertThat(result.images()).extracting(ImageFinding::image).contains(image);
        return result.images().stream()
                .filter(finding -> finding.image().equals(image))
                .findFirst()
                .orElseThrow()
                .usedBy()
                .get(0)
                .places();
    }

    /** As {@code a:6:12}, without the column where none is known; a column is looked up in the file. */
    private static String shown(String image, ClusterResult result) throws Exception {
        Places places = places(image, result);
        for (FilePlace place : places.listed()) {
            if (place.column() > 0) {
                String line = Files.readAllLines(Path.of(place.file())).get((int) place.line() - 1);
                int start = line.offsetByCodePoints(0, place.column() - 1);
                assertThat(line.substring(start)).startsWith(image);
            }
        }
        return places.listed().stream()
                        .map(place -> place.file().replaceAll(".*[/\\\\]|\\.yaml", "") + ":" + place.line()
                                + (place.column() == 0 ? "" : ":" + place.column()))
                        .collect(Collectors.joining(" "))
                + (places.more() == 0 ? "" : " +" + places.more());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx:1", "\"nginx:1\"", "'nginx:1'", "  nginx:1 # x"})
    void isTheReferenceItself(String written) throws Exception {
        assertThat(places("nginx:1", POD + "  - image: " + written + "\n    name: web\n"))
                .startsWith("a:6:");
        assertThat(places(
                        "nginx:1",
                        "# x\n---\n" + POD + "  - {name: \u00e9\ud83d\ude00, image: " + written + "\n    }\n"))
                .startsWith("a:8:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"nginx\\u003a1\"",
                "|-\n      nginx:1",
                ">-\n      nginx:1",
                "&x nginx:1",
                "!!str nginx:1",
                "\"nginx:\\\n      1\""
            })
    void isOnlyItsLineWhereItIsWrittenInAnotherWay(String written) throws Exception {
        assertThat(places("nginx:1", POD + "  - image: " + written + "\n    name: web\n"))
                .isEqualTo("a:6");
    }

    @Test
    void isWhereItIsWrittenAndNotTheAliasThatBringsIt() throws Exception {
        String deployment = """
                x: &base
                  image: nginx:1
                  name: web
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers:
                  - <<: *base
                """;
        assertThat(places("nginx:1", deployment)).isEqualTo("a:2:10");
    }

    @Test
    void isTheLineOfAReferenceInPieces() throws Exception {
        String chart = """
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: x}
                spec:
                  values:
                    image:
                      registry: quay.io
                      repository: acme/api
                      tag: v1
                    sidecar:
                      image: quay.io/acme/sidecar
                """;
        assertThat(places("quay.io/acme/api:v1", chart)).isEqualTo("a:8");
        assertThat(places("quay.io/acme/sidecar", chart)).isEqualTo("a:11:14");
    }

    @Test
    void isTheLineWithinValuesThatAreAText() throws Exception {
        String chart = """
                apiVersion: helm.cattle.io/v1
                kind: HelmChart
                metadata: {name: x}
                spec:
                  valuesContent: |-
                    # these
                    sidecar:
                      image: quay.io/acme/sidecar
                """;
        assertThat(places("quay.io/acme/sidecar", chart)).isEqualTo("a:8");
    }

    @Test
    void isTheLineInJson() throws Exception {
        String pod = """
                {
                  "kind": "Pod", "apiVersion": "v1", "metadata": {"name": "web"},
                  "spec": {"containers": [{"name": "web",
                    "image": "nginx:1"}]}
                }
                """;
        assertThat(places("nginx:1", pod)).isEqualTo("a:4");
    }

    @Test
    void isThereForAnImageVolumeWithoutAReference() throws Exception {
        String volumes =
                "  - image: nginx:1\n    name: web\n  volumes:\n  - name: x\n    image:\n      pullPolicy: Always\n";
        assertThat(places("", POD + volumes)).isEqualTo("a:10");
    }

    @Test
    void isThereForWhatStandsBeforeTheKind() throws Exception {
        assertThat(places(
                        "nginx:1",
                        "spec:\n  containers:\n  - image: nginx:1\n    name: web\n"
                                + POD.replace("spec:\n  containers:\n", "")))
                .isEqualTo("a:3:12");
    }

    @Test
    void isEachFileThatSaysTheSame() throws Exception {
        String web = POD + "  - image: nginx:1\n    name: web\n";
        assertThat(places("nginx:1", web, "# prod\n" + web)).isEqualTo("a:6:12 b:7:12");
    }

    @Test
    void isTheSameWhereAFileIsReadTwice() throws Exception {
        String file = Files.writeString(folder.resolve("a.yaml"), POD + "  - image: nginx:1\n    name: web\n")
                .toString();
        assertThat(shown("nginx:1", read("", file, file))).isEqualTo("a:6:12");
    }

    @Test
    void isCountedBeyondTheFirstTen() throws Exception {
        String web = "---\n" + POD + "  - image: nginx:1\n    name: web\n";
        String all = IntStream.range(0, 25).mapToObj(i -> web).collect(Collectors.joining());
        assertThat(places("nginx:1", all)).startsWith("a:7:12 a:15:12 ").endsWith(" a:79:12 +15");
    }

    @Test
    void hasNoFileOnStandardInput() throws Exception {
        Places places = places("nginx:1", read(POD + "  - image: nginx:1\n    name: web\n", "-"));
        assertThat(places.listed()).containsExactly(new FilePlace("", 6, 12));
    }

    @Test
    void isTheSameInAnyEncoding() throws Exception {
        String web = POD + "  - {name: \u00e9, image: nginx:1}\n";
        for (Charset charset : List.of(UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Path file = folder.resolve("x.yaml");
            Files.write(file, ("\ufeff" + web.replace("\n", "\r\n")).getBytes(charset));
            assertThat(places("nginx:1", read("", file.toString())).listed())
                    .extracting(FilePlace::line, FilePlace::column)
                    .containsExactly(tuple(6L, 22));
        }
    }
}

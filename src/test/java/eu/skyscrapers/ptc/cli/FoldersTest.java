package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.manifests.FileSource;
import eu.skyscrapers.ptc.objects.MalformedException;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.PodImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as people have them, with links and worse, and lists saved page by page: nothing is left out in silence. */
@Timeout(60)
class FoldersTest {
    @TempDir
    private Path temp;

    /** What the audit is given; {@code out} is beside it. */
    private Path top;

    private Path out;

    @BeforeEach
    void folders() throws IOException {
        top = Files.createDirectory(temp.resolve("top"));
        out = Files.createDirectory(temp.resolve("out"));
        pod(top.resolve("ok.yaml"), "ok");
    }

    private static Path pod(Path file, String name) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file,
                "kind: Pod\nmetadata: {name: " + name + ", namespace: n}\nspec: {containers: [{name: c, image: "
                        + REGISTRY + "/quay/a/" + name + ":1}]}\n");
    }

    private static Path link(Path link, Path target) throws IOException {
        return Files.createSymbolicLink(link, target);
    }

    private static Cli.Run audit(Path... paths) {
        return new Cli()
                .run(Stream.concat(
                                Stream.of(REGISTRY, "-o", "json"),
                                Arrays.stream(paths).flatMap(path -> Stream.of("-f", "" + path)))
                        .toArray(String[]::new));
    }

    private static int pods(Cli.Run run) throws IOException {
        return new ObjectMapper().readTree(run.out()).at("/clusters/0/pods").asInt();
    }

    private static void assertComplete(Cli.Run run, int pods) throws IOException {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(pods(run)).isEqualTo(pods);
    }

    /** One error, and all the pods that can be read are read. */
    private static void assertError(Cli.Run run, String error, int pods) throws IOException {
        assertThat(run.err().lines()).singleElement().asString().contains(error);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(pods(run)).isEqualTo(pods);
    }

    @Test
    @PosixOnly
    void aLinkedFolderIsRead() throws IOException {
        pod(out.resolve("deep/a.yaml"), "a");
        link(top.resolve("linked"), out);
        Cli.Run run = audit(top);
        assertComplete(run, 2);
        assertThat(run.out()).contains("quay/a/a:1");
    }

    @Test
    @PosixOnly
    void aFolderNamedByALinkIsRead() throws IOException {
        assertComplete(audit(link(temp.resolve("linktop"), top)), 1);
        assertComplete(audit(link(temp.resolve(".hiddentop"), top)), 1);
    }

    @Test
    @PosixOnly
    void aLinkLoopIsAnErrorThatNamesTheLink() throws IOException {
        pod(top.resolve("sub/b.yaml"), "b");
        Path loop = link(top.resolve("sub/loop"), top);
        assertError(audit(top), loop + ": is a link to a folder that contains it; remove the link", 2);
    }

    /** The loop closes below the link, at the folder that was named. */
    @Test
    @PosixOnly
    void aLinkThatLeadsAboveTheFolderIsTheOneNamed() throws IOException {
        Path loop = link(top.resolve("up"), temp);
        assertError(audit(top), loop + ": is a link to a folder that contains it; remove the link", 1);
    }

    @Test
    @PosixOnly
    void aLinkToItselfIsAnErrorWhateverItsName() throws IOException {
        Path itself = link(top.resolve("itself"), Path.of("itself"));
        assertError(audit(top), itself + ": is a link that cannot be followed: ", 1);
    }

    @ParameterizedTest
    @CsvSource({"x.yaml", "x.yml", "x.json", "X.YAML", ".x.yaml"})
    @PosixOnly
    void aLinkToNothingIsAnError(String name) throws IOException {
        link(top.resolve("readme.md"), Path.of("gone"));
        Path dead = link(top.resolve(name), Path.of("gone"));
        assertError(audit(top), dead + ": is a link to nothing", 1);
    }

    @Test
    @PosixOnly
    void aFolderWithNothingButALinkToNothingSaysOnlyThat() throws IOException {
        Path dead = link(out.resolve("x.yaml"), Path.of("gone"));
        assertError(audit(out), dead + ": is a link to nothing", 0);
    }

    private static Path fifo(Path path) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", path.toString())
                        .start()
                        .waitFor())
                .isZero();
        return path;
    }

    @Test
    @PosixOnly
    void aFifoInAFolderIsAnErrorAndNeverWaitedFor() throws IOException, InterruptedException {
        Path fifo = fifo(top.resolve("fifo.yaml"));
        fifo(top.resolve("fifo"));
        assertError(audit(top), fifo + ": is not a regular file", 1);
    }

    @Test
    @PosixOnly
    void aLinkToADeviceIsAnError() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/null")));
        Path device = link(top.resolve("null.yaml"), Path.of("/dev/null"));
        Cli.Run run = audit(top);
        Files.delete(device);
        assertError(run, device + ": is not a regular file", 1);
    }

    /** As the shell does for {@code -f <(helm template .)}. */
    @Test
    @PosixOnly
    void aFifoThatIsNamedIsRead() throws IOException, InterruptedException {
        Path fifo = fifo(temp.resolve("fifo"));
        Process writer = new ProcessBuilder(
                        "/bin/sh", "-c", "cat \"$1\" > \"$2\"", "sh", "" + top.resolve("ok.yaml"), "" + fifo)
                .start();
        try {
            assertComplete(audit(fifo), 1);
        } finally {
            writer.destroyForcibly();
        }
    }

    /** As kubectl applies it. */
    @Test
    void whatIsHiddenBelowTheFolderIsRead() throws IOException {
        pod(top.resolve(".file.yaml"), "file");
        pod(top.resolve(".folder/file.yaml"), "folder");
        assertComplete(audit(top), 3);
    }

    @Test
    @PosixOnly
    void aMountedConfigMapIsReadOnce() throws IOException {
        pod(out.resolve("..2026_11_21/a.yaml"), "a");
        pod(out.resolve("..2026_11_21/b.yaml"), "b");
        link(out.resolve("..data"), Path.of("..2026_11_21"));
        link(out.resolve("a.yaml"), Path.of("..data/a.yaml"));
        link(out.resolve("b.yaml"), Path.of("..data/b.yaml"));
        assertComplete(audit(out), 2);
        Files.writeString(out.resolve("a.yaml"), "kind: \"");
        assertError(audit(out), out.resolve("a.yaml") + ":1: not YAML", 1);
    }

    @Test
    @PosixOnly
    void aFileWithTwoNamesIsReadOnce() throws IOException {
        link(top.resolve("latest.yaml"), Path.of("ok.yaml"));
        link(top.resolve("again"), link(temp.resolve("linktop"), out));
        pod(out.resolve("a.yaml"), "a");
        link(top.resolve("once-more"), out);
        assertComplete(audit(top), 2);
    }

    @Test
    @PosixOnly
    void filesAreReadInTheOrderOfTheirPaths() throws IOException {
        for (String name : List.of("c.yaml", "sub/b.yaml", "a.yaml", "sub.yaml", "d.json", "sub/a.yml")) {
            Files.writeString(pod(top.resolve(name), "x"), "kind: \"");
        }
        link(top.resolve("b.yaml"), Path.of("gone"));
        assertThat(audit(top).err().lines().map(line -> line.replaceAll(".*/top/([^:]*):.*", "$1")))
                .containsExactly("a.yaml", "b.yaml", "c.yaml", "d.json", "sub.yaml", "sub/a.yml", "sub/b.yaml");
    }

    private static void close(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    }

    @Test
    @PosixOnly
    void aFolderThatMayNotBeReadIsAnErrorAndTheRestIsRead() throws IOException {
        Path closed = pod(top.resolve("closed/a.yaml"), "a").getParent();
        pod(top.resolve("z/z.yaml"), "z");
        close(closed);
        try {
            assumeTrue(!Files.isReadable(closed), "root may read everything");
            assertError(audit(top), closed + ": cannot be listed: permission denied; run as a user who may read it", 2);
            assertError(audit(closed.resolve("a.yaml")), "a.yaml: cannot be opened: permission denied", 0);
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    @PosixOnly
    void aFileThatMayNotBeReadIsAnErrorAndTheRestIsRead() throws IOException {
        Path closed = pod(top.resolve("a.yaml"), "a");
        close(closed);
        assumeTrue(!Files.isReadable(closed), "root may read everything");
        assertError(audit(top), closed + ": cannot be opened: permission denied; run as a user who may read it", 1);
    }

    @Test
    void errorsSayWhatToDo() throws IOException {
        assertError(audit(out), "ends in .json, .yaml or .yml; name the files, or the right folder", 0);
        Path empty = Files.createFile(out.resolve("x.yaml"));
        assertError(audit(empty), "x.yaml: holds no Kubernetes object; is it the right file?", 0);
        assertError(audit(top, out), "x.yaml: holds no Kubernetes object; is it the right file?", 1);
    }

    /** As {@code helm template --output-dir} leaves them for what is switched off. */
    @Test
    void aFileOfCommentsIsPassedOverUnlessItIsNamed() throws IOException {
        Path comments =
                Files.writeString(top.resolve("off.yaml"), "---\n# Source: chart/templates/off.yaml\n---\n---\n");
        assertComplete(audit(top), 1);
        assertError(audit(top.resolve("ok.yaml"), comments), "off.yaml: holds no Kubernetes object", 1);
    }

    @Test
    @PosixOnly
    void whatWasThrownIsKeptForVerboseOutput() throws Exception {
        Files.writeString(top.resolve("a.yaml"), "kind: \"");
        link(top.resolve("b.yaml"), Path.of("gone"));
        Reading reading = FileSource.of(List.of(top.toString()), InputStream.nullInputStream(), Scope.ALL, false)
                .read(NOWHERE, (source, read, expected) -> {});
        assertThat(reading.errors()).hasSize(2);
        assertThat(reading.causes()).hasExactlyElementsOfTypes(MalformedException.class, NoSuchFileException.class);
    }

    // Lists saved page by page.

    private static Path recordedPage(int page) {
        return Cli.recording("pods-page-" + page + ".json");
    }

    /** 25 pods, then 25, then 12. */
    @ParameterizedTest
    @CsvSource({"1,2,3", "1,3,2", "2,1,3", "2,3,1", "3,1,2", "3,2,1"})
    void allPagesInAnyOrderAreComplete(int first, int second, int third) throws IOException {
        Cli.Run run = audit(recordedPage(first), recordedPage(second), recordedPage(third));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(pods(run)).isEqualTo(62);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "1,3"})
    void pagesThatLackOneAreNotComplete(int one, int other) {
        Cli.Run run = one == other ? audit(recordedPage(one)) : audit(recordedPage(one), recordedPage(other));
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("pods-page-1.json: is one page of a longer PodList; give all its pages, each once, or save");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    private Path page(String name, int items, String metadata) throws IOException {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < items; i++) {
            list.append(i == 0 ? "" : ",")
                    .append("{\"metadata\":{\"namespace\":\"n\",\"name\":\"" + name + i
                            + "\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"" + REGISTRY
                            + "/quay/a/b:1\"}]}}");
        }
        return Files.writeString(
                out.resolve(name + ".json"),
                "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{" + metadata.replace('\'', '"')
                        + "},\"items\":[" + list + "]}");
    }

    @Test
    void aPageGivenTwiceDoesNotStandForAnotherOne() throws IOException {
        Path one = page("one", 2, "'resourceVersion':'7','continue':'a','remainingItemCount':4");
        Path again = page("again", 2, "'resourceVersion':'7','continue':'a','remainingItemCount':4");
        Path two = page("two", 2, "'resourceVersion':'7','continue':'b','remainingItemCount':2");
        Path last = page("last", 2, "'resourceVersion':'7'");
        assertComplete(audit(one, two, last), 6);
        assertError(audit(one, two, last, again), "again.json: this page of a PodList is given twice", 8);
        assertThat(audit(one, again, last).err().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("again.json: this page of a PodList is given twice"),
                        line -> assertThat(line).contains("one.json: is one page of a longer PodList; give all"));
        assertError(audit(one, last, page("last-again", 2, "'resourceVersion':'7'")), "one.json: is one page", 6);
    }

    /** The second of four announces just as much as three pages hold. */
    @Test
    void aLaterPagesCountProvesNothing() throws IOException {
        Path one = page("one", 2, "'resourceVersion':'7','continue':'a','remainingItemCount':6");
        Path two = page("two", 2, "'resourceVersion':'7','continue':'b','remainingItemCount':4");
        Path last = page("last", 2, "'resourceVersion':'7'");
        assertError(audit(two, one, last), "two.json: is one page of a longer PodList; give all", 6);
    }

    @Test
    void pagesOfTwoSnapshotsAreNoWholeList() throws IOException {
        Path one = page("one", 2, "'resourceVersion':'7','continue':'a','remainingItemCount':2");
        assertComplete(audit(one, page("last", 2, "'resourceVersion':'7'")), 4);
        assertError(audit(one, page("last", 2, "'resourceVersion':'8'")), "one.json: is one page of a longer", 4);
    }

    @Test
    void noLastPageIsNotComplete() throws IOException {
        Path one = page("one", 2, "'resourceVersion':'7','continue':'a','remainingItemCount':2");
        Path two = page("two", 2, "'resourceVersion':'7','continue':'b','remainingItemCount':0");
        assertError(audit(one, two), "one.json: is one page of a longer PodList; give all", 4);
    }

    /** As with a label selector: the API server does not count then. */
    @Test
    void pagesThatDoNotCountCannotBeProvedComplete() throws IOException {
        Path one = page("one", 2, "'resourceVersion':'7','continue':'a'");
        Path two = page("two", 2, "'resourceVersion':'7','continue':'b','remainingItemCount':2");
        Path last = page("last", 2, "'resourceVersion':'7'");
        String error = "one.json: is one page of a longer PodList of unknown length (as with a label selector), "
                + "so that nothing proves that all its pages are given; save the list with kubectl get -o json";
        assertError(audit(one, last), error, 4);
        assertError(audit(page("zero", 0, "'resourceVersion':'9','continue':'a'"), top), "zero.json: is one page", 1);
        assertThat(audit(two, one, last).exitCode()).isEqualTo(3);
    }

    @Test
    void aPageThatCountsMoreIsNotTheLast() throws IOException {
        Path cut = page("cut", 2, "'resourceVersion':'7','remainingItemCount':3");
        assertError(audit(cut), "cut.json: is one page of a longer PodList; give all", 2);
    }

    @Test
    void wholeListsOfTheSameMomentAreComplete() throws IOException {
        Path one = page("one", 2, "'resourceVersion':'7'");
        Path two = page("two", 1, "'resourceVersion':'7','continue':'','remainingItemCount':0");
        assertComplete(audit(one, two, page("bare", 1, "")), 4);
    }

    private static final ImageSink NOWHERE = new ImageSink() {
        @Override
        public void accept(PodImages images) {}

        @Override
        public void startOver() {}
    };
}

package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.companions.Manual;
import eu.skyscrapers.ptc.companions.Picture;
import eu.skyscrapers.ptc.report.Format;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and its pages show is what the program does. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path GALLERY = Path.of(".github/docs/gallery.md");
    private static final Path PICTURE = Path.of(".github/docs/run.svg");
    private static final Path START = Path.of(".github/docs/index.md");
    private static final Path REFERENCE = Path.of(".github/docs/reference.md");

    private static String block(String language, String readme) {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(readme);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    /** The README has its last line, the gallery its direct images and all that follows. */
    @Test
    void theSampleIsWhatItsCommandPrints() throws IOException {
        Cli.Run run = new Cli().with("COLUMNS", "100").run(sample());
        assertThat(run.out()).contains("VIA PTC", "EXEMPT", "\nDIRECT ");
        assertShows(README, run.out().lines().reduce("", (first, second) -> second) + "\n");
        assertShows(GALLERY, run.out().substring(run.out().indexOf("\nDIRECT ") + 1));
        assertThat(Files.readString(README)).contains("It ends with exit code " + run.exitCode());
    }

    private static void assertShows(Path page, String text) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            String read = Files.readString(page);
            Files.writeString(page, read.replace("```text\n" + block("text", read), "```text\n" + text));
        }
        assertThat(block("text", Files.readString(page)))
                .as("%s (renew with -Dgolden.update=true)", page)
                .isEqualTo(text);
    }

    /** {@code -Dgolden.update=true} draws it anew. */
    @Test
    void thePictureIsOfTheSample() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(sample()));
        String command = "audit-ecr-ptc " + String.join(" ", arguments);
        arguments.addAll(List.of("--color", "always"));
        Cli.Run run = new Cli().with("COLUMNS", "100").run(arguments.toArray(String[]::new));
        String picture = Picture.of(command, run.out());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PICTURE, picture);
        }
        assertThat(PICTURE).as("renew with -Dgolden.update=true").hasContent(picture);
        assertThat(Files.readString(README)).contains("](" + PICTURE.toString().replace(File.separatorChar, '/') + ")");
    }

    private static String[] sample() throws IOException {
        String command = block("sh", Files.readString(README)).strip();
        return command.substring(command.indexOf("bin/audit-ecr-ptc ") + "bin/audit-ecr-ptc ".length())
                .split(" ");
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readString(README).strip().split("\\s+")).hasSizeLessThan(1_200);
    }

    /** The table is the sample, and the picture of the page is made by hand. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TABLE", "HTML"})
    @PosixOnly
    void theGalleryIsReal(Format format) throws IOException {
        String gallery = Files.readString(GALLERY);
        String title = "## `-o " + format.key() + "`\n";
        assertThat(gallery).contains(title);
        String shown = block("[a-z]+", gallery.substring(gallery.indexOf(title)));
        List<String> arguments =
                new ArrayList<>(List.of(Cli.REGISTRY, "-f", "src/examples/recorded-cluster.yaml", "-o", format.key()));
        if (format == Format.WIDE) {
            arguments.addAll(List.of("--only", "direct"));
        }
        Cli.Run run = new Cli().run(arguments.toArray(String[]::new));
        assertThat("\n" + run.out().replace("\r\n", "\n")).contains("\n" + shown);
        assertThat(shown.lines()).hasSizeBetween(2, 14);
    }

    @Test
    void theGalleryShowsThePage() throws IOException {
        assertThat(Files.readString(GALLERY)).contains("## `-o html`\n").contains("(report.png)");
        assertThat(Path.of(".github/docs/report.png")).isNotEmptyFile();
    }

    @Test
    void theReferenceKnowsEveryReason() throws IOException {
        String reference = Files.readString(REFERENCE);
        for (Reason reason : Reason.values()) {
            assertThat(reference).contains("`" + reason.key() + "`");
        }
    }

    @Test
    void thePagesKnowEveryOption() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path page : pages()) {
            // Made from them, so that it would know any.
            if (!page.endsWith("options.md")) {
                text.append(Files.readString(page));
            }
        }
        String known = text.toString();
        for (Manual manual : Manual.all()) {
            assertThat(manual.groups().stream().flatMap(group -> group.entries().stream()))
                    .isNotEmpty()
                    .allMatch(entry ->
                            entry.names().isEmpty() || entry.names().stream().anyMatch(name -> names(known, name)));
        }
    }

    private static boolean names(String text, String option) {
        return Pattern.compile("(?<![\\w-])" + option + "(?![\\w-])")
                .matcher(text)
                .find();
    }

    /** The README, and all else that is written in Markdown. */
    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".github"))) {
            return Stream.concat(
                            Stream.of(README),
                            files.filter(file -> file.toString().endsWith(".md")))
                    .toList();
        }
    }

    @Test
    void theReadmeOrTheStartLinksToEveryPage() throws IOException {
        String links = Files.readString(README) + Files.readString(START);
        assertThat(pages())
                .filteredOn(page -> !page.equals(README))
                .allSatisfy(page -> assertThat(links).containsPattern("[(/]" + page.getFileName() + "[)#]"));
    }

    /** A file, and a heading in it. */
    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path name) throws IOException {
        Path page = name.toAbsolutePath();
        Matcher link =
                Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)").matcher(Files.readString(page));
        while (link.find()) {
            Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(Files.readString(target)
                                .lines()
                                .filter(line -> line.startsWith("#"))
                                .map(ReadmeTest::anchor))
                        .contains(link.group(2));
            }
        }
    }

    /** As GitHub makes it from a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w -]", "")
                .replace(' ', '-');
    }
}

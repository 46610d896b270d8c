package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.companions.Manual;
import eu.skyscrapers.ptc.report.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows is what the program does. */
class ReadmeTest {
    private static String block(String language, String readme) {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(readme);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @Test
    void theFirstScreenIsWhatTheFirstCommandPrints() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String command = block("sh", readme).strip();
        String arguments = command.substring(command.indexOf("bin/audit-ecr-ptc ") + "bin/audit-ecr-ptc ".length());
        Cli.Run run = new Cli().with("COLUMNS", "100").run(arguments.split(" "));
        assertThat(run.out()).endsWith(block("text", readme)).contains("VIA PTC", "EXEMPT", "DIRECT");
        assertThat(readme).contains("It ends with exit code " + run.exitCode());
    }

    /** The table is the first screen, and the picture of the page is made by hand. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TABLE", "HTML"})
    void theGalleryIsReal(Format format) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String title = "### `-o " + format.key() + "`\n";
        assertThat(readme).contains(title);
        String shown = block("[a-z]+", readme.substring(readme.indexOf(title)));
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
        assertThat(Files.readString(Path.of("README.md")))
                .contains("### `-o html`\n")
                .contains("(.github/docs/report.png)");
        assertThat(Path.of(".github/docs/report.png")).isNotEmptyFile();
    }

    @Test
    void theReadmeKnowsEveryReason() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (Reason reason : Reason.values()) {
            assertThat(readme).contains("`" + reason.key() + "`");
        }
    }

    @Test
    void theReadmeKnowsEveryOption() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (Manual manual : Manual.all()) {
            assertThat(manual.groups().stream().flatMap(group -> group.entries().stream()))
                    .isNotEmpty()
                    .allMatch(entry ->
                            entry.names().isEmpty() || entry.names().stream().anyMatch(name -> tells(readme, name)));
        }
    }

    private static boolean tells(String readme, String option) {
        return Pattern.compile("(?<![\\w-])" + option + "(?![\\w-])")
                .matcher(readme)
                .find();
    }

    /** A file, and a heading in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                ".github/CHANGELOG.md",
                ".github/CONTRIBUTING.md",
                ".github/docs/benchmarks.md",
                ".github/docs/ci.md",
                ".github/docs/container.md",
                ".github/docs/permissions.md"
            })
    void linksLeadSomewhere(String name) throws IOException {
        Path page = Path.of(name).toAbsolutePath();
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

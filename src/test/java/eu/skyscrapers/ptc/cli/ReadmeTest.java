package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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

    @Test
    void theWideTableOfTheGalleryIsReal() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String shown = block("text", readme.substring(readme.indexOf("### `-o wide`\n")));
        Cli.Run run = new Cli()
                .run(
                        "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                        "-f",
                        "src/examples/recorded-cluster.yaml",
                        "-o",
                        "wide",
                        "--only",
                        "direct");
        assertThat(run.out()).contains("\n" + shown);
        assertThat(shown.lines()).hasSizeBetween(2, 14);
    }

    @Test
    void theReadmeKnowsEveryReason() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (Reason reason : Reason.values()) {
            assertThat(readme).contains("`" + reason.key() + "`");
        }
    }
}

package eu.skyscrapers.ptc.companions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages say all that the command says, in roff that the readers of manuals take without a word. */
class ManPageTest {
    private static final List<Manual> MANUALS = Manual.all();

    @TempDir
    private Path folder;

    static Map<String, String> companions() throws IOException {
        return Companions.of(MANUALS, Path.of("src/main"), "1.2.3", LocalDate.of(2026, 11, 1));
    }

    private static String page(Manual manual) throws IOException {
        return companions().get("man/man1/" + manual.call().replace(' ', '-') + ".1");
    }

    @Test
    void everyOptionStandsInItsPageWithItsWords() throws IOException {
        for (Manual manual : MANUALS) {
            String plain = page(manual)
                    .replace("\\fB", "")
                    .replace("\\fI", "")
                    .replace("\\fR", "")
                    .replace("\\-", "-")
                    .replace("\\(ti", "~")
                    .replace("\\(aq", "'")
                    .replace("\\&", "");
            String running = plain.replace('\n', ' ');
            assertThat(manual.groups()).isNotEmpty().allSatisfy(group -> {
                assertThat(plain).contains("\n.SS " + group.title() + "\n");
                assertThat(group.entries()).allSatisfy(entry -> {
                    assertThat(plain).contains("\n.TP\n" + entry.heading() + "\n");
                    assertThat(running).contains(entry.brief() + ".");
                    entry.details().forEach(detail -> assertThat(running).contains(detail));
                });
            });
        }
    }

    @Test
    void everySectionIsThereAndNothingIsLeftToFill() throws IOException {
        for (Manual manual : MANUALS) {
            String page = page(manual);
            assertThat(page.lines().filter(line -> line.startsWith(".SH ")).map(line -> line.substring(4)))
                    .containsExactly(
                            "NAME",
                            "SYNOPSIS",
                            "DESCRIPTION",
                            "OPTIONS",
                            "EXIT STATUS",
                            "ENVIRONMENT",
                            "FILES",
                            "EXAMPLES",
                            "SEE ALSO");
            assertThat(page).startsWith(".TH AUDIT").contains(" 1 2026-11-01 \"audit\\-ecr\\-ptc 1.2.3\" ");
            assertThat(page).doesNotContainPattern("@[A-Z_]+@").endsWith("\n").matches("[\\n -~]*");
            assertThat(page.lines()).allMatch(line -> line.length() <= 80 || line.startsWith(".TH"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                ".so /etc/passwd  | \\&.so /etc/passwd",
                "'quoted'         | \\(aqquoted\\(aq",
                "a\\b \"c\" ^~    | a\\eb \\(dqc\\(dq \\(ha\\(ti",
                "See --only, -o.  | See \\fB\\-\\-only\\fR, \\fB\\-o\\fR.",
                "via-ptc - or     | via\\-ptc \\- or",
            })
    void textBecomesRoffThatPrintsTheSameText(String text, String roff) {
        assertThat(ManPage.filled(text)).isEqualTo(roff + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mandoc -T lint", "groff -man -Tutf8 -ww -z"})
    void readersOfManualsHaveNothingToSay(String reader) throws Exception {
        List<String> command = List.of(reader.split(" "));
        assumeTrue(Shell.find(command.get(0)) != null, () -> "there is no " + command.get(0) + " on this machine");
        for (Manual manual : MANUALS) {
            Path page = Files.writeString(folder.resolve("page.1"), page(manual));
            Process process = new ProcessBuilder(Shell.with(command, page.toString()))
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                    .isEmpty();
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void theBuildWritesTheSameBytesAgain() throws IOException {
        for (String run : List.of("one", "two")) {
            Companions.main(new String[] {"src/main", folder.resolve(run).toString(), "1.2.3", "2026-11-01T00:00:00Z"});
        }
        assertThat(companions()).hasSize(5).allSatisfy((path, text) -> {
            assertThat(folder.resolve("one").resolve(path)).hasContent(text);
            assertThat(folder.resolve("two").resolve(path))
                    .hasSameBinaryContentAs(folder.resolve("one").resolve(path));
        });
    }
}

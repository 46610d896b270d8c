package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.companions.Manual;
import eu.skyscrapers.ptc.report.Format;
import eu.skyscrapers.ptc.report.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A screen that tells every option; whole screens as files, so that each change of words is read. */
class HelpTest {
    private static final Path GOLDEN = Path.of("src/test/resources/help");
    private static final int SCREEN = 76;
    /** Of the oldest terminals, without the prompt. */
    private static final int SMALL_SCREEN = 23;

    private static String help(int width, String... call) {
        Cli.Run run = new Cli().with("COLUMNS", String.valueOf(width)).run(call);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    @ParameterizedTest
    @CsvSource({
        "audit-100, 100, --help all",
        "audit-80, 80, --help all",
        "audit-brief-80, 80, --help",
        "rewrite-100, 100, rewrite --help"
    })
    void theWholeText(String file, int width, String call) {
        Golden.assertIs(GOLDEN.resolve(file + ".txt"), help(width, call.split(" ")));
    }

    @Test
    void fitsAScreen() {
        assertThat(help(80, "--help").lines())
                .hasSizeLessThanOrEqualTo(SMALL_SCREEN)
                .allMatch(line -> line.length() <= 80);
        assertThat(help(100, "--help", "all").lines())
                .hasSizeLessThanOrEqualTo(SCREEN)
                .allMatch(line -> line.length() <= 100);
        assertThat(help(80, "--help", "all").lines()).allMatch(line -> line.length() <= 80);
        assertThat(help(80, "rewrite", "--help").lines())
                .hasSizeLessThanOrEqualTo(SCREEN)
                .allMatch(line -> line.length() <= 80);
        assertThat(help(1000, "--help")).isEqualTo(help(100, "--help"));
    }

    @ParameterizedTest
    @CsvSource({"79", "60", "40"})
    void aNarrowTerminalLosesNoWord(int width) {
        for (String[] call : new String[][] {{"--help"}, {"--help", "all"}}) {
            assertThat(words(help(width, call))).containsExactlyInAnyOrderElementsOf(words(help(100, call)));
        }
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    @ParameterizedTest
    @CsvSource({
        "help, --help",
        "-h, --help",
        "help --help, --help",
        "help all, --help all",
        "-h all, --help all",
        "rewrite --help all, rewrite --help",
        "help rewrite, rewrite --help",
        "rewrite -h, rewrite --help"
    })
    void everyWayToAsk(String call, String same) {
        assertThat(help(100, call.split(" "))).isEqualTo(help(100, same.split(" ")));
    }

    @Test
    void helpWithSomethingElseIsAWrongCall() {
        Cli.Run run = new Cli().run("help", "audit");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("help audit: there is no such command; there is rewrite");
    }

    @Test
    void theChoicesAreThoseThatThereAre() {
        String formats = String.join(
                ", ", Arrays.stream(Format.values()).map(Format::key).toList());
        assertThat(words(help(100, "--help"))).containsSequence(words(formats + ";"));
        assertThat(help(100, "--help", "all"))
                .contains("via-ptc, exempt, direct", "direct, unexpected, never, pull-errors");
    }

    /** One line in the help, whole sentences in the man page. */
    @Test
    void everyOptionIsToldBrieflyAndThenInSentences() {
        for (Manual manual : Manual.all()) {
            assertThat(manual.groups())
                    .flatMap(Manual.Group::entries)
                    .isNotEmpty()
                    .allSatisfy(entry -> {
                        assertThat(entry.brief())
                                .as(entry.heading())
                                .isNotBlank()
                                .doesNotEndWith(".")
                                .doesNotContain("{", "%n");
                        assertThat(entry.details()).as(entry.heading()).allMatch(detail -> detail.endsWith("."));
                    });
        }
    }

    @Test
    void theHelpTellsEveryOptionOfTheManual() {
        for (Manual manual : Manual.all()) {
            String text = help(
                    100,
                    (manual.call() + " --help all")
                            .replace("audit-ecr-ptc ", "")
                            .split(" "));
            assertThat(manual.groups())
                    .allSatisfy(group -> assertThat(group.entries())
                            .allSatisfy(entry -> assertThat(text)
                                    .contains(
                                            group.title().equals(KubectlOptions.TITLE)
                                                    ? entry.names().get(0)
                                                    : entry.heading())));
        }
    }

    @Test
    void theHelpBeginsWithTheTenOptionsThatMostNeed() {
        assertThat(AuditCommand.MOST_USED).hasSize(10);
        String brief = help(100, "--help");
        assertThat(AuditCommand.MOST_USED).allSatisfy(name -> assertThat(brief).contains(name + " "));
        assertThat(brief).contains("--help all", "REGISTRY").doesNotContain("--page-size", "--as");
    }

    /** They are wrong only in the registry, which the shell would put in. */
    @Test
    void theExamplesAreCallsThatThisProgramTakes() {
        List<String> calls = Manual.all().stream()
                .flatMap(manual -> manual.examples().stream())
                .map(Manual.Example::call)
                .toList();
        assertThat(calls).hasSize(6);
        for (String call : calls) {
            String ours = Stream.of(call.split("\\|"))
                    .filter(part -> part.contains("audit-ecr-ptc"))
                    .findFirst()
                    .orElseThrow();
            List<String> words = new ArrayList<>(words(ours.replaceAll("[<>] *\\S+", "")));
            assertThat(words.remove(0)).isEqualTo("audit-ecr-ptc");
            Cli.Run run = new Cli().run(words.toArray(String[]::new));
            assertThat(run.err())
                    .as(call)
                    .contains("'$REGISTRY' is not a private")
                    .hasLineCount(1);
        }
    }

    @Test
    void helpThatNobodyCanReadIsNoSuccess() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(new Cli()
                        .run(
                                new PrintStream(full, false, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                "--help"))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--ouput      | did you mean --output?",
                "--ouput=json | did you mean --output?",
                "--wiat       | did you mean --wait?",
                "--colour     | did you mean --color?",
                "--contxt     | did you mean --context?",
                "--OUTPUT     | did you mean --output?",
                "-O           | did you mean -o?",
                "--allcontext | did you mean --all-contexts?",
                "--expect-i   | did you mean --expect-image?",
                "--cache-ru   | did you mean --cache-rule or --cache-rules?",
                "--xyz        | '--xyz' (see",
                "--format     | '--format' (see",
                "-x           | '-x' (see",
            })
    void aMisspeltOptionTellsTheNearest(String option, String message) {
        Cli.Run run = new Cli().run(Cli.REGISTRY, option);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains(message);
    }

    @Test
    void bothCommandsTellTheVersion() {
        assertThat(help(100, "--version")).startsWith("audit-ecr-ptc ").isEqualTo(help(100, "rewrite", "-V"));
    }
}

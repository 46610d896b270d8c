package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.Main;
import eu.skyscrapers.ptc.PosixOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a job on GitHub takes 1 MiB, a comment 65,536 characters: more than a comment can hold of these images. */
class JobSummaryTest {
    private static final String CUT = " are not shown, for want of room";
    private static final int MIB = 1024 * 1024;

    @TempDir
    private Path folder;

    private Path pods;
    private Path summary;

    @BeforeEach
    void images() throws Exception {
        summary = Files.writeString(folder.resolve("summary"), "");
        pods = Files.writeString(
                folder.resolve("pods.yaml"),
                IntStream.range(0, 600)
                        .mapToObj(i ->
                                "kind: Pod\nmetadata: {name: p%d}\nspec: {containers: [{name: c, image: acme/i%d}]}\n"
                                        .formatted(i, i))
                        .collect(Collectors.joining("---\n")));
    }

    private Cli github() {
        return new Cli().with("GITHUB_STEP_SUMMARY", summary.toString());
    }

    @Test
    void theFileOfTheJobsPageHoldsMoreThanAComment() throws Exception {
        Path comment = folder.resolve("comment.md");
        github().run(Cli.REGISTRY, "-f", pods.toString(), "-o", "markdown=" + summary, "-o", "markdown=" + comment);
        assertThat(summary).content().contains("docker-hub/acme/i599`").doesNotContain(CUT);
        assertThat(comment).content().contains(CUT).hasSizeLessThan(65_536);
    }

    @Test
    void standardOutputThatGoesElsewhereIsForAComment() {
        assertThat(github().run(Cli.REGISTRY, "-f", pods.toString(), "-o", "markdown")
                        .out())
                .contains(CUT);
    }

    /** As in {@code >> "$GITHUB_STEP_SUMMARY"}; what the step has written before counts too. */
    @Test
    @PosixOnly
    void soDoesStandardOutputThatIsAppendedToIt() throws Exception {
        String page = appended();
        assertThat(page).contains("docker-hub/acme/i599`").doesNotContain(CUT);

        Files.writeString(summary, "x".repeat(MIB - 120_000));
        assertThat(appended()).contains(CUT);
        assertThat(Files.size(summary)).isBetween(MIB - 100_000L, (long) MIB);

        Files.writeString(summary, "x".repeat(MIB - 1000));
        assertThat(appended())
                .endsWith(" parts of this report are not shown, for want of room;"
                        + " `-o json` or `-o csv` shows them all\n");
        assertThat(Files.size(summary)).isLessThanOrEqualTo(MIB);
    }

    private String appended() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                Cli.REGISTRY,
                "-f",
                pods.toString(),
                "-o",
                "markdown");
        builder.environment().put("GITHUB_STEP_SUMMARY", summary.toString());
        Process program = builder.redirectError(folder.resolve("err").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(summary.toFile()))
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(folder.resolve("err")).isEmptyFile();
        assertThat(program.exitValue()).isEqualTo(1);
        return Files.readString(summary);
    }
}

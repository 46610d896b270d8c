package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.report.ExpositionText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The node exporter reads all files of a folder as one text, and serves none of them when a series comes twice. */
class TextfilesTest {
    private static final Path RULES = Path.of("src/test/resources/cases/rules");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "recorded-cluster.yaml, 123456789012.dkr.ecr.eu-west-1.amazonaws.com, recorded-cluster.yaml, 210987654321.dkr.ecr.eu-west-1.amazonaws.com",
        "recorded-cluster.yaml, 123456789012.dkr.ecr.eu-west-1.amazonaws.com, pod.yaml, 123456789012.dkr.ecr.eu-west-1.amazonaws.com",
    })
    void twoRunsHaveNoSeriesInCommon(String first, String registry, String second, String other) throws Exception {
        Files.copy(Path.of("src/examples/recorded-cluster.yaml"), folder.resolve("recorded-cluster.yaml"));
        Files.writeString(
                folder.resolve("pod.yaml"),
                "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: nginx}]}}");
        List<ExpositionText.Sample> one = run(registry, first, "one-fault.json");
        List<ExpositionText.Sample> two = run(other, second, "no-fault.json");

        assertThat(Stream.concat(one.stream(), two.stream()).map(sample -> List.of(sample.name(), sample.labels())))
                .doesNotHaveDuplicates();
    }

    private List<ExpositionText.Sample> run(String registry, String pods, String rules) throws Exception {
        Path metrics = folder.resolve(rules + ".prom");
        Cli.Run run = new Cli()
                .run(
                        registry,
                        "-f",
                        folder.resolve(pods).toString(),
                        "--cache-rules",
                        RULES.resolve(rules).toString(),
                        "-o",
                        "prometheus=" + metrics);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        return ExpositionText.parse(Files.readString(metrics)).samples();
    }
}

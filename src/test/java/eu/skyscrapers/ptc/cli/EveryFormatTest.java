package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.report.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One run, every format: they are of the same audit, and say so. */
class EveryFormatTest {
    /** What the recorded cluster comes to. */
    private static final String SENTENCE = "FAILED: 11 unexpected images (12 direct, 1 of them expected)";

    @TempDir
    private Path folder;

    @Test
    void saysTheSameOfOneCluster() throws Exception {
        Map<Format, String> reports = reports(1, "-f", "src/examples/recorded-cluster.yaml");

        for (Format format : List.of(Format.TABLE, Format.WIDE, Format.MARKDOWN, Format.CSV)) {
            assertThat(reports.get(format)).as(format.key()).contains(SENTENCE);
        }
        assertThat(text(reports.get(Format.HTML))).contains(SENTENCE);
        assertThat(new ObjectMapper().readTree(reports.get(Format.JSON)).at("/clusters/0/summary"))
                .hasToString("{\"viaPtc\":20,\"exempt\":10,\"direct\":12,\"expected\":1,\"unexpected\":11}");
        assertThat(images(reports.get(Format.PROMETHEUS), "via-ptc")).isEqualTo(20);
        assertThat(images(reports.get(Format.PROMETHEUS), "exempt")).isEqualTo(10);
        assertThat(images(reports.get(Format.PROMETHEUS), "direct")).isEqualTo(12);
        assertThat(distinct(reports.get(Format.WIDE), "(?m)^direct .*?  (\\S*[:@]\\S+|\\S*\\\\u0020\\S*)  "))
                .isEqualTo(12);
        assertThat(distinct(reports.get(Format.CSV), "(?m)^image,[^,]*,true,direct,[^,]*,([^,]*),"))
                .isEqualTo(12);
        assertThat(distinct(reports.get(Format.JUNIT), "<failure[^>]*>image: (.*)"))
                .isEqualTo(11);
        assertThat(distinct(reports.get(Format.SARIF), "(?m)^ *\"text\": \"(.*) does not come through the cache: "))
                .isEqualTo(12);
        // The cacheable ones.
        assertThat(distinct(reports.get(Format.KUSTOMIZE), "(?m)^- name: (.*)")).isEqualTo(9);
    }

    @Test
    void saysTheSameOfThreeClusters() throws Exception {
        try (TestApiServer direct = TestApiServer.http().recorded();
                TestApiServer unread = TestApiServer.http().recorded().forbid(Request.any())) {
            Path kubeconfig = Kubeconfigs.in(folder)
                    .context("dev", direct)
                    .context("staging", unread)
                    .context("prod", direct)
                    .write();
            Map<Format, String> reports = reports(3, "--kubeconfig", kubeconfig.toString(), "--all-contexts");

            String sentence = "INCOMPLETE: 1 of 3 clusters could not be read whole, 2 failed";
            for (Format format : List.of(Format.TABLE, Format.WIDE, Format.MARKDOWN, Format.CSV)) {
                assertThat(reports.get(format)).as(format.key()).contains(sentence);
            }
            assertThat(text(reports.get(Format.HTML))).contains(sentence);
            assertThat(reports.get(Format.KUSTOMIZE)).contains("# " + sentence);
            assertThat(reports.get(Format.JUNIT)).containsOnlyOnce("<error ");
            assertThat(reports.get(Format.SARIF))
                    .contains("\"exitCodeDescription\": \"" + sentence)
                    .contains("\"executionSuccessful\": false");
            assertThat(images(reports.get(Format.PROMETHEUS), "direct")).isEqualTo(24);
            JsonNode json = new ObjectMapper().readTree(reports.get(Format.JSON));
            assertThat(json.path("exitCode").asInt()).isEqualTo(3);
            Object yaml = new Load(LoadSettings.builder().build()).loadFromString(reports.get(Format.YAML));
            assertThat(new ObjectMapper().<JsonNode>valueToTree(yaml)).isEqualTo(json);
        }
    }

    /** All in one call, the table on standard output. */
    private Map<Format, String> reports(int exitCode, String... source) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(Cli.REGISTRY, "-o", "table"));
        for (Format format : Format.values()) {
            if (format != Format.TABLE) {
                arguments.addAll(List.of("-o", format.key() + "=" + folder.resolve(format.key())));
            }
        }
        arguments.addAll(List.of(source));
        Cli.Run run = new Cli().run(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        Map<Format, String> reports = new EnumMap<>(Format.class);
        for (Format format : Format.values()) {
            reports.put(format, format == Format.TABLE ? run.out() : Files.readString(folder.resolve(format.key())));
        }
        return reports;
    }

    private static String text(String html) {
        return html.replaceAll("<[^>]*>", "");
    }

    private static long images(String metrics, String verdict) {
        Matcher sample = Pattern.compile("(?m)^audit_ecr_ptc_images\\{[^}]*verdict=\"" + verdict + "\"[^}]*} ([0-9]+)$")
                .matcher(metrics);
        return sample.results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }

    private static long distinct(String report, String pattern) {
        return Pattern.compile(pattern)
                .matcher(report)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .count();
    }
}

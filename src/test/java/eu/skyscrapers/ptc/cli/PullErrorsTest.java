package eu.skyscrapers.ptc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullErrorTable;
import eu.skyscrapers.ptc.audit.PullErrorTable.Row;
import eu.skyscrapers.ptc.report.ExpositionText;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be pulled, from the status of a pod to every report. */
class PullErrorsTest {
    private static final String REGISTRY = PullErrorTable.REGISTRY;
    private static final String CACHED = REGISTRY + "/quay/x/y:1";
    private static final List<String> FILES =
            List.of("json", "yaml", "html", "markdown", "junit", "csv", "wide", "prometheus");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** Pods as the API server prints them, one for each image, each of which waits where there is a message. */
    private static String pods(String... imagesAndMessages) {
        ArrayNode items = JSON.createArrayNode();
        for (int i = 0; i < imagesAndMessages.length; i += 2) {
            String message = imagesAndMessages[i + 1];
            ObjectNode pod = items.addObject();
            pod.putObject("metadata").put("name", "p" + i).put("namespace", "n");
            pod.putObject("spec")
                    .putArray("containers")
                    .addObject()
                    .put("name", "c")
                    .put("image", imagesAndMessages[i]);
            ObjectNode status = pod.putObject("status").put("phase", "Pending");
            ObjectNode container = status.putArray("containerStatuses").addObject();
            container
                    .put("name", "c")
                    .put("image", imagesAndMessages[i])
                    .put("imageID", "")
                    .put("ready", false);
            if (message != null) {
                container
                        .putObject("state")
                        .putObject("waiting")
                        .put("reason", "ImagePullBackOff")
                        .put("message", message);
            }
        }
        return JSON.createObjectNode()
                .put("kind", "PodList")
                .put("apiVersion", "v1")
                .set("items", items)
                .toString();
    }

    /** One run, all reports; the table is on standard output. */
    private Map<String, String> reports(String pods, String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(REGISTRY, "-f", "-", "-o", "table"));
        all.addAll(List.of(args));
        FILES.forEach(format -> all.addAll(List.of("-o", format + "=" + folder.resolve(format))));
        Map<String, String> reports = new LinkedHashMap<>();
        reports.put(
                "table",
                new Cli()
                        .in(pods)
                        .with("COLUMNS", "5000")
                        .run(all.toArray(String[]::new))
                        .out());
        for (String format : FILES) {
            reports.put(format, Files.readString(folder.resolve(format)));
        }
        return reports;
    }

    private static String xmlText(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)))
                .getDocumentElement()
                .getTextContent();
    }

    static List<Row> rows() {
        return PullErrorTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyReportNamesTheCauseAndWhatHelps(Row row) throws Exception {
        Map<String, String> reports = reports(pods(row.image(), row.message()));
        PullCause cause = Arrays.stream(PullCause.values())
                .filter(value -> value.key().equals(row.cause()))
                .findFirst()
                .orElse(null);

        JsonNode error = JSON.readTree(reports.get("json")).at("/clusters/0/pullErrors/0");
        assertThat(error.get("image").asText()).isEqualTo(row.image());
        assertThat(error.get("cause").asText("-")).isEqualTo(row.cause());
        assertThat(error.get("explanation").asText("-")).isEqualTo(cause == null ? "-" : cause.text());
        assertThat(error.get("help").asText("-")).isEqualTo(cause == null ? "-" : cause.help());
        reports.put("html", xmlText(reports.get("html")));
        reports.put("junit", xmlText(reports.get("junit")));
        for (String format : List.of("table", "wide", "html", "markdown", "junit", "csv")) {
            String report = reports.get(format);
            String end = row.message().substring(Math.max(0, row.message().length() - 30));
            assertThat(report).as(format).contains(format.equals("csv") ? end.replace("\"", "\"\"") : end);
            if (cause == null) {
                assertThat(report).as(format).doesNotContain("cause: ", "fix: ");
            } else {
                String[] words = format.equals("markdown")
                        ? new String[] {"cause: `" + cause.text(), "fix: `" + cause.help()}
                        : new String[] {"cause: " + cause.text(), "fix: " + cause.help()};
                assertThat(report).as(format).contains(words);
            }
        }
        assertThat(reports.get("yaml")).contains("cause: " + (cause == null ? "null" : '"' + cause.key() + '"'));
        ExpositionText metrics = ExpositionText.parse(reports.get("prometheus"));
        assertThat(metrics.sum("audit_ecr_ptc_pull_errors"))
                .isEqualTo(row.image().contains("dkr.ecr") ? 1 : 0);
        assertThat(metrics.sum("audit_ecr_ptc_rate_limited"))
                .isEqualTo(row.cause().equals("rate-limited") ? 1 : 0);
    }

    /** Nobody need wait for a pod to see that a reference can never be pulled. */
    @ParameterizedTest
    @CsvSource({
        "docker-hub/nginx, missing-library",
        "docker-hub/library/a/b, library-path",
        ":443/quay/x, host-spelling",
    })
    void everyReportNamesAReferenceThatCanNeverBePulled(String path, String key) throws Exception {
        String image = REGISTRY + (path.startsWith(":") ? path : "/" + path);
        String pods = "kind: Deployment\nmetadata: {name: web, namespace: n}\n"
                + "spec: {template: {spec: {containers: [{name: c, image: '" + image + "'}]}}}";
        Map<String, String> reports = reports(pods);
        JsonNode cluster = JSON.readTree(reports.get("json")).at("/clusters/0");
        String text = cluster.at("/pullErrors/0/explanation").asText();
        assertThat(cluster.at("/pullErrors/0/cause").asText()).isEqualTo(key);
        assertThat(cluster.at("/pullErrors/0/pods").asInt()).isZero();
        assertThat(cluster.at("/images/0/verdict").asText()).isEqualTo("via-ptc");
        assertThat(cluster.at("/images/0/note").asText()).startsWith("cannot be pulled: " + text);
        reports.put("html", xmlText(reports.get("html")));
        reports.put("junit", xmlText(reports.get("junit")));
        for (String format : List.of("table", "wide", "html", "markdown", "junit", "csv")) {
            assertThat(reports.get(format))
                    .as(format)
                    .contains("cannot be pulled: " + text)
                    .contains("1 pull error")
                    .doesNotContain("waiting: ");
        }
        assertThat(ExpositionText.parse(reports.get("prometheus")).sum("audit_ecr_ptc_pull_errors"))
                .isEqualTo(1);
        assertThat(exitCode(pods, "direct")).isZero();
        assertThat(exitCode(pods, "direct,pull-errors")).isEqualTo(1);
        assertThat(exitCode(pods, "never,pull-errors")).isEqualTo(1);
    }

    private static int exitCode(String pods, String failOn, String... args) {
        List<String> all = new ArrayList<>(List.of(REGISTRY, "-f", "-", "--fail-on", failOn));
        all.addAll(List.of(args));
        return new Cli().in(pods).run(all.toArray(String[]::new)).exitCode();
    }

    /** A direct image fails as what it is, or is accepted as what it is. */
    @Test
    void thoseOfDirectImagesFailNothing() throws Exception {
        String pods = pods("nginx", "toomanyrequests: slow down", CACHED, null);
        assertThat(exitCode(pods, "never,pull-errors")).isZero();
        assertThat(exitCode(pods, "unexpected,pull-errors", "--expect-image", "*"))
                .isZero();
        assertThat(exitCode(pods, "unexpected,pull-errors")).isEqualTo(1);
        assertThat(exitCode(pods("nginx", "toomanyrequests", CACHED, "401"), "never,pull-errors"))
                .isEqualTo(1);
        Map<String, String> reports = reports(pods, "--fail-on", "unexpected,pull-errors", "--expect-image", "*");
        for (String format : List.of("table", "wide", "markdown", "html", "csv", "junit")) {
            assertThat(reports.get(format)).as(format).contains("1 pull error (none through the cache)");
        }
        assertThat(reports.get("junit")).contains("failures=\"0\"").doesNotContain("pull-errors fails on it");
    }

    @Test
    void aLimitOfTheUpstreamComesFirst() throws Exception {
        Map<String, String> reports = reports(pods(
                "alpine",
                "no space left",
                CACHED,
                "401",
                "zookeeper",
                "429 Too Many Requests",
                "busybox",
                "not found"));
        assertThat(JSON.readTree(reports.get("json")).findValue("pullErrors"))
                .extracting(error -> error.get("image").asText())
                .containsExactly("zookeeper", CACHED, "alpine", "busybox");
        assertThat(reports.get("table")).contains("4 pull errors (1 through the cache)");
    }

    /** The first of three pods says nothing, the last one knows. */
    @Test
    void ofSeveralPodsTheOneIsHeardThatSaysMost() throws Exception {
        String back = "Back-off pulling image \"nginx\"";
        String owner =
                "\"namespace\":\"n\",\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"w\",\"controller\":true}]";
        String pods = pods("nginx", back, "nginx", "no space left", "nginx", "toomanyrequests: x", "nginx", back)
                .replace("\"namespace\":\"n\"", owner);
        JsonNode errors = JSON.readTree(reports(pods).get("json")).at("/clusters/0/pullErrors");
        assertThat(errors).hasSize(1);
        assertThat(errors.at("/0/cause").asText()).isEqualTo("rate-limited");
        assertThat(errors.at("/0/pods").asInt()).isEqualTo(4);
    }

    @Test
    void theFileOfTheCasesHasACause() throws Exception {
        JsonNode errors = JSON.readTree(
                        reports(Files.readString(Path.of("src/test/resources/cases/files/pull-errors.json")))
                                .get("json"))
                .at("/clusters/0/pullErrors");
        assertThat(errors)
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.get("cause").asText()).isEqualTo("unsaid"));
    }
}

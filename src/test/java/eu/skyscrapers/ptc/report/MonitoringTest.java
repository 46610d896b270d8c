package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cached;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The alerts and the dashboard ask for what the program writes. */
class MonitoringTest {
    private static final Path RULES = Path.of("src/monitoring/prometheus-rule.yaml");
    private static final Path DASHBOARD = Path.of("src/monitoring/grafana-dashboard.json");
    private static final Path PAGE = Path.of(".github/docs/monitoring.md");
    private static final String TABLE = "| metric | labels | |\n|---|---|---|\n";
    private static final Path RULE_TESTS = Path.of("src/test/resources/monitoring/audit-ecr-ptc.test.yaml");

    private static final Pattern METRIC = Pattern.compile("audit_ecr_ptc_[a-z_]+");
    private static final Pattern MATCHERS = Pattern.compile("(audit_ecr_ptc_[a-z_]+)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z]+)(=|=~)\"([^\"]*)\"");
    private static final Pattern BY = Pattern.compile("by \\(([a-z, ]+)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{ *(?:\\$labels\\.)?([a-z]+) *}}");

    /** Holds a sample of every family: one with the rules checked. */
    private static final ExpositionText WRITTEN =
            ExpositionText.parse(Samples.write(Format.PROMETHEUS, Hostile.everywhere("x", "x"), Samples.view(80)));

    private static final Set<String> LABELS = WRITTEN.samples().stream()
            .flatMap(sample -> sample.labels().keySet().stream())
            .collect(Collectors.toSet());

    @TempDir
    private Path folder;

    private static List<Map<?, ?>> rules() {
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(read(RULES));
        List<Map<?, ?>> rules = new ArrayList<>();
        for (Object group : (List<?>) ((Map<?, ?>) file.get("spec")).get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                rules.add((Map<?, ?>) rule);
            }
        }
        return rules;
    }

    private static List<JsonNode> targets() throws IOException {
        List<JsonNode> targets = new ArrayList<>();
        for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
            panel.path("targets").forEach(targets::add);
        }
        return targets;
    }

    private static List<String> expressions() throws IOException {
        return targets().stream().map(target -> target.path("expr").asText()).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Metrics, labels and labels' values are those of the report. */
    private static void assertIsAnswered(String expression) {
        assertThat(METRIC.matcher(expression).results().map(found -> found.group()))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(WRITTEN.families()).contains(metric));
        MATCHERS.matcher(expression)
                .results()
                .forEach(found -> MATCHER.matcher(found.group(2))
                        .results()
                        .filter(matcher -> !matcher.group(3).equals("$" + matcher.group(1)))
                        .forEach(matcher -> assertThat(WRITTEN.of(found.group(1), matcher.group(1), matcher.group(3)))
                                .as(found.group())
                                .isNotEmpty()));
        BY.matcher(expression)
                .results()
                .forEach(found -> assertThat(LABELS).contains(found.group(1).split(", *")));
        String metric =
                METRIC.matcher(expression).results().findFirst().orElseThrow().group();
        BY.matcher(expression)
                .results()
                .forEach(found -> assertThat(
                                WRITTEN.of(metric).stream().flatMap(sample -> sample.labels().keySet().stream()))
                        .as(expression)
                        .contains(found.group(1).split(", *")));
    }

    @Test
    void thePageListsEveryMetric() {
        AuditResult audit = Hostile.everywhere("x", "x");
        ImageFinding image = audit.clusters().get(0).images().get(0);
        ClusterResult asked = Samples.cluster(
                "y", List.of(new ImageFinding(image.image(), image.judgment(), null, image.usedBy(), Cached.NOT)));
        String text = Samples.write(
                Format.PROMETHEUS,
                new AuditResult(
                        audit.failOn(),
                        Set.of(),
                        List.of(audit.clusters().get(0), asked),
                        audit.review(),
                        List.of(),
                        audit.run()),
                Samples.view(80));
        String page = read(PAGE);
        StringBuilder table = new StringBuilder(page.substring(0, page.indexOf(TABLE))).append(TABLE);
        ExpositionText read = ExpositionText.parse(text);
        Pattern.compile("(?m)^# HELP (\\S+) (.*)$").matcher(text).results().forEach(family -> {
            String labels = read.of(family.group(1)).get(0).labels().keySet().stream()
                    .filter(label -> !label.equals("registry") && !label.equals("cluster"))
                    .map(label -> "`" + label + "`")
                    .collect(Collectors.joining(", "));
            String words = family.group(2).replaceAll("--[a-z-]+", "`$0`");
            table.append("| `%s` | %s | %s |\n".formatted(family.group(1), labels, words));
        });
        Golden.assertIs(PAGE, table.toString());
    }

    @Test
    void theAlertsAskForWhatIsWritten() {
        assertThat(rules())
                .extracting(rule -> (Object) rule.get("alert"))
                .containsExactly(
                        "EcrPtcDirectImages",
                        "EcrPtcPullErrors",
                        "EcrPtcRateLimited",
                        "EcrPtcNothingThroughCache",
                        "EcrPtcRuleFaults",
                        "EcrPtcAuditIncomplete",
                        "EcrPtcAuditStale",
                        "EcrPtcAuditMissing");
        rules().forEach(rule -> assertIsAnswered((String) rule.get("expr")));
    }

    @Test
    void theAlertsSayWhatToDo() {
        for (Map<?, ?> rule : rules()) {
            Map<?, ?> annotations = (Map<?, ?>) rule.get("annotations");
            assertThat(annotations.keySet()).isEqualTo(Set.of("summary", "description", "runbook"));
            String texts = String.join(
                    "\n", annotations.values().stream().map(String::valueOf).toList());
            Matcher by = BY.matcher((String) rule.get("expr"));
            assertThat(LEGEND.matcher(texts)
                            .results()
                            .map(found -> found.group(1))
                            .collect(Collectors.toSet()))
                    .isEqualTo(by.find() ? Set.of(by.group(1).split(", *")) : Set.of());
        }
    }

    @Test
    void theDashboardAsksForWhatIsWritten() throws IOException {
        for (JsonNode target : targets()) {
            assertIsAnswered(target.path("expr").asText());
            assertThat(LEGEND.matcher(target.path("legendFormat").asText())
                            .results()
                            .map(found -> found.group(1)))
                    .allSatisfy(
                            label -> assertThat(target.path("expr").asText()).contains(label))
                    .allSatisfy(label -> assertThat(LABELS).contains(label));
        }
        for (JsonNode variable : new ObjectMapper().readTree(DASHBOARD.toFile()).at("/templating/list")) {
            String definition = variable.path("definition").asText();
            if (!definition.isEmpty()) {
                assertThat(definition)
                        .matches("label_values\\(audit_ecr_ptc_complete(\\{registry=~\"\\$registry\"})?, "
                                + variable.path("name").asText() + "\\)");
            }
        }
    }

    /** Else two files of one folder of the textfile collector could have one in common. */
    @Test
    void everySeriesSaysOfWhichRegistryAndClusterItIs() throws IOException {
        assertThat(WRITTEN.samples())
                .allSatisfy(sample -> assertThat(sample.labels()).containsKeys("registry", "cluster"));
        assertThat(expressions()).allMatch(expression -> expression.contains("registry=~\"$registry\",cluster=~"));
    }

    @Test
    void theDashboardShowsEveryMetric() throws IOException {
        Set<String> shown = new TreeSet<>();
        expressions()
                .forEach(expression -> METRIC.matcher(expression).results().forEach(found -> shown.add(found.group())));
        assertThat(shown).isEqualTo(new TreeSet<>(WRITTEN.families()));
    }

    /** A zero where nothing was ever audited would look clean. */
    @Test
    void theDashboardMakesUpNoNumber() throws IOException {
        assertThat(expressions()).isNotEmpty().noneMatch(expression -> expression.contains("vector("));
    }

    @Test
    void noTwoPanelsAreOneOrInTheSamePlace() throws IOException {
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode place = panel.path("gridPos");
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    int column = place.path("x").asInt() + x;
                    assertThat(column).isBetween(0, 23);
                    assertThat(cells.add(column + " " + (place.path("y").asInt() + y)))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void promtoolTakesTheAlertsAndTheirTestsPass() throws Exception {
        String spec = read(RULES).replaceFirst("(?s).*\nspec:\n", "").replaceAll("(?m)^  ", "");
        Path rules = Files.writeString(folder.resolve("rules.yaml"), spec);
        Path tests = Files.copy(RULE_TESTS, folder.resolve("tests.yaml"));
        assertThat(promtool("check", "rules", rules.toString())).contains("SUCCESS: 8 rules found");
        assertThat(promtool("test", "rules", tests.toString())).contains("SUCCESS");
    }

    /** What {@code kubectl apply -k} takes, with the label by which the side-car of Grafana's chart finds a dashboard. */
    @Test
    void theFolderCanBeApplied() {
        LoadSettings settings = LoadSettings.builder().build();
        Map<?, ?> rule = (Map<?, ?>) new Load(settings).loadFromString(read(RULES));
        assertThat(rule.get("apiVersion")).isEqualTo("monitoring.coreos.com/v1");
        assertThat(rule.get("kind")).isEqualTo("PrometheusRule");
        Map<?, ?> kustomization =
                (Map<?, ?>) new Load(settings).loadFromString(read(RULES.resolveSibling("kustomization.yaml")));
        assertThat(kustomization.get("resources"))
                .isEqualTo(List.of(RULES.getFileName().toString()));
        Map<?, ?> dashboard = (Map<?, ?>) ((List<?>) kustomization.get("configMapGenerator")).get(0);
        assertThat(dashboard.get("files"))
                .isEqualTo(List.of(DASHBOARD.getFileName().toString()));
        assertThat(dashboard.get("options"))
                .isEqualTo(Map.of("disableNameSuffixHash", true, "labels", Map.of("grafana_dashboard", "1")));
    }

    @Test
    void promtoolTakesTheMetrics() throws Exception {
        List<String> hostile = Hostile.texts().toList();
        Path metrics = folder.resolve("metrics");
        for (String sample : Samples.all().keySet()) {
            Files.writeString(
                    metrics, Samples.write(Format.PROMETHEUS, Samples.all().get(sample), Samples.view(80)));
            promtoolReading(metrics, "check", "metrics");
        }
        for (String text : Stream.of(0, 11, 15, 18, 21, hostile.size() - 1)
                .map(hostile::get)
                .toList()) {
            Files.writeString(
                    metrics, Samples.write(Format.PROMETHEUS, Hostile.inEveryCluster(text), Samples.view(80)));
            promtoolReading(metrics, "check", "metrics");
        }
    }

    /** As rules, since that is what promtool can parse. */
    @Test
    void promtoolTakesTheDashboardsExpressions() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        List<String> expressions = expressions();
        for (int i = 0; i < expressions.size(); i++) {
            rules.append("  - record: panel:").append(i).append("\n    expr: ");
            rules.append(new ObjectMapper()
                    .writeValueAsString(expressions.get(i))
                    .replaceAll("\\$(cluster|registry)", ".*"));
            rules.append('\n');
        }
        Path file = Files.writeString(folder.resolve("dashboard.yaml"), rules.toString());
        assertThat(promtool("check", "rules", file.toString()))
                .contains("SUCCESS: " + expressions.size() + " rules found");
    }

    private static String promtool(String... arguments) throws Exception {
        return promtoolReading(Path.of("/dev/null"), arguments);
    }

    private static String promtoolReading(Path input, String... arguments) throws Exception {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "promtool")));
        assumeTrue(there, "promtool (Debian: package prometheus) is not on the PATH");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process promtool = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(output).isZero();
        return output;
    }
}

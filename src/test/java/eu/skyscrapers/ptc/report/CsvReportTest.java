package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReportTest {
    private static final String FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20";
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-f]{4}|.)");

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "three-clusters", "incomplete", "nothing", "odd"})
    void keepsItsColumnsAndTheirOrder(String sample) {
        Golden.assertMatches(sample + ".csv", csv(Samples.all().get(sample)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void countsAsTheSummaryDoes(String sample) {
        AuditResult result = Samples.all().get(sample);
        List<Map<String, String>> records = records(csv(result));
        for (ClusterResult cluster : result.clusters()) {
            List<Map<String, String>> images = records.stream()
                    .filter(of("record", "image").and(of("cluster", cluster.name())))
                    .toList();
            assertThat(distinct(images, of("verdict", "via-ptc")))
                    .hasSize(cluster.summary().viaPtc());
            assertThat(distinct(images, of("verdict", "exempt")))
                    .hasSize(cluster.summary().exempt());
            Set<String> direct = distinct(images, of("verdict", "direct"));
            Set<String> unexpected = distinct(images, of("verdict", "direct").and(of("expectedSource", "")));
            assertThat(direct).hasSize(cluster.summary().direct());
            assertThat(direct.size() - unexpected.size())
                    .isEqualTo(cluster.summary().expected());
        }
        assertThat(records.stream().filter(of("record", "cluster")))
                .extracting(record -> record.get("cluster"))
                .containsExactlyElementsOf(
                        result.clusters().stream().map(ClusterResult::name).toList());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysTheOutcomeFirst(String sample) {
        AuditResult result = Samples.all().get(sample);
        Map<String, String> outcome = records(csv(result)).get(0);
        assertThat(outcome.get("record")).isEqualTo("outcome");
        assertThat(outcome.get("reason")).isEqualToIgnoringCase(result.outcome().name());
        assertThat(outcome.get("note")).startsWith(result.outcome().name() + ": ");
    }

    @Test
    void saysOnEveryLineOfAClusterThatItIsNotComplete() {
        List<Map<String, String>> records = records(csv(Samples.all().get("three-clusters")));
        assertThat(records.get(0)).containsEntry("complete", "false").containsEntry("reason", "incomplete");
        List<Map<String, String>> production =
                records.stream().filter(of("cluster", "production")).toList();
        assertThat(production)
                .allMatch(of("complete", "false"))
                .extracting(record -> record.get("record"))
                .containsExactly("cluster", "error", "error", "image");
        assertThat(records.stream().skip(1).filter(of("cluster", "production").negate()))
                .isNotEmpty()
                .allMatch(of("complete", "true"));
    }

    @Test
    void onlyHidesImagesAndSaysSo() {
        AuditResult recorded = Samples.all().get("recorded");
        View view = new View(Set.of(Only.VIA_PTC, Only.EXEMPT), false, 80, "1.2.3");
        List<Map<String, String>> records = records(Samples.write(Format.CSV, recorded, view));
        assertThat(records.stream().filter(of("record", "image")))
                .extracting(record -> record.get("verdict"))
                .containsOnly("via-ptc", "exempt");
        assertThat(records.get(0).get("note"))
                .isEqualTo(records(csv(recorded)).get(0).get("note")
                        + "; other images are not listed (--only via-ptc,exempt)");
    }

    @Test
    void tellsWhatIsKnownOfAUse() {
        Expectation accepted = new Expectation("known", "expect.yaml:1");
        Workload workload = new Workload("apps", "Deployment", "web");
        Deployer flux = new Deployer(Deployer.HELM_RELEASE, "flux-system", "web");
        List<Usage> usages = List.of(
                new Usage(workload, "a", ContainerType.CONTAINER, 2, flux, accepted),
                new Usage(workload, "b", ContainerType.INIT_CONTAINER, 0, null, null));
        Judgment judgment = new Judgment("x.example/x", Reason.NO_RULE, "x.example", null, null);
        ClusterResult cluster = new ClusterResult(
                "c",
                null,
                Samples.REGISTRY,
                List.of(),
                2,
                1,
                PassedOver.NONE,
                List.of(
                        new ImageFinding("x.example/x", judgment, null, usages),
                        new ImageFinding("x.example/y", judgment, null, List.of())),
                List.of(),
                List.of(),
                Nodes.NONE);
        assertThat(csv(Samples.audit(FailOn.DIRECT, cluster)).lines().skip(3))
                .containsExactly(
                        "image,c,true,direct,no-rule,x.example/x,x.example,,,known,expect.yaml:1,"
                                + "apps,Deployment,web,a,container,2,HelmRelease flux-system/web,,,,reschedule",
                        "image,c,true,direct,no-rule,x.example/x,x.example,,,,,apps,Deployment,web,b,initContainer,0,,,,,reschedule",
                        "image,c,true,direct,no-rule,x.example/y,x.example,,,,,,,,,,,,,,,",
                        "if-down,c,true,,,,x.example,,\"If x.example is down, new nodes come up complete; every workload"
                                + " can restart where it runs; 1 workload cannot start on a node without its images\""
                                + ",,,,,,,,2,,,,,");
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void keepsEveryTextOnItsLine(String text) {
        String csv = csv(Hostile.everywhere(text, text));
        assertHarmless(csv);
        List<Map<String, String>> records = records(csv);
        assertThat(records)
                .extracting(record -> record.get("record"))
                .startsWith("outcome", "cluster", "error", "hint", "hint", "rule-fault", "rule-note")
                .contains(
                        "unused-expectation",
                        "expired-expectation",
                        "outlived-baseline",
                        "pull-error",
                        "drift",
                        "if-down")
                .hasSize(14 + 2 * Hostile.IMAGES);
        assertThat(records.stream().filter(of("record", "image")))
                .hasSize(2 * Hostile.IMAGES)
                .allSatisfy(image -> assertThat(Stream.of(
                                "cluster",
                                "image",
                                "upstream",
                                "replacement",
                                "note",
                                "namespace",
                                "kind",
                                "name",
                                "container"))
                        .extracting(image::get)
                        .containsOnly(text));
        assertThat(records.stream().filter(of("record", "error")))
                .extracting(record -> record.get("note"))
                .containsExactly(text);
        assertHarmless(csv(Hostile.inEveryCluster(text)));
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#huge")
    void keepsAMegabyteWithinACell(String text) {
        AuditResult result = Hostile.everywhere(text, "x");
        String csv = csv(result);
        assertHarmless(csv);
        assertThat(cells(csv)).allMatch(cells -> cells.stream().allMatch(cell -> cell.length() <= 32_767));
        assertThat(records(csv).stream().filter(of("record", "image")))
                .hasSize(2 * Hostile.IMAGES)
                .allSatisfy(record -> assertThat(record.get("image"))
                        .startsWith(text.substring(0, 5000))
                        .endsWith("... (" + text.length() + " characters, -o json shows them all)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "nginx nginx",
                "=1 '=1",
                "` =1` `' =1`",
                "\uff1d1 '\uff1d1",
                "\uff0b1 '\uff0b1",
                "\uff0d1 '\uff0d1",
                "\uff20SUM '\uff20SUM",
                "x;\uff20SUM x\\u003b\uff20SUM",
                "'=1 ''=1",
                "'x ''x",
                "x=1 x=1",
                "x;=1 x\\u003b=1",
                "`x; \"@1` `\"x\\u003b \"\"@1\"`",
                "x;y x;y",
                "`x; y` `x; y`",
                "a,b \"a,b\"",
                "`\t=1` \\t=1"
            })
    void isNoFormula(String text, String cell) {
        ClusterResult cluster = new ClusterResult(
                text,
                null,
                Samples.REGISTRY,
                List.of(),
                1,
                0,
                PassedOver.NONE,
                List.of(),
                List.of(),
                List.of(),
                Nodes.NONE);
        assertThat(csv(Samples.audit(FailOn.DIRECT, cluster))).contains("\r\ncluster," + cell + ",true,");
    }

    /** Nothing a spreadsheet would calculate, whichever sign it takes for the separator. */
    private static void assertHarmless(String csv) {
        assertThat(cells(csv)).allMatch(cells -> cells.stream().noneMatch(CsvReportTest::isFormula));
        for (String line : csv.lines().toList()) {
            assertThat(line.split("[;\t]", -1)).noneMatch(cell -> isFormula(cell.replaceAll("^[\"' ]+", "")));
        }
        assertThat(csv.codePoints()
                        .filter(c -> c != '\r'
                                && c != '\n'
                                && Printable.of(Character.toString(c)).length() > 2))
                .isEmpty();
        assertThat(csv).doesNotContain("##");
        assertThat(csv.lines()).noneMatch(line -> line.strip().startsWith("::"));
    }

    private static boolean isFormula(String cell) {
        String start = cell.stripLeading();
        return !start.isEmpty() && FORMULA.indexOf(start.charAt(0)) >= 0;
    }

    /** Each record by column, its texts as they were. */
    private static List<Map<String, String>> records(String csv) {
        List<List<String>> lines = cells(csv);
        List<Map<String, String>> records = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Map<String, String> record = new LinkedHashMap<>();
            for (int i = 0; i < line.size(); i++) {
                record.put(lines.get(0).get(i), original(line.get(i)));
            }
            records.add(record);
        }
        return records;
    }

    /** What RFC 4180 says, and nothing more; and as many cells in each record as in the header. */
    private static List<List<String>> cells(String csv) {
        assertThat(csv).endsWith("\r\n");
        assertThat(csv.replace("\r\n", "")).doesNotContain("\r", "\n");
        List<List<String>> records = new ArrayList<>();
        for (String line : csv.lines().toList()) {
            records.add(cellsOf(line));
            assertThat(records.get(records.size() - 1)).hasSameSizeAs(records.get(0));
        }
        return records;
    }

    private static List<String> cellsOf(String line) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            StringBuilder cell = new StringBuilder();
            if (line.startsWith("\"", at)) {
                at++;
                while (line.startsWith("\"\"", at) || line.charAt(at) != '"') {
                    at += line.charAt(at) == '"' ? 1 : 0;
                    cell.append(line.charAt(at++));
                }
                at++;
                assertThat(at == line.length() || line.charAt(at) == ',').isTrue();
            } else {
                int end = line.indexOf(',', at) < 0 ? line.length() : line.indexOf(',', at);
                cell.append(line, at, end);
                assertThat(cell).doesNotContain("\"");
                at = end;
            }
            cells.add(cell.toString());
            at++;
        }
        return cells;
    }

    private static String original(String cell) {
        String text = cell.startsWith("'") ? cell.substring(1) : cell;
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        switch (escape.group(1).charAt(0)) {
                            case 'n' -> "\n";
                            case 'r' -> "\r";
                            case 't' -> "\t";
                            case 'u' ->
                                Character.toString(
                                        Integer.parseInt(escape.group(1).substring(1), 16));
                            default -> escape.group(1);
                        }));
    }

    private static Predicate<Map<String, String>> of(String column, String text) {
        return record -> record.get(column).equals(text);
    }

    private static Set<String> distinct(List<Map<String, String>> records, Predicate<Map<String, String>> of) {
        return Set.copyOf(records.stream()
                .filter(of)
                .map(record -> record.get("image"))
                .distinct()
                .toList());
    }

    private static String csv(AuditResult result) {
        return Samples.write(Format.CSV, result, Samples.view(80));
    }
}

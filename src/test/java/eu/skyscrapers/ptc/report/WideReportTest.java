package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.Cached;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftCause;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WideReportTest {
    private static final int COLUMNS = 16;
    private static final Workload WORKLOAD = new Workload("velero", "Deployment", "velero");
    private static final Judgment CACHEABLE =
            new Judgment("x.example/x", Reason.CACHEABLE, "docker.io", "cache/x", "a note");

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "three-clusters"})
    void showsEverything(String sample) {
        Golden.assertMatches(sample + "-wide.txt", wide(Samples.all().get(sample)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void hasALineForEachUseOfEachImageInTheOrderOfTheResult(String sample) {
        AuditResult result = Samples.all().get(sample);
        List<List<String>> expected = new ArrayList<>();
        for (ClusterResult cluster : result.clusters()) {
            for (ImageFinding finding : cluster.images()) {
                for (Usage usage : finding.usedBy()) {
                    expected.add(List.of(
                            finding.verdict().key(),
                            finding.judgment().reason().key(),
                            Long.toString(usage.pods()),
                            Words.word(usage.container()),
                            usage.containerType().key(),
                            Words.word(finding.image()),
                            Words.word(cluster.name())));
                }
            }
        }
        assertThat(rows(wide(result)).stream()
                        .map(row ->
                                Stream.of(0, 1, 2, 5, 6, 8, 12).map(row::get).toList()))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void columnsStandBelowTheirTitles(String sample) {
        List<String> table = wide(Samples.all().get(sample)).lines().toList();
        String titles = "";
        for (String line : table) {
            if (line.startsWith("VERDICT ")) {
                titles = line;
            } else if (isRow(line)) {
                for (String title : List.of(" REASON", " PODS", " NAMESPACE", " TYPE", " DEPLOYER", " IMAGE")) {
                    int column = titles.indexOf(title);
                    assertThat(line.substring(column, column + 1)).isEqualTo(" ");
                    assertThat(line.substring(column + 1, column + 2)).isNotEqualTo(" ");
                }
            }
        }
    }

    @Test
    void everyUseTellsItsOwnExpectationAndDeployer() {
        Usage accepted = new Usage(
                WORKLOAD,
                "velero",
                ContainerType.CONTAINER,
                2,
                new Deployer(Deployer.HELM_RELEASE, "flux-system", "velero"),
                new Expectation("a mirror is on its way", "expect file.yaml:3"));
        Usage refused = new Usage(
                WORKLOAD, "aws", ContainerType.INIT_CONTAINER, 0, new Deployer(Deployer.HELM, "", "velero"), null);
        Cached cached = new Cached(Cached.State.IN_CACHE, Instant.parse("2026-11-01T23:59:59Z"), null, null);
        assertThat(rows(wide(one(new ImageFinding("x", CACHEABLE, null, List.of(accepted, refused), cached)))))
                .containsExactly(
                        List.of(
                                "direct",
                                "cacheable",
                                "2",
                                "velero",
                                "Deployment/velero",
                                "velero",
                                "container",
                                "HelmRelease/flux-system/velero",
                                "x",
                                "cache/x",
                                "docker.io",
                                "expect\\u0020file.yaml:3",
                                "prod",
                                "in-cache",
                                "reschedule",
                                "expected: a mirror is on its way; note: a note; cache: in the cache, pushed 2026-11-01,"
                                        + " no pull on record"),
                        List.of(
                                "direct",
                                "cacheable",
                                "0",
                                "velero",
                                "Deployment/velero",
                                "aws",
                                "initContainer",
                                "Helm/velero",
                                "x",
                                "cache/x",
                                "docker.io",
                                "-",
                                "prod",
                                "in-cache",
                                "reschedule",
                                "note: a note; cache: in the cache, pushed 2026-11-01, no pull on record"));
    }

    @Test
    void usersThatAreAcceptedForDifferentReasonsTellTheirOwn() {
        Expectation known = new Expectation("known", "a.yaml:1");
        Usage one = new Usage(WORKLOAD, "a", ContainerType.CONTAINER, 1, null, known);
        Usage other = new Usage(WORKLOAD, "b", ContainerType.CONTAINER, 1, null, new Expectation("new", "b.yaml:2"));
        assertThat(rows(wide(one(new ImageFinding("x", CACHEABLE, known, List.of(one, other))))))
                .extracting(row -> row.get(11) + " " + row.get(15))
                .containsExactly("a.yaml:1 expected: known; note: a note", "b.yaml:2 expected: new; note: a note");
    }

    @Test
    void anImageThatNobodyUsesDoesNotVanish() {
        assertThat(rows(wide(one(new ImageFinding("x", CACHEABLE, null, List.of())))))
                .singleElement()
                .asString()
                .startsWith("[direct, cacheable, 0, -, -, -, -, -, x, cache/x, ");
    }

    @Test
    void nothingIsFolded() {
        List<Integer> numbers = IntStream.range(100, 150).boxed().toList();
        List<PullError> pullErrors = numbers.stream()
                .map(i -> new PullError("pulled-" + i, Verdict.VIA_PTC, WORKLOAD, "c", "ErrImagePull", "403", null, 1))
                .toList();
        List<DriftFinding> drift = numbers.stream()
                .map(i ->
                        new DriftFinding(WORKLOAD, "c", ContainerType.CONTAINER, "", "drifted-" + i, 1, DriftCause.OLD))
                .toList();
        List<ReadError> errors = numbers.stream()
                .map(i -> new ReadError(ReadError.Kind.MALFORMED, "error-" + i))
                .toList();
        Review review = new Review(
                null,
                List.of(),
                numbers.stream().map(i -> entry("unused-" + i)).toList(),
                numbers.stream().map(i -> entry("expired-" + i)).toList(),
                numbers.stream()
                        .map(i -> new Baseline.Entry("prod", "ns", "Pod", "p", "c", "outlived-" + i))
                        .toList());
        ClusterResult cluster = new ClusterResult(
                "prod",
                "https://prod",
                Samples.REGISTRY,
                errors,
                1,
                0,
                PassedOver.NONE,
                List.of(),
                pullErrors,
                drift,
                Nodes.NONE);
        AuditResult result = new AuditResult(FailOn.DIRECT, Set.of(), List.of(cluster), review, List.of(), Samples.RUN);

        String wide = wide(result);
        String table = Samples.write(Format.TABLE, result, Samples.view(120));
        for (String kind : List.of("pulled-", "drifted-", "error-", "unused-", "expired-", "outlived-")) {
            assertThat(numbers).allSatisfy(i -> assertThat(wide.lines()).anyMatch(line -> line.endsWith(kind + i)));
            assertThat(table).contains(kind + "118").doesNotContain(kind + "119");
        }
        assertThat(wide).doesNotContain(" more");
        assertThat(table.lines().filter(line -> line.equals("  and 31 more, -o wide shows them all")))
                .hasSize(6);
    }

    @Test
    void eachClusterTellsTheImagesOfEveryCluster() {
        AuditResult clusters = Samples.all().get("common-images");
        assertThat(wide(clusters)).doesNotContain("IN EVERY CLUSTER", "in every cluster");
        assertThat(rows(wide(clusters)).stream()
                        .filter(row -> row.get(8).equals("docker.io/velero/velero:v1.15.0"))
                        .map(row -> row.get(12)))
                .containsExactly(
                        "arn:aws:eks:eu-west-1:111122223333:cluster/development",
                        "arn:aws:eks:eu-west-1:111122223333:cluster/production");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void endsAsTheTableDoesAndKnowsNoWidth(String sample) {
        AuditResult result = Samples.all().get(sample);
        String wide = wide(result);
        assertThat(lastLine(wide)).isEqualTo(lastLine(Samples.write(Format.TABLE, result, Samples.view(1000))));
        assertThat(wide).endsWith("\n").doesNotContain(" \n", "\r", "\n\n\n\n");
        for (int columns : new int[] {0, 40, 80}) {
            assertThat(Samples.write(Format.WIDE, result, Samples.view(columns)))
                    .isEqualTo(wide);
        }
        String coloured = Samples.write(Format.WIDE, result, new View(Samples.ALL, true, 120, "1.2.3"));
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(wide);
    }

    @Test
    void whatOnlyHidesIsCounted() {
        AuditResult recorded = Samples.all().get("recorded");
        String direct = Samples.write(Format.WIDE, recorded, new View(EnumSet.of(Only.DIRECT), false, 120, "1.2.3"));
        assertThat(rows(direct)).hasSize(12).allMatch(row -> row.get(0).equals("direct"));
        assertThat(direct)
                .contains("not shown (--only): 20 via-ptc images\nnot shown (--only): 10 exempt images\n")
                .doesNotContain("quay/oauth2-proxy");
        assertThat(lastLine(direct)).isEqualTo(lastLine(wide(recorded)));

        String nothing =
                Samples.write(Format.WIDE, recorded, new View(EnumSet.noneOf(Only.class), false, 120, "1.2.3"));
        assertThat(nothing).contains("not shown (--only): 12 direct images").doesNotContain("VERDICT");
    }

    /** For {@code awk}: the first line has the titles, and the second is a row. */
    @ParameterizedTest
    @MethodSource("samples")
    void elsewhereThanOnATerminalTheRowsComeFirst(String sample) {
        AuditResult result = Samples.all().get(sample);
        List<String> whole = wide(result).lines().toList();
        List<String> first = wide(result, View.Frame.ROWS_FIRST).lines().toList();
        List<String> alone = wide(result, View.Frame.ROWS).lines().toList();
        int rows = (int) whole.stream().filter(WideReportTest::isRow).count();
        assertThat(alone).hasSize(rows).allMatch(WideReportTest::isRow);
        if (rows > 0) {
            assertThat(first.get(0)).startsWith("VERDICT  REASON ");
            assertThat(first.subList(1, rows + 1)).isEqualTo(alone);
            assertThat(first.stream().filter(line -> line.startsWith("VERDICT ")))
                    .hasSize(1);
        }
        assertThat(first).as("nothing is lost").endsWith(whole.get(whole.size() - 1));
        assertThat(first.subList(rows > 0 ? rows + 1 : 0, first.size())).noneMatch(WideReportTest::isRow);
    }

    @Test
    void anEmptyClusterSaysSo() {
        assertThat(wide(Samples.all().get("nothing"))).contains("\nimages: unknown (no image was read)\n");
        assertThat(wide(one())).contains("\nno images\n");
    }

    @Test
    void onlyTheVerdictOfADirectImageHasAColour() {
        Expectation known = new Expectation("known", "built-in");
        Usage accepted = new Usage(WORKLOAD, "x", ContainerType.CONTAINER, 1, null, known);
        Usage refused = new Usage(WORKLOAD, "y", ContainerType.CONTAINER, 1);
        String coloured = Samples.write(
                Format.WIDE,
                one(
                        new ImageFinding(
                                "a", new Judgment("x.example/x", Reason.CACHE_RULE, null, null, null), null, List.of()),
                        new ImageFinding("b", CACHEABLE, null, List.of()),
                        new ImageFinding("c", CACHEABLE, known, List.of()),
                        new ImageFinding("d", CACHEABLE, null, List.of(refused, accepted))),
                new View(Samples.ALL, true, 120, "1.2.3"));
        assertThat(coloured.lines().filter(line -> line.contains("cache/x") || line.startsWith("via-ptc")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("via-ptc  cache-rule ")
                                .doesNotContain("\u001b"),
                        line -> assertThat(line).startsWith("\u001b[1;31mdirect\u001b[0m   cacheable "),
                        line -> assertThat(line).startsWith("\u001b[33mdirect\u001b[0m   cacheable "),
                        line -> assertThat(line).startsWith("\u001b[1;31mdirect\u001b[0m   cacheable "),
                        line -> assertThat(line).startsWith("\u001b[33mdirect\u001b[0m   cacheable "));
    }

    private static AcceptedImage entry(String source) {
        return new AcceptedImage(null, null, null, null, null, "gone", LocalDate.EPOCH, source);
    }

    private static AuditResult one(ImageFinding... findings) {
        return Samples.audit(FailOn.DIRECT, Samples.cluster("prod", List.of(findings)));
    }

    private static String wide(AuditResult result) {
        return Samples.write(Format.WIDE, result, Samples.view(120));
    }

    private static String wide(AuditResult result, View.Frame frame) {
        return Samples.write(Format.WIDE, result, new View(Samples.ALL, false, false, 120, "1.2.3", frame));
    }

    private static boolean isRow(String line) {
        return line.matches("(via-ptc|exempt|direct) .*");
    }

    /** As {@code awk} splits them, with all that remains in the last one. */
    private static List<List<String>> rows(String wide) {
        return wide.lines()
                .filter(WideReportTest::isRow)
                .map(line -> List.of(line.split(" +", COLUMNS)))
                .toList();
    }

    private static String lastLine(String text) {
        return text.lines().reduce((first, second) -> second).orElseThrow();
    }
}

package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cached;
import eu.skyscrapers.ptc.audit.Cached.State;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReportTest {
    private static final String SGR = "\u001b\\[[0-9;]*m";

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 200})
    void fitsTheWidth(int columns) {
        AuditResult recorded = Samples.all().get("recorded");
        Golden.assertMatches("recorded-" + columns + ".txt", table(recorded, Samples.view(columns)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void showsEveryShapeOfAResult(String sample) {
        Golden.assertMatches(sample + "-120.txt", table(Samples.all().get(sample), Samples.view(120)));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 200})
    void tellsCommonImagesInEveryWidth(int columns) {
        AuditResult clusters = Samples.all().get("common-images");
        Golden.assertMatches("common-images-" + columns + ".txt", table(clusters, Samples.view(columns)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sectionsOfOneRunCountAsIfEachWereAlone(String sample) {
        AuditResult all = Samples.all().get(sample);
        String table = table(all, Samples.view(120));
        for (ClusterResult cluster : all.clusters()) {
            AuditResult alone = Samples.audit(all.failOn(), cluster);
            String aloneTable = table(alone, Samples.view(120));
            assertThat(table.lines()).contains(lastLine(aloneTable));
            assertThat(table.lines())
                    .containsAll(aloneTable
                            .lines()
                            .filter(line -> line.startsWith("DIRECT "))
                            .toList());
        }
    }

    @Test
    void tellsCommonImagesOnce() {
        AuditResult clusters = Samples.all().get("common-images");
        List<String> lines = table(clusters, Samples.view(120)).lines().toList();
        List<ImageFinding> common = new CommonImages(clusters).images();
        assertThat(common)
                .hasSize(6)
                .allSatisfy(finding -> assertThat(lines).containsOnlyOnce("  - " + finding.image()));
    }

    @Test
    void namesAFewClustersAndCountsTheOthers() {
        Usage everywhere = new Usage(new Workload("a", "Pod", "x"), "c", ContainerType.CONTAINER, 1);
        Usage inMost = new Usage(new Workload("b", "Pod", "y"), "c", ContainerType.CONTAINER, 1);
        Judgment judgment = new Judgment("x.example/x", Reason.NO_RULE, "x.example", null, null);
        ClusterResult[] clusters = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> new ClusterResult(
                        "c" + i,
                        "https://c" + i,
                        Samples.REGISTRY,
                        List.of(),
                        2,
                        0,
                        PassedOver.NONE,
                        List.of(new ImageFinding(
                                "x.example/x",
                                judgment,
                                null,
                                i < 5 ? List.of(everywhere, inMost) : List.of(everywhere))),
                        List.of(),
                        List.of(),
                        Nodes.NONE))
                .toArray(ClusterResult[]::new);
        assertThat(table(Samples.audit(FailOn.DIRECT, clusters), Samples.view(120)))
                .contains("""
                        DIRECT IN EVERY CLUSTER  1 image in all 5 clusters

                          no-rule (1): ECR can cache this upstream, but no known cache rule does
                          - x.example/x  5 pods    a  Pod/x  c
                                         only in c1, c2 and 2 more clusters (-o wide)
                                           4 pods  b  Pod/y  c
                        """);
    }

    @Test
    void onlyHidesCommonImagesToo() {
        AuditResult clusters = Samples.all().get("common-images");
        String hidden = table(clusters, new View(Set.of(Only.EXEMPT), false, 120, "1.2.3"));
        assertThat(hidden)
                .contains(
                        "\n\n\nDIRECT IN EVERY CLUSTER  6 images, not shown (--only)\n\n\n                      of these\nALL CLUSTERS ")
                .doesNotContain("velero");
        assertThat(lastLine(hidden)).isEqualTo(lastLine(table(clusters, Samples.view(120))));
    }

    @Test
    void onlyUnexpectedLeavesOutWhatIsAccepted() {
        AuditResult recorded = Samples.all().get("recorded");
        String unexpected = table(recorded, new View(Set.of(Only.UNEXPECTED), false, 120, "1.2.3"));
        assertThat(unexpected)
                .contains("VIA PTC   20 images, not shown (--only)\n")
                .contains("DIRECT    12 images not through the cache, 1 of them expected, not shown (--only)\n")
                .contains("  - bitnami/redis:7.4.1", "  cacheable (9)")
                .doesNotContain("hnc-manager");
        assertThat(lastLine(unexpected)).isEqualTo(lastLine(table(recorded, Samples.view(120))));
        assertThat(table(recorded, new View(Set.of(Only.UNEXPECTED, Only.DIRECT), false, 120, "1.2.3")))
                .contains("hnc-manager");
        AuditResult expected = Samples.all().get("expected");
        assertThat(table(expected, new View(Set.of(Only.UNEXPECTED), false, 120, "1.2.3")))
                .contains("DIRECT    1 image not through the cache, 1 of them expected, not shown (--only)\n\nPASSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"three-clusters", "clean-clusters", "passed-clusters", "recorded"})
    void hasNoSectionForNoCommonImages(String sample) {
        assertThat(table(Samples.all().get(sample), Samples.view(120)))
                .doesNotContain("DIRECT IN EVERY CLUSTER", "in every cluster");
    }

    @Test
    void coloursWords() {
        AuditResult clusters = Samples.all().get("three-clusters");
        Golden.assertMatches(
                "three-clusters-120-color.txt", table(clusters, new View(Samples.ALL, true, 120, "1.2.3")));
        assertThat(table(Samples.all().get("common-images"), new View(Samples.ALL, true, 120, "1.2.3")))
                .contains("\u001b[1;31mDIRECT IN EVERY CLUSTER\u001b[0m  6 images")
                .contains("  \u001b[1;31min every cluster\u001b[0m (6): ");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysTheSameWithAndWithoutColour(String sample) {
        for (int columns : new int[] {0, 1, 40, 80, 120, 200, 1000}) {
            AuditResult result = Samples.all().get(sample);
            String coloured = table(result, new View(Samples.ALL, true, columns, "1.2.3"));
            assertThat(coloured.replaceAll(SGR, "")).isEqualTo(table(result, Samples.view(columns)));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void neverCutsAReplacementAndLeavesNoBlankAtALinesEnd(String sample) {
        AuditResult result = Samples.all().get(sample);
        for (int columns : new int[] {0, 1, 40, 80, 120, 200, 1000}) {
            String table = table(result, Samples.view(columns));
            assertThat(table).endsWith("\n").doesNotContain(" \n", "\r", "\n\n\n\n");
            result.clusters().stream()
                    .flatMap(cluster -> cluster.images().stream())
                    .map(finding -> finding.judgment().replacement())
                    .filter(replacement -> replacement != null)
                    .forEach(replacement -> assertThat(table).contains("      -> " + replacement + "\n"));
        }
    }

    /** What is ours wraps; an image, a server and the like stand whole, alone on their line or behind a word of ours. */
    @ParameterizedTest
    @MethodSource("samples")
    void wrapsWhatHasABlankToWrapAt(String sample) {
        Pattern whole = Pattern.compile(" *((-|->|server|by [A-Z][A-Za-z]+) +)?[^ ]+");
        for (int columns : new int[] {80, 100, 120}) {
            assertThat(table(Samples.all().get(sample), Samples.view(columns)).lines())
                    .allMatch(line ->
                            line.length() <= columns || whole.matcher(line).matches());
        }
    }

    @Test
    void aUserThatIsTooWideGoesOnBelowWithWordsOfOurs() {
        Deployer deployer = new Deployer(Deployer.HELM_RELEASE, "flux-system", "aws-load-balancer-controller");
        Usage wide = new Usage(
                new Workload("kube-system", "Deployment", "aws-load-balancer-controller"),
                "aws-load-balancer-controller",
                ContainerType.INIT_CONTAINER,
                2,
                deployer,
                null);
        AuditResult result = direct(new ImageFinding(
                "x.example/x",
                new Judgment("x.example/x", Reason.NO_RULE, "x.example", null, null),
                null,
                List.of(wide)));
        assertThat(table(result, Samples.view(80))).contains("""
                  - x.example/x
                      2 pods  kube-system  Deployment/aws-load-balancer-controller
                          as aws-load-balancer-controller (initContainer)
                          by HelmRelease flux-system/aws-load-balancer-controller
                """);
        assertThat(table(result, Samples.view(120))).contains("""
                      2 pods  kube-system  Deployment/aws-load-balancer-controller  aws-load-balancer-controller (initContainer)
                          by HelmRelease flux-system/aws-load-balancer-controller
                """);
        assertThat(table(result, Samples.view(200))).contains("""
                  - x.example/x  2 pods  kube-system  Deployment/aws-load-balancer-controller  aws-load-balancer-controller (initContainer)  by HelmRelease flux-system/aws-load-balancer-controller
                """);
    }

    private static String markdown(AuditResult result) {
        return Samples.write(Format.MARKDOWN, result, Samples.view(80));
    }

    @Test
    void whatIsAcceptedForOneUserAloneSaysHowToSeeWhich() {
        Workload workload = new Workload("a", "Deployment", "x");
        Usage accepted =
                new Usage(workload, "b", ContainerType.CONTAINER, 1, null, new Expectation("known", "expect.yaml:1"));
        Usage other =
                new Usage(workload, "c", ContainerType.CONTAINER, 1, null, new Expectation("new", "expect.yaml:2"));
        Usage refused = new Usage(workload, "d", ContainerType.CONTAINER, 1);
        Judgment judgment = new Judgment("x.example/x", Reason.NO_RULE, "x.example", null, null);
        assertThat(table(
                        direct(new ImageFinding("x.example/x", judgment, null, List.of(accepted, refused))),
                        Samples.view(120)))
                .contains("      note: 1 of its 2 users is accepted, -o wide shows which\n");
        assertThat(table(
                        direct(new ImageFinding(
                                "x.example/x", judgment, accepted.expected(), List.of(accepted, other))),
                        Samples.view(120)))
                .contains("      expected: known (expect.yaml:1)\n")
                .contains("      note: accepted for 2 reasons, -o wide shows which user for which\n");
        assertThat(markdown(direct(new ImageFinding("x.example/x", judgment, null, List.of(accepted, refused)))))
                .contains("  - note: 1 of its 2 users is accepted, -o wide shows which\n");
        assertThat(markdown(direct(
                        new ImageFinding("x.example/x", judgment, accepted.expected(), List.of(accepted, other)))))
                .contains("  - note: accepted for 2 reasons, -o wide shows which user for which\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                     |             |           | of what was read; assumed: empty new nodes, a full cache
            UNKNOWN  |             |           | of what was read; assumed: empty new nodes, a full cache
            IN_CACHE |             |           | of what was read; assumed: empty new nodes
            IN_CACHE | HelmRelease |           | of what was read, without charts; assumed: empty new nodes
            IN_CACHE |             | forbidden | of the part that was read; assumed: empty new nodes
            """)
    void ifDownSaysWhatItCoversAndAssumes(
            @Nullable State state, @Nullable String unrendered, @Nullable String error, String caption) {
        List<Usage> users = List.of(new Usage(new Workload("a", "Deployment", "x"), "b", ContainerType.CONTAINER, 1));
        ImageFinding cached = new ImageFinding(
                "r/quay/a",
                new Judgment("r/quay/a", Reason.CACHE_RULE, "quay.io", null, null),
                null,
                users,
                state == null ? null : new Cached(state, null, null, null));
        ImageFinding direct = new ImageFinding(
                "x.example/x", new Judgment("x.example/x", Reason.NO_RULE, "x.example", null, null), null, users);
        ClusterResult cluster = new ClusterResult(
                "c",
                null,
                Samples.REGISTRY,
                error == null ? List.of() : List.of(new ReadError(ReadError.Kind.FORBIDDEN, error)),
                1,
                0,
                new PassedOver(new TreeMap<>(), new TreeMap<>(unrendered == null ? Map.of() : Map.of(unrendered, 1L))),
                List.of(cached, direct),
                List.of(),
                List.of(),
                Nodes.NONE);
        assertThat(table(Samples.audit(FailOn.DIRECT, cluster), Samples.view(120)))
                .contains("\nIF DOWN   " + caption + "\n");
    }

    @Test
    void whatFailsTheAuditComesAfterWhatDoesNot() {
        assertThat(sections(Hostile.everywhere("x.example/x", "x"), Format.TABLE))
                .containsExactly(
                        "CLUSTER",
                        "VIA PTC",
                        "EXEMPT",
                        "UNUSED",
                        "EXPIRED",
                        "BASELINE",
                        "IF DOWN",
                        "DRIFT",
                        "DIRECT",
                        "PULL ERRORS",
                        "RULES",
                        "HINTS",
                        "NOT COMPLETE",
                        "INCOMPLETE");
    }

    /** But for the parts that ask nobody to do anything, and the one that the sample lacks. */
    @Test
    void thePageForOperatorsNamesThemFromTheLastLineUp() throws IOException {
        String page = Files.readString(Path.of(".github/docs/operators.md"));
        List<String> named = Pattern.compile("(?m)^\\| (`[A-Z].*?) \\|")
                .matcher(page)
                .results()
                .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ")))
                .filter(title -> !title.equals("NOT CACHED"))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(named);
        assertThat(sections(Hostile.everywhere("x.example/x", "x"), Format.TABLE))
                .filteredOn(title ->
                        !List.of("CLUSTER", "VIA PTC", "EXEMPT", "INCOMPLETE").contains(title))
                .isEqualTo(named);
    }

    @Test
    void theReviewOfSeveralClustersStandsApart() {
        AuditResult one = Hostile.everywhere("x.example/x", "x");
        AuditResult two = new AuditResult(
                one.failOn(),
                Set.of(FailAlso.PULL_ERRORS),
                List.of(one.clusters().get(0), Samples.unread()),
                one.review(),
                List.of(),
                one.run());
        String table = table(two, Samples.view(120));
        assertThat(table)
                .doesNotContain("\n\n\n\n")
                .contains("\n\n\nUNUSED ", "\n\n\nRULES ", "\n\n\n                      of these\nALL CLUSTERS ");
        assertThat(lastLine(table))
                .isEqualTo("INCOMPLETE: 2 of 2 clusters could not be read whole; 1 pull error; 1 rule fault");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "97  | FAILED: 11 unexpected images (12 direct, 1 of them expected); 1 pull error; 20 via PTC, 10 exempt",
                "96  | FAILED: 11 unexpected images (12 direct, 1 of them expected); 1 pull error",
                "40  | FAILED: 11 unexpected images (12 direct, 1 of them expected); 1 pull error",
                "200 | FAILED: 11 unexpected images (12 direct, 1 of them expected); 1 pull error; 20 via PTC, 10 exempt;"
                        + " 62 pods in 10 namespaces",
            })
    void theLastLineLeavesOutWhatTheLinesAboveHaveTold(int columns, String last) {
        ClusterResult recorded = Samples.recorded();
        PullError error = new PullError(
                "x",
                Verdict.VIA_PTC,
                new Workload("keda", "Deployment", "keda"),
                "keda",
                "ErrImagePull",
                "403",
                null,
                1);
        ClusterResult waiting = new ClusterResult(
                recorded.name(),
                recorded.server(),
                Samples.REGISTRY,
                List.of(),
                recorded.pods(),
                0,
                PassedOver.NONE,
                recorded.images(),
                List.of(error),
                List.of(),
                Nodes.NONE);
        String table = table(Samples.audit(FailOn.DIRECT, waiting), Samples.view(columns));
        assertThat(lastLine(table)).isEqualTo(last);
        assertThat(table)
                .contains("audited   62 pods in 10 namespaces\n", "VIA PTC   20 images", "EXEMPT    10 images");
    }

    @Test
    void aSentenceWrapsAfterAWordThatIsWiderThanTheRoom() {
        Judgment judgment = new Judgment(
                "x.example/x", Reason.NO_RULE, "x.example", null, "see " + "x".repeat(80) + " for the rest of it");
        assertThat(table(direct(new ImageFinding("x.example/x", judgment, null, List.of())), Samples.view(80)))
                .contains("      note: see\n        " + "x".repeat(80) + "\n        for the rest of it\n");
    }

    @Test
    void pullErrorsAreRedWhenTheyFailTheAudit() {
        AuditResult failing = Hostile.everywhere("x.example/x", "x");
        AuditResult told = new AuditResult(
                FailOn.DIRECT, Set.of(), failing.clusters(), failing.review(), List.of(), failing.run());
        View coloured = new View(Samples.ALL, true, 120, "1.2.3");
        assertThat(table(failing, coloured)).contains("\u001b[1;31mPULL ERRORS\u001b[0m");
        assertThat(table(told, coloured)).contains("\u001b[33mPULL ERRORS\u001b[0m");
    }

    @Test
    void onlyHidesListsButNeitherCountsNorOutcome() {
        AuditResult recorded = Samples.all().get("recorded");
        String hidden = table(recorded, new View(Set.of(Only.VIA_PTC), false, 120, "1.2.3"));
        Golden.assertMatches("recorded-120-only-via-ptc.txt", hidden);
        assertThat(lastLine(hidden)).isEqualTo(lastLine(table(recorded, Samples.view(120))));

        String none = table(recorded, new View(EnumSet.noneOf(Only.class), false, 120, "1.2.3"));
        assertThat(none.lines().filter(line -> line.endsWith("not shown (--only)")))
                .hasSize(3);
    }

    private static AuditResult direct(ImageFinding... findings) {
        ClusterResult cluster = Samples.cluster("c", List.of(findings));
        return Samples.audit(FailOn.DIRECT, cluster);
    }

    /** The words in capitals that lines start with. */
    private static List<String> sections(AuditResult result, Format format) {
        return Samples.write(format, result, Samples.view(120))
                .lines()
                .map(line -> Pattern.compile("[A-Z]+( [A-Z]+)*\\b").matcher(line))
                .filter(Matcher::lookingAt)
                .map(Matcher::group)
                .toList();
    }

    private static String table(AuditResult result, View view) {
        return Samples.write(Format.TABLE, result, view);
    }

    private static String lastLine(String text) {
        return text.lines().reduce((first, second) -> second).orElseThrow();
    }
}

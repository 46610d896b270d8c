package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Remarks;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        Judgment judgment = new Judgment(Reason.NO_RULE, "x.example", null, null);
        ClusterResult[] clusters = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> new ClusterResult(
                        "c" + i,
                        "https://c" + i,
                        List.of(),
                        2,
                        0,
                        0,
                        List.of(new ImageFinding(
                                "x.example/x",
                                judgment,
                                null,
                                i < 5 ? List.of(everywhere, inMost) : List.of(everywhere))),
                        Remarks.NONE))
                .toArray(ClusterResult[]::new);
        assertThat(table(Samples.audit(FailOn.DIRECT, clusters), Samples.view(120)))
                .contains("""
                        DIRECT IN EVERY CLUSTER  1 image in all 5 clusters

                          no-rule (1): ECR can cache this upstream, but no known cache rule does
                          - x.example/x  5 pods    a  Pod/x  c
                                         only in c1, c2 and 2 more clusters
                                           4 pods  b  Pod/y  c
                        """);
    }

    @Test
    void onlyHidesCommonImagesToo() {
        AuditResult clusters = Samples.all().get("common-images");
        String hidden = table(clusters, new View(Set.of(Verdict.EXEMPT), false, 120, "1.2.3"));
        assertThat(hidden)
                .contains("\n\n\nDIRECT IN EVERY CLUSTER  6 images, not shown (--only)\n\n\nALL CLUSTERS ")
                .doesNotContain("velero");
        assertThat(lastLine(hidden)).isEqualTo(lastLine(table(clusters, Samples.view(120))));
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

    @Test
    void onlyHidesListsButNeitherCountsNorOutcome() {
        AuditResult recorded = Samples.all().get("recorded");
        String hidden = table(recorded, new View(Set.of(Verdict.VIA_PTC), false, 120, "1.2.3"));
        Golden.assertMatches("recorded-120-only-via-ptc.txt", hidden);
        assertThat(lastLine(hidden)).isEqualTo(lastLine(table(recorded, Samples.view(120))));

        String none = table(recorded, new View(EnumSet.noneOf(Verdict.class), false, 120, "1.2.3"));
        assertThat(none.lines().filter(line -> line.endsWith("not shown (--only)")))
                .hasSize(3);
    }

    private static String table(AuditResult result, View view) {
        return Samples.write(Format.TABLE, result, view);
    }

    private static String lastLine(String text) {
        return text.lines().reduce((first, second) -> second).orElseThrow();
    }
}

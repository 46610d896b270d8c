package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Verdict;
import java.util.EnumSet;
import java.util.Set;
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

    @Test
    void coloursWords() {
        AuditResult clusters = Samples.all().get("three-clusters");
        Golden.assertMatches(
                "three-clusters-120-color.txt", table(clusters, new View(Samples.ALL, true, 120, "1.2.3")));
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

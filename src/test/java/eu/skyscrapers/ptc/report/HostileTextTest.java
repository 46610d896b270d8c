package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.audit.AuditResult;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that others wrote, in every place of a report that can hold it, through every format. */
class HostileTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void cannotForgeTheTable(String text) {
        for (boolean color : new boolean[] {false, true}) {
            for (int columns : new int[] {20, 80, 120, 400}) {
                assertHarmless(table(Hostile.everywhere(text, text), color, columns));
                assertHarmless(table(Hostile.inEveryCluster(text), color, columns));
                assertHarmless(summary(Hostile.everywhere(text, text), color, columns));
                assertHarmless(summary(Hostile.inEveryCluster(text), color, columns));
            }
        }
    }

    /** As narrow as this, users always stand below their image, so that the lines are the same for every text. */
    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void addsNoLineAndTakesNoneAway(String text) {
        String twin = text.contains("/") ? "harmless/twin" : "harmless";
        assertThat(starts(table(Hostile.everywhere(text, text), false, 20)))
                .isEqualTo(starts(table(Hostile.everywhere(twin, twin), false, 20)));
        assertThat(starts(summary(Hostile.everywhere(text, text), false, 20)))
                .isEqualTo(starts(summary(Hostile.everywhere(twin, twin), false, 20)));
        assertThat(starts(table(Hostile.inEveryCluster(text), false, 20)))
                .isEqualTo(starts(table(Hostile.inEveryCluster(twin), false, 20)));
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void isOneRecordForEachUseOfTheWideTable(String text) {
        for (AuditResult result : List.of(Hostile.everywhere(text, text), Hostile.inEveryCluster(text))) {
            assertHarmless(wide(result, true));
            String wide = wide(result, false);
            List<String[]> records = wide.lines()
                    .filter(line -> line.matches("(via-ptc|exempt|direct) .*"))
                    .map(line -> line.split(" {2,}", 14))
                    .toList();
            assertThat(records)
                    .hasSize(result.clusters().stream()
                            .flatMap(cluster -> cluster.images().stream())
                            .mapToInt(finding -> finding.usedBy().size())
                            .sum())
                    .allMatch(record -> record.length == 14)
                    .allMatch(record -> List.of(record).subList(0, 13).stream()
                            .noneMatch(cell -> cell.isEmpty() || cell.contains(" ")));
        }
        String twin = text.contains("/") ? "harmless/twin" : "harmless";
        assertThat(starts(wide(Hostile.everywhere(text, text), false)))
                .isEqualTo(starts(wide(Hostile.everywhere(twin, twin), false)));
        assertThat(starts(wide(Hostile.inEveryCluster(text), false)))
                .isEqualTo(starts(wide(Hostile.inEveryCluster(twin), false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\n", "\ud800", "a/", " ::error::"})
    void isShortInTheWideTableWhenOfAMegabyte(String part) {
        String text = part.repeat((1 << 20) / part.length());
        String wide = wide(Hostile.everywhere(text, "x"), true);
        assertHarmless(wide);
        assertThat(wide).hasSizeLessThan(1_000_000).contains("...(" + text.length() + "_characters,_see_-o_json)");
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void isExactInTheJson(String text) throws IOException {
        String json = Samples.write(Format.JSON, Hostile.everywhere(text, text), Samples.view(80));

        assertThat(json.chars().filter(c -> c != '\n' && (c < ' ' || c >= 0x7F)))
                .isEmpty();
        assertThat(json).doesNotContain("#");
        assertThat(json.lines()).noneMatch(line -> line.strip().startsWith("::"));
        int ofAnImage = 4 + 2 * 4;
        int ofARemark = 6 + 6;
        int ofTheReview = 4 + 2 + 2 + 2 + 6;
        int ofHints = 3;
        int ofTheCluster = Hostile.IMAGES * ofAnImage + 3 + 4;
        int ofTheOutage = 1;
        assertThat(strings(JSON.readTree(json)).filter(text::equals))
                .hasSize(ofTheCluster + ofTheOutage + ofARemark + ofTheReview + ofHints + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\n", "\ud800", "a/", " ::error::"})
    void isShortInTheTableAndWholeInTheJsonWhenOfAMegabyte(String part) throws IOException {
        AuditResult result = Hostile.everywhere(part.repeat((1 << 20) / part.length()), "x");
        String table = table(result, true, 120);
        assertHarmless(table);
        assertThat(table).hasSizeLessThan(100_000).contains(" characters, -o json shows them all)");

        String image = result.clusters().get(0).images().get(0).image();
        JsonNode json = JSON.readTree(Samples.write(Format.JSON, result, Samples.view(80)));
        assertThat(json.at("/clusters/0/images"))
                .hasSize(Hostile.IMAGES)
                .allMatch(node -> node.path("image").textValue().equals(image));
    }

    private static void assertHarmless(String raw) {
        String table = plain(raw);
        assertThat(table.codePoints()
                        .filter(c ->
                                c != '\n' && Printable.of(Character.toString(c)).length() > 2))
                .isEmpty();
        assertThat(table).doesNotContain("##");
        assertThat(table.lines()).noneMatch(line -> line.strip().startsWith("::"));
    }

    private static String table(AuditResult result, boolean color, int columns) {
        return Samples.write(Format.TABLE, result, new View(Samples.ALL, color, columns, "1.2.3"));
    }

    private static String summary(AuditResult result, boolean color, int columns) {
        return Samples.write(Format.SUMMARY, result, new View(Samples.ALL, color, columns, "1.2.3"));
    }

    private static String wide(AuditResult result, boolean color) {
        return Samples.write(Format.WIDE, result, new View(Samples.ALL, color, 20, "1.2.3"));
    }

    /** Without the colours of ours; any other escape sequence stays, and is found. */
    private static String plain(String table) {
        return table.replaceAll("\u001b\\[(?:0|1|2|1;31|32|33)m", "");
    }

    /** The first word of each line, without the further lines of sentences, which are a matter of their length. */
    private static List<String> starts(String table) {
        return table.lines()
                .filter(line -> !line.startsWith("        "))
                .map(line -> line.strip().split(" ", 2)[0])
                .toList();
    }

    private static Stream<String> strings(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.textValue())
                : StreamSupport.stream(node.spliterator(), false).flatMap(HostileTextTest::strings);
    }
}

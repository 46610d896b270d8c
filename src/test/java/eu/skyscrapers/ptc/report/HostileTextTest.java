package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftCause;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Remarks;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that others wrote, in every place of a report that can hold it, through every format. */
class HostileTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** One for each reason, and an expected one. */
    private static final int IMAGES = Reason.values().length + 1;

    static Stream<String> texts() {
        return Stream.of(
                "nginx:1\n::error::x",
                "::error file=a::x",
                "a b ::error::x :: ::stop-commands::y",
                "  ::set-output name=x::y",
                "\r::warning::x",
                "\u2028::error::x\u2029\u0085\u000b\u000c",
                "\u00a0\u3000\u200b::error::x",
                "a/\n::error::x",
                "##[error]x",
                "##vso[task.complete result=Succeeded;]",
                "a###[group]",
                "\u001b[2K\u001b[1A\u001b[32mPASSED\u001b[0m",
                "\u009b2J\u001b]8;;http://x\u0007link\u001b]8;;\u0007",
                "\u0000\b\u007f",
                "\u202egnp.exe\u2066\u200f\u061c",
                "\ud800",
                "\udc00\ud800",
                "x\ud83d\ude00y",
                "\ufffe\uffff\ue000",
                "=HYPERLINK(\"http://x\")",
                "<script>alert(1)</script>",
                "]]> | `x` \"quoted\" 'single' \\n \\u001b",
                "",
                " ",
                " a  b ",
                "/",
                "a/".repeat(500));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void cannotForgeTheTable(String text) {
        for (boolean color : new boolean[] {false, true}) {
            for (int columns : new int[] {20, 80, 120, 400}) {
                assertHarmless(table(everywhere(text, text), color, columns));
                assertHarmless(table(inEveryCluster(text), color, columns));
            }
        }
    }

    /** As narrow as this, users always stand below their image, so that the lines are the same for every text. */
    @ParameterizedTest
    @MethodSource("texts")
    void addsNoLineAndTakesNoneAway(String text) {
        String twin = text.contains("/") ? "harmless/twin" : "harmless";
        assertThat(starts(table(everywhere(text, text), false, 20)))
                .isEqualTo(starts(table(everywhere(twin, twin), false, 20)));
        assertThat(starts(table(inEveryCluster(text), false, 20)))
                .isEqualTo(starts(table(inEveryCluster(twin), false, 20)));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isExactInTheJson(String text) throws IOException {
        String json = Samples.write(Format.JSON, everywhere(text, text), Samples.view(80));

        assertThat(json.chars().filter(c -> c != '\n' && (c < ' ' || c >= 0x7F)))
                .isEmpty();
        assertThat(json).doesNotContain("#");
        assertThat(json.lines()).noneMatch(line -> line.strip().startsWith("::"));
        int ofAnImage = 4 + 2 * 4;
        int ofARemark = 7 + 6;
        int ofTheReview = 4 + 2 + 2 + 6;
        int ofTheCluster = IMAGES * ofAnImage + 2 + 3;
        assertThat(strings(JSON.readTree(json)).filter(text::equals))
                .hasSize(ofTheCluster + ofARemark + ofTheReview + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\n", "\ud800", "a/", " ::error::"})
    void isShortInTheTableAndWholeInTheJsonWhenOfAMegabyte(String part) throws IOException {
        AuditResult result = everywhere(part.repeat((1 << 20) / part.length()), "x");
        String table = table(result, true, 120);
        assertHarmless(table);
        assertThat(table).hasSizeLessThan(100_000).contains(" characters, -o json shows them all)");

        String image = result.clusters().get(0).images().get(0).image();
        JsonNode json = JSON.readTree(Samples.write(Format.JSON, result, Samples.view(80)));
        assertThat(json.at("/clusters/0/images"))
                .hasSize(IMAGES)
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

    private static AuditResult everywhere(String image, String text) {
        List<Usage> users = List.of(
                new Usage(new Workload(text, text, text), text, ContainerType.CONTAINER, 1),
                new Usage(new Workload(text, text, text), text, ContainerType.INIT_CONTAINER, 0));
        List<ImageFinding> images = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            images.add(new ImageFinding(image, new Judgment(reason, text, text, text), null, users));
        }
        images.add(new ImageFinding(
                image, new Judgment(Reason.NO_RULE, text, text, text), new Expectation(text, text), users));
        Workload workload = new Workload(text, text, text);
        Remarks remarks = new Remarks(
                List.of(new PullError(text, workload, text, text, text, 1)),
                List.of(new DriftFinding(workload, text, ContainerType.CONTAINER, text, text, 1, DriftCause.OLD)));
        AcceptedImage entry = new AcceptedImage(null, null, null, null, null, text, LocalDate.EPOCH, text);
        Review review = new Review(
                List.of(new RuleFinding(RuleFinding.Fault.NO_CREDENTIAL, text, text, text, text)),
                List.of(entry),
                List.of(entry),
                List.of(new Baseline.Entry(text, text, text, text, text, text)));
        ClusterResult cluster = new ClusterResult(text, text, List.of(text), 1, 1, 1, images, remarks);
        return new AuditResult(text, FailOn.DIRECT, true, List.of(cluster), review);
    }

    /** Two clusters that have all direct images in common, with users in one of them and in both; and an unread one. */
    private static AuditResult inEveryCluster(String text) {
        AuditResult one = everywhere(text, text);
        ClusterResult first = one.clusters().get(0);
        List<ImageFinding> fewerUsers = first.images().stream()
                .map(finding -> new ImageFinding(
                        finding.image(),
                        finding.judgment(),
                        finding.expected(),
                        finding.usedBy().subList(0, 1)))
                .toList();
        ClusterResult second = new ClusterResult(text + text, text, List.of(), 1, 1, 1, fewerUsers, Remarks.NONE);
        ClusterResult unread = new ClusterResult(text, text, List.of(text), 0, 0, 0, List.of(), Remarks.NONE);
        return new AuditResult(text, one.failOn(), List.of(first, second, unread));
    }
}

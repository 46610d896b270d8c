package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.report.View.Only;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a reader of YAML gets is what a reader of the JSON gets; here one of YAML 1.2, and one of YAML 1.1. */
class YamlReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NO_LIMIT = 1 << 30;

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    static Stream<String> texts() {
        return Stream.concat(
                Hostile.texts(),
                Stream.of(
                        "yes No ON off y n Y True FALSE Null .inf -.INF .NaN << = 0 -1 017 0o17 0b101 1_000 12:30:45 1.5e+3"
                                .split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "three-clusters", "nothing"})
    void keepsItsLayout(String sample) {
        Golden.assertMatches(sample + ".yaml", yaml(Samples.all().get(sample), Samples.view(80)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysWhatTheJsonSays(String sample) throws IOException {
        assertSame(Samples.all().get(sample), Samples.view(80));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void keepsEveryTextAText(String text) throws IOException {
        AuditResult result = Hostile.everywhere(text, text);
        assertSame(result, Samples.view(80));
        assertHarmless(yaml(result, Samples.view(80)));
        assertSame(Hostile.inEveryCluster(text), Samples.view(80));
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#huge")
    void keepsAMegabyte(String text) throws IOException {
        Judgment judgment = new Judgment("x.example/x", Reason.NO_RULE, null, null, null);
        List<ImageFinding> images = List.of(new ImageFinding(text, judgment, null, List.of()));
        AuditResult result = Samples.audit(
                FailOn.DIRECT,
                new ClusterResult(
                        "c",
                        null,
                        Samples.REGISTRY,
                        List.of(),
                        1,
                        0,
                        PassedOver.NONE,
                        images,
                        List.of(),
                        List.of(),
                        Nodes.NONE));
        assertSame(result, Samples.view(80));
        assertHarmless(yaml(result, Samples.view(80)));
    }

    @Test
    void onlyHidesImages() throws IOException {
        assertSame(Samples.all().get("recorded"), new View(Set.of(Only.EXEMPT), false, 80, "1.2.3"));
        View none = new View(EnumSet.noneOf(Only.class), false, 80, "1.2.3");
        assertSame(Samples.all().get("three-clusters"), none);
    }

    /** Readers written in Go and C refuse the whole document for half a surrogate pair, escaped or not. */
    @Test
    void hasNoHalfOfASurrogatePair() {
        String yaml = yaml(Hostile.everywhere("a\ud83d b\ude00 \ud83d\ude00", "x"), Samples.view(80));
        assertThat(yaml).contains("image: \"a\\ufffd b\\ufffd \\U0001f600\"").doesNotContain("\\ud");
    }

    private static void assertSame(AuditResult result, View view) throws IOException {
        JsonNode json = whole(JSON.readTree(Samples.write(Format.JSON, result, view)));
        String yaml = yaml(result, view);

        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(NO_LIMIT).build();
        JsonNode byYaml12 = JSON.valueToTree(new Load(settings).loadFromString(yaml));
        assertThat(byYaml12).isEqualTo(json);

        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(NO_LIMIT);
        JsonNode byYaml11 = JSON.valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
        assertThat(byYaml11).isEqualTo(json);
    }

    private static void assertHarmless(String yaml) {
        assertThat(yaml.chars().filter(c -> c != '\n' && (c < ' ' || c >= 0x7F)))
                .isEmpty();
        assertThat(yaml).doesNotContain("#").endsWith("\n");
        assertThat(yaml.lines()).noneMatch(line -> line.strip().startsWith("::"));
    }

    /** With U+FFFD for each half of a surrogate pair. */
    private static JsonNode whole(JsonNode node) {
        if (node.isTextual()) {
            return new TextNode(node.textValue()
                    .replaceAll(
                            "(?<![\\ud800-\\udbff])[\\udc00-\\udfff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])",
                            "\ufffd"));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(whole(entry.getValue())));
        } else if (node.isArray()) {
            return JSON.createArrayNode()
                    .addAll(Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                            .map(i -> whole(node.get(i)))
                            .toList());
        }
        return node;
    }

    private static String yaml(AuditResult result, View view) {
        return Samples.write(Format.YAML, result, view);
    }
}

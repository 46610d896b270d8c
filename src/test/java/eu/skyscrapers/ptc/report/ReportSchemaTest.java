package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import eu.skyscrapers.ptc.audit.Cached;
import eu.skyscrapers.ptc.audit.DriftCause;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.RuleNote;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ReadError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that ships with the program fits what the program writes, and would notice if it did not. */
class ReportSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final JsonNode SCHEMA = load();
    private static final Schema REPORT = REGISTRY.getSchema(SCHEMA);

    private static JsonNode load() {
        try (InputStream file = Format.class.getResourceAsStream("report.schema.json")) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    @Test
    void isASchemaItself() {
        Schema meta = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(SCHEMA)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void describesEveryReport(String sample) throws IOException {
        assertThat(REPORT.validate(report(sample))).isEmpty();
    }

    @Test
    void knowsEveryWordOfTheProgram() {
        String failOn = "^(" + String.join("|", keys(FailOn.values(), FailOn::key)) + ")"
                + Stream.of(FailAlso.values())
                        .map(also -> "(," + also.key() + ")?")
                        .collect(Collectors.joining()) + "$";
        assertThat(SCHEMA.at("/properties/failOn/pattern").asText()).isEqualTo(failOn);
        assertThat(words("/$defs/image/properties/cached/oneOf/1/properties/state/enum"))
                .isEqualTo(keys(Cached.State.values(), Cached.State::key));
        assertThat(words("/$defs/ruleFault/properties/fault/enum"))
                .isEqualTo(keys(RuleFinding.Fault.values(), RuleFinding.Fault::key));
        assertThat(words("/$defs/ruleNote/properties/note/examples"))
                .isEqualTo(keys(RuleNote.Kind.values(), RuleNote.Kind::key));
        assertThat(words("/$defs/cluster/properties/drift/items/properties/cause/enum"))
                .isEqualTo(keys(DriftCause.values(), DriftCause::key));
        assertThat(words("/$defs/cluster/properties/pullErrors/items/properties/cause/enum"))
                .startsWith(
                        Arrays.stream(PullCause.values()).map(PullCause::key).toArray(String[]::new))
                .hasSize(PullCause.values().length + 1);
        assertThat(words("/$defs/cluster/properties/readErrors/items/properties/kind/enum"))
                .isEqualTo(keys(ReadError.Kind.values(), ReadError.Kind::key))
                .allSatisfy(kind -> assertThat(
                                SCHEMA.at("/$defs/cluster/properties/readErrors/items/properties/kind/description")
                                        .asText())
                        .contains(kind + ": "));
        assertThat(words("/$defs/verdict/enum")).isEqualTo(keys(Verdict.values(), Verdict::key));
        assertThat(words("/$defs/image/properties/reason/enum")).isEqualTo(keys(Reason.values(), Reason::key));
        assertThat(words("/$defs/usage/properties/containerType/enum"))
                .isEqualTo(keys(ContainerType.values(), ContainerType::key));
    }

    @Test
    void isOfTheVersionThatReportsName() throws IOException {
        assertThat(report("recorded").at("/schemaVersion")).isEqualTo(SCHEMA.at("/properties/schemaVersion/const"));
    }

    @Test
    void requiresAndDescribesExactlyTheKeysThatAreWritten() throws IOException {
        JsonNode report = report("recorded");
        JsonNode cluster = report.at("/clusters/0");
        JsonNode direct = cluster.at("/images/30");
        assertKeys(report, SCHEMA);
        assertKeys(report.at("/tool"), SCHEMA.at("/properties/tool"));
        assertKeys(cluster, SCHEMA.at("/$defs/cluster"));
        assertKeys(cluster.at("/summary"), SCHEMA.at("/$defs/cluster/properties/summary"));
        assertKeys(direct, SCHEMA.at("/$defs/image"));
        assertKeys(direct.at("/usedBy/0"), SCHEMA.at("/$defs/usage"));
    }

    private static void assertKeys(JsonNode written, JsonNode described) {
        List<String> keys = names(written);
        assertThat(names(described.at("/properties"))).isEqualTo(keys);
        assertThat(StreamSupport.stream(described.at("/required").spliterator(), false)
                        .map(JsonNode::asText))
                .isEqualTo(keys);
    }

    static Stream<Named<Consumer<JsonNode>>> lies() {
        return Stream.of(
                lie("passed with exit code 1", report -> object(report, "").put("passed", true)),
                lie("a later version", report -> object(report, "").put("schemaVersion", 2)),
                lie(
                        "unknown verdict",
                        report -> object(report, "/clusters/0/images/0").put("verdict", "cached")),
                lie(
                        "reason of another verdict",
                        report -> object(report, "/clusters/0/images/0").put("reason", "no-rule")),
                lie(
                        "complete with an error",
                        report ->
                                object(report, "/clusters/0").putArray("errors").add("x")),
                lie(
                        "not complete without one",
                        report -> object(report, "/clusters/0").put("complete", false)),
                lie("less than no pod", report -> object(report, "/clusters/0").put("pods", -1)),
                lie(
                        "expected but cached",
                        report -> object(report, "/clusters/0/images/0")
                                .putObject("expected")
                                .put("reason", "x")
                                .put("source", "y")),
                lie("no image", report -> object(report, "/clusters/0/images/0").putNull("image")),
                lie(
                        "key left out",
                        report -> object(report, "/clusters/0/images/0").remove("note")));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void noticesALie(Consumer<JsonNode> lie) throws IOException {
        JsonNode report = report("recorded");
        lie.accept(report);
        assertThat(REPORT.validate(report)).isNotEmpty();
    }

    @Test
    void toleratesKeysThatAreAddedLater() throws IOException {
        JsonNode report = report("recorded");
        object(report, "").put("x", 1);
        object(report, "/clusters/0/images/0").put("x", 1);
        assertThat(REPORT.validate(report)).isEmpty();
    }

    private static Named<Consumer<JsonNode>> lie(String name, Consumer<JsonNode> change) {
        return Named.of(name, change);
    }

    private static ObjectNode object(JsonNode report, String path) {
        return (ObjectNode) report.at(path);
    }

    private static JsonNode report(String sample) throws IOException {
        return JSON.readTree(Samples.write(Format.JSON, Samples.all().get(sample), Samples.view(80)));
    }

    private static List<String> words(String path) {
        return StreamSupport.stream(SCHEMA.at(path).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(entry -> entry.getKey()).toList();
    }

    private static <T> List<String> keys(T[] values, Function<T, String> key) {
        return Arrays.stream(values).map(key).toList();
    }
}

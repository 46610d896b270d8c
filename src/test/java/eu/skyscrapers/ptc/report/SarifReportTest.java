package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.audit.Glob;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Judge;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Section;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SARIF for code scanning, held to the schema of OASIS and to what GitHub takes of it. */
class SarifReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SCHEMA = schema();
    private static final String CACHE = Samples.REGISTRY;

    private static Schema schema() {
        try (InputStream file = SarifReportTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(JSON.readTree(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What one file says of one container. */
    private static PodImages use(String name, String container, String image, FilePlace place) {
        ImageUse use = new ImageUse(image, container, ContainerType.CONTAINER, place, "");
        return new PodImages(name, new Workload("shop", "Deployment", name), true, List.of(use));
    }

    private static FilePlace at(String file, int line) {
        return new FilePlace(file, line, 12);
    }

    private static ClusterResult files(List<String> errors, Stream<PodImages> uses) {
        Fold fold = new Fold(true);
        uses.forEach(fold::accept);
        fold.passOver("ConfigMap");
        AcceptedImage accepted = new AcceptedImage(
                new Glob("quay.io/acme/*"), null, null, null, null, "ours, mirrored soon", null, "accepted.yaml:3");
        Judge judge = new Judge(Cache.builtIn(CACHE), null, new Expectations(List.of(accepted), null, LocalDate.EPOCH));
        List<ReadError> read = errors.stream()
                .map(error -> new ReadError(ReadError.Kind.MALFORMED, error))
                .toList();
        return fold.result("k8s", null, read, "nothing", judge);
    }

    private static ClusterResult files() {
        return files(
                List.of(),
                Stream.of(
                        use("web", "nginx", "nginx:1.27", at("k8s/web.yaml", 17)),
                        use("web", "nginx", "nginx:1.27", at("k8s/overlays/prod web.yaml", 9)),
                        use("api", "api", "quay.io/acme/api:v1", at("k8s/api.yaml", 12)),
                        use("old", "old", "gcr.io/acme/old", new FilePlace("k8s/values.yaml", 3, 0)),
                        use("odd", "odd", "Quay.io//odd[1](http://x)", at("k8s/odd.yaml", 5)),
                        use("lib", "lib", CACHE + "/docker-hub/nginx:1", at("k8s/lib.yaml", 8)),
                        use("stdin", "x", "busybox", at("", 4))));
    }

    private static JsonNode read(AuditResult audit) {
        return read(audit, Samples.view(80));
    }

    private static JsonNode read(AuditResult audit, View view) {
        try {
            JsonNode log = JSON.readTree(Samples.write(Format.SARIF, audit, view));
            assertThat(SCHEMA.validate(log)).isEmpty();
            assertThat(log.at("/runs")).hasSize(1);
            return log.at("/runs/0");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode read(FailOn failOn, PodImages... uses) {
        return read(Samples.audit(failOn, files(List.of(), Stream.of(uses))));
    }

    private static List<String> texts(JsonNode nodes, String path) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .map(node -> node.at(path).asText())
                .toList();
    }

    private static List<String> remarks(JsonNode run, String id) {
        return StreamSupport.stream(
                        run.at("/invocations/0/toolExecutionNotifications").spliterator(), false)
                .filter(remark -> remark.at("/descriptor/id").asText().equals(id))
                .map(remark -> remark.path("level").asText() + ": "
                        + remark.at("/message/text").asText())
                .toList();
    }

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    @Test
    void isAsRecorded() {
        String report = Samples.write(Format.SARIF, Samples.audit(FailOn.UNEXPECTED, files()), Samples.view(80));
        Golden.assertMatches("files.sarif", report);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isValidAndHasAResultForEachUseOfADirectImage(String sample) {
        AuditResult audit = Samples.all().get(sample);
        JsonNode run = read(audit);
        long uses = audit.clusters().stream()
                .flatMap(cluster -> cluster.images().stream())
                .filter(finding -> finding.verdict() == Verdict.DIRECT)
                .mapToLong(finding -> finding.usedBy().size())
                .sum();
        long pullErrors = audit.clusters().stream()
                .mapToLong(cluster -> cluster.pullErrors().size())
                .sum();
        assertThat(run.path("results")).hasSize((int) (uses + pullErrors));
        assertThat(run.at("/invocations/0/exitCode").asInt())
                .isEqualTo(audit.outcome().exitCode());
        assertThat(run.at("/invocations/0/executionSuccessful").asBoolean())
                .isEqualTo(audit.clusters().stream().allMatch(ClusterResult::complete));
    }

    @Test
    void theSchemaWouldNotice() {
        JsonNode run = read(Samples.audit(FailOn.UNEXPECTED, files()));
        List<Consumer<JsonNode>> lies = List.of(
                log -> ((ObjectNode) log.at("/runs/0/results/0")).remove("message"),
                log -> ((ObjectNode) log.at("/runs/0/results/0")).put("level", "fatal"),
                log -> ((ObjectNode) log.at("/runs/0/results/0/locations/0/physicalLocation/region"))
                        .put("startLine", 0),
                log -> ((ObjectNode) log.at("/runs/0/results/0")).put("severity", "x"),
                log -> ((ObjectNode) log.at("/runs/0/invocations/0")).remove("executionSuccessful"),
                log -> ((ObjectNode) log).remove("version"));
        for (Consumer<JsonNode> lie : lies) {
            ObjectNode log = JSON.createObjectNode();
            log.put("version", "2.1.0").putArray("runs").add(run.deepCopy());
            assertThat(SCHEMA.validate(log)).isEmpty();
            lie.accept(log);
            assertThat(SCHEMA.validate(log)).isNotEmpty();
        }
    }

    /** GitHub wants these of a rule. */
    @Test
    void everyRuleSaysWhatToDo() {
        JsonNode run = read(Samples.audit(FailOn.UNEXPECTED, files()));
        JsonNode rules = run.at("/tool/driver/rules");
        assertThat(texts(rules, "/id"))
                .containsExactly(
                        "cacheable",
                        "tier-disabled",
                        "no-rule",
                        "unsupported-upstream",
                        "invalid-reference",
                        "pull-errors");
        for (String text : List.of("/shortDescription/text", "/fullDescription/text", "/help/text")) {
            assertThat(texts(rules, text)).doesNotContain("").doesNotHaveDuplicates();
        }
        for (JsonNode result : run.path("results")) {
            assertThat(rules.get(result.path("ruleIndex").asInt()).path("id")).isEqualTo(result.path("ruleId"));
        }
    }

    /** The exit code and the levels must not disagree. */
    @ParameterizedTest
    @CsvSource({
        "DIRECT, error, 0, error, 0, 1",
        "UNEXPECTED, error, 0, note, 1, 1",
        "NEVER, warning, 0, note, 1, 0",
    })
    void theLevelSaysWhetherItFailsTheAudit(
            FailOn failOn, String level, int suppressed, String ofExpected, int ofExpectedSuppressed, int exitCode) {
        JsonNode run = read(
                failOn,
                use("web", "web", "nginx", at("a.yaml", 1)),
                use("api", "api", "quay.io/acme/api", at("b.yaml", 1)));
        JsonNode unexpected = run.at("/results/0");
        JsonNode expected = run.at("/results/1");
        assertThat(run.at("/invocations/0/exitCode").asInt()).isEqualTo(exitCode);
        assertThat(unexpected.path("level").asText()).isEqualTo(level);
        assertThat(unexpected.path("suppressions")).hasSize(suppressed);
        assertThat(expected.path("level").asText()).isEqualTo(ofExpected);
        assertThat(expected.path("suppressions")).hasSize(ofExpectedSuppressed);
        assertThat(expected.at("/message/text").asText())
                .contains("Expected: ours, mirrored soon (accepted.yaml:3)")
                .matches(text ->
                        text.endsWith("fails the audit without --fail-on unexpected.") == (failOn == FailOn.DIRECT));
    }

    @Test
    void whatFailsTheAuditComesFirst() {
        JsonNode run = read(
                FailOn.UNEXPECTED,
                use("a", "a", "quay.io/acme/a", at("a.yaml", 1)),
                use("z", "z", "zzz.example/z", at("z.yaml", 1)));
        assertThat(texts(run.path("results"), "/level")).containsExactly("error", "note");
    }

    @Test
    void aFixPutsTheReplacementInThePlaceOfTheReference() {
        JsonNode result = read(FailOn.DIRECT, use("web", "web", "nginx:1.27", at("a.yaml", 1)))
                .at("/results/0");
        JsonNode change = result.at("/fixes/0/artifactChanges/0");
        String line = "  - image: nginx:1.27 # x";
        int start = change.at("/replacements/0/deletedRegion/startColumn").asInt() - 1;
        int end = change.at("/replacements/0/deletedRegion/endColumn").asInt() - 1;
        assertThat(change.at("/artifactLocation/uri").asText()).isEqualTo("a.yaml");
        assertThat(line.substring(0, start)
                        + change.at("/replacements/0/insertedContent/text").asText()
                        + line.substring(end))
                .isEqualTo("  - image: " + CACHE + "/docker-hub/library/nginx:1.27 # x");
        assertThat(result.at("/locations/0/physicalLocation/region"))
                .isEqualTo(change.at("/replacements/0/deletedRegion"));
    }

    @Test
    void thereIsNoFixWhereTheReferenceIsNotWrittenInOnePiece() {
        JsonNode result = read(FailOn.DIRECT, use("web", "web", "nginx", new FilePlace("a.yaml", 3, 0)))
                .at("/results/0");
        assertThat(result.has("fixes")).isFalse();
        assertThat(result.at("/locations/0/physicalLocation/region")).hasToString("{\"startLine\":3}");
    }

    @ParameterizedTest
    @CsvSource({
        "k8s/web.yaml, k8s/web.yaml, true",
        "./k8s//a/../web.yaml, k8s/web.yaml, true",
        "../web.yaml, ../web.yaml, true",
        "'a b/#1?.yaml', a%20b/%231%3F.yaml, true",
        "c%20.yaml, c%2520.yaml, true",
        "\u00e9.yaml, %C3%A9.yaml, true",
        "/srv/a b.yaml, file:///srv/a%20b.yaml, false",
    })
    void aPathBecomesAUri(String file, String uri, boolean relative) {
        JsonNode artifact = read(FailOn.DIRECT, use("web", "web", "nginx", at(file, 1)))
                .at("/results/0/locations/0/physicalLocation/artifactLocation");
        assertThat(artifact.path("uri").asText()).isEqualTo(uri);
        assertThat(artifact.path("uriBaseId").asText()).isEqualTo(relative ? "%SRCROOT%" : "");
    }

    @ParameterizedTest
    @CsvSource({"c:/x y.yaml, c%3A/x%20y.yaml, true"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "c: is a drive")
    void aFolderMayHaveAColon(String file, String uri, boolean relative) {
        aPathBecomesAUri(file, uri, relative);
    }

    @ParameterizedTest
    @CsvSource({"'C:\\x y.yaml', file:///C:/x%20y.yaml, false", "'k8s\\web.yaml', k8s/web.yaml, true"})
    @EnabledOnOs(value = OS.WINDOWS, disabledReason = "elsewhere a name may have a backslash")
    void aPathOfWindowsBecomesAUri(String file, String uri, boolean relative) {
        aPathBecomesAUri(file, uri, relative);
    }

    @Test
    void standardInputIsNoFile() {
        JsonNode run = read(FailOn.DIRECT, use("web", "web", "nginx", at("", 4)));
        JsonNode result = run.at("/results/0");
        assertThat(result.at("/locations/0").has("physicalLocation")).isFalse();
        assertThat(result.has("fixes")).isFalse();
        assertThat(result.at("/message/text").asText()).contains(", in line 4 of standard input");
        assertThat(remarks(run, "no-file")).hasSize(1);
    }

    @Test
    void aClusterHasNoFilesAndItsWorkloadsInTheirPlace() {
        JsonNode run = read(Samples.all().get("recorded"));
        for (JsonNode result : run.path("results")) {
            assertThat(result.at("/locations/0").has("physicalLocation")).isFalse();
        }
        assertThat(texts(run.path("results"), "/locations/0/logicalLocations/0/fullyQualifiedName"))
                .contains("team-shop/Deployment/web/nginx");
        assertThat(remarks(run, "no-file")).hasSize(1);
    }

    @Test
    void ofSeveralClustersEachResultSaysWhichOne() {
        AuditResult audit = Samples.all().get("common-images");
        assertThat(texts(read(audit).path("results"), "/message/text"))
                .allMatch(text -> text.contains(", cluster arn:aws:eks:eu-west-1:111122223333:cluster/"));
        assertThat(texts(read(Samples.all().get("recorded")).path("results"), "/message/text"))
                .noneMatch(text -> text.contains(", cluster "));
    }

    @Test
    void thereIsAResultForEachPlaceAndANumberForTheRest() {
        List<PodImages> uses = new ArrayList<>();
        for (int line = 1; line <= 12; line++) {
            uses.add(use("web", "web", "nginx", at("a.yaml", line)));
        }
        JsonNode results = read(FailOn.DIRECT, uses.toArray(PodImages[]::new)).path("results");
        assertThat(texts(results, "/locations/0/physicalLocation/region/startLine"))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        assertThat(texts(results, "/message/text").get(9)).contains(", and in 2 more places");
        assertThat(texts(results, "/partialFingerprints/imageUse~1v1")).doesNotHaveDuplicates();
    }

    @Test
    void theFingerprintOutlivesLinesAndTags() {
        String before = fingerprint(use("web", "web", "nginx:1.27", at("a.yaml", 1)));
        assertThat(fingerprint(use("web", "web", "nginx:1.28", at("a.yaml", 9))))
                .isEqualTo(before);
        assertThat(List.of(
                        before,
                        fingerprint(use("web", "web", "nginx:1.27", at("b.yaml", 1))),
                        fingerprint(use("web", "other", "nginx:1.27", at("a.yaml", 1))),
                        fingerprint(use("api", "web", "nginx:1.27", at("a.yaml", 1))),
                        fingerprint(use("web", "web", "redis:1.27", at("a.yaml", 1)))))
                .doesNotHaveDuplicates();
    }

    private static String fingerprint(PodImages use) {
        return read(FailOn.DIRECT, use)
                .at("/results/0/partialFingerprints/imageUse~1v1")
                .asText();
    }

    @Test
    void anImageThatCannotBePulledHasItsPlace() {
        JsonNode results = read(FailOn.DIRECT, use("web", "web", CACHE + "/docker-hub/nginx:1", at("a.yaml", 3)))
                .path("results");
        assertThat(results).hasSize(1);
        assertThat(results.at("/0/ruleId").asText()).isEqualTo("pull-errors");
        assertThat(results.at("/0/level").asText()).isEqualTo("warning");
        assertThat(results.at("/0/locations/0/physicalLocation/region/startLine")
                        .asInt())
                .isEqualTo(3);
        assertThat(results.at("/0/message/text").asText()).contains("fix: write library/");
    }

    @Test
    void everyErrorOfAnIncompleteAuditIsANotification() {
        JsonNode run = read(Samples.audit(
                FailOn.NEVER, files(List.of("a.yaml:3: not YAML", "b.yaml: cannot be opened"), Stream.of())));
        assertThat(run.at("/invocations/0/executionSuccessful").asBoolean(true)).isFalse();
        assertThat(remarks(run, "not-complete"))
                .containsExactly(
                        "error: Not complete: a.yaml:3: not YAML", "error: Not complete: b.yaml: cannot be opened");
    }

    /** All that a report for people says besides the images. */
    @Test
    void everySectionOfThePageComesOut() {
        AuditResult audit = Hostile.everywhere("image", "some text");
        JsonNode run = read(audit);
        for (Section section : Page.of(audit)) {
            if (!section.title().equals("Pull errors")) {
                assertThat(remarks(run, section.id()))
                        .as(section.title())
                        .hasSize(section.entries().size());
            }
        }
        assertThat(texts(run.path("results"), "/ruleId")).containsOnlyOnce("pull-errors");
    }

    @Test
    void manyRemarksAreCounted() {
        List<Hint> hints =
                Stream.generate(() -> new Hint("x", "a hint")).limit(1500).toList();
        AuditResult audit = new AuditResult(FailOn.DIRECT, Set.of(), List.of(files()), Review.NONE, hints, Samples.RUN);
        assertThat(remarks(read(audit), "hints"))
                .hasSize(1000)
                .endsWith("warning: Hints: and 501 more, -o wide shows them all");
    }

    @Test
    void moreThanGithubTakesAreLeftOutAndCounted() {
        Stream<PodImages> uses = Stream.iterate(0, i -> i + 1)
                .limit(25_003)
                .map(i -> use("web-" + i, "c", i % 2 == 0 ? "nginx" : "quay.io/acme/api", at("a.yaml", i + 1)));
        JsonNode run = read(Samples.audit(FailOn.UNEXPECTED, files(List.of(), uses)));
        assertThat(run.path("results")).hasSize(25_000);
        assertThat(texts(run.path("results"), "/level").stream()
                        .collect(Collectors.groupingBy(level -> level, Collectors.counting())))
                .containsEntry("error", 12_502L)
                .containsEntry("note", 12_498L);
        assertThat(remarks(run, "cut"))
                .containsExactly(
                        "warning: 3 of 25003 results left out, as GitHub accepts at most 25000; -o json has them all");
    }

    @Test
    void onlyLeavesOutWhatDoesNotFailAndSaysSo() {
        AuditResult audit = Samples.audit(FailOn.UNEXPECTED, files());
        JsonNode run = read(audit, new View(Set.of(Only.UNEXPECTED), false, 80, "1.2.3"));
        assertThat(texts(run.path("results"), "/level")).doesNotContain("note").contains("error");
        assertThat(remarks(run, "not-listed")).containsExactly("note: 1 use of direct images not listed (--only)");
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void textOfOthersIsNoLinkAndNoCommand(String text) {
        for (AuditResult audit : List.of(Hostile.everywhere(text, text), Hostile.inEveryCluster(text))) {
            String report = Samples.write(Format.SARIF, audit, Samples.view(80));
            assertThat(report).doesNotContain("#");
            assertThat(report.chars().filter(c -> c != '\n' && (c < ' ' || c >= 0x7F)))
                    .isEmpty();
            assertThat(report.lines()).noneMatch(line -> line.strip().startsWith("::"));
            JsonNode run = read(audit);
            List<String> messages = new ArrayList<>(texts(run.path("results"), "/message/text"));
            messages.addAll(texts(run.at("/invocations/0/toolExecutionNotifications"), "/message/text"));
            assertThat(messages)
                    .isNotEmpty()
                    .noneMatch(message -> message.replaceAll("\\\\.", "").matches("(?s).*[\\[\\]].*"));
        }
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#huge")
    void aMegabyteIsCutAndSaid(String text) {
        String report = Samples.write(Format.SARIF, Hostile.everywhere(text, text), Samples.view(80));
        assertThat(report).hasSizeLessThan(3_000_000).contains(" characters, -o json shows them all)");
    }
}

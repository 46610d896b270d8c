package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cached;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Impact;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.Places;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.RuleNote;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JunitReportTest {
    static {
        // Java 25 refuses a document with more than 100,000 characters from entities, "&lt;" included, in its
        // attributes.
        System.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        System.setProperty("jdk.xml.totalEntitySizeLimit", "0");
    }

    private static final Schema SCHEMA = schema();
    private static final Workload WEB = new Workload("shop", "Deployment", "web");
    private static final Expectation ACCEPTED = new Expectation("no mirror exists", "accepted.yaml:1");

    private static Schema schema() {
        try {
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(Path.of("src/test/resources/junit/junit.xsd").toFile());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    private static String write(AuditResult result) {
        return Samples.write(Format.JUNIT, result, Samples.view(80));
    }

    /** Parses and validates, and holds the counts to what is there. */
    private static Element read(String xml) {
        try {
            SCHEMA.newValidator().validate(new StreamSource(new StringReader(xml)));
            Element root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
            assertCounts(root);
            suites(root).forEach(JunitReportTest::assertCounts);
            return root;
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static void assertCounts(Element counted) {
        Map.of("tests", "testcase", "failures", "failure", "errors", "error", "skipped", "skipped")
                .forEach((attribute, element) -> {
                    if (counted.hasAttribute(attribute)) {
                        assertThat(counted.getAttribute(attribute))
                                .as(attribute)
                                .isEqualTo(
                                        Integer.toString(all(counted, element).size()));
                    }
                });
    }

    private static List<Element> all(Element within, String name) {
        NodeList found = within.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<Element> suites(Element root) {
        return all(root, "testsuite");
    }

    private static Map<String, String> properties(Element suite) {
        return all(suite, "property").stream()
                .collect(Collectors.toMap(each -> each.getAttribute("name"), each -> each.getAttribute("value")));
    }

    private static void assertTells(Outcome outcome, Element element) {
        boolean failed = !all(element, "failure").isEmpty();
        boolean broken = !all(element, "error").isEmpty();
        switch (outcome) {
            case PASSED -> assertThat(failed || broken).isFalse();
            case FAILED -> {
                assertThat(failed).isTrue();
                assertThat(broken).isFalse();
            }
            case INCOMPLETE -> assertThat(broken).isTrue();
        }
    }

    private static void assertConsistent(AuditResult result, View view) {
        Element root = read(Samples.write(Format.JUNIT, result, view));
        assertTells(result.outcome(), root);
        for (int i = 0; i < result.clusters().size(); i++) {
            assertTells(result.outcomeOf(result.clusters().get(i)), suites(root).get(i));
        }
    }

    /** All audits that differ from this one in what fails them, and in what was found besides images. */
    private static Stream<AuditResult> variants(AuditResult result) {
        Review faulty = new Review(
                List.of(new RuleFinding(RuleFinding.Fault.NO_CREDENTIAL, "ghcr", "r:1", "has none", "add one")),
                List.of(new RuleNote(RuleNote.Kind.EXPIRES, List.of("ghcr"), "expires")),
                List.of(),
                List.of(),
                List.of());
        Review sound = new Review(List.of(), List.of(), List.of(), List.of(), List.of());
        PullError error = new PullError("ptc/x", Verdict.VIA_PTC, WEB, "web", "ErrImagePull", "403", null, 2);
        List<AuditResult> variants = new ArrayList<>();
        for (FailOn failOn : FailOn.values()) {
            for (Set<FailAlso> also :
                    List.of(Set.<FailAlso>of(), Set.of(FailAlso.PULL_ERRORS), Set.of(FailAlso.NOT_CACHED))) {
                for (Review review : List.of(Review.NONE, sound, faulty)) {
                    for (List<PullError> errors : List.of(List.<PullError>of(), List.of(error))) {
                        List<ClusterResult> clusters = result.clusters().stream()
                                .map(each -> with(errors, each))
                                .toList();
                        for (List<Hint> hints : hints(clusters.get(0).name())) {
                            variants.add(new AuditResult(failOn, also, clusters, review, hints, result.run()));
                        }
                    }
                }
            }
        }
        return variants.stream();
    }

    /** None, and each that fails something or nothing. */
    private static List<List<Hint>> hints(String cluster) {
        List<List<Hint>> hints = new ArrayList<>(List.of(List.of()));
        for (String of : new String[] {cluster, null}) {
            for (String failure : new String[] {"something else", null}) {
                hints.add(List.of(new Hint("key", of, "text", failure)));
            }
        }
        return hints;
    }

    private static ClusterResult with(List<PullError> errors, ClusterResult cluster) {
        return new ClusterResult(
                cluster.name(),
                cluster.server(),
                Samples.REGISTRY,
                cluster.readErrors(),
                cluster.pods(),
                cluster.templates(),
                cluster.passedOver(),
                errors.isEmpty() ? cluster.images() : notCached(cluster.images()),
                errors,
                List.of(),
                Nodes.NONE);
    }

    private static List<ImageFinding> notCached(List<ImageFinding> images) {
        return images.stream()
                .map(image ->
                        new ImageFinding(image.image(), image.judgment(), image.expected(), image.usedBy(), Cached.NOT))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "three-clusters"})
    void keepsItsForm(String sample) {
        Golden.assertMatches(sample + ".junit.xml", write(Samples.all().get(sample)));
    }

    /** By the report alone a CI server must come to the outcome that the exit code tells. */
    @ParameterizedTest
    @MethodSource("samples")
    void tellsTheOutcomeOfTheAuditAndOfEachCluster(String sample) {
        variants(Samples.all().get(sample)).forEach(result -> {
            assertConsistent(result, Samples.view(80));
            for (Only only : Only.values()) {
                assertConsistent(result, new View(Set.of(only), false, 80, "1.2.3"));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("samples")
    void hasACaseForEachUseAndTheCountsOfTheSummary(String sample) {
        AuditResult result = Samples.all().get(sample);
        List<Element> suites = suites(read(write(result)));
        assertThat(suites).hasSameSizeAs(result.clusters());
        for (int i = 0; i < suites.size(); i++) {
            ClusterResult cluster = result.clusters().get(i);
            Summary summary = cluster.summary();
            long uses = cluster.images().stream()
                    .mapToLong(image -> image.usedBy().size())
                    .sum();
            assertThat(properties(suites.get(i)))
                    .containsEntry("via-ptc", Integer.toString(summary.viaPtc()))
                    .containsEntry("exempt", Integer.toString(summary.exempt()))
                    .containsEntry("direct", Integer.toString(summary.direct()))
                    .containsEntry("expected", Integer.toString(summary.expected()))
                    .containsEntry("pods", Long.toString(cluster.pods()))
                    .containsEntry("outcome", result.outcomeOf(cluster).name());
            assertThat(all(suites.get(i), "error")).hasSameSizeAs(cluster.errors());
            assertThat(all(suites.get(i), "testcase").stream()
                            .filter(each -> !each.getAttribute("classname").endsWith(".(not complete)")))
                    .hasSize(Math.toIntExact(uses));
        }
    }

    /** Expected is skipped, whatever fails the audit; but an audit that failed must not look like one that passed. */
    @ParameterizedTest
    @CsvSource({
        "DIRECT, 1, 1, expected-direct",
        "UNEXPECTED, 0, 1, ''",
        "NEVER, 0, 1, ''",
    })
    void anExpectedImageIsSkippedAndFailsTheClusterBesides(FailOn failOn, int failures, int skipped, String type) {
        Element suite = suites(read(write(audit(failOn, image(ACCEPTED, usage("web", ACCEPTED))))))
                .get(0);
        assertThat(all(suite, "failure")).hasSize(failures).allSatisfy(failure -> {
            assertThat(failure.getAttribute("type")).isEqualTo(type);
            assertThat(failure.getAttribute("message")).contains("--fail-on direct", "--fail-on unexpected");
            assertThat(failure.getTextContent()).isEqualTo("image: x.example/web");
        });
        assertThat(all(suite, "skipped")).hasSize(skipped);
        assertThat(all(suite, "skipped").get(0).getAttribute("message")).startsWith("expected: no mirror exists");
    }

    @ParameterizedTest
    @CsvSource({"DIRECT, 1, 1", "UNEXPECTED, 1, 1", "NEVER, 0, 2"})
    void anAcceptedUseOfAnImageThatOthersMayNotUseIsSkipped(FailOn failOn, int failures, int skipped) {
        Element suite = suites(read(write(audit(failOn, image(null, usage("web", ACCEPTED), usage("db", null))))))
                .get(0);
        assertThat(all(suite, "failure")).hasSize(failures);
        assertThat(all(suite, "skipped")).hasSize(skipped);
    }

    @Test
    void aFailureSaysWhatToWriteAndWhere() {
        ImageFinding nginx = new ImageFinding(
                "nginx",
                new Judgment(
                        "x.example/x",
                        Reason.CACHEABLE,
                        "docker.io",
                        "cache/docker-hub/library/nginx",
                        "mind the digest"),
                null,
                List.of(new Usage(
                        WEB,
                        "migrate",
                        ContainerType.INIT_CONTAINER,
                        0,
                        new Deployer(Deployer.HELM_RELEASE, "flux", "shop"),
                        null,
                        new Places(List.of(new FilePlace("web.yaml", 12, 9), new FilePlace("", 7, 0)), 3),
                        Impact.RESTART,
                        false)));
        Element failed =
                all(read(write(audit(FailOn.DIRECT, nginx))), "testcase").get(0);
        assertThat(failed.getAttribute("classname")).isEqualTo("prod.shop");
        assertThat(failed.getAttribute("name")).isEqualTo("Deployment/web migrate (initContainer) nginx");
        Element failure = all(failed, "failure").get(0);
        assertThat(failure.getAttribute("type")).isEqualTo("cacheable");
        assertThat(failure.getAttribute("message")).isEqualTo("direct: use cache/docker-hub/library/nginx");
        assertThat(failure.getTextContent().lines())
                .containsExactly(
                        "image: nginx",
                        "reason: cacheable",
                        "impact: restart, every restart pulls it",
                        "replacement: cache/docker-hub/library/nginx",
                        "used by: namespace shop, Deployment/web, migrate (initContainer), pod template only",
                        "written in: web.yaml:12, standard input:7 and 3 more",
                        "change it in: HelmRelease flux/shop",
                        "note: mind the digest");
    }

    @ParameterizedTest
    @EnumSource
    void onlyLeavesOutWhatDoesNotFail(Only only) {
        AuditResult recorded = Samples.all().get("recorded");
        Element all = read(write(recorded));
        Element some = read(Samples.write(Format.JUNIT, recorded, new View(Set.of(only), false, 80, "1.2.3")));
        assertThat(all(some, "failure")).hasSameSizeAs(all(all, "failure")).isNotEmpty();
        assertThat(all(some, "testcase").size()).isLessThan(all(all, "testcase").size());
        assertThat(properties(some)).containsEntry("listed", only.key()).containsEntry("direct", "12");
        assertThat(all(some, "skipped")).hasSize(only == Only.DIRECT ? 1 : 0);
    }

    @Test
    void theTimeIsThatOfTheRunAndIsNotAddedUp() {
        Element one = read(write(Samples.all().get("recorded")));
        assertThat(one.getAttribute("time")).isEqualTo("1.234");
        assertThat(suites(one).get(0).getAttribute("time")).isEqualTo("1.234");
        assertThat(suites(one).get(0).getAttribute("timestamp")).isEqualTo("2026-11-21T11:59:58");
        Element three = read(write(Samples.all().get("three-clusters")));
        assertThat(three.getAttribute("time")).isEqualTo("1.234");
        assertThat(suites(three))
                .extracting(suite -> suite.getAttribute("time"))
                .containsExactly("0", "0", "0");
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void textOfOthersAddsNothingAndIsReadBack(String text) {
        Element hostile = read(write(Hostile.everywhere(text, text)));
        Element twin = read(write(Hostile.everywhere("harmless", "harmless")));
        assertThat(shape(hostile)).isEqualTo(shape(twin));
        assertThat(shape(read(write(Hostile.inEveryCluster(text)))))
                .isEqualTo(shape(read(write(Hostile.inEveryCluster("harmless")))));

        String shown = Words.shown(text);
        Element suite = suites(hostile).get(0);
        assertThat(suite.getAttribute("name")).isEqualTo(shown);
        assertThat(properties(suite)).containsEntry("cache", shown).containsEntry("server", shown);
        String namespace = text.isEmpty() ? "(no namespace)" : shown;
        String owner = Words.shown(text + "/" + text);
        assertThat(all(hostile, "testcase").get(0).getAttribute("classname")).isEqualTo(shown + "." + namespace);
        assertThat(all(hostile, "testcase").get(0).getAttribute("name")).isEqualTo(owner + " " + shown + " " + shown);
        assertThat(all(hostile, "failure").get(0).getTextContent()).startsWith("image: " + shown + "\n");
        assertThat(all(hostile, "error").get(0).getAttribute("message")).isEqualTo("not complete: " + shown);
    }

    /** A report that goes to standard output stands in the log of the CI server, which obeys some lines. */
    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void noLineIsACommand(String text) {
        for (AuditResult result : List.of(Hostile.everywhere(text, text), Hostile.inEveryCluster(text))) {
            assertThat(write(result))
                    .doesNotContain("##")
                    .satisfies(xml -> assertThat(xml.lines())
                            .noneMatch(line -> line.strip().startsWith("::")));
        }
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#huge")
    void aMegabyteIsCutAndSaid(String text) {
        String xml = write(Hostile.everywhere(text, text));
        assertThat(shape(read(xml))).isEqualTo(shape(read(write(Hostile.everywhere("harmless", "harmless")))));
        assertThat(xml).hasSizeLessThan(3_000_000).contains(" characters, -o json shows them all)");
    }

    @Test
    void theSchemaWouldNotice() {
        String xml = write(Samples.all().get("recorded"));
        for (String broken : List.of(
                xml.replaceFirst("<properties>", "<property>").replaceFirst("</properties>", "</property>"),
                xml.replaceFirst("<system-out>", "<stdout>").replaceFirst("</system-out>", "</stdout>"),
                xml.replaceFirst(" tests=\"\\d+\"", ""),
                xml.replaceFirst("<failure message=", "<failure text="),
                xml.replaceFirst("</failure>", "</failure><skipped message=\"x\" type=\"x\"/>"),
                xml.replaceFirst("T11:59:58", "T11:59:58Z"))) {
            assertThat(broken).isNotEqualTo(xml);
            assertThatThrownBy(() -> read(broken)).isInstanceOf(AssertionError.class);
        }
    }

    /** The elements in their order, with what text of others has no part in. */
    private static List<String> shape(Element root) {
        return all(root, "*").stream()
                .map(element -> element.getTagName() + " " + element.getAttribute("type") + " "
                        + element.getAttribute("tests") + " " + element.getAttribute("failures"))
                .toList();
    }

    private static AuditResult audit(FailOn failOn, ImageFinding... images) {
        return Samples.audit(failOn, Samples.cluster("prod", List.of(images)));
    }

    private static ImageFinding image(Expectation expected, Usage... usages) {
        return new ImageFinding(
                "x.example/web",
                new Judgment("x.example/x", Reason.UNSUPPORTED_UPSTREAM, "x.example", null, null),
                expected,
                List.of(usages));
    }

    private static Usage usage(String container, Expectation expected) {
        return new Usage(WEB, container, ContainerType.CONTAINER, 1, null, expected);
    }
}

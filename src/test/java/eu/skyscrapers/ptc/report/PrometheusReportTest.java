package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View.Only;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusReportTest {
    private static final String IMAGES = "audit_ecr_ptc_images";
    private static final String UPSTREAMS = "audit_ecr_ptc_upstream_images";

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    private static String write(AuditResult result) {
        return Samples.write(Format.PROMETHEUS, result, Samples.view(80));
    }

    private static ExpositionText read(AuditResult result) {
        return ExpositionText.parse(write(result));
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "three-clusters"})
    void keepsItsSeries(String sample) {
        Golden.assertMatches(sample + ".prom", write(Samples.all().get(sample)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void countsAsTheSummaryDoes(String sample) {
        AuditResult result = Samples.all().get(sample);
        ExpositionText metrics = read(result);
        for (ClusterResult cluster : result.clusters()) {
            String[] label = {"registry", cluster.registry(), "cluster", cluster.name()};
            assertThat(metrics.sum("audit_ecr_ptc_exit_code", label))
                    .isEqualTo(result.outcome().exitCode());
            assertThat(metrics.sum("audit_ecr_ptc_run_duration_seconds", label)).isEqualTo(1.234);
            Summary summary = cluster.summary();
            for (String family : List.of(IMAGES, UPSTREAMS)) {
                assertThat(metrics.sum(family, and(label, "verdict", "via-ptc")))
                        .isEqualTo(summary.viaPtc());
                assertThat(metrics.sum(family, and(label, "verdict", "exempt"))).isEqualTo(summary.exempt());
                assertThat(metrics.sum(family, and(label, "verdict", "direct"))).isEqualTo(summary.direct());
                assertThat(metrics.sum(family, and(label, "expected", "true"))).isEqualTo(summary.expected());
            }
            assertThat(metrics.sum("audit_ecr_ptc_complete", label)).isEqualTo(cluster.complete() ? 1 : 0);
            assertThat(metrics.sum("audit_ecr_ptc_errors", label))
                    .isEqualTo(cluster.errors().size());
            assertThat(metrics.sum("audit_ecr_ptc_pods", label)).isEqualTo((double) cluster.pods());
            assertThat(metrics.sum("audit_ecr_ptc_pod_templates", label)).isEqualTo((double) cluster.templates());
            assertThat(metrics.sum("audit_ecr_ptc_cluster_exit_code", label))
                    .isEqualTo(result.outcomeOf(cluster).exitCode());
            assertThat(metrics.sum("audit_ecr_ptc_last_run_timestamp_seconds", label))
                    .isEqualTo((double) Samples.RUN.ended().getEpochSecond());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSeriesIsThereAlsoWhenItIsZero(String sample) {
        AuditResult result = Samples.all().get(sample);
        ExpositionText metrics = read(result);
        for (ClusterResult cluster : result.clusters()) {
            for (Reason reason : Reason.values()) {
                assertThat(metrics.of(IMAGES, "cluster", cluster.name(), "reason", reason.key()))
                        .hasSize(reason.verdict() == Verdict.DIRECT ? 2 : 1)
                        .allSatisfy(each -> assertThat(each.labels())
                                .containsEntry("verdict", reason.verdict().key())
                                .containsOnlyKeys("registry", "cluster", "verdict", "reason", "expected"));
            }
            assertThat(metrics.of("audit_ecr_ptc_pull_errors", "cluster", cluster.name()))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void onlyChangesNothing(String sample) {
        AuditResult result = Samples.all().get(sample);
        View some = new View(Set.of(Only.EXEMPT), false, 80, "1.2.3");
        assertThat(Samples.write(Format.PROMETHEUS, result, some))
                .isEqualTo(write(result))
                .contains("\n")
                .startsWith("# ")
                .contains("--only changes nothing here");
    }

    @Test
    void rulesThatWereNotCheckedHaveNoFaultsToCount() {
        AuditResult passed = Samples.all().get("passed");
        assertThat(read(passed).families()).doesNotContain("audit_ecr_ptc_rule_faults");
        Review sound = new Review(List.of(), List.of(), List.of(), List.of(), List.of());
        AuditResult checked =
                new AuditResult(FailOn.DIRECT, Set.of(), passed.clusters(), sound, List.of(), passed.run());
        assertThat(read(checked).of("audit_ecr_ptc_rule_faults"))
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.value()).isZero();
                    assertThat(sample.labels()).containsOnlyKeys("registry", "cluster");
                });
        assertThat(read(Hostile.everywhere("x", "x")).sum("audit_ecr_ptc_rule_faults"))
                .isEqualTo(1);
    }

    /** Of 30 upstreams the 20 with most images have their own series; none is lost. */
    @Test
    void upstreamsAreBounded() {
        List<ImageFinding> images = new ArrayList<>();
        for (int upstream = 0; upstream < 30; upstream++) {
            for (int i = 0; i <= upstream; i++) {
                images.add(image("up" + upstream + ".example", upstream + "/" + i));
            }
        }
        ExpositionText metrics = read(audit(images));
        assertThat(metrics.of(UPSTREAMS)).hasSize(ImageCounts.MOST_UPSTREAMS + 1);
        assertThat(metrics.sum(UPSTREAMS)).isEqualTo(images.size());
        assertThat(metrics.sum(UPSTREAMS, "upstream", "up29.example")).isEqualTo(30);
        assertThat(metrics.sum(UPSTREAMS, "upstream", "up10.example")).isEqualTo(11);
        assertThat(metrics.of(UPSTREAMS, "upstream", "up9.example")).isEmpty();
        assertThat(metrics.sum(UPSTREAMS, "upstream", "other")).isEqualTo(55);
        assertThat(write(audit(images))).contains("the 20 with most images, and the rest together as upstream=other");
    }

    @Test
    void upstreamsThatLookTheSameWhenCutAreCountedTogether() {
        String start = "x".repeat(400);
        ExpositionText metrics = read(audit(List.of(image(start + "1", "a"), image(start + "2", "b"))));
        assertThat(metrics.of(UPSTREAMS)).singleElement().satisfies(sample -> {
            assertThat(sample.value()).isEqualTo(2);
            assertThat(sample.labels().get("upstream")).hasSize(256).endsWith("x...");
        });
    }

    @Test
    void clustersOfOneNameAreToldApart() {
        String cut = "y".repeat(300);
        AuditResult result = Samples.audit(
                FailOn.DIRECT,
                Stream.of("a", "a", "a (2)", "a", "", "", cut + "1", cut + "2")
                        .map(name -> cluster(name, List.of()))
                        .toArray(ClusterResult[]::new));
        List<String> names = new Metrics(result, "1.2.3").clusters();
        assertThat(names)
                .startsWith("a", "a (2)", "a (2) (2)", "a (3)", "", " (2)")
                .hasSize(8)
                .doesNotHaveDuplicates();
        assertThat(read(result).of("audit_ecr_ptc_complete"))
                .extracting(sample -> sample.labels().getOrDefault("cluster", ""))
                .isEqualTo(names);
    }

    @Test
    void oneClusterIsToldWithTheRunAndWithoutTheOthers() throws IOException {
        AuditResult result = Samples.all().get("three-clusters");
        Metrics metrics = new Metrics(result, "1.2.3");
        ExpositionText all = read(result);
        List<ExpositionText.Sample> together = new ArrayList<>();
        for (int i = 0; i < result.clusters().size(); i++) {
            StringWriter out = new StringWriter();
            metrics.write(i, out);
            ExpositionText one = ExpositionText.parse(out.toString());
            assertThat(one.families()).isEqualTo(all.families());
            String name = metrics.clusters().get(i);
            assertThat(one.samples())
                    .allSatisfy(sample -> assertThat(sample.labels().getOrDefault("cluster", name))
                            .isEqualTo(name));
            together.addAll(one.samples());
        }
        assertThat(new HashSet<>(together)).isEqualTo(new HashSet<>(all.samples()));
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void textOfOthersMakesNoSeriesAndIsReadBack(String text) {
        for (AuditResult result : List.of(Hostile.everywhere(text, text), Hostile.inEveryCluster(text))) {
            String written = write(result);
            // As bytes, since two texts that are no Unicode would become the same there.
            ExpositionText metrics =
                    ExpositionText.parse(new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            assertThat(written.chars().filter(c -> c != '\n' && c < ' ')).isEmpty();
            assertThat(written).doesNotContain("##");
            assertThat(metrics.families()).allMatch(name -> name.matches("audit_ecr_ptc_[a-z_]+[a-z]"));
        }
        ExpositionText metrics = read(Hostile.everywhere(text, text));
        ExpositionText twin = read(Hostile.everywhere("harmless", "harmless"));
        assertThat(metrics.samples()).hasSameSizeAs(twin.samples());
        assertThat(metrics.samples())
                .extracting(ExpositionText.Sample::value)
                .isEqualTo(twin.samples().stream()
                        .map(ExpositionText.Sample::value)
                        .toList());
        String shown =
                Printable.of(text.substring(0, Math.min(253, text.length()))) + (text.length() > 253 ? "..." : "");
        assertThat(metrics.sum("audit_ecr_ptc_pods", "cluster", shown)).isEqualTo(1);
        assertThat(metrics.sum(UPSTREAMS, "upstream", shown)).isEqualTo(Hostile.IMAGES);
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#huge")
    void aMegabyteIsCut(String text) {
        AuditResult result = Hostile.inEveryCluster(text);
        assertThat(read(result).of("audit_ecr_ptc_complete")).hasSize(3);
        assertThat(write(result)).hasSizeLessThan(500_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a 1\n",
                "# TYPE a gauge\na 1\n",
                "# HELP a x\na 1\n",
                "# HELP a x\n# TYPE a gauge\na 1",
                "# HELP a x\n# TYPE a gauge\na 1\na 1\n",
                "# HELP a x\n# TYPE a gauge\nb 1\n",
                "# HELP a x\n# TYPE a gauge\na 1 1700000000\n",
                "# HELP a x\n# TYPE a gauge\na{b=\"\\t\"} 1\n",
                "# HELP a x\n# TYPE a gauge\na{b=\"\"\"} 1\n",
                "# HELP a x\n# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n",
                "# HELP a x\n# TYPE a gauge\na{b=\"1\",c=\"\"} 1\na{b=\"1\"} 2\n",
                "# HELP a x\n# TYPE a gauge\na 1\n# HELP b x\n# TYPE b gauge\nb 1\n# HELP a x\n# TYPE a gauge\na{c=\"1\"} 1\n",
                "# HELP a x\n# TYPE a gauge\n\na 1\n",
            })
    void theParserOfTheseTestsWouldNotice(String text) {
        assertThatThrownBy(() -> ExpositionText.parse(text)).isInstanceOf(AssertionError.class);
    }

    private static String[] and(String[] labels, String... more) {
        return Stream.concat(Arrays.stream(labels), Arrays.stream(more)).toArray(String[]::new);
    }

    private static AuditResult audit(List<ImageFinding> images) {
        return Samples.audit(FailOn.DIRECT, cluster("prod", images));
    }

    private static ClusterResult cluster(String name, List<ImageFinding> images) {
        return Samples.cluster(name, images);
    }

    private static ImageFinding image(String upstream, String image) {
        return new ImageFinding(
                image, new Judgment("x.example/x", Reason.NO_RULE, upstream, null, null), null, List.of());
    }
}

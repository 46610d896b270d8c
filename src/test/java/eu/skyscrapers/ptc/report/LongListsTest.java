package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.View.Frame;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the reports for people make of more images than a person reads. */
class LongListsTest {
    private static final Expectation CUSTOMERS = new Expectation("customers choose", "accepted.yaml:1");
    private static final Expectation BUILT_IN = new Expectation("gcr.io only", "built-in");

    @Test
    void whatNeedsNothingDoneIsListedUpToFifty() {
        AuditResult fifty = audit(cluster(many(50, i -> image(Reason.CACHE_RULE, "cached:" + i, null))));
        assertThat(table(fifty)).contains("VIA PTC   50 images through the cache\n", "cached:49", "cached:0");

        AuditResult more =
                audit(cluster(many(51, i -> image(Reason.CACHE_RULE, "cached:" + i, i > 48 ? "odd" : null))));
        assertThat(table(more))
                .contains("VIA PTC   51 images, 2 with a note, not listed: --only via-ptc lists them\n")
                .doesNotContain("cached:");
        assertThat(table(more, new View(Only.ALL, true, false, 80, "1", Frame.WHOLE)))
                .contains("VIA PTC   51 images through the cache\n", "cached:50", "note: odd");
        // Another verdict's list is short.
        AuditResult exempt = audit(cluster(Stream.concat(
                more.clusters().get(0).images().stream(),
                many(50, i -> image(Reason.ECR_PUBLIC, "public:" + i, null)))));
        assertThat(table(exempt))
                .contains("EXEMPT    50 images on Amazon ECR", "public:49")
                .doesNotContain("cached:");
        for (Format data : List.of(Format.WIDE, Format.CSV, Format.JSON, Format.HTML, Format.MARKDOWN)) {
            assertThat(Samples.write(data, more, Samples.view(80))).contains("cached:0", "cached:50");
        }
    }

    @Test
    void fiftyAreFiftyOfAllClusters() {
        ClusterResult twenty = cluster(many(20, i -> image(Reason.ECR_PRIVATE, "own:" + i, null)));
        assertThat(table(audit(twenty, twenty))).contains("EXEMPT    20 images on", "own:19");
        assertThat(table(audit(twenty, twenty, twenty)))
                .contains("EXEMPT    20 images, not listed: --only exempt lists them\n")
                .doesNotContain("own:");
    }

    @Test
    void expectedImagesAreListedUpToTen() {
        AuditResult ten = audit(cluster(many(10, i -> expected("thing:" + i, "shop", CUSTOMERS))));
        assertThat(table(ten)).contains("  - thing:9", "expected: customers choose (accepted.yaml:1)\n");
    }

    @Test
    void moreAreFoldedByWhatAcceptsThem() {
        List<ImageFinding> images = Stream.of(
                        many(9, i -> expected("thing:" + i, i % 2 == 0 ? "team-shop" : "team-data", CUSTOMERS)),
                        Stream.of(expected("hnc:1", "hnc-system", BUILT_IN)),
                        Stream.of(new ImageFinding(
                                "both:1",
                                judgment(Reason.NO_RULE, "both.example", null),
                                CUSTOMERS,
                                List.of(usage("a", CUSTOMERS), usage("b", BUILT_IN)))))
                .flatMap(some -> some)
                .toList();
        AuditResult eleven = audit(cluster(images.stream()));
        assertThat(table(eleven)).contains("""

                  expected (11): accepted; still counted as direct; -v lists them
                  - customers choose (accepted.yaml:1): 10 images in a, team-data, team-shop
                  - gcr.io only (built-in): 2 images in b, hnc-system
                """);
        assertThat(table(eleven)).doesNotContain("thing:");
        assertThat(Samples.write(Format.MARKDOWN, eleven, Samples.view(80)))
                .contains("""
                - `customers choose` (`accepted.yaml:1`): 10 images in `a`, `team-data`, `team-shop`
                - `gcr.io only` (`built-in`): 2 images in `b`, `hnc-system`
                """)
                .doesNotContain("thing:");
        assertThat(table(eleven, new View(Only.ALL, true, false, 80, "1", Frame.WHOLE)))
                .contains("  - thing:8");
        assertThat(table(eleven, new View(Set.of(Only.UNEXPECTED), true, false, 80, "1", Frame.WHOLE)))
                .doesNotContain("thing:", "customers");
    }

    @Test
    void ofManyNamespacesTheFirstAreNamed() {
        AuditResult many = audit(cluster(many(15, i -> expected("thing:" + i, "customer-" + (10 + i), CUSTOMERS))));
        assertThat(table(many)).contains("""
                  - customers choose (accepted.yaml:1): 15 images in customer-10, customer-11,
                        customer-12 and 12 more
                """);
    }

    @Test
    void directImagesAreSortedByReasonUpstreamAndImage() {
        AuditResult audit = audit(cluster(Stream.of(
                direct("a:1", Reason.CACHEABLE, "quay.io"),
                direct("b:1", Reason.NO_RULE, null),
                direct("c:1", Reason.NO_RULE, "docker.io"),
                direct("d:1", Reason.CACHEABLE, "docker.io"),
                direct("e:1", Reason.CACHEABLE, "docker.io"))));
        for (Format format : List.of(Format.TABLE, Format.MARKDOWN, Format.HTML)) {
            assertThat(Samples.write(format, audit, Samples.view(80)))
                    .containsSubsequence("d:1", "e:1", "a:1", "b:1", "c:1");
        }
    }

    /** Of forty rows, with two clusters that could not be read and names as long as those of EKS clusters are. */
    @Test
    void theLastScreenOfTwelveClustersHasAllSums() {
        ClusterResult[] clusters = IntStream.range(0, 12)
                .mapToObj(i -> i % 6 == 5
                        ? named(
                                "customer-us-unread-" + i,
                                List.of(new ReadError(ReadError.Kind.FORBIDDEN, "403 Forbidden: " + "no, ".repeat(20))),
                                Stream.of())
                        : named(
                                "customer-eu-staging" + i,
                                List.of(),
                                many(
                                        30,
                                        image -> new ImageFinding(
                                                "x:" + i + "-" + image,
                                                judgment(Reason.CACHEABLE, "r" + image % 9 + ".example", null),
                                                null,
                                                List.of(new Usage(
                                                        new Workload("team-" + image, "Deployment", "x"),
                                                        "c",
                                                        ContainerType.CONTAINER,
                                                        1))))))
                .toArray(ClusterResult[]::new);
        List<String> lines = table(audit(clusters)).lines().toList();
        assertThat(lines.subList(lines.size() - 40, lines.size()))
                .contains("ALL CLUSTERS  direct  expected  via PTC  exempt    pods")
                .contains("INCOMPLETE         -         -        -       -       -  customer-us-unread-11")
                .contains("FAILED            30         0        0       0       1  customer-eu-staging10")
                .contains("  images    pods  workloads  DIRECT BY UPSTREAM")
                .contains("  images    pods  workloads  UNEXPECTED BY NAMESPACE")
                .contains("  and 25 more (-o csv)");
    }

    private static String table(AuditResult audit) {
        return table(audit, Samples.view(80));
    }

    private static String table(AuditResult audit, View view) {
        return Samples.write(Format.TABLE, audit, view);
    }

    private static Stream<ImageFinding> many(int number, IntFunction<ImageFinding> image) {
        return IntStream.range(0, number).mapToObj(image);
    }

    private static ImageFinding image(Reason reason, String image, @Nullable String note) {
        return new ImageFinding(image, judgment(reason, "x.example", note), null, List.of());
    }

    private static ImageFinding direct(String image, Reason reason, @Nullable String upstream) {
        return new ImageFinding(image, judgment(reason, upstream, null), null, List.of());
    }

    private static ImageFinding expected(String image, String namespace, Expectation by) {
        return new ImageFinding(
                image, judgment(Reason.UNSUPPORTED_UPSTREAM, "gcr.io", null), by, List.of(usage(namespace, by)));
    }

    private static Usage usage(String namespace, Expectation by) {
        return new Usage(new Workload(namespace, "Deployment", "x"), "c", ContainerType.CONTAINER, 1, null, by);
    }

    private static Judgment judgment(Reason reason, @Nullable String upstream, @Nullable String note) {
        return new Judgment("x.example/x", reason, upstream, null, note);
    }

    private static ClusterResult cluster(Stream<ImageFinding> images) {
        return Samples.cluster("c", images.toList());
    }

    private static ClusterResult named(String name, List<ReadError> errors, Stream<ImageFinding> images) {
        return new ClusterResult(
                name,
                "https://c",
                Samples.REGISTRY,
                errors,
                1,
                0,
                PassedOver.NONE,
                images.toList(),
                List.of(),
                List.of(),
                Nodes.NONE);
    }

    private static AuditResult audit(ClusterResult... clusters) {
        return Samples.audit(FailOn.UNEXPECTED, clusters);
    }
}

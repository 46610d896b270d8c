package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.page.Sum;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SumTest {
    private static final Expectation KNOWN = new Expectation("known", "expect.yaml:1");

    /** Two containers of one workload, of two pods each, whose deployer is known. */
    private static ImageFinding image(String upstream, String image, String namespace, boolean expected) {
        Deployer deployer = new Deployer(Deployer.HELM_RELEASE, "flux-system", "r-" + namespace);
        Workload workload = new Workload(namespace, "Deployment", "w");
        Expectation by = expected ? KNOWN : null;
        List<Usage> usages = List.of(
                new Usage(workload, "a", ContainerType.CONTAINER, 2, deployer, by),
                new Usage(workload, "b", ContainerType.CONTAINER, 2, deployer, by));
        Judgment judgment = new Judgment(image, Reason.NO_RULE, upstream, null, null);
        return new ImageFinding(image, judgment, by, usages);
    }

    private static AuditResult audit(List<ImageFinding> images) {
        return Samples.audit(FailOn.DIRECT, Samples.cluster("c", images));
    }

    @Test
    void aPodCountsOnceHoweverManyOfItsContainersUseTheImages() {
        AuditResult audit = audit(List.of(
                image("x.example", "x.example/1", "a", false),
                image("x.example", "x.example/2", "b", false),
                image("y.example", "y.example/1", "a", true)));
        assertThat(Sum.of(audit))
                .extracting(Sum::title, sum -> sum.rows().listed())
                .containsExactly(
                        tuple(
                                "Direct by upstream",
                                List.of(
                                        new Sum.Row("x.example", "no-rule", 2, 4, 2),
                                        new Sum.Row("y.example", "expected", 1, 2, 1))),
                        tuple(
                                "Unexpected by namespace",
                                List.of(new Sum.Row("a", "", 1, 2, 1), new Sum.Row("b", "", 1, 2, 1))),
                        tuple(
                                "Unexpected by deployer",
                                List.of(
                                        new Sum.Row("flux-system/r-a", "HelmRelease", 1, 2, 1),
                                        new Sum.Row("flux-system/r-b", "HelmRelease", 1, 2, 1))));
    }

    @Test
    void fiveRowsStandForTheMostAndTheOthersAreCounted() {
        List<ImageFinding> images = new ArrayList<>();
        for (int i = 10; i < 50; i++) {
            images.add(image("x.example", "x.example/" + i, "team-" + i, false));
        }
        AuditResult audit = audit(images);
        String summary = Samples.write(Format.SUMMARY, audit, Samples.view(80));
        assertThat(summary)
                .contains("""
                        direct    40 images

                        IF DOWN   of what was read; assumed: empty new nodes
                          - If x.example is down, new nodes come up complete; every workload can restart
                                where it runs; 40 workloads cannot start on a node without their images
                              in all: 40 workloads in 40 namespaces, 80 pods

                          images    pods  workloads  DIRECT BY UPSTREAM
                              40      80         40  no-rule x.example

                          images    pods  workloads  UNEXPECTED BY NAMESPACE
                               1       2          1  team-10
                        """)
                .contains("  team-14\n  and 35 more (-o csv)\n")
                .doesNotContain("x.example/", "team-15");
        assertThat(summary.lines().count()).isLessThan(40);
        assertThat(Samples.write(Format.TABLE, audit, Samples.view(80)))
                .contains(summary.substring(summary.indexOf("  images ")));
        assertThat(Samples.write(Format.MARKDOWN, audit, Samples.view(80))).contains("""
                        | images | pods | workloads | Unexpected by namespace, and 35 more |
                        |--:|--:|--:|---|
                        | 1 | 2 | 1 | `team-10` |
                        """);
    }

    /** A zero would say that there are none. */
    @Test
    void whatCouldNotBeReadIsUnknown() {
        AuditResult audit = Samples.audit(FailOn.DIRECT, Samples.unread());
        assertThat(Samples.write(Format.SUMMARY, audit, Samples.view(80)))
                .contains("via PTC   unknown (no image was read)\nexempt    unknown", "\ndirect    unknown (no image")
                .doesNotContain("0 images");
    }

    @Test
    void aFewDirectImagesNeedNone() {
        AuditResult audit = audit(List.of(image("x.example", "x.example/1", "a", false)));
        assertThat(Samples.write(Format.TABLE, audit, Samples.view(80))).doesNotContain("DIRECT BY UPSTREAM");
        assertThat(Samples.write(Format.SUMMARY, audit, Samples.view(80))).contains("DIRECT BY UPSTREAM");
    }
}

package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommonImagesTest {
    private static final String IMPACT = "impact: reschedule, only a node without it pulls it\n";

    @Test
    void areDirectInEveryCluster() {
        assertThat(common(read("a", "x", "y"), read("b", "w", "y"), read("c", "y", "z")))
                .containsExactly("y");
        assertThat(common(read("a", "x"), read("b", "y"))).isEmpty();
        assertThat(of(read("a", "x"), read("b", "x")).place()).isEqualTo("in every cluster");
    }

    @Test
    void areDirectInMoreThanHalfOfTheClusters() {
        assertThat(common(read("a", "x"), read("b", "x"), read("c"))).containsExactly("x");
        assertThat(common(read("a", "x"), read("b", "x"), read("c"), read("d"))).isEmpty();
        assertThat(common(read("a", "x"), read("b"))).isEmpty();
        assertThat(of(read("a", "x"), read("b", "x"), read("c")).place()).isEqualTo("in most clusters");
    }

    @Test
    void sayWhereTheyAreNot() {
        Usage use = usage("web", 1);
        ImageFinding everywhere = finding("e", Reason.NO_RULE, null, use);
        ImageFinding x = finding("x", Reason.NO_RULE, null, use);
        ClusterResult[] clusters = {
            cluster("a", true, everywhere, x),
            cluster("b", true, everywhere, x),
            cluster("arn:aws:eks:eu-west-1:111122223333:cluster/own", true, everywhere, x),
            cluster("d", true, everywhere, x),
            cluster("e", true, everywhere, x, finding("y", Reason.NO_RULE, null)),
            cluster("accepts", true, everywhere, finding("x", Reason.NO_RULE, new Expectation("known", "built-in"))),
            cluster("switched", true, everywhere, finding("x", Reason.TIER_DISABLED, null)),
            cluster("without", true, everywhere, finding("x", Reason.CACHE_RULE, null)),
            cluster("part", false, everywhere),
            broken("unread")
        };
        String line = "direct in: 5 of 9 clusters; not in without; accepted or for another reason in accepts,"
                + " switched; unknown, as not all could be read, in part\n";
        String table = Samples.write(Format.TABLE, Samples.audit(FailOn.DIRECT, clusters), Samples.view(200));
        assertThat(table)
                .contains("DIRECT IN MOST CLUSTERS  2 images in all 9 clusters that could be read, unless noted\n")
                .contains("  - e  9 pods  apps  Deployment/web  main\n      " + IMPACT
                        + "  - x  5 pods  apps  Deployment/web  main\n      " + IMPACT + "      " + line)
                .containsOnlyOnce("direct in: ")
                .doesNotContain("only in");
        // Each cluster counts them, and has those that are otherwise there.
        assertThat(table.split("in most clusters \\(2\\): listed once, after the last cluster", -1))
                .hasSize(1 + 5);
        assertThat(table.split("in most clusters \\(1\\): ", -1)).hasSize(1 + 4);
        assertThat(table).contains("  tier-disabled (1): ", "  expected (1): ");
        assertThat(Samples.write(Format.MARKDOWN, Samples.audit(FailOn.DIRECT, clusters), Samples.view(80)))
                .contains("### Direct in most clusters\n\n2 images in all 9 clusters that could be read, unless noted")
                .contains(
                        "  - direct in: 5 of 9 clusters; not in `without`; accepted or for another reason in `accepts`,"
                                + " `switched`; unknown, as not all could be read, in `part`\n")
                .contains("Direct in most clusters, listed above: 2\n", "Direct in most clusters, listed above: 1\n");
    }

    @Test
    void nameAFewClustersWhereTheyAreNot() {
        ClusterResult[] clusters = IntStream.range(0, 12)
                .mapToObj(i -> i < 7 ? read("c" + i, "x") : read("c" + i))
                .toArray(ClusterResult[]::new);
        assertThat(Samples.write(Format.TABLE, Samples.audit(FailOn.DIRECT, clusters), Samples.view(80)))
                .contains("      direct in: 7 of 12 clusters; not in c7, c8 and 3 more\n");
    }

    @Test
    void needTwoClusters() {
        assertThat(common(read("a", "x"))).isEmpty();
        assertThat(common(read("a", "x"), broken("b"))).isEmpty();
    }

    @Test
    void doNotMindAClusterThatCouldNotBeRead() {
        ClusterResult[] clusters = {broken("a"), read("b", "x"), read("c", "x")};
        assertThat(common(clusters)).containsExactly("x");
        assertThat(of(clusters).places()).isEqualTo("all 2 clusters that could be read");
    }

    @Test
    void mindAClusterThatWasReadInPart() {
        ClusterResult[] clusters = {broken("a", "x"), read("b", "x", "y"), read("c", "x", "y")};
        assertThat(common(clusters)).containsExactly("x", "y");
        assertThat(Samples.write(Format.TABLE, Samples.audit(FailOn.DIRECT, clusters), Samples.view(80)))
                .containsOnlyOnce("direct in: ")
                .contains("      direct in: 2 of 3 clusters; unknown, as not all could be read, in a\n");
    }

    @Test
    void areExpectedNowhere() {
        ImageFinding x = finding("x", Reason.NO_RULE, null);
        ImageFinding accepted = finding("x", Reason.NO_RULE, new Expectation("known", "built-in"));
        CommonImages common = of(cluster("a", true, x), cluster("b", true, accepted));
        assertThat(common.isEmpty()).isTrue();
        assertThat(common.contains(x)).isFalse();

        CommonImages two = of(cluster("a", true, x), cluster("b", true, x));
        assertThat(two.contains(x)).isTrue();
        assertThat(two.contains(accepted)).isFalse();
    }

    @Test
    void areJudgedTheSameEverywhere() {
        ImageFinding noRule = finding("x", Reason.NO_RULE, null);
        ImageFinding cacheable = finding("x", Reason.CACHEABLE, null);
        assertThat(common(cluster("a", true, noRule), cluster("b", true, cacheable)))
                .isEmpty();
    }

    @Test
    void areNotThoseOfOtherVerdicts() {
        ImageFinding cached = finding("x", Reason.CACHE_RULE, null);
        assertThat(common(cluster("a", true, cached), cluster("b", true, cached)))
                .isEmpty();
    }

    @Test
    void groupTheirUsersByCluster() {
        CommonImages common = of(
                cluster("a", true, finding("x", Reason.NO_RULE, null, usage("one", 1), usage("two", 2))),
                cluster("b", true, finding("x", Reason.NO_RULE, null, usage("three", 4), usage("two", 8))),
                cluster("c", true, finding("x", Reason.NO_RULE, null, usage("three", 16), usage("two", 0))));
        assertThat(common.users(common.images().get(0)))
                .containsExactly(
                        new CommonImages.Group(true, List.of("a", "b", "c"), List.of(usage("two", 10))),
                        new CommonImages.Group(false, List.of("b", "c"), List.of(usage("three", 20))),
                        new CommonImages.Group(false, List.of("a"), List.of(usage("one", 1))));
    }

    /** Whichever cluster comes first. */
    @Test
    void tellOfTheUsersThatAnyClusterAccepts() {
        Usage use = usage("web", 1);
        Usage accepted = new Usage(
                use.workload(),
                "main",
                ContainerType.CONTAINER,
                1,
                null,
                new Expectation("customers choose", "e.yaml"));
        ImageFinding open = finding("x", Reason.NO_RULE, null, use, usage("db", 1));
        ImageFinding inPart = finding("x", Reason.NO_RULE, null, accepted, usage("db", 1));
        ClusterResult[][] orders = {
            {cluster("a", true, open), cluster("b", true, inPart)},
            {cluster("b", true, inPart), cluster("a", true, open)}
        };
        for (ClusterResult[] clusters : orders) {
            for (Format format : List.of(Format.TABLE, Format.MARKDOWN)) {
                assertThat(Samples.write(format, Samples.audit(FailOn.DIRECT, clusters), Samples.view(120)))
                        .containsOnlyOnce("note: 1 of its 3 users is accepted, -o wide shows which\n");
            }
        }
    }

    private static List<String> common(ClusterResult... clusters) {
        return of(clusters).images().stream().map(ImageFinding::image).toList();
    }

    private static CommonImages of(ClusterResult... clusters) {
        return new CommonImages(Samples.audit(FailOn.DIRECT, clusters));
    }

    private static ClusterResult read(String name, String... images) {
        return cluster(name, true, findings(images));
    }

    private static ClusterResult broken(String name, String... images) {
        return cluster(name, false, findings(images));
    }

    private static ImageFinding[] findings(String... images) {
        return Stream.of(images)
                .map(image -> finding(image, Reason.NO_RULE, null))
                .toArray(ImageFinding[]::new);
    }

    private static ClusterResult cluster(String name, boolean complete, ImageFinding... images) {
        List<ReadError> errors = complete ? List.of() : List.of(new ReadError(ReadError.Kind.UNREACHABLE, "refused"));
        return new ClusterResult(
                name,
                "https://" + name,
                Samples.REGISTRY,
                errors,
                images.length,
                0,
                PassedOver.NONE,
                List.of(images),
                List.of(),
                List.of(),
                Nodes.NONE);
    }

    private static ImageFinding finding(String image, Reason reason, @Nullable Expectation expected, Usage... usages) {
        return new ImageFinding(
                image, new Judgment("x.example/x", reason, "x.example", null, null), expected, List.of(usages));
    }

    private static Usage usage(String name, long pods) {
        return new Usage(new Workload("apps", "Deployment", name), "main", ContainerType.CONTAINER, pods);
    }
}

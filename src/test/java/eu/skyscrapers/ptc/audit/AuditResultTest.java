package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PullFailure;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditResultTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String CACHED = HOST + "/quay/a:1";
    private static final AuditRun RUN = new AuditRun(Instant.EPOCH, Duration.ZERO);
    private static final ReadError ERROR = new ReadError(ReadError.Kind.UNREACHABLE, "broken");
    private static final RuleFinding FINDING =
            new RuleFinding(RuleFinding.Fault.NO_DEFAULT_RULE, "quay", null, "problem", "change");

    /** The image is one of shop's; with a message, pods wait for it. */
    private static ClusterResult cluster(
            String name, String host, String image, String kind, boolean template, @Nullable String message) {
        Fold fold = new Fold(true);
        List<PullFailure> failures =
                message == null ? List.of() : List.of(new PullFailure("c", "ImagePullBackOff", message));
        List<ImageUse> uses = List.of(new ImageUse(image, "c", ContainerType.CONTAINER));
        Workload workload = new Workload("shop", kind, "web");
        fold.accept(new PodImages("web-1", workload, template, null, false, "", null, failures, uses, "", "", 0));
        return fold.result(name, null, List.of(), "nothing", Judge.of(Cache.builtIn(host)));
    }

    private static ClusterResult cluster(String name, String image) {
        return cluster(name, HOST, image, "Deployment", false, null);
    }

    private static AuditResult audit(
            FailOn failOn, Set<FailAlso> also, Review review, List<Hint> hints, ClusterResult... clusters) {
        return new AuditResult(failOn, also, List.of(clusters), review, hints, RUN);
    }

    @ParameterizedTest
    @CsvSource({"DIRECT, FAILED", "UNEXPECTED, FAILED", "NEVER, PASSED"})
    void aFaultOfTheRulesFailsAnyAuditThatMayFail(FailOn failOn, Outcome outcome) {
        ClusterResult clean = cluster("prod", CACHED);
        AuditResult audit = audit(
                failOn,
                Set.of(),
                new Review(List.of(FINDING), List.of(), List.of(), List.of(), List.of()),
                List.of(),
                clean);
        assertThat(audit.outcome()).isEqualTo(outcome);
        assertThat(audit.outcomeOf(clean)).as("the rules are of no cluster").isEqualTo(Outcome.PASSED);
        Review checked = new Review(List.of(), List.of(), List.of(), List.of(), List.of());
        for (Review review : List.of(checked, Review.NONE)) {
            assertThat(audit(failOn, Set.of(), review, List.of(), clean).outcome())
                    .isEqualTo(Outcome.PASSED);
        }
    }

    @Test
    void whatWasNotReadIsWorseThanWhatFails() {
        ClusterResult direct = cluster("prod", "nginx");
        ClusterResult clean = cluster("dev", CACHED);
        ClusterResult unread = clean.with(List.of(ERROR), List.of());
        AuditResult audit = audit(FailOn.DIRECT, Set.of(), Review.NONE, List.of(), clean, direct, unread);
        assertThat(audit.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(audit.clusters().stream().map(audit::outcomeOf))
                .containsExactly(Outcome.PASSED, Outcome.FAILED, Outcome.INCOMPLETE);
        assertThat(audit(FailOn.NEVER, Set.of(), Review.NONE, List.of(), unread).outcome())
                .isEqualTo(Outcome.INCOMPLETE);
    }

    /** Each hint is about the first cluster, the second or none, and fails by itself or not. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            prod, true,  DIRECT, FAILED, FAILED, PASSED
            dev,  true,  DIRECT, FAILED, PASSED, FAILED
            -,    true,  DIRECT, FAILED, PASSED, PASSED
            prod, false, DIRECT, PASSED, PASSED, PASSED
            -,    false, DIRECT, PASSED, PASSED, PASSED
            prod, true,  NEVER,  PASSED, PASSED, PASSED
            -,    true,  NEVER,  PASSED, PASSED, PASSED
            """)
    void aHintFailsWhatItIsAbout(
            @Nullable String about, boolean fails, FailOn failOn, Outcome whole, Outcome first, Outcome second) {
        Hint hint = new Hint("key", about, "text", fails ? "failure" : null);
        Hint other = new Hint("key", "elsewhere", "text", null);
        ClusterResult prod = cluster("prod", CACHED);
        ClusterResult dev = cluster("dev", CACHED);
        AuditResult audit = audit(failOn, Set.of(), Review.NONE, List.of(other, hint), prod, dev);
        assertThat(audit.outcome()).isEqualTo(whole);
        assertThat(audit.outcomeOf(prod)).isEqualTo(first);
        assertThat(audit.outcomeOf(dev)).isEqualTo(second);
        assertThat(audit.hintsOf(prod)).isEqualTo("prod".equals(about) ? List.of(hint) : List.of());
        assertThat(audit.hintsOfTheWhole()).isEqualTo(about == null ? List.of(hint) : List.of());
    }

    /** A direct image fails as what it is, or is accepted, whether it can be pulled or not. */
    @ParameterizedTest
    @CsvSource({
        "true, quay/a:1, FAILED",
        "false, quay/a:1, PASSED",
        "true, own/a:1, PASSED",
    })
    void aPullErrorOfTheCacheFailsWhereItIsAskedFor(boolean asked, String image, Outcome outcome) {
        ClusterResult cluster = cluster("prod", HOST, HOST + "/" + image, "Deployment", false, "denied");
        Set<FailAlso> also = asked ? EnumSet.of(FailAlso.PULL_ERRORS) : Set.of();
        assertThat(audit(FailOn.NEVER, also, Review.NONE, List.of(), cluster).outcome())
                .isEqualTo(outcome);
        ClusterResult direct = cluster("prod", HOST, "nginx", "Deployment", false, "denied");
        assertThat(audit(FailOn.NEVER, also, Review.NONE, List.of(), direct).outcome())
                .isEqualTo(Outcome.PASSED);
        assertThat(audit(FailOn.NEVER, also, Review.NONE, List.of(), cluster("prod", CACHED))
                        .outcome())
                .isEqualTo(Outcome.PASSED);
    }

    /** Of what a file says of a kind that is not known nobody knows that it is no DaemonSet. */
    @ParameterizedTest
    @CsvSource({
        "Deployment, false, false",
        "Deployment, true, false",
        "DaemonSet, false, true",
        "HelmRelease, true, true",
        "HelmRelease, false, false",
    })
    void whereNewNodesAreAllThatMatters(String kind, boolean template, boolean concerns) {
        ClusterResult cluster = cluster("prod", HOST, "nginx:1", kind, template, null);
        ImageFinding finding = cluster.images().get(0);
        Usage usage = finding.usedBy().get(0);
        AuditResult boot = audit(FailOn.DIRECT, Set.of(FailAlso.BOOT), Review.NONE, List.of(), cluster);
        assertThat(boot.concerns(usage)).isEqualTo(concerns);
        assertThat(boot.fails(finding)).isEqualTo(concerns);
        assertThat(audit(FailOn.DIRECT, Set.of(), Review.NONE, List.of(), cluster)
                        .concerns(usage))
                .isTrue();
    }

    /** What shells and pipelines act on. */
    @Test
    void endsWithTheExitCodeOfItsOutcome() {
        assertThat(Outcome.values()).extracting(Outcome::exitCode).containsExactly(0, 1, 3);
    }

    @Test
    void sayingWhyItFailsEachHintIsSaidOnce() {
        List<Hint> hints = List.of(
                new Hint("a", "prod", "text", "second"),
                new Hint("b", "text"),
                new Hint("c", "dev", "text", "first"),
                new Hint("d", null, "text", "second"));
        assertThat(Hint.failures(hints)).containsExactly("second", "first");
    }

    @Test
    void countsDistinctImages() {
        Fold fold = new Fold(false);
        List<String> images = List.of(
                "nginx",
                "redis",
                "gcr.io/k8s-staging-multitenancy/hnc-manager",
                CACHED,
                HOST + "/own/a",
                HOST + "/own/b");
        List<ImageUse> uses = images.stream()
                .map(image -> new ImageUse(image, "c", ContainerType.CONTAINER))
                .toList();
        fold.accept(new PodImages("web-1", new Workload("shop", "Deployment", "web"), false, uses));
        fold.accept(new PodImages("web-2", new Workload("shop", "Deployment", "other"), false, uses));
        ClusterResult result = fold.result("prod", null, List.of(), "nothing", Judge.of(Cache.builtIn(HOST)));
        Summary summary = result.summary();
        assertThat(summary).isEqualTo(new Summary(1, 2, 3, 1));
        assertThat(summary.images()).isEqualTo(6);
        assertThat(summary.unexpected()).isEqualTo(2);
        for (Verdict verdict : Verdict.values()) {
            assertThat(result.images(verdict))
                    .isNotEmpty()
                    .isEqualTo(result.images().stream()
                            .filter(image -> image.verdict() == verdict)
                            .toList());
        }
        assertThat(result.registry()).isEqualTo(HOST);
    }

    /** A clock that is set back in between. */
    @Test
    void aRunTakesNoLessThanNothing() {
        Instant later = Instant.EPOCH.plusSeconds(5);
        assertThat(AuditRun.between(Instant.EPOCH, later)).isEqualTo(new AuditRun(later, Duration.ofSeconds(5)));
        assertThat(AuditRun.between(later, Instant.EPOCH)).isEqualTo(new AuditRun(Instant.EPOCH, Duration.ZERO));
    }

    @Test
    void namesEachRegistryOnceAsTheClustersCome() {
        List<String> hosts = List.of("2", "1", "2");
        List<ClusterResult> clusters = new ArrayList<>();
        hosts.forEach(account -> clusters.add(cluster(
                account, account.repeat(12) + ".dkr.ecr.eu-west-1.amazonaws.com", "nginx", "Deployment", false, null)));
        assertThat(audit(FailOn.DIRECT, Set.of(), Review.NONE, List.of(), clusters.toArray(ClusterResult[]::new))
                        .registries())
                .containsExactly(
                        "222222222222.dkr.ecr.eu-west-1.amazonaws.com", "111111111111.dkr.ecr.eu-west-1.amazonaws.com");
    }

    @Test
    void saysWhatFailsItAsItWasAsked() {
        AuditResult all = audit(FailOn.UNEXPECTED, EnumSet.allOf(FailAlso.class), Review.NONE, List.of());
        assertThat(all.failOnWords()).isEqualTo("unexpected,pull-errors,not-cached,boot");
        assertThat(all.failOnImages()).isEqualTo("unexpected,boot");
        AuditResult direct = audit(FailOn.DIRECT, Collections.emptySet(), Review.NONE, List.of());
        assertThat(direct.failOnWords()).isEqualTo("direct");
        assertThat(direct.failOnImages()).isEqualTo("direct");
    }
}

package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrillTest {
    private static final AuditRun RUN = new AuditRun(Instant.EPOCH, Duration.ZERO);

    private static Usage usage(String kind, String name, long pods, Impact impact, boolean again, boolean expected) {
        return new Usage(
                new Workload("n", kind, name),
                "c",
                ContainerType.CONTAINER,
                pods,
                null,
                expected ? new Expectation("known", "test") : null,
                Places.NONE,
                impact,
                again);
    }

    private static ImageFinding finding(
            String image, Reason reason, String upstream, @Nullable Cached cached, Usage... users) {
        Expectation all = List.of(users).stream().allMatch(user -> user.expected() != null)
                ? new Expectation("known", "test")
                : null;
        String name = image.substring(0, image.lastIndexOf(':'));
        return new ImageFinding(image, new Judgment(name, reason, upstream, null, null), all, List.of(users), cached);
    }

    private static ClusterResult cluster(ImageFinding... images) {
        return new ClusterResult(
                "c",
                null,
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                List.of(),
                1,
                0,
                new PassedOver(new TreeMap<>()),
                List.of(images),
                List.of(),
                List.of(),
                Nodes.NONE);
    }

    private static AuditResult audit(FailOn failOn, Set<FailAlso> also, ClusterResult cluster) {
        return new AuditResult(failOn, also, List.of(cluster), Review.NONE, List.of(), RUN);
    }

    private static final ImageFinding AGENT = finding(
            "docker.io/a/agent:1",
            Reason.CACHEABLE,
            "docker.io",
            null,
            usage("DaemonSet", "agent", 3, Impact.BOOT, true, false));
    private static final ImageFinding WEB = finding(
            "docker.io/a/web:1",
            Reason.CACHEABLE,
            "docker.io",
            null,
            usage("Deployment", "web", 2, Impact.RESTART, true, false),
            usage("Deployment", "idle", 0, Impact.RESCHEDULE, false, false));
    private static final ImageFinding CACHED = finding(
            "r/quay/a/b:1",
            Reason.CACHE_RULE,
            "quay.io",
            new Cached(Cached.State.IN_CACHE, null, null, null),
            usage("DaemonSet", "b", 3, Impact.BOOT, false, false));
    private static final ImageFinding LACKING = finding(
            "r/docker-hub/a/c:1",
            Reason.CACHE_RULE,
            "docker.io",
            Cached.NOT,
            usage("DaemonSet", "c", 3, Impact.BOOT, false, false));

    @Test
    void whatTheCacheLacksJoinsIn() {
        ClusterResult cluster = cluster(CACHED, LACKING, AGENT, WEB);
        List<Drill> drills = Drill.of(audit(FailOn.DIRECT, Set.of(), cluster), cluster);
        assertThat(drills).hasSize(1);
        Drill drill = drills.get(0);
        assertThat(drill.upstream()).isEqualTo("docker.io");
        assertThat(drill.boot()).extracting(Workload::name).containsExactly("agent", "c");
        assertThat(drill.restart()).extracting(Workload::name).containsExactly("agent", "web");
        assertThat(drill.others()).isEqualTo(1);
        assertThat(drill.workloads()).isEqualTo(4);
        assertThat(drill.pods()).isEqualTo(8);
        // ECR pulls what the cache lacks, and not the node.
        assertThat(drill.pulls()).isEqualTo(1);
        assertThat(drill.newNodes()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Index.Docker.io | 1 |
            quay.io         | 0 | --if-down quay.io: images come from it only through the cache (1); of these --check-cached knows which are not there yet; direct images come from docker.io
            qay.io          | 0 | --if-down qay.io: no direct image that was read comes from it; direct images come from docker.io
            """)
    void anUpstreamThatHasNothingToLoseIsAHint(String name, int drills, @Nullable String hint) {
        ClusterResult cluster = cluster(CACHED, AGENT);
        AuditResult asked = Drill.asked(audit(FailOn.DIRECT, Set.of(), cluster), List.of(name));
        assertThat(Drill.of(asked, cluster)).hasSize(drills);
        assertThat(asked.hints()).extracting(Hint::text).isEqualTo(hint == null ? List.of() : List.of(hint));
        assertThat(asked.hints()).noneMatch(Hint::fails);
    }

    @Test
    void theHeaviestComesFirst() {
        ClusterResult cluster = cluster(
                upstream("c", Impact.RESCHEDULE, false, "1"),
                upstream("b", Impact.RESCHEDULE, false, "1"),
                upstream("idle", Impact.RESCHEDULE, false, "1", "2"),
                upstream("restarts", Impact.RESTART, true, "1"),
                upstream("system", Impact.CRITICAL, false, "1"),
                upstream("nodes", Impact.BOOT, false, "1", "2"),
                finding(
                        "both/a:1",
                        Reason.CACHEABLE,
                        "both",
                        null,
                        usage("DaemonSet", "1", 1, Impact.BOOT, false, false),
                        usage("Deployment", "2", 1, Impact.CRITICAL, false, false),
                        usage("Deployment", "3", 1, Impact.CRITICAL, false, false)));
        assertThat(Drill.of(audit(FailOn.DIRECT, Set.of(), cluster), cluster))
                .extracting(Drill::upstream)
                .containsExactly("both", "nodes", "system", "restarts", "idle", "b", "c");
    }

    private static ImageFinding upstream(String upstream, Impact impact, boolean again, String... workloads) {
        return finding(
                upstream + "/a:1",
                Reason.CACHEABLE,
                upstream,
                null,
                List.of(workloads).stream()
                        .map(name -> usage("Deployment", name, 1, impact, again, false))
                        .toArray(Usage[]::new));
    }

    /** Of images that only new nodes need; the limit is for manifests, so each image counts. */
    @ParameterizedTest
    @CsvSource({"docker.io, 0, -1", "docker.io, 1, 100", "docker.io, 3, 33", "quay.io, 3, -1"})
    void dockerHubLimitsHowManyNodesCanStart(String upstream, int pulls, int nodes) {
        List<ImageFinding> images = new ArrayList<>();
        for (int i = 0; i < pulls; i++) {
            Usage agent = usage("DaemonSet", "agent-" + i, 1, Impact.BOOT, false, false);
            images.add(finding("x/a:" + i, Reason.CACHEABLE, upstream, null, agent));
        }
        images.add(finding(
                "x/b:1", Reason.CACHEABLE, upstream, null, usage("Deployment", "b", 1, Impact.RESTART, true, false)));
        ClusterResult cluster = cluster(images.toArray(ImageFinding[]::new));
        assertThat(Drill.of(audit(FailOn.DIRECT, Set.of(), cluster), cluster))
                .extracting(Drill::newNodes)
                .containsExactly(nodes);
    }

    private static ImageFinding used(Reason reason, @Nullable Cached cached, Impact impact, boolean expected) {
        return finding("x/a:1", reason, "x", cached, usage("DaemonSet", "a", 1, impact, false, expected));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            DIRECT,     BOOT,       false, FAILED
            DIRECT,     BOOT,       true,  FAILED
            DIRECT,     CRITICAL,   false, PASSED
            DIRECT,     RESTART,    false, PASSED
            UNEXPECTED, BOOT,       false, FAILED
            UNEXPECTED, BOOT,       true,  PASSED
            UNEXPECTED, RESCHEDULE, false, PASSED
            """)
    void bootFailsOnlyOnWhatANewNodeNeeds(FailOn failOn, Impact impact, boolean expected, Outcome outcome) {
        ClusterResult cluster = cluster(used(Reason.CACHEABLE, null, impact, expected));
        assertThat(audit(failOn, Set.of(FailAlso.BOOT), cluster).outcome()).isEqualTo(outcome);
    }

    @Test
    void anAcceptedUseDoesNotFailForAnother() {
        ClusterResult cluster = cluster(finding(
                "x/a:1",
                Reason.CACHEABLE,
                "x",
                null,
                usage("DaemonSet", "a", 1, Impact.BOOT, false, true),
                usage("Deployment", "b", 1, Impact.RESTART, true, false)));
        assertThat(audit(FailOn.UNEXPECTED, Set.of(FailAlso.BOOT), cluster).outcome())
                .isEqualTo(Outcome.PASSED);
        assertThat(audit(FailOn.DIRECT, Set.of(FailAlso.BOOT), cluster).outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"BOOT, FAILED", "RESTART, PASSED"})
    void bootNarrowsWhatIsNotCachedToo(Impact impact, Outcome outcome) {
        ClusterResult cluster = cluster(used(Reason.CACHE_RULE, Cached.NOT, impact, false));
        Set<FailAlso> also = Set.of(FailAlso.BOOT, FailAlso.NOT_CACHED);
        assertThat(audit(FailOn.DIRECT, also, cluster).outcome()).isEqualTo(outcome);
        assertThat(audit(FailOn.DIRECT, Set.of(FailAlso.BOOT), cluster).outcome())
                .isEqualTo(Outcome.PASSED);
    }
}

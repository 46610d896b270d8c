package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.ApiObject;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.Watch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --wait}, against API servers on loopback. */
class WaitTest {
    private static final String CACHED = REGISTRY + "/quay/a/b:1";
    private static final String LONG = "60s";

    @TempDir
    private Path folder;

    private CompletableFuture<Cli.Run> start(TestApiServer server, String... options) {
        Path config = Kubeconfigs.in(folder).context("prod", server).write();
        String[] args = Stream.concat(Stream.of(REGISTRY, "--kubeconfig", config.toString()), Stream.of(options))
                .toArray(String[]::new);
        return new Cli().start(args);
    }

    private static boolean isList(Request request) {
        return request.method().equals("GET") && !request.isWatch();
    }

    private static Cli.Run end(CompletableFuture<Cli.Run> run) throws Exception {
        return run.get(60, TimeUnit.SECONDS);
    }

    @Test
    void endsAtOnceWhenAllIsWell() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", CACHED))) {
            Cli.Run run = end(start(server, "--wait", LONG));
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void endsWhenTheLastDirectPodIsReplaced() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "nginx"), pod("n", "b", "redis"))) {
            CompletableFuture<Cli.Run> run = start(server, "--wait", LONG);
            server.nextWatch();
            server.put(pod("n", "c", CACHED));
            server.delete("n", "a");
            server.put(pod("n", "b", CACHED));
            Cli.Run done = end(run);
            assertThat(done.exitCode()).isZero();
            assertThat(done.err())
                    .containsPattern("audit-ecr-ptc: passes; watching 3s more\naudit-ecr-ptc: passed after [3-9]s\n$");
            assertThat(done.out()).contains("PASSED: no direct images").contains("2 pods");
        }
    }

    @Test
    void waitsForTheRightRegistry() throws Exception {
        String other = CACHED.replace("eu-west-1", "eu-west-3");
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", other))) {
            CompletableFuture<Cli.Run> run = start(server, "--wait", LONG);
            server.nextWatch();
            server.put(pod("n", "a", CACHED));
            assertThat(end(run).exitCode()).isZero();
            server.put(pod("n", "a", other));
            Cli.Run wrong = end(start(server, "--wait", "1s"));
            assertThat(wrong.exitCode()).isEqualTo(1);
            assertThat(wrong.err())
                    .startsWith("audit-ecr-ptc: waiting for hint: nothing-through-the-cache; 1s left\n")
                    .contains("audit-ecr-ptc: warning: no image comes through " + REGISTRY);
        }
    }

    @Test
    void endsWithTheTruthWhenTheTimeIsUp() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "nginx"), pod("n", "b", CACHED))) {
            Cli.Run run = end(start(server, "--wait", "1s"));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("FAILED: 1 direct image (none expected)");
            assertThat(run.err())
                    .as("one line while nothing changes")
                    .isEqualTo(
                            "audit-ecr-ptc: waiting for 1 image: nginx; 1s left\naudit-ecr-ptc: time is up after 1s\n");
            assertThat(end(start(server, "--wait", "500ms", "-q")).err()).isEmpty();
        }
    }

    @Test
    void aWatchThatIsCutOrEndsGoesOnFromWhereItWas() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "nginx"))) {
            CompletableFuture<Cli.Run> run = start(server, "--wait", LONG);
            Watch first = server.nextWatch();
            server.put(pod("other", "changed", CACHED));
            first.end();
            Watch second = server.nextWatch();
            assertThat(Long.parseLong(second.request().query("resourceVersion")))
                    .isEqualTo(Long.parseLong(first.request().query("resourceVersion")) + 1);
            second.say("{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Pod\",\"meta");
            second.cut();
            server.nextWatch();
            server.put(pod("n", "a", CACHED));
            assertThat(end(run).exitCode()).isZero();
            assertThat(server.requests().stream().filter(WaitTest::isList))
                    .as("no list but the first")
                    .hasSize(1);
        }
    }

    @Test
    void aWatchThatExpiredListsAgainAndMissesNothing() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "nginx"), pod("n", "b", "redis"))) {
            CompletableFuture<Cli.Run> run = start(server, "--wait", LONG);
            Watch watch = server.nextWatch();
            // Changes that no watch tells: they happened while nobody listened, and are forgotten.
            watch.cut();
            server.delete("n", "b");
            server.put(pod("n", "a", CACHED));
            server.compact();
            assertThat(end(run).exitCode()).isZero();
            assertThat(server.requests().stream().filter(WaitTest::isList).count())
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void anErrorEventListsAgain() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "nginx"))) {
            CompletableFuture<Cli.Run> run = start(server, "--wait", LONG);
            server.nextWatch().expire();
            server.nextWatch();
            server.put(pod("n", "a", CACHED));
            assertThat(end(run).exitCode()).isZero();
        }
    }

    @Test
    void aPodThatShouldBeGoneDoesNotFailAnAuditForEver() throws Exception {
        String stuck = new String(pod("n", "stuck", "nginx").json(), UTF_8)
                .replace("\"metadata\":{", "\"metadata\":{\"deletionTimestamp\":\"2026-11-21T11:59:00Z\",");
        ApiObject terminating = new ApiObject.Whole("n", "stuck", Map.of(), stuck);
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", CACHED), terminating)) {
            for (String[] wait : new String[][] {{"--wait", LONG}, {}}) {
                Cli.Run run = end(start(server, wait));
                assertThat(run.exitCode()).isZero();
                assertThat(run.out()).contains("1 pod in 1 namespace; passed over: 1 Pod (deleted, and past its end)");
            }
        }
    }

    @Test
    void anEmptyClusterIsWaitedForAndNeverClean() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods()) {
            CompletableFuture<Cli.Run> run = start(server, "--wait", LONG);
            server.nextWatch();
            server.put(pod("n", "a", CACHED));
            assertThat(end(run).exitCode()).isZero();
        }
        try (TestApiServer server = TestApiServer.http().pods()) {
            Cli.Run run = end(start(server, "--wait", "500ms"));
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("nothing to audit");
        }
    }

    @Test
    void namespacesAreFollowedEachByItself() throws Exception {
        try (TestApiServer server = TestApiServer.http()
                .pods(pod("a", "p", "nginx"), pod("b", "p", "redis"), pod("c", "p", "busybox"))
                .forbid(request -> request.path().equals("/api/v1/pods"))) {
            CompletableFuture<Cli.Run> run = start(server, "--wait", LONG, "-n", "a", "-n", "b");
            server.nextWatch();
            server.nextWatch();
            server.put(pod("a", "p", CACHED));
            server.put(pod("b", "p", CACHED));
            assertThat(end(run).exitCode()).isZero();
        }
    }

    @Test
    void whatCannotPassIsNotWaitedFor() throws Exception {
        try (TestApiServer server =
                TestApiServer.http().pods(pod("n", "a", "nginx")).forbid(Request.any())) {
            Cli.Run run = end(start(server, "--wait", "1h"));
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("403 Forbidden");
        }
        try (TestApiServer server =
                TestApiServer.http().pods(pod("n", "a", "nginx")).forbid(Request::isWatch)) {
            Cli.Run run = end(start(server, "--wait", "1h"));
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("403 Forbidden").contains("--verb=list,watch");
        }
    }

    @Test
    void whatMayBeReadIsReportedWithOneCommandForAllThatMayNot() throws Exception {
        try (TestApiServer server = TestApiServer.http()
                .pods(pod("a", "p", CACHED), pod("a", "q", "nginx"), pod("b", "p", "redis"))
                .forbid(request -> !request.path().contains("/namespaces/a/"))) {
            for (String wait : List.of("0s", LONG)) {
                Cli.Run run = end(start(server, "-n", "b", "-n", "a", "-n", "c", "--wait", wait));
                assertThat(run.exitCode()).isEqualTo(3);
                assertThat(run.out()).contains("2 pods", "nginx").doesNotContain("redis");
                assertThat(run.err().lines().filter(line -> line.contains("error:")))
                        .hasSize(2)
                        .allSatisfy(
                                line -> assertThat(line).contains("403 Forbidden: pods is forbidden: User \"nobody\""))
                        .last()
                        .asString()
                        .contains("in the namespace \"c\"")
                        .endsWith("; grant the missing permissions with: kubectl create role audit-ecr-ptc-list -n b"
                                + " --verb=list,watch --resource=pods && kubectl create rolebinding audit-ecr-ptc-list"
                                + " -n b --role=audit-ecr-ptc-list --user=nobody && kubectl create role"
                                + " audit-ecr-ptc-list -n c --verb=list,watch --resource=pods && kubectl create"
                                + " rolebinding audit-ecr-ptc-list -n c --role=audit-ecr-ptc-list --user=nobody");
            }
        }
    }

    @Test
    void noTimeToWaitLooksOnce() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", CACHED))) {
            assertThat(end(start(server, "--wait", "0s")).exitCode()).isZero();
            server.put(pod("n", "b", "nginx"));
            assertThat(end(start(server, "--wait", "0")).exitCode()).isEqualTo(1);
            assertThat(server.requests()).hasSize(2).noneMatch(Request::isWatch);
        }
    }

    @Test
    void aServerThatIsGoneForAMomentIsSurvived() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "nginx"))) {
            CompletableFuture<Cli.Run> run = start(server, "--wait", LONG);
            Watch watch = server.nextWatch();
            server.fault(Request.any(), Fault.html());
            watch.expire();
            TimeUnit.MILLISECONDS.sleep(700);
            server.heal();
            server.put(pod("n", "a", CACHED));
            assertThat(end(run).exitCode()).isZero();
        }
    }

    @Test
    void aFileCannotBeWaitedFor() {
        Cli.Run run = new Cli()
                .run(REGISTRY, "-f", Cli.recording("kubectl-get-pods.json").toString(), "--wait", "1m");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--wait follows a cluster");
    }
}

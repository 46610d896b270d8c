package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.ApiObject;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Protobuf;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.Watch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts to make a run exit 0 although something direct or unread exists. */
class FalseCleanTest {
    private static final String CACHED = REGISTRY + "/quay/a/b:1";

    /** Two empty fields, which end an answer in protobuf. */
    private static final int END_OF_ENVELOPE = 4;

    @TempDir
    private Path folder;

    private CompletableFuture<Cli.Run> start(TestApiServer server, String... options) {
        Path config = Kubeconfigs.in(folder).context("prod", server).write();
        String[] args = Stream.concat(Stream.of(REGISTRY, "--kubeconfig", config.toString()), Stream.of(options))
                .toArray(String[]::new);
        return new Cli().start(args);
    }

    private static Cli.Run end(CompletableFuture<Cli.Run> run) throws Exception {
        return run.get(60, TimeUnit.SECONDS);
    }

    /** A direct pod that is there all the time, but moves from the unread part to the read one while the list expires. */
    @Test
    void resumedListLosesAPodThatMoved() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "b", CACHED), pod("n", "z-direct", "nginx"))) {
            Predicate<Request> second = Request.first(1, Request::isContinued);
            server.fault(
                    request -> {
                        if (second.test(request)) {
                            server.put(pod("n", "a-direct", "nginx"));
                            server.delete("n", "z-direct");
                            server.compact();
                        }
                        return false;
                    },
                    Fault.empty());
            Cli.Run run = end(start(server, "--page-size", "1"));
            assertThat(run.exitCode()).as(run.out() + run.err()).isNotZero();
        }
    }

    /** Of two pods the first would be clean: what is cut off right behind it, or says nothing at all, is not that pod alone. */
    @Test
    void aListInProtobufThatIsNotWhole() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode list = json.createObjectNode().put("kind", "PodList").put("apiVersion", "v1");
        list.withArray("items")
                .add(json.readTree(pod("n", "a", CACHED).json()))
                .add(json.readTree(pod("n", "b", "nginx").json()));
        byte[] whole = Protobuf.of(list);
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        Protobuf.bytes(second, 2, Protobuf.message("Pod", list.at("/items/1")));
        byte[] cut = Arrays.copyOf(whole, whole.length - END_OF_ENVELOPE - second.size());
        // As if nothing was missing behind it.
        byte[] lacking = Arrays.copyOf(cut, cut.length + END_OF_ENVELOPE);
        System.arraycopy(whole, whole.length - END_OF_ENVELOPE, lacking, cut.length, END_OF_ENVELOPE);
        byte[] none = Protobuf.envelope("v1", "PodList", new byte[0]);
        for (byte[] body : List.of(whole, cut, lacking, none)) {
            try (TestApiServer server = TestApiServer.http().fault(Request.any(), Fault.protobuf(body))) {
                Cli.Run run = end(start(server));
                assertThat(run.exitCode()).as(run.err()).isEqualTo(body == whole ? 1 : 3);
            }
        }
    }

    /** All images are on another private registry than the one that was typed, so that each is exempt. */
    @Test
    void aTypingErrorInTheRegistry() throws Exception {
        for (String mistyped :
                List.of(REGISTRY.replace("123456789012", "123456789021"), REGISTRY.replace("eu-west-1", "eu-west-3"))) {
            try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", CACHED.replace(REGISTRY, mistyped)))) {
                Cli.Run run = end(start(server));
                assertThat(run.exitCode()).isEqualTo(1);
                assertThat(run.err()).contains("audit-ecr-ptc: warning: no image", "did you mean " + mistyped + "?");
                assertThat(run.out())
                        .contains("did you mean " + mistyped + "?", "; nothing comes through this registry");
                assertThat(end(start(server, "--fail-on", "never")).exitCode()).isZero();
            }
        }
    }

    /** With the role that is shipped, nobody may get a namespace. */
    @Test
    void aTypingErrorInANamespace() throws Exception {
        try (TestApiServer server = TestApiServer.http()
                .pods(pod("prod", "a", CACHED))
                .forbid(request -> request.path().matches("/api/v1/namespaces/[^/]+"))) {
            Cli.Run run = end(start(server, "-n", "prod", "-n", "prood", "-q"));
            assertThat(run.exitCode()).as(run.out() + run.err()).isNotZero();
        }
    }

    @Test
    void aTypingErrorInANamespaceWhileWaiting() throws Exception {
        try (TestApiServer server = TestApiServer.http()
                .pods(pod("prod", "a", CACHED))
                .forbid(request -> request.path().matches("/api/v1/namespaces/[^/]+"))) {
            Cli.Run run = end(start(server, "-n", "prod", "-n", "prood", "--wait", "1s"));
            assertThat(run.exitCode()).as(run.out() + run.err()).isNotZero();
        }
    }

    /** A restart: the old pod goes, and the same direct image comes back. */
    @Test
    void aPodThatIsOnlyRestarted() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", CACHED), pod("n", "sts-0", "nginx"))) {
            // Long enough for a busy machine to have listed before it ends.
            CompletableFuture<Cli.Run> run = start(server, "--wait", "8s");
            server.nextWatch();
            server.put(new ApiObject.Whole(
                    "n",
                    "sts-0",
                    Map.of(),
                    new String(pod("n", "sts-0", "nginx").json(), UTF_8)
                            .replace(
                                    "\"metadata\":{",
                                    "\"metadata\":{\"deletionTimestamp\":\"2026-11-21T17:12:03Z\",")));
            assertThat(end(run).exitCode()).isNotZero();
        }
    }

    /** What an event that cannot be read has changed only a new list tells. */
    @Test
    void anEventThatCannotBeReadIsListed() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", CACHED), pod("n", "b", "nginx"))) {
            CompletableFuture<Cli.Run> run = start(server, "--wait", "60s");
            Watch watch = server.nextWatch();
            watch.say(
                    "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"c\","
                            + "\"namespace\":\"n\",\"resourceVersion\":\"9\"},\"spec\":{\"containers\":[]}}}\n");
            watch.say(
                    "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"d\","
                            + "\"namespace\":\"n\",\"resourceVersion\":\"10\"},\"spec\":{\"containers\":[{\"image\":\"nginx\"}]}}}\n");
            server.nextWatch();
            server.put(pod("n", "b", CACHED));
            assertThat(end(run).exitCode()).isZero();
            assertThat(server.requests().stream()
                            .filter(request -> request.method().equals("GET") && !request.isWatch()))
                    .hasSizeGreaterThan(1);
        }
    }

    /** A cluster that answers no more is still the one that it was, until a new list fails. */
    @Test
    void aClusterThatIsGoneWhileAnotherIsWaitedFor() throws Exception {
        try (TestApiServer gone = TestApiServer.http().pods(pod("n", "a", CACHED));
                TestApiServer other = TestApiServer.http().pods(pod("n", "a", "nginx"))) {
            Path config = Kubeconfigs.in(folder)
                    .context("gone", gone)
                    .context("other", other)
                    .write();
            CompletableFuture<Cli.Run> run =
                    new Cli().start(REGISTRY, "--kubeconfig", config.toString(), "--all-contexts", "--wait", "3s");
            Watch watch = gone.nextWatch();
            other.nextWatch();
            gone.fault(Request.any(), Fault.html());
            watch.cut();
            TimeUnit.MILLISECONDS.sleep(300);
            other.put(pod("n", "a", CACHED));
            Cli.Run done = end(run);
            assertThat(done.exitCode()).as(done.out() + done.err()).isNotZero();
        }
    }

    // Not false cleans, but faults that were met on the way.

    @Test
    void aWatchThatAlwaysExpiresDoesNotListWithoutEnd() throws Exception {
        try (TestApiServer server =
                TestApiServer.http().pods(pod("n", "a", "nginx")).fault(Request::isWatch, Fault.expiredForGood())) {
            end(start(server, "--wait", "1s"));
            assertThat(server.requests().size()).isLessThan(20);
        }
    }

    @Test
    void afterItsTimeoutAWaitEndsOrIsStill() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "nginx"))) {
            Cli.Run run = end(start(server, "--wait", "2s", "--timeout", "300ms"));
            assertThat(server.requests().size()).as(run.err()).isLessThan(20);
        }
    }

    @Test
    void aQuietWaitShowsNothingOnATerminal() {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "nginx"))) {
            Path config = Kubeconfigs.in(folder).context("prod", server).write();
            Cli.Run run = new Cli()
                    .on(new Terminal(true, true, 120))
                    .run(REGISTRY, "--kubeconfig", config.toString(), "--wait", "2500ms", "-q");
            assertThat(run.err()).isEmpty();
        }
    }

    /** The first list of a wait is read again when it expires, like any other. */
    @Test
    void aFirstListThatExpiresDoesNotEndAWait() throws Exception {
        try (TestApiServer server = TestApiServer.http()
                .pods(pod("n", "a", CACHED), pod("n", "b", CACHED))
                .fault(Request.first(1, Request::isContinued), Fault.expiredForGood())) {
            Cli.Run run = end(start(server, "--page-size", "1", "--wait", "5s"));
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    /** An Error that is none of two kinds: what is missing on the class path, for example. */
    @Test
    void anErrorOfTheMachineIsNotTheAnswerDirect() {
        PrintStream broken = new PrintStream(new ByteArrayOutputStream(), true, UTF_8) {
            @Override
            public boolean checkError() {
                throw new NoClassDefFoundError("x");
            }
        };
        assertThat(new Cli()
                        .run(
                                broken,
                                broken,
                                REGISTRY,
                                "-f",
                                Cli.recording("kubectl-get-pods.json").toString()))
                .isEqualTo(3);
    }

    /** One cluster that cannot be read ends a wait, but not before the others were read. */
    @Test
    void aClusterThatCannotBeReadDoesNotHideTheOthersInAWait() throws Exception {
        try (TestApiServer forbidden =
                        TestApiServer.http().pods(pod("n", "a", CACHED)).forbid(Request.any());
                TestApiServer other = TestApiServer.http()
                        .pods(pod("n", "a", "nginx"))
                        .fault(Request.first(2, Request.any()), Fault.throttled(503, "1"))) {
            Path config = Kubeconfigs.in(folder)
                    .context("forbidden", forbidden)
                    .context("other", other)
                    .write();
            Cli.Run run = new Cli().run(REGISTRY, "--kubeconfig", config.toString(), "--all-contexts", "--wait", "60s");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).contains("nginx");
            assertThat(run.err()).doesNotContain("was not read to its end");
        }
    }

    /** As right after an add-on was applied, when the API server has its hands full. */
    @Test
    void aFirstListThatFailsForAMomentDoesNotEndAWait() throws Exception {
        try (TestApiServer server = TestApiServer.http()
                .pods(pod("n", "a", CACHED))
                .fault(Request.first(8, request -> request.method().equals("GET")), Fault.throttled(503, "0"))) {
            assertThat(end(start(server, "--wait", "60s")).exitCode()).isZero();
        }
    }

    @Test
    void aListThatNeverEndsEnds() throws Exception {
        String page = "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"%s\"},\"items\":[]}";
        try (TestApiServer server = TestApiServer.http()
                .fault(request -> request.query("continue").equals("a"), Fault.json(page.formatted("b")))
                .fault(Request.any(), Fault.json(page.formatted("a")))) {
            Cli.Run run = end(start(server));
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("the list does not end");
        }
        String more = "{\"kind\":\"PodList\",\"metadata\":{\"remainingItemCount\":7},\"items\":[]}";
        try (TestApiServer server = TestApiServer.http().fault(Request.any(), Fault.json(more))) {
            assertThat(end(start(server)).err()).contains("there are 7 more");
        }
        String twice = "{\"kind\":\"PodList\",\"metadata\":{},\"items\":[]}{}";
        try (TestApiServer server = TestApiServer.http().fault(Request.any(), Fault.json(twice))) {
            assertThat(end(start(server)).err()).contains("there is more after the end of the list");
        }
    }
}

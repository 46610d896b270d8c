package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** API servers that go away and come back, against which nothing is certain but the time. */
class OutageTest {
    private static final String CACHED = REGISTRY + "/quay/a/b:1";
    private static final long OUTAGE_MILLIS = 1200;

    @TempDir
    private Path folder;

    /** What stands in the place of a server that is starting anew. */
    private enum Outage {
        REFUSED,
        CUT_HANDSHAKE;

        void last(int port) throws IOException, InterruptedException {
            if (this == REFUSED) {
                TimeUnit.MILLISECONDS.sleep(OUTAGE_MILLIS);
                return;
            }
            try (ServerSocket cutting = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
                cutting.setSoTimeout((int) OUTAGE_MILLIS);
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(OUTAGE_MILLIS);
                while (System.nanoTime() < end) {
                    cutting.accept().close();
                }
            } catch (SocketTimeoutException e) {
                // Nobody came any more.
                return;
            }
        }
    }

    private static void restart(TestApiServer server, Outage outage) {
        server.goAway();
        Cli.BESIDE.execute(() -> {
            try {
                outage.last(server.port());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            comeBack(server);
        });
    }

    /** As an API server does, which has not read its roles yet when it begins to listen. */
    private static void comeBack(TestApiServer server) {
        server.fault(Request.first(2, Request.any()), Fault.recorded("forbidden-403.http"));
        server.comeBack();
    }

    private String[] arguments(TestApiServer server, String... options) {
        Path config = Kubeconfigs.in(folder)
                .context("prod", server, Kubeconfigs.token("t"))
                .write();
        return Stream.concat(Stream.of(REGISTRY, "--kubeconfig", config.toString()), Stream.of(options))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void aListGoesOnWhereTheServerWentAway(Outage outage) {
        for (String wait : new String[] {"0s", "60s"}) {
            try (TestApiServer server =
                    TestApiServer.https(TestPki.Server.TRUSTED).recorded()) {
                server.fault(Request.first(1, Request::isContinued), new Fault("goes away", exchange -> {
                    restart(server, outage);
                    throw new IOException("gone");
                }));
                Cli.Run run =
                        new Cli().run(arguments(server, "--page-size", "25", "--wait", wait, "--fail-on", "never"));
                assertThat(run.err()).isEmpty();
                assertThat(run.out()).contains("62 pods");
                assertThat(server.requests().stream().filter(each -> !each.isWatch() && !each.isContinued()))
                        .as("no list but the first")
                        .hasSize(1);
            }
        }
    }

    @Test
    void aWaitBeginsBeforeItsServer() throws Exception {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", CACHED))) {
            String[] arguments = arguments(server, "--wait", "60s");
            server.goAway();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                    () -> new Cli()
                            .run(
                                    new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
                                    new PrintStream(err, true, UTF_8),
                                    arguments),
                    Cli.BESIDE);
            while (!run.isDone() && err.size() == 0) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            comeBack(server);
            assertThat(run.get(60, TimeUnit.SECONDS)).isZero();
            assertThat(err.toString(UTF_8))
                    .startsWith("audit-ecr-ptc: waiting for cluster prod to be read: context prod (" + server.uri()
                            + "): the connection was refused: nothing is listening, or a firewall blocks it; ")
                    .containsPattern(
                            "blocks it; [0-9ms]+ left\n(audit-ecr-ptc: passes; watching [0-9]+s more\n)?audit-ecr-ptc: passed after [0-9]+s\n$");
        }
    }

    @Test
    void aWatchGoesOnWhereTheServerWentAway() throws Exception {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", "nginx"))) {
            CompletableFuture<Cli.Run> run = new Cli().start(arguments(server, "--wait", "60s"));
            server.nextWatch();
            restart(server, Outage.REFUSED);
            server.nextWatch();
            server.put(pod("n", "a", CACHED));
            assertThat(run.get(60, TimeUnit.SECONDS).exitCode()).isZero();
        }
    }

    @Test
    void whatWasReadWhenTheTimeIsUpIsReported() {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED).recorded()) {
            server.fault(Request::isContinued, Fault.stall());
            Cli.Run run = new Cli().run(arguments(server, "--page-size", "25", "--wait", "1s"));
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err())
                    .startsWith("audit-ecr-ptc: time is up after 1s\n")
                    .contains("was not read to its end when the wait ended")
                    .hasLineCount(2);
            assertThat(run.out()).contains("25 pods");
        }
    }
}

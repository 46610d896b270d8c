package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.ApiObject;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.api.server.TestProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Audits through TLS of servers that take X25519, and of servers that do not. */
class KeyExchangeTest {
    private static final String TOKEN = "s3cr3t-token";
    private static final String CACHED = REGISTRY + "/quay/a/b:1";

    /** What one try more costs a server that does not take X25519; before Java 20 there is nothing to try. */
    private static final int TRIES = Runtime.version().feature() < 20 ? 1 : 2;

    @TempDir
    private Path folder;

    private final AtomicInteger connections = new AtomicInteger();

    private static ApiObject clean() {
        return pod("n", "clean", CACHED);
    }

    /** As a server in FIPS mode; a curve of its certificate stays. */
    private record NoX25519() implements AlgorithmConstraints {
        @Override
        public boolean permits(Set<CryptoPrimitive> uses, String algorithm, AlgorithmParameters parameters) {
            return !algorithm.startsWith("x25519") && !algorithm.startsWith("x448");
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> uses, Key key) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> uses, String algorithm, Key key, AlgorithmParameters parameters) {
            return permits(uses, algorithm, parameters);
        }
    }

    private Consumer<SSLParameters> counted(String... protocols) {
        return tls -> {
            connections.incrementAndGet();
            if (protocols.length > 0) {
                tls.setProtocols(protocols);
            }
        };
    }

    private Consumer<SSLParameters> withoutX25519(String... protocols) {
        return counted(protocols).andThen(tls -> tls.setAlgorithmConstraints(new NoX25519()));
    }

    private static Cli.Run audit(Kubeconfigs config, String... options) {
        return new Cli().run(arguments(config, options));
    }

    private static String[] arguments(Kubeconfigs config, String... options) {
        return Stream.concat(Stream.of(REGISTRY, "--kubeconfig", config.write().toString(), "-v"), Stream.of(options))
                .toArray(String[]::new);
    }

    private Kubeconfigs config(TestApiServer server) {
        return Kubeconfigs.in(folder).context("prod", server, Kubeconfigs.token(TOKEN));
    }

    private static void assertQuiet(Cli.Run run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aServerThatTakesX25519IsAskedOnce(String protocol) {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED, counted(protocol))
                .pods(clean())
                .requireToken(TOKEN)) {
            assertQuiet(audit(config(server)));
            // For TLS 1.2 a JDK's server wants the curve of its certificate among the groups.
            assertThat(connections).hasValue(protocol.equals("TLSv1.2") ? TRIES : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void anotherIsAskedOnceMore(String protocol) {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED, withoutX25519(protocol))
                .pods(clean())
                .requireToken(TOKEN)) {
            assertQuiet(audit(config(server)));
            assertThat(connections).hasValue(TRIES);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,RSA", "TLSv1.3,EC", "TLSv1.2,RSA", "TLSv1.2,EC"})
    void clientCertificatesArePresentedAllTheSame(String protocol, TestPki.Client client) {
        for (Consumer<SSLParameters> handshake : List.of(counted(protocol), withoutX25519(protocol))) {
            try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED, handshake)
                    .pods(clean())
                    .requireClientCertificate()) {
                assertQuiet(audit(Kubeconfigs.in(folder).context("prod", server, Kubeconfigs.certificate(client))));
            }
        }
    }

    /** Every later page, list and watch comes through a connection that does not try again. */
    @Test
    void isRememberedForTheRun() throws Exception {
        ApiObject[] pods = IntStream.range(0, 7)
                .mapToObj(number -> pod("n", "pod-" + number, "nginx"))
                .toArray(ApiObject[]::new);
        try (TestApiServer server =
                TestApiServer.https(TestPki.Server.TRUSTED, withoutX25519()).pods(pods)) {
            CompletableFuture<Cli.Run> run = new Cli()
                    .start(arguments(
                            Kubeconfigs.in(folder).context("prod", server, Kubeconfigs.token(TOKEN)),
                            "--wait",
                            "60s",
                            "--page-size",
                            "2"));
            server.nextWatch();
            for (ApiObject pod : pods) {
                server.put(pod("n", "clean", CACHED));
                server.delete("n", pod.name());
            }
            assertThat(run.get(60, TimeUnit.SECONDS).exitCode()).isZero();
            assertThat(server.requests().stream().filter(Request::isWatch)).isNotEmpty();
            assertThat(connections.get() - (TRIES - 1))
                    .as("connections that were used: a watch leaves none free")
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void throughAProxyToo() {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.OF_OTHER_HOST, withoutX25519())
                        .pods(clean());
                TestProxy proxy = TestProxy.to(server)) {
            assertQuiet(audit(config(server)
                    .cluster("prod", "server", "https://api.elsewhere.example:" + server.port())
                    .cluster("prod", "proxy-url", "http://127.0.0.1:" + proxy.port())));
            assertThat(proxy.asked()).hasSize(TRIES);
        }
    }

    @Test
    void forAnotherNameToo() {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.OF_OTHER_HOST, withoutX25519())
                .pods(clean())) {
            assertQuiet(audit(config(server).cluster("prod", "tls-server-name", "api.elsewhere.example")));
            assertThat(connections).hasValue(TRIES);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OF_OTHER_CA,   the server's certificate is not trusted",
        "EXPIRED,       the server's certificate expired",
        "OF_OTHER_HOST, the server's certificate is for another host"
    })
    void aCertificateIsRefusedAtOnce(TestPki.Server identity, String message) {
        try (TestApiServer server =
                TestApiServer.https(identity, counted("TLSv1.3")).pods(clean())) {
            Cli.Run run = audit(config(server));
            assertThat(run.err()).contains(message);
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(connections).hasValue(1);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerWithoutTlsIsNotAskedAgain() throws Exception {
        assertThat(endings("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII), 1))
                .contains("does the server speak plain http?");
    }

    /** As some load balancers end a connection. The JDK's client asks twice each time then. */
    @Test
    void aServerThatSaysNothingIsAskedOnceMore() throws Exception {
        assertThat(endings(new byte[0], 2 * TRIES)).contains("no TLS connection: Remote host terminated the handshake");
    }

    /** A handshake_failure. */
    @Test
    void aServerThatGivesUpForAnotherReasonIsAskedOnceMore() throws Exception {
        assertThat(endings(new byte[] {21, 3, 3, 0, 2, 2, 40}, TRIES))
                .contains("no TLS connection: ")
                .containsIgnoringCase("handshake_failure");
    }

    /** @return what is said of a server that answers the greeting so and ends the connection */
    private String endings(byte[] answer, int tries) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestApiServer never = TestApiServer.https(TestPki.Server.TRUSTED)) {
            Thread serving = new Thread(() -> answerAll(listening, answer), "ending-server");
            serving.setDaemon(true);
            serving.start();
            Cli.Run run =
                    audit(config(never).cluster("prod", "server", "https://127.0.0.1:" + listening.getLocalPort()));
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(connections).hasValue(tries);
            return run.err();
        }
    }

    private void answerAll(ServerSocket listening, byte[] answer) {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                connections.incrementAndGet();
                assertThat(socket.getInputStream().read(new byte[1 << 14])).isPositive();
                socket.getOutputStream().write(answer);
            } catch (IOException e) {
                // The test has ended.
            }
        }
    }
}

package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.api.server.TestProxy;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to a cluster through a proxy: {@code proxy-url}, {@code HTTPS_PROXY}, {@code NO_PROXY}. */
class ProxyTest {
    private static final String TOKEN = "s3cr3t-token";
    private static final String PASSWORD = "s3cr3t-p@ss";
    /** As a URL has to write it. */
    private static final String USER_INFO = "joe:s3cr3t-p%40ss";

    /** What the server's certificate is for; no name server knows it, so that only a proxy can reach it. */
    private static final String HOST = "api.elsewhere.example";

    @TempDir
    private Path folder;

    private TestApiServer server;
    private TestProxy proxy;

    @BeforeEach
    void start() {
        server = TestApiServer.https(TestPki.Server.OF_OTHER_HOST)
                .pods(pod("n", "clean", REGISTRY + "/quay/a/b:1"))
                .requireToken(TOKEN);
        proxy = TestProxy.to(server);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    private Kubeconfigs config() {
        return Kubeconfigs.in(folder)
                .context("prod", server, Kubeconfigs.token(TOKEN))
                .cluster("prod", "server", "https://" + HOST + ":" + server.port());
    }

    private static Cli.Run audit(Cli cli, Kubeconfigs config, String... options) {
        return cli.run(
                Stream.concat(Stream.of(REGISTRY, "--kubeconfig", config.write().toString(), "-v"), Stream.of(options))
                        .toArray(String[]::new));
    }

    private void assertCameThrough(Cli.Run run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(server.requests()).hasSize(1);
        assertThat(proxy.asked()).last().satisfies(asked -> {
            assertThat(asked.line()).isEqualTo("CONNECT " + HOST + ":" + server.port() + " HTTP/1.1");
            assertThat(String.join("\n", asked.head()))
                    .as("what is for the server is inside the tunnel only")
                    .doesNotContain(TOKEN, "/api/v1");
        });
        assertThat(server.requests().get(0).headers()).doesNotContainKey("proxy-authorization");
    }

    private static void assertOneLineWithoutSecrets(Cli.Run run, int exitCode) {
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.err() + run.out()).doesNotContain("s3cr3t", basic("joe", PASSWORD), basic("joe", "s3cr3t-old"));
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    private static String basic(String user, String password) {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @Test
    void theProxyOfTheKubeconfigIsUsed() {
        assertCameThrough(audit(new Cli(), config().cluster("prod", "proxy-url", proxy.url())));
        assertThat(proxy.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.authorization()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
    void theProxyOfTheEnvironmentIsUsed(String variable) {
        assertCameThrough(audit(new Cli().with(variable, proxy.url()), config()));
    }

    @Test
    void theKubeconfigGoesBeforeTheEnvironment() {
        try (TestProxy other = TestProxy.to(server)) {
            Cli cli = new Cli().with("HTTPS_PROXY", other.url()).with("NO_PROXY", "*");
            assertCameThrough(audit(cli, config().cluster("prod", "proxy-url", proxy.url())));
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void noProxyGoesStraight() {
        Cli cli = new Cli().with("HTTPS_PROXY", proxy.url()).with("NO_PROXY", "other.example, .elsewhere.example");
        Cli.Run run = audit(cli, config());
        assertThat(run.err()).contains("the name of the server cannot be resolved");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(proxy.asked()).isEmpty();
    }

    @Test
    void loopbackIsReachedWithoutTheEnvironmentsProxy() {
        try (TestApiServer local =
                TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "clean", REGISTRY + "/quay/a/b:1"))) {
            Kubeconfigs config = Kubeconfigs.in(folder).context("prod", local, Kubeconfigs.token(TOKEN));
            assertThat(audit(new Cli().with("HTTPS_PROXY", proxy.url()), config).exitCode())
                    .isZero();
            assertThat(proxy.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePasswordIsForTheProxyAlone(boolean inKubeconfig) {
        proxy.requireBasic("joe", PASSWORD);
        String url = proxy.url(USER_INFO);
        Cli.Run run = inKubeconfig
                ? audit(new Cli(), config().cluster("prod", "proxy-url", url))
                : audit(new Cli().with("HTTPS_PROXY", url), config());
        assertCameThrough(run);
        assertThat(proxy.asked())
                .last()
                .satisfies(asked -> assertThat(asked.authorization()).isEqualTo("Basic " + basic("joe", PASSWORD)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"joe:s3cr3t-old@, does not accept the user and password", "'', requires a user and a password"})
    void aProxyThatLetsNobodyIn(String userInfo, String words) {
        proxy.requireBasic("joe", PASSWORD);
        Cli.Run run = audit(
                new Cli(), config().cluster("prod", "proxy-url", "http://" + userInfo + "127.0.0.1:" + proxy.port()));
        assertOneLineWithoutSecrets(run, 3);
        assertThat(run.err())
                .contains("context prod (https://" + HOST)
                .contains("407: the proxy 127.0.0.1:" + proxy.port() + " " + words);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "503 Service Unavailable"})
    void aProxyThatOpensNoTunnel(String status) {
        proxy.refuse(status);
        Cli.Run run = audit(new Cli(), config().cluster("prod", "proxy-url", proxy.url(USER_INFO)));
        assertOneLineWithoutSecrets(run, 3);
        assertThat(run.err())
                .contains("the proxy 127.0.0.1:" + proxy.port() + " did not connect to " + HOST + ":" + server.port())
                .contains(status.substring(0, 3));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aProxyThatIsNotThere() {
        String url = proxy.url(USER_INFO);
        proxy.close();
        Cli.Run run = audit(new Cli().with("HTTPS_PROXY", url), config());
        assertOneLineWithoutSecrets(run, 3);
        assertThat(run.err()).contains("the connection was refused by the proxy 127.0.0.1:" + proxy.port());
    }

    @Test
    void aProxyWhoseNameNobodyKnows() {
        Kubeconfigs config =
                config().cluster("prod", "proxy-url", "http://" + USER_INFO + "@no-such-proxy.invalid:3128");
        Cli.Run run = audit(new Cli(), config);
        assertOneLineWithoutSecrets(run, 3);
        assertThat(run.err()).contains("the name of the proxy no-such-proxy.invalid:3128 cannot be resolved");
    }

    /** A proxy that reads what goes by has a certificate of its own, which is not the cluster's. */
    @Test
    void aProxyThatAnswersItselfIsNotBelieved() {
        try (TestApiServer between = TestApiServer.https(TestPki.Server.OF_OTHER_CA);
                TestProxy reading = TestProxy.to(between)) {
            Cli.Run run = audit(new Cli(), config().cluster("prod", "proxy-url", reading.url()));
            assertOneLineWithoutSecrets(run, 3);
            assertThat(run.err()).contains("the server's certificate is not trusted");
            assertThat(between.requests()).isEmpty();
        }
    }

    @Test
    void aProxyThatCannotBeUsedIsAMistakeInTheCall() {
        Cli.Run run = audit(new Cli().with("HTTPS_PROXY", "socks5://" + USER_INFO + "@127.0.0.1:1080"), config());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("environment variable HTTPS_PROXY: its value names a SOCKS proxy")
                .doesNotContain("s3cr3t");
        assertThat(proxy.asked()).isEmpty();
    }
}

package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.api.server.TestProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A marker stands in every place where a secret stands. Nothing that is printed holds it, however the run ends. */
@PosixOnly
class SecretsTest {
    private static final String SECRET = "s3cr3t";
    private static final int PIECE = 20;

    @TempDir
    private Path folder;

    /** What must not be printed: the marker, what it looks like in a header of basic authentication, each piece of the key. */
    private static List<String> secrets() {
        List<String> secrets = new ArrayList<>(List.of(SECRET, base64("admin:" + SECRET), base64("proxy:" + SECRET)));
        String pem = new String(TestPki.Client.EC.keyPem(), US_ASCII);
        String key = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        for (String text : List.of(key, base64(pem))) {
            for (int i = 0; i + PIECE <= text.length(); i++) {
                secrets.add(text.substring(i, i + PIECE));
            }
        }
        return secrets;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static void assertHoldsNoSecret(String what, String text) {
        assertThat(secrets().stream().filter(text::contains)).as(what).isEmpty();
    }

    /** Writes a context for each way in which a secret is sent. */
    private static Kubeconfigs sent(Path in, TestApiServer server, TestProxy proxy) {
        return Kubeconfigs.in(in)
                .context("password", server, Kubeconfigs.basic("admin", SECRET))
                .context("key", server, Kubeconfigs.certificate(TestPki.Client.EC))
                .context("proxy", server, Kubeconfigs.token(SECRET + "-token"))
                .cluster("proxy", "proxy-url", proxy.url("proxy:" + SECRET));
    }

    /** And those in which more than the server has a part. */
    private static Kubeconfigs all(Path in, TestApiServer server, TestProxy proxy) throws IOException {
        String answer = "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
                + "\"status\":{\"token\":\"" + SECRET + "-of-plugin\"}}";
        Path script = Files.writeString(in.resolve("plugin.sh"), "cat <<'END'\n" + answer + "\nEND\n");
        Map<String, Object> plugin = Kubeconfigs.exec("sh", script.toString(), "--password", SECRET);
        exec(plugin).put("env", List.of(Map.of("name", "PASSWORD", "value", SECRET)));
        Map<String, Object> failing = Kubeconfigs.exec("sh", "-c", "echo " + SECRET + "; exit 1");
        exec(failing).put("env", List.of(Map.of("name", "PASSWORD", "value", SECRET)));
        Path token = Files.writeString(in.resolve("token"), SECRET + "-in-file\n");
        return sent(in, server, proxy)
                .context("plugin", server, plugin)
                .context("failing-plugin", server, failing)
                .context("file", server, Map.of("tokenFile", token.toString()))
                .context("refusing-proxy", server, Kubeconfigs.token(SECRET + "-token"))
                .cluster("refusing-proxy", "proxy-url", proxy.url("other:" + SECRET))
                .context("no-proxy", server, Kubeconfigs.token(SECRET + "-token"))
                .cluster("no-proxy", "proxy-url", "http://proxy:" + SECRET + "@no-such-proxy.invalid:3128");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> exec(Map<String, Object> user) {
        return (Map<String, Object>) user.get("exec");
    }

    private static Cli.Run audit(Path config, String... options) {
        return new Cli()
                .with("PATH", "/usr/bin:/bin")
                .with("SECRET", SECRET)
                .run(Stream.concat(Stream.of(REGISTRY, "--kubeconfig", config.toString(), "-v"), Stream.of(options))
                        .toArray(String[]::new));
    }

    private interface Contexts {
        Kubeconfigs of(Path folder, TestApiServer server, TestProxy proxy) throws IOException;
    }

    /** @param errors how many contexts cannot be read */
    private void assertKeepsSecrets(
            String what, int errors, Contexts contexts, TestPki.Server identity, Consumer<TestApiServer> trouble) {
        try (TestApiServer server = TestApiServer.https(identity).pods(pod("n", "a", "nginx"));
                TestProxy proxy = TestProxy.to(server).requireBasic("proxy", SECRET)) {
            trouble.accept(server);
            Path run = Files.createTempDirectory(folder, "run");
            Path json = run.resolve("report.json");
            Cli.Run done = audit(
                    contexts.of(run, server, proxy).write(),
                    "--all-contexts",
                    "--timeout",
                    "400ms",
                    "-o",
                    "table",
                    "-o",
                    "json=" + json);
            assertThat(done.exitCode()).as(what).isEqualTo(3);
            assertThat(done.err().lines().filter(line -> line.startsWith("audit-ecr-ptc: error: ")))
                    .as(what)
                    .hasSizeGreaterThanOrEqualTo(errors);
            assertHoldsNoSecret(what + ", table", done.out());
            assertHoldsNoSecret(what + ", messages", done.err());
            assertHoldsNoSecret(what + ", JSON", Files.readString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A URL where a file is asked for: curl takes it so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-f",
                "-o",
                "--expect",
                "--baseline",
                "--cache-rules",
                "--cluster-definition",
                "--kubeconfig",
                "--context",
                "-n",
                "-l",
                "--only",
                "--cache-rule",
                "--color",
                "--wait",
                "--request-timeout"
            })
    void thePasswordOfAUrlIsNotShownWhereItIsNoValue(String option) {
        for (String password : List.of(SECRET, SECRET + " @ " + SECRET, SECRET + "\n" + SECRET, "#" + SECRET + "'@")) {
            for (String prefix : List.of("", "json=", "prod=")) {
                Cli.Run run = new Cli()
                        .in("")
                        .run(
                                REGISTRY,
                                "-v",
                                option,
                                prefix + "http://admin:" + password + "@host/pods.yaml",
                                option.equals("-f") || option.equals("--kubeconfig") ? "-q" : "-f-");
                assertThat(run.exitCode()).as(run.err()).isIn(2, 3);
                assertHoldsNoSecret(option, run.out() + run.err());
            }
        }
    }

    /** Where curl takes a user with a password, or a URL with both, kubectl takes a name or an address. */
    @ParameterizedTest
    @CsvSource({
        "--user, admin:s3cr3t",
        "--user, https://admin:s3cr3t@host",
        "--cluster, https://admin:s3cr3t@host",
        "--context, https://admin:s3cr3t@host",
        "-s, admin:s3cr3t",
        "-s, admin:s3cr3t@host",
        "-s, https://admin:s3cr3t@host",
        "--tls-server-name, admin:s3cr3t",
        "--certificate-authority, https://admin:s3cr3t@host",
        "--as-user-extra, admin:s3cr3t",
    })
    void whatCurlWouldTakeIsNotRepeated(String option, String value) throws IOException {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", "nginx"))) {
            Kubeconfigs config = Kubeconfigs.in(folder).context("prod", server, Kubeconfigs.token("t"));
            Cli.Run run = audit(config.write(), option, value);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertHoldsNoSecret(option, run.out() + run.err());
        }
    }

    @Test
    void aFileThatIsAUrlIsToldWithoutItsPassword() {
        assertThat(new Cli()
                        .run(REGISTRY, "-f", "https://admin:" + SECRET + "@host/pods.yaml")
                        .err())
                .isEqualTo("audit-ecr-ptc: error: -f https://***@host/pods.yaml: there is no such file or folder;"
                        + " download it first, or pipe it into -f -\n");
    }

    @Test
    void whatIsLookedForWouldBeFound() {
        String header = "Authorization: Basic " + base64("admin:" + SECRET);
        assertThat(secrets()).hasSizeGreaterThan(200);
        assertThat(secrets().stream().filter(header::contains)).hasSize(1);
    }

    @Test
    void anAuditOfWhichAPartSucceeds() {
        assertKeepsSecrets("no fault", 3, SecretsTest::all, TestPki.Server.TRUSTED, server -> {});
    }

    @Test
    void anAuditThatIsNotLetIn() {
        assertKeepsSecrets(
                "401", 8, SecretsTest::all, TestPki.Server.TRUSTED, server -> server.requireToken("another"));
    }

    @Test
    void everyFaultOfTheServer() {
        Stream.concat(Fault.allThatEnd().stream(), Fault.allThatStall().stream())
                .map(fault -> CompletableFuture.runAsync(
                        () -> assertKeepsSecrets(
                                fault.name(),
                                3,
                                SecretsTest::sent,
                                TestPki.Server.TRUSTED,
                                server -> server.fault(Request.any(), fault)),
                        Cli.BESIDE))
                .toList()
                .forEach(CompletableFuture::join);
    }

    /** As one that shows the headers of a request that it does not like, or a proxy before it. */
    @Test
    void aServerThatRepeatsWhatItWasSent() {
        for (Fault fault : Fault.allThatRepeat()) {
            assertKeepsSecrets(
                    fault.name(),
                    2,
                    (in, server, proxy) -> Kubeconfigs.in(in)
                            .context("password", server, Kubeconfigs.basic("admin", SECRET))
                            .context("token", server, Kubeconfigs.token(SECRET + "-token")),
                    TestPki.Server.TRUSTED,
                    server -> server.fault(Request.any(), fault));
        }
    }

    /** AWS's documentation has these keys. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "using AKIAIOSFODNN7EXAMPLE with wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "{\"AccessKeyId\": \"ASIAIOSFODNN7EXAMPLE\", \"SecretAccessKey\": \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"}",
                "aws_session_token=IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJIMEYCIQDEXAMPLEKEY==",
                "token k8s-aws-v1.aHR0cHM6Ly9zdHMuZXUtd2VzdC0xLmFtYXpvbmF3cy5jb20vEXAMPLEKEY",
                "GET https://sts.eu-west-1.amazonaws.com/?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261121&X-Amz-Signature=EXAMPLEKEY",
                "Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121, Signature=EXAMPLEKEY",
                "> Authorization: Bearer EXAMPLEKEY",
                "{\"authorization\":\"Bearer EXAMPLEKEY\"}",
                "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEyMyJ9.eyJzdWIiOiJFWEFNUExFIn0.EXAMPLEKEY"
            })
    void aPluginThatPrintsItsKeys(String words) throws IOException {
        Path script = Files.writeString(
                folder.resolve("plugin.sh"), "cat >&2 <<'END'\nAn error occurred: " + words + ".\nEND\nexit 1\n");
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", "nginx"))) {
            Path config = Kubeconfigs.in(folder)
                    .context("prod", server, Kubeconfigs.exec("sh", script.toString()))
                    .write();
            Cli.Run run = audit(config, "-o", "json");
            assertThat(run.exitCode()).isEqualTo(3);
            for (String said : List.of(run.out(), run.err())) {
                assertThat(said)
                        .contains("it said: An error occurred: ", "***")
                        .doesNotContain("EXAMPLEKEY", "IOSFODNN7", "bPxRfiCY", "b3JpZ2lu", "aHR0cHM6", "eyJhbGci");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyServer(TestPki.Server identity) {
        assertKeepsSecrets(identity.name(), 3, SecretsTest::sent, identity, server -> server.forbid(Request.any()));
    }

    @Test
    void aWait() throws IOException {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", "nginx"));
                TestProxy proxy = TestProxy.to(server).requireBasic("proxy", SECRET)) {
            Cli.Run run = audit(all(folder, server, proxy).write(), "--all-contexts", "--wait", "500ms");
            assertThat(run.exitCode()).isEqualTo(3);
            assertHoldsNoSecret("wait", run.out() + run.err());
        }
    }

    @Test
    void aMistakeInTheCall() throws IOException {
        String[] mistakes = {"token: [" + SECRET + "]", "password: " + SECRET, "token: *" + SECRET, "exec: " + SECRET};
        for (String mistake : mistakes) {
            Path config = Files.writeString(
                    folder.resolve("broken"),
                    "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\n"
                            + "contexts: [{name: c, context: {cluster: c, user: u}}]\ncurrent-context: c\n"
                            + "users:\n- name: u\n  user:\n    " + mistake + "\n");
            Cli.Run run = audit(config);
            assertThat(run.exitCode()).as(mistake).isEqualTo(2);
            assertHoldsNoSecret(mistake, run.out() + run.err());
        }
    }
}

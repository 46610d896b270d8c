package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who a request comes from, end to end: plugins that are real scripts, token files, passwords, broken kubeconfigs. */
@PosixOnly
class CredentialsTest {
    private static final String V1 = "client.authentication.k8s.io/v1";
    private static final String V1BETA1 = "client.authentication.k8s.io/v1beta1";

    @TempDir
    private Path folder;

    private TestApiServer server;

    @BeforeEach
    void start() {
        server = TestApiServer.https(TestPki.Server.TRUSTED)
                .pods(pod("n", "a", REGISTRY + "/quay/a/b:1"), pod("n", "b", REGISTRY + "/quay/a/b:1"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /** What a plugin prints. */
    private static String credential(String version, String status) {
        return "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + version + "\",\"status\":" + status + "}";
    }

    private static String prints(String text) {
        return "cat <<'END'\n" + text + "\nEND\n";
    }

    /** A user whose plugin is this script; it finds this test's folder in {@code $FOLDER}, and counts its runs there. */
    private Map<String, Object> plugin(String script, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                file("plugin.sh", "echo run >>\"$FOLDER/runs\"\n" + script).toString()));
        all.addAll(List.of(arguments));
        Map<String, Object> user = Kubeconfigs.exec("sh", all.toArray(String[]::new));
        exec(user).put("env", List.of(Map.of("name", "FOLDER", "value", folder.toString())));
        return user;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> exec(Map<String, Object> user) {
        return (Map<String, Object>) user.get("exec");
    }

    private long runs() throws IOException {
        return Files.exists(folder.resolve("runs")) ? read("runs").lines().count() : 0;
    }

    private static Cli.Run audit(Path config, String... options) {
        return new Cli()
                .with("PATH", "/usr/bin:/bin")
                .run(Stream.concat(Stream.of(REGISTRY, "--kubeconfig", config.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private Cli.Run audit(Map<String, Object> user, String... options) {
        return audit(Kubeconfigs.in(folder).context("prod", server, user).write(), options);
    }

    private void assertClean(Cli.Run run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private List<String> authorizations() {
        return server.requests().stream()
                .map(request -> request.header("authorization"))
                .toList();
    }

    /** Does something when such a request is there, before it is answered. */
    private void before(Predicate<Request> which, Runnable action) {
        Predicate<Request> once = Request.first(1, which);
        server.fault(
                request -> {
                    if (once.test(request)) {
                        action.run();
                    }
                    return false;
                },
                Fault.empty());
    }

    @Test
    void aPluginsTokenIsShownAndThePluginRunsOnce() throws IOException {
        server.requireToken("k8s-aws-v1.abc");
        assertClean(audit(plugin(prints(credential(V1, "{\"token\":\"k8s-aws-v1.abc\"}"))), "--page-size", "1"));
        assertThat(authorizations()).containsExactly("Bearer k8s-aws-v1.abc", "Bearer k8s-aws-v1.abc");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void whatAPluginSaysBesideItsAnswerDoesNoHarm() {
        server.requireToken("abc");
        String noise = "echo 'warning: {\"kind\": deprecated' >&2\ni=0\nwhile [ $i -lt 3000 ]; do"
                + " echo 'a line that nobody reads, and that would fill a pipe of 64 KB' >&2; i=$((i+1)); done\n";
        assertClean(audit(plugin(noise + prints(credential(V1, "{\"token\":\"abc\"}")))));
    }

    @Test
    void aPluginsClientCertificateIsShown() throws IOException {
        server.requireClientCertificate();
        String status = new ObjectMapper()
                .writeValueAsString(Map.of(
                        "clientCertificateData", new String(TestPki.Client.EC.certificatePem(), US_ASCII),
                        "clientKeyData", new String(TestPki.Client.EC.keyPem(), US_ASCII)));
        assertClean(audit(plugin(prints(credential(V1, status)))));
        assertThat(authorizations()).containsExactly("");
    }

    @Test
    void noShellReadsAPluginsArguments() throws IOException {
        server.requireToken("abc");
        String script = "printf '%s\\n' \"$@\" >\"$FOLDER/arguments\"\n"
                + "printf '%s' \"$KUBERNETES_EXEC_INFO\" >\"$FOLDER/info\"\n"
                + prints(credential(V1BETA1, "{\"token\":\"abc\"}"));
        Map<String, Object> user = plugin(script, "$HOME;id", "`id`", "", "two words");
        exec(user).put("apiVersion", V1BETA1);
        exec(user).put("provideClusterInfo", true);
        assertClean(audit(user));
        assertThat(read("arguments")).isEqualTo("$HOME;id\n`id`\n\ntwo words\n");
        JsonNode info = new ObjectMapper().readTree(read("info"));
        assertThat(info.at("/apiVersion").asText()).isEqualTo(V1BETA1);
        assertThat(info.at("/spec/cluster/server").asText())
                .isEqualTo(server.uri().toString());
    }

    @Test
    void aPluginIsFoundOnThePath() throws IOException {
        server.requireToken("abc");
        Path aws = file("aws", "#!/bin/sh\n" + prints(credential(V1, "{\"token\":\"abc\"}")));
        assertThat(aws.toFile().setExecutable(true)).isTrue();
        Path config = Kubeconfigs.in(folder)
                .context("prod", server, Kubeconfigs.exec("aws", "eks", "get-token"))
                .write();
        assertClean(new Cli().with("PATH", folder + ":/usr/bin:/bin").run(REGISTRY, "--kubeconfig", config.toString()));
    }

    record Failure(String name, String script, String words) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Failure> failures() {
        String token = "{\"token\":\"s3cr3t\"}";
        String past = "{\"token\":\"s3cr3t\",\"expirationTimestamp\":\"2020-01-01T00:00:00Z\"}";
        return Stream.of(
                new Failure(
                        "fails with words",
                        "echo 'The SSO session has expired.' >&2\necho s3cr3t\nexit 1\n",
                        "failed with exit code 1; it said: The SSO session has expired."),
                new Failure("fails in silence", "exit 7\n", "failed with exit code 7; it wrote nothing"),
                new Failure("is killed", "kill -9 $$\n", "failed with exit code 137"),
                new Failure(
                        "wrong version",
                        prints(credential(V1BETA1, token)),
                        "answered with apiVersion " + V1BETA1 + ", but the kubeconfig asks for " + V1),
                new Failure("expired", prints(credential(V1, past)), "expired at 2020-01-01T00:00:00Z"),
                new Failure("no token", prints(credential(V1, "{}")), "neither a token nor a client certificate"),
                new Failure("a login page", prints("<html>s3cr3t"), "did not answer in JSON on its standard output"),
                new Failure("nothing", "exit 0\n", "answered with something else than an ExecCredential"),
                new Failure(
                        "half an answer",
                        prints("{\"kind\":\"ExecCredential\",\"status\":{\"token\":\"s3cr3t"),
                        "did not answer in JSON"),
                new Failure(
                        "words around the answer",
                        prints(credential(V1, token)) + "echo s3cr3t\n",
                        "on its standard output"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void aPluginThatFailsIsNeverAnAnonymousRequest(Failure failure) throws IOException {
        Cli.Run run = audit(plugin(failure.script()), "--fail-on", "never");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("context prod (" + server.uri() + "): credential plugin \"sh\" ")
                .contains(failure.words())
                .doesNotContain("s3cr3t");
        assertThat(run.out()).contains("INCOMPLETE").doesNotContain("s3cr3t");
        assertThat(server.requests()).isEmpty();
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void aPluginThatIsNotThereSaysHowToGetIt() {
        Map<String, Object> user = Kubeconfigs.exec("aws-iam-authenticator", "token");
        exec(user).put("installHint", "brew install aws-iam-authenticator");
        Cli.Run run = audit(user);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("credential plugin \"aws-iam-authenticator\" is not on the PATH (/usr/bin:/bin)")
                .contains("its install hint: brew install aws-iam-authenticator");
        assertThat(server.requests()).isEmpty();
    }

    /** Gives another token each time: {@code token-1}, {@code token-2}, … */
    private Map<String, Object> counting() {
        return plugin("n=$(grep -c run \"$FOLDER/runs\")\n" + "printf '%s' '"
                + credential(V1, "{\"token\":\"token-NUMBER\"}") + "' | sed \"s/NUMBER/$n/\"\n");
    }

    @Test
    void aTokenThatIsNoLongerAcceptedIsRenewedOnce() throws IOException {
        server.requireToken("token-1");
        before(Request::isContinued, () -> server.requireToken("token-2"));
        assertClean(audit(counting(), "--page-size", "1"));
        assertThat(authorizations()).containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsNeverAcceptedIsRenewedOnlyOnce() throws IOException {
        server.requireToken("another");
        Cli.Run run = audit(counting());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("401 Unauthorized");
        assertThat(authorizations()).containsExactly("Bearer token-1", "Bearer token-2");
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void aPluginThatFailsWhenItRenewsIsToldOf() throws IOException {
        server.requireToken("another");
        Map<String, Object> user =
                plugin("[ $(grep -c run \"$FOLDER/runs\") = 1 ] || { echo logged out >&2; exit 1; }\n"
                        + prints(credential(V1, "{\"token\":\"token-1\"}")));
        Cli.Run run = audit(user);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("the server answered 401, and credential plugin \"sh\" failed", "logged out");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void contextsThatShareAPluginRunItOnce() throws IOException {
        server.requireToken("token-1");
        try (TestApiServer second = TestApiServer.https(TestPki.Server.TRUSTED)
                .pods(pod("n", "a", REGISTRY + "/quay/a/b:1"))
                .requireToken("token-1")) {
            Map<String, Object> user = counting();
            Path config = Kubeconfigs.in(folder)
                    .context("one", server, user)
                    .context("two", second, user)
                    .write();
            assertClean(audit(config, "--all-contexts"));
            assertThat(second.requests()).hasSize(1);
            assertThat(runs()).isEqualTo(1);
        }
    }

    @Test
    void contextsThatShareAFailingPluginAreBothIncomplete() throws IOException {
        Map<String, Object> user = plugin("exit 1\n");
        Path config = Kubeconfigs.in(folder)
                .context("one", server, user)
                .context("two", server, user)
                .write();
        Cli.Run run = audit(config, "--all-contexts");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("error: context one (").contains("error: context two (");
        assertThat(run.err().lines()).hasSize(3);
        assertThat(server.requests()).isEmpty();
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void aTokenFileIsReadForEachRequest() {
        Path token = file("token", "old\n");
        server.requireToken("old", "new");
        before(Request.number(1), () -> file("token", "new\n"));
        assertClean(audit(Map.of("tokenFile", token.getFileName().toString()), "--page-size", "1"));
        assertThat(authorizations()).containsExactly("Bearer old", "Bearer new");
    }

    @Test
    void aTokenFileThatRotatesUnderARequestIsReadAgain() {
        Path token = file("token", "old\n");
        server.requireToken("old");
        before(Request::isContinued, () -> {
            file("token", "new\n");
            server.requireToken("new");
        });
        assertClean(audit(Map.of("tokenFile", token.toString()), "--page-size", "1"));
        assertThat(authorizations()).containsExactly("Bearer old", "Bearer old", "Bearer new");
    }

    @Test
    void aUserAndAPasswordAreShown() {
        server.requireBasic("admin", "pässword");
        assertClean(audit(Kubeconfigs.basic("admin", "pässword")));
    }

    /**
     * A kubeconfig that works, but for one change.
     *
     * @param old a part of it
     */
    record Broken(String name, String old, String changed, String words) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String WORKS = """
        kind: Config
        current-context: prod
        clusters:
        - name: prod
          cluster:
            server: https://127.0.0.1:PORT
            certificate-authority-data: CA
        contexts:
        - name: prod
          context: {cluster: prod, user: prod}
        users:
        - name: prod
          user: {token: s3cr3t}
        """;

    /** One of each class; {@code BrokenKubeconfigTest} has them all. */
    static Stream<Broken> brokenKubeconfigs() {
        String cluster = "    server: https:";
        String identity = "token: s3cr3t";
        return Stream.of(
                new Broken("another kind", "kind: Config", "kind: Pod", "not a kubeconfig, but of kind \"Pod\""),
                new Broken("no current context", "current-context: prod", "", "no current context is set"),
                new Broken("unknown context", "context: prod\n", "context: prdo\n", "did you mean \"prod\"?"),
                new Broken("no user", ", user: prod}", "}", "names no user, so there are no credentials at all"),
                new Broken("no scheme", "https://127", "127", "has no scheme; write https://127.0.0.1:"),
                new Broken("SOCKS", cluster, "    proxy-url: socks5://p:1\n" + cluster, "names a SOCKS proxy"),
                new Broken("server name", cluster, "    tls-server-name: x/y\n" + cluster, "is not the name of a host"),
                new Broken("bad base64", "-data: CA", "-data: '%%'", "is not valid base64"),
                new Broken("no key", identity, "client-certificate: none.crt", "none.crt"),
                new Broken("token file", identity, "tokenFile: none", "/none of user \"prod\" does not exist"),
                new Broken("auth provider", identity, "auth-provider: {name: gcp}", "gke-gcloud-auth-plugin"),
                new Broken("old plugin", identity, "exec: {command: sh, apiVersion: " + V1 + "alpha1}", "v1alpha1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenKubeconfigs")
    void aBrokenKubeconfigIsOneLineAndNoRequest(Broken broken) {
        assertThat(WORKS).containsOnlyOnce(broken.old());
        Cli.Run run = audit(file("kubeconfig", filled(WORKS.replace(broken.old(), broken.changed()))), "-o", "json");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("audit-ecr-ptc: error: ")
                .contains(broken.words())
                .doesNotContain("s3cr3t");
        assertThat(run.out()).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void unbrokenItWorks() {
        server.requireToken("s3cr3t");
        assertClean(audit(file("kubeconfig", filled(WORKS))));
    }

    private String filled(String config) {
        return config.replace("PORT", Integer.toString(server.port()))
                .replace("-data: CA", "-data: " + Base64.getEncoder().encodeToString(TestPki.ca()));
    }
}

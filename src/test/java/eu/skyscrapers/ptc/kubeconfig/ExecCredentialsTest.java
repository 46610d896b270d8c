package eu.skyscrapers.ptc.kubeconfig;

import static eu.skyscrapers.ptc.kubeconfig.Configs.HTTPS;
import static eu.skyscrapers.ptc.kubeconfig.Configs.SECRET;
import static eu.skyscrapers.ptc.kubeconfig.Configs.authorization;
import static eu.skyscrapers.ptc.kubeconfig.Configs.base64;
import static eu.skyscrapers.ptc.kubeconfig.Configs.config;
import static eu.skyscrapers.ptc.kubeconfig.Configs.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real plugins, as shell scripts. */
@PosixOnly
@Timeout(60)
class ExecCredentialsTest {
    private static final String V1BETA1 = "client.authentication.k8s.io/v1beta1";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));

    @BeforeEach
    void path() {
        environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    }

    private void script(String name, String body) throws IOException {
        Path script = Configs.write(folder.resolve("bin"), name, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Counts its runs in a file, and gives another token each time. */
    private void counting(String name) throws IOException {
        script(name, """
            echo x >> %s/runs
            n=$(wc -l < %s/runs | tr -d ' ')
            echo '%s'
            """.formatted(folder, folder, answer("{\"token\":\"t'$n'\"}")));
    }

    private int runs() throws IOException {
        Path runs = folder.resolve("runs");
        return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
    }

    private static String answer(String status) {
        return "{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + V1BETA1 + "\",\"spec\":{\"a\":[{}]},\"status\":"
                + status + "}";
    }

    private static String exec(String command, String... more) {
        return "exec:\n  command: " + command + "\n  apiVersion: " + V1BETA1 + "\n  "
                + String.join("\n", more).indent(2).strip() + "\n";
    }

    private ClusterAccess access(String yaml) throws ConfigurationException {
        return Configs.load(folder, yaml, environment).access(null);
    }

    private CredentialException failure(String user) throws ConfigurationException {
        Credentials credentials = access(user(user)).credentials();
        CredentialException failure = catchThrowableOfType(CredentialException.class, credentials::current);
        assertThat(failure).as("the plugin did not fail").isNotNull();
        assertThat(failure.getMessage()).doesNotContain(SECRET, "\n");
        return failure;
    }

    private ExecCredentials credentials(InstantSource clock, Duration limit) {
        PluginCall call = new PluginCall("plugin", List.of(), Map.of(), V1BETA1, "", "");
        Environment all = new Environment(environment, "", folder, limit, new Secrets());
        return new ExecCredentials(new PluginProcess(call, all), clock);
    }

    @Test
    void whatIsAtHandRunsNoPlugin() throws Exception {
        script(
                "plugin",
                "echo x >> " + folder + "/runs\necho '"
                        + answer("{\"token\":\"t\",\"expirationTimestamp\":\"2026-01-01T01:00:00Z\"}") + "'\n");
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        ExecCredentials credentials = credentials(now::get, Duration.ofSeconds(30));
        assertThat(credentials.atHand()).isNull();
        assertThat(credentials.atHand()).isNull();
        assertThat(runs()).isZero();

        Credential current = credentials.current();
        assertThat(credentials.atHand()).isSameAs(current);

        now.set(NOW.plus(Duration.ofHours(2)));
        assertThat(credentials.atHand()).isNull();
        assertThat(runs()).isOne();
    }

    @Test
    void nothingRunsBeforeTheFirstRequest() throws Exception {
        counting("plugin");
        ClusterAccess access = access(user(exec("plugin")));
        assertThat(runs()).isZero();
        assertThat(authorization(access)).isEqualTo("Bearer t1");
        assertThat(authorization(access)).isEqualTo("Bearer t1");
        assertThat(runs()).isOne();
    }

    @Test
    void argumentsAndEnvironmentArriveAsWritten() throws Exception {
        environment.put("INHERITED", "yes");
        environment.put("CHANGED", "no");
        script("plugin", """
            printf '%%s\\n' "$#" "$@" > %s/seen
            printf '%%s\\n' "$INHERITED" "$CHANGED" "$ADDED" "${EMPTY-unset}" "${HOME-unset}" >> %s/seen
            cat > %s/stdin
            echo '%s'
            """.formatted(folder, folder, folder, answer("{\"token\":\"x\"}")));
        String plugin = exec("plugin", """
            args: ["$HOME;id", "a b", "", '"quoted"', "*"]
            env:
            - {name: CHANGED, value: "$HOME;id"}
            - {name: ADDED, value: a b}
            - {name: EMPTY}
            """);
        assertThat(authorization(access(user(plugin)))).isEqualTo("Bearer x");
        assertThat(Files.readAllLines(folder.resolve("seen")))
                .containsExactly("5", "$HOME;id", "a b", "", "\"quoted\"", "*", "yes", "$HOME;id", "a b", "", "unset");
        assertThat(folder.resolve("stdin")).isEmptyFile();
    }

    @Test
    void theClusterIsToldOnRequestOnly() throws Exception {
        script(
                "plugin",
                "echo \"$KUBERNETES_EXEC_INFO\" > " + folder + "/info\necho '" + answer("{\"token\":\"x\"}") + "'");
        String cluster =
                HTTPS + "\ncertificate-authority-data: " + base64(TestKeys.ec().certificatePem()) + """

                    proxy-url: http://p:3128
                    disable-compression: true
                    extensions:
                    - name: other
                      extension: 1
                    - name: client.authentication.k8s.io/exec
                      extension: {audience: [a, 1, 1.5, yes, null, "0x1f"], "1": "1"}
                    """;
        authorization(access(config(cluster, exec("plugin"))));
        assertThat(folder.resolve("info"))
                .content()
                .isEqualToIgnoringNewLines("{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + V1BETA1
                        + "\",\"spec\":{\"interactive\":false}}");

        authorization(access(config(cluster, exec("plugin", "provideClusterInfo: true"))));
        assertThat(folder.resolve("info"))
                .content()
                .isEqualToIgnoringNewLines("{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + V1BETA1
                        + "\",\"spec\":{\"cluster\":{\"server\":\"https://10.0.0.1:6443\","
                        + "\"certificate-authority-data\":\""
                        + base64(TestKeys.ec().certificatePem())
                        + "\",\"proxy-url\":\"http://p:3128\",\"disable-compression\":true,"
                        + "\"config\":{\"audience\":[\"a\",1,1.5,true,null,\"0x1f\"],\"1\":\"1\"}},"
                        + "\"interactive\":false}}");
    }

    @Test
    void aPathIsRelativeToTheKubeconfig() throws Exception {
        counting("plugin");
        assertThat(authorization(access(user(exec("./bin/plugin"))))).isEqualTo("Bearer t1");
        assertThat(authorization(access(user(exec(folder + "/bin/plugin"))))).isEqualTo("Bearer t2");
    }

    @Test
    void v1() throws Exception {
        script("plugin", "echo '" + answer("{\"token\":\"x\"}").replace("v1beta1", "v1") + "'");
        String plugin = exec("plugin", "interactiveMode: Never").replace("v1beta1", "v1");
        assertThat(authorization(access(user(plugin)))).isEqualTo("Bearer x");
    }

    @Test
    void noiseOnStandardErrorIsNoPartOfTheAnswer() throws Exception {
        script("plugin", "yes noise | head -c 300000 >&2\necho '" + answer("{\"token\":\"x\"}") + "'");
        assertThat(authorization(access(user(exec("plugin"))))).isEqualTo("Bearer x");
    }

    @Test
    void aClientCertificate() throws Exception {
        String status = "{\"clientCertificateData\":\"" + json(TestKeys.ec().certificatePem())
                + "\",\"clientKeyData\":\"" + json(TestKeys.ec().pkcs8()) + "\"}";
        Configs.write(folder, "answer", answer(status));
        script("plugin", "cat " + folder + "/answer");
        Credential credential = access(user(exec("plugin"))).credentials().current();
        assertThat(credential.authorization()).isNull();
        assertThat(credential.keyManagers()).hasSize(1);
    }

    private static String json(String text) {
        return text.replace("\n", "\\n");
    }

    /** What a plugin prints, and what is said of it; the secret that it prints is never said. */
    static Stream<Arguments> badAnswers() {
        return Stream.of(
                Arguments.of("", "something else than an ExecCredential"),
                Arguments.of(SECRET, "did not answer in JSON"),
                Arguments.of("Logged in.\n" + answer("{\"token\":\"s3cr3t\"}"), "did not answer in JSON"),
                Arguments.of("{\"kind\":\"ExecCredential\",\"status\":{\"token\":\"s3cr3t\"", "did not answer in JSON"),
                Arguments.of("[\"s3cr3t\"]", "something else than an ExecCredential"),
                Arguments.of("{\"token\":\"s3cr3t\"}", "something else than an ExecCredential"),
                Arguments.of(answer("{\"token\":\"s3cr3t\"}").replace("ExecC", "C"), "something else than an ExecC"),
                Arguments.of(answer("{\"token\":\"s3cr3t\"}") + "{}", "more than its answer"),
                Arguments.of(
                        answer("{\"token\":\"s3cr3t\"}").replace("v1beta1", "v1alpha1"),
                        "apiVersion client.authentication.k8s.io/v1alpha1, but the kubeconfig asks for " + V1BETA1),
                Arguments.of(
                        answer("{\"token\":\"x\"}").replace("client.authentication", SECRET),
                        "apiVersion something else"),
                Arguments.of(answer("null"), "neither a token nor a client certificate"),
                Arguments.of(answer("{}"), "neither a token nor a client certificate"),
                Arguments.of(answer("{\"token\":\"\"}"), "neither a token nor a client certificate"),
                Arguments.of(answer("{\"token\":null}"), "neither a token nor a client certificate"),
                Arguments.of(answer("{\"token\":7}"), "neither a token nor a client certificate"),
                Arguments.of(answer("{\"a\":{\"token\":\"s3cr3t\"}}"), "neither a token nor a client certificate"),
                Arguments.of(answer("{\"token\":\"s3cr3t s3cr3t\"}"), "a token that holds white space"),
                Arguments.of(answer("{\"clientKeyData\":\"s3cr3t\"}"), "only one of clientCertificateData"),
                Arguments.of(
                        answer("{\"clientCertificateData\":\"s3cr3t\",\"clientKeyData\":\"s3cr3t\"}"),
                        "a clientCertificateData that holds no certificate"),
                Arguments.of(
                        answer("{\"clientCertificateData\":\""
                                + json(TestKeys.ec().certificatePem()) + "\",\"clientKeyData\":\"s3cr3t\"}"),
                        "a clientKeyData that holds no private key"),
                Arguments.of(
                        answer("{\"token\":\"s3cr3t\",\"expirationTimestamp\":\"s3cr3t\"}"), "not in RFC 3339 form"),
                Arguments.of(
                        answer("{\"token\":\"s3cr3t\",\"expirationTimestamp\":\"2020-01-01T00:00:00+01:00\"}"),
                        "a credential that expired at 2019-12-31T23:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void aBadAnswerIsNoCredential(String output, String words) throws Exception {
        Configs.write(folder, "answer", output);
        script("plugin", "echo s3cr3t-free >/dev/null; cat " + folder + "/answer");
        assertThat(failure(exec("plugin")))
                .hasMessageStartingWith("credential plugin \"plugin\" ")
                .hasMessageContaining(words);
    }

    @Test
    void aFailureShowsStandardErrorAndNotStandardOutput() throws Exception {
        script("plugin", "echo s3cr3t\nprintf 'The SSO session\\n  has expired.\\r\\n' >&2\nexit 7");
        assertThat(failure(exec("plugin")))
                .hasMessage(
                        "credential plugin \"plugin\" failed with exit code 7; it said: The SSO session has expired.");
        script("silent", "exit 1");
        assertThat(failure(exec("silent"))).hasMessageContaining("exit code 1; it wrote nothing to standard error");
    }

    @Test
    void theEndOfALongErrorIsShown() throws Exception {
        script("plugin", "yes noise | head -c 300000 >&2\necho the cause >&2\nexit 1");
        assertThat(failure(exec("plugin")).getMessage())
                .endsWith("noise the cause")
                .hasSizeLessThan(5000);
    }

    @Test
    void aMissingPlugin() throws Exception {
        counting("plugin");
        Path relative = Path.of("").toAbsolutePath().relativize(folder.resolve("bin"));
        environment.put("PATH", ":" + relative + ":/none");
        assertThat(failure(exec("plugin", "installHint: brew install plugin")))
                .hasMessageContainingAll(
                        "credential plugin \"plugin\" is not on the PATH (:" + relative + ":/none)",
                        "cron and CI",
                        "its install hint: brew install plugin");
        assertThat(failure(exec("./bin/none", "installHint: look there")))
                .hasMessageContainingAll("/bin/none\" does not exist", "look there");
        assertThat(failure(exec("./bin"))).hasMessageContaining("is not an executable file");
        Configs.write(folder.resolve("bin"), "unknown", "#!/none\n");
        Files.setPosixFilePermissions(folder.resolve("bin/unknown"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(failure(exec("./bin/unknown"))).hasMessageContaining("bin/unknown\" cannot be started: ");
    }

    @Test
    void aHangingPluginIsKilledWithItsChildren() throws Exception {
        script("plugin", "echo waiting >&2\nsleep 300 &\necho $! > " + folder + "/child\nsleep 300\n");
        ExecCredentials credentials = credentials(InstantSource.system(), Duration.ofSeconds(1));
        assertThatThrownBy(credentials::current)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("gave no answer within 1s; run it by hand")
                .hasMessageEndingWith("it said: waiting");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        for (int i = 0;
                i < 100
                        && ProcessHandle.of(child)
                                .filter(ProcessHandle::isAlive)
                                .isPresent();
                i++) {
            Thread.sleep(50);
        }
        assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aDaemonThatHoldsTheOutputOpenIsNotWaitedFor() throws Exception {
        script("plugin", "sleep 300 &\necho $! > " + folder + "/child\necho '" + answer("{\"token\":\"x\"}") + "'");
        assertThat(authorization(access(user(exec("plugin"))))).isEqualTo("Bearer x");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void anInterruptEndsThePlugin() throws Exception {
        script("plugin", "touch " + folder + "/started\nsleep 300\n");
        ExecCredentials credentials = credentials(InstantSource.system(), Duration.ofMinutes(5));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                credentials.current();
            } catch (CredentialException e) {
                thrown.set(e);
            }
        });
        thread.start();
        while (!Files.exists(folder.resolve("started"))) {
            Thread.sleep(20);
        }
        thread.interrupt();
        thread.join();
        assertThat(thrown.get()).hasMessageContaining("was interrupted");
        // That is no failure of the plugin: the next caller runs it again.
        counting("plugin");
        assertThat(credentials.current().authorization()).isEqualTo("Bearer t1");
    }

    @Test
    void contextsThatShareACallRunItOnce() throws Exception {
        counting("plugin");
        StringBuilder yaml = new StringBuilder(user(exec("plugin", "args: [a]", "provideClusterInfo: false")));
        yaml.append("- name: same\n  user:\n")
                .append(exec("plugin", "args: [a]").indent(4));
        yaml.append("- name: other\n  user:\n")
                .append(exec("plugin", "args: [b]").indent(4));
        String text = yaml.toString().replace("users:\n", """
            - name: d
              context: {cluster: k, user: same}
            - name: e
              context: {cluster: k, user: other}
            users:
            """);
        Kubeconfig kubeconfig = Configs.load(folder, text, environment);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String context = i % 2 == 0 ? "c" : "d";
                calls.add(() -> authorization(kubeconfig.access(context)));
            }
            for (Future<String> call : pool.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo("Bearer t1");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(runs()).isOne();
        assertThat(authorization(kubeconfig.access("e"))).isEqualTo("Bearer t2");
    }

    @Test
    void aPluginThatIsToldTheClusterRunsForEachCluster() throws Exception {
        counting("plugin");
        String text = user(exec("plugin", "provideClusterInfo: true")).replace("contexts:\n", """
            - name: l
              cluster: {server: "https://10.0.0.2"}
            contexts:
            - name: d
              context: {cluster: l, user: u}
            """);
        Kubeconfig kubeconfig = Configs.load(folder, text, environment);
        assertThat(authorization(kubeconfig.access("c"))).isEqualTo("Bearer t1");
        assertThat(authorization(kubeconfig.access("d"))).isEqualTo("Bearer t2");
        assertThat(authorization(kubeconfig.access("c"))).isEqualTo("Bearer t1");
    }

    @Test
    void aFailureStandsForThoseWhoWaited() throws Exception {
        script("plugin", "echo x >> " + folder + "/runs\nexit 1");
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        ExecCredentials credentials = credentials(now::get, Duration.ofSeconds(20));
        assertThatThrownBy(credentials::current).hasMessageContaining("exit code 1");
        assertThatThrownBy(credentials::current).hasMessageContaining("exit code 1");
        assertThat(runs()).isOne();

        now.set(NOW.plusSeconds(10));
        assertThatThrownBy(credentials::current).hasMessageContaining("exit code 1");
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void aCredentialIsRenewedShortlyBeforeItExpires() throws Exception {
        script("plugin", """
            echo x >> %s/runs
            echo '%s'
            """.formatted(
                        folder, answer("{\"token\":\"x\",\"expirationTimestamp\":\"2026-01-01T01:00:00Z\"}")));
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        ExecCredentials credentials = credentials(now::get, Duration.ofSeconds(20));
        Credential first = credentials.current();
        now.set(Instant.parse("2026-01-01T00:58:59Z"));
        assertThat(credentials.current()).isSameAs(first);
        now.set(Instant.parse("2026-01-01T00:59:00Z"));
        assertThat(credentials.current()).isNotSameAs(first);
        assertThat(runs()).isEqualTo(2);
        // With a minute left, the margin is a tenth of it.
        credentials.current();
        now.set(Instant.parse("2026-01-01T00:59:53Z"));
        credentials.current();
        assertThat(runs()).isEqualTo(2);
        now.set(Instant.parse("2026-01-01T01:00:00Z"));
        assertThatThrownBy(credentials::current).hasMessageContaining("expired at 2026-01-01T01:00:00Z");
    }

    @Test
    void aRejectedCredentialIsRenewedOnceForAll() throws Exception {
        counting("plugin");
        Credentials credentials = access(user(exec("plugin"))).credentials();
        Credential rejected = credentials.current();
        assertThat(credentials.renew(rejected)).isTrue();
        assertThat(credentials.renew(rejected)).isTrue();
        assertThat(credentials.current().authorization()).isEqualTo("Bearer t2");
        assertThat(runs()).isEqualTo(2);
    }
}

package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same flags and kubeconfig, given to kubectl itself: its request reaches the same server, and says the same of the user.
 * Left out is where kubectl goes on without a flag, and what its releases do differently.
 */
@PosixOnly
class KubectlTest {
    private static final String PODS = "/api/v1/pods";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void kubectlIsThere() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl"))),
                "kubectl is not installed");
    }

    /** What a server gets to know of the one who asks. */
    private record Seen(String server, Map<String, List<String>> headers, Optional<String> certificate) {
        static Optional<Seen> by(String name, TestApiServer server, int before) {
            return server.requests().stream()
                    .skip(before)
                    .filter(request -> request.path().equals(PODS))
                    .findFirst()
                    .map(request -> new Seen(
                            name,
                            identity(request),
                            request.clientCertificate()
                                    .map(certificate ->
                                            certificate.getSerialNumber().toString())));
        }

        private static Map<String, List<String>> identity(Request request) {
            Map<String, List<String>> headers = new TreeMap<>();
            request.headers().forEach((name, values) -> {
                if (name.equals("authorization") || name.startsWith("impersonate-")) {
                    headers.put(name, values.stream().sorted().toList());
                } else if (name.equals("accept-encoding")) {
                    headers.put("compressed", List.of(String.valueOf(values.contains("gzip"))));
                }
            });
            headers.putIfAbsent("compressed", List.of("false"));
            return headers;
        }
    }

    /** @param flags where FOLDER and URL stand for the folder of the files and the second server */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--token other",
                "--context plugin --token other",
                "--context plugin --client-certificate FOLDER/EC.crt --client-key FOLDER/EC.key",
                "--context key --token other",
                "--context password --token other",
                "--context password --client-key FOLDER/RSA.key --client-certificate FOLDER/RSA.crt",
                "--user key",
                "--user nobody",
                "--user nobody --token other",
                "--cluster two",
                "--cluster none",
                "--cluster two --user password",
                "--context two --cluster one",
                "-s URL",
                "--server=URL --user key",
                "-s URL --certificate-authority FOLDER/ca.pem",
                "-s URL --certificate-authority FOLDER/other-ca.pem",
                "-s URL --certificate-authority FOLDER/none.pem",
                "-s URL --insecure-skip-tls-verify",
                "-s URL --insecure-skip-tls-verify=false",
                "-s URL --insecure-skip-tls-verify=T",
                "-s URL --insecure-skip-tls-verify=0",
                "-s URL --insecure-skip-tls-verify=yes",
                "--token=-A",
                "--insecure-skip-tls-verify=true --certificate-authority FOLDER/ca.pem",
                "--context elsewhere",
                "--context elsewhere --tls-server-name api.elsewhere.example",
                "--context elsewhere --tls-server-name other.elsewhere.example",
                "--context elsewhere --insecure-skip-tls-verify",
                "--context elsewhere-named",
                "--context elsewhere-named --tls-server-name localhost",
                "--context elsewhere-named -s URL",
                "--context elsewhere-named -s URL --tls-server-name localhost",
                "--context insecure",
                "--context insecure --certificate-authority FOLDER/ca.pem",
                "--context insecure --certificate-authority FOLDER/other-ca.pem",
                "--disable-compression",
                "--disable-compression=false",
                "--context packed",
                "--context packed --disable-compression=false",
                "--cache-dir FOLDER/cache",
                "--as jane",
                "--as jane --as-group a --as-group b --as-uid 7",
                "--as-group a",
                "--as-uid 7",
                "--context as --as jane",
                "--context as --as-group a --as-group b",
                "--context as --as-uid 8",
                "--kubeconfig FOLDER/none -s URL --token other",
                "--kubeconfig FOLDER/empty -s URL --token other --certificate-authority FOLDER/ca.pem",
                "--kubeconfig FOLDER/empty -s URL --token other --insecure-skip-tls-verify",
                "--kubeconfig FOLDER/current -s URL --token other",
                "--kubeconfig FOLDER/current --cluster two --user password",
            })
    void kubectlAsksTheSame(String flags) throws Exception {
        try (TestApiServer one = TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", "nginx"));
                TestApiServer two = TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", "nginx"));
                TestApiServer elsewhere =
                        TestApiServer.https(TestPki.Server.OF_OTHER_HOST).pods(pod("n", "a", "nginx"))) {
            Path config = write(one, two, elsewhere);
            List<String> call = new ArrayList<>();
            if (!flags.contains("--kubeconfig")) {
                call.addAll(List.of("--kubeconfig", config.toString()));
            }
            Stream.of(flags.split(" "))
                    .filter(flag -> !flag.isEmpty())
                    .map(flag -> flag.replace("FOLDER", folder.toString())
                            .replace("URL", two.uri().toString()))
                    .forEach(call::add);

            Kubectl kubectl = kubectl(call);
            Map<String, TestApiServer> servers = Map.of("one", one, "two", two, "elsewhere", elsewhere);
            Optional<Seen> theirs = seen(servers, Map.of());
            Map<String, Integer> before = new TreeMap<>();
            servers.forEach((name, server) -> before.put(name, server.requests().size()));
            call.addAll(0, List.of(REGISTRY, "--request-timeout", "20s"));
            Cli.Run ours = new Cli().with("PATH", System.getenv("PATH")).run(call.toArray(String[]::new));

            assertThat(seen(servers, before))
                    .as("kubectl: %s, this: %s", kubectl, ours.err())
                    .isEqualTo(theirs);
            assertThat(ours.exitCode() < 2).as(ours.err()).isEqualTo(theirs.isPresent());
        }
    }

    private static Optional<Seen> seen(Map<String, TestApiServer> servers, Map<String, Integer> before) {
        return servers.entrySet().stream()
                .flatMap(server ->
                        Seen.by(server.getKey(), server.getValue(), before.getOrDefault(server.getKey(), 0)).stream())
                .findFirst();
    }

    private static Path write(TestApiServer one, TestApiServer two, TestApiServer elsewhere) throws IOException {
        Files.write(folder.resolve("ca.pem"), TestPki.ca());
        Files.write(folder.resolve("other-ca.pem"), TestPki.otherCa());
        for (TestPki.Client client : TestPki.Client.values()) {
            Files.write(folder.resolve(client + ".crt"), client.certificatePem());
            Files.write(folder.resolve(client + ".key"), client.keyPem());
        }
        Files.writeString(folder.resolve("empty"), "");
        String answer = "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
                + "\"status\":{\"token\":\"of-plugin\"}}";
        Map<String, Object> plugin = Kubeconfigs.exec("sh", "-c", "echo '" + answer + "'");
        Kubeconfigs configs = Kubeconfigs.in(folder)
                .context("one", one, Kubeconfigs.token("of-one"))
                .context("two", two, Kubeconfigs.token("of-two"))
                .context("plugin", one, plugin)
                .context("key", one, Kubeconfigs.certificate(TestPki.Client.RSA))
                .context("password", one, Kubeconfigs.basic("admin", "p"))
                .context("elsewhere", elsewhere, Kubeconfigs.token("of-elsewhere"))
                .context("elsewhere-named", elsewhere, Kubeconfigs.token("of-elsewhere"))
                .cluster("elsewhere-named", "tls-server-name", "api.elsewhere.example")
                .context("insecure", one, Kubeconfigs.token("of-one"))
                .insecure("insecure")
                .context("packed", one, Kubeconfigs.token("of-one"))
                .cluster("packed", "disable-compression", true)
                .context("as", one, Kubeconfigs.token("of-one"))
                .user("as", "as", "auditor")
                .user("as", "as-uid", "6")
                .user("as", "as-groups", List.of("readers"));
        configs.current("").write("current");
        return configs.current("one").write();
    }

    private record Kubectl(int exitCode, String output) {}

    private static Kubectl kubectl(List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kubectl", "get", "--raw", PODS, "--request-timeout", "20s"));
        command.addAll(flags);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(
                ProcessBuilder.Redirect.from(folder.resolve("empty").toFile()));
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("KUBE") || name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().put("HOME", folder.toString());
        Process kubectl = builder.start();
        String output = new String(kubectl.getInputStream().readAllBytes(), UTF_8);
        assertThat(kubectl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Kubectl(kubectl.exitValue(), output);
    }
}

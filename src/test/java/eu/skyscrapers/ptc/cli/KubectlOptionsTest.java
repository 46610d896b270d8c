package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flags of kubectl, end to end, on servers with real certificates. */
class KubectlOptionsTest {
    private static final String TOKEN = "s3cr3t";

    @TempDir
    private Path folder;

    private TestApiServer prod;
    private TestApiServer elsewhere;
    private Path config;

    @BeforeEach
    void start() throws IOException {
        prod = TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", REGISTRY + "/quay/a/b:1"));
        elsewhere = TestApiServer.https(TestPki.Server.OF_OTHER_HOST).pods(pod("n", "a", REGISTRY + "/quay/a/b:1"));
        config = Kubeconfigs.in(folder)
                .context("prod", prod, Kubeconfigs.token("of-prod"))
                .context("other", prod, Kubeconfigs.token("of-other"))
                .context("elsewhere", elsewhere, Kubeconfigs.token("of-elsewhere"))
                .cluster("elsewhere", "tls-server-name", "api.elsewhere.example")
                .write();
        Files.write(folder.resolve("ca.pem"), TestPki.ca());
        Files.write(folder.resolve("other-ca.pem"), TestPki.otherCa());
        Files.write(folder.resolve("client.crt"), TestPki.Client.EC.certificatePem());
        Files.write(folder.resolve("client.key"), TestPki.Client.EC.keyPem());
    }

    @AfterEach
    void stop() {
        elsewhere.close();
        prod.close();
    }

    private Cli.Run audit(String... options) {
        List<String> call = new ArrayList<>(List.of(REGISTRY, "--kubeconfig", config.toString(), "-v"));
        call.addAll(List.of(options));
        return new Cli().run(call.toArray(String[]::new));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Request last(TestApiServer server) {
        return server.requests().get(server.requests().size() - 1);
    }

    private static void assertClean(Cli.Run run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void withoutAKubeconfigTheCallSaysItAll() {
        prod.requireToken(TOKEN);
        Cli.Run run = new Cli()
                .run(
                        REGISTRY,
                        "-s",
                        prod.uri().toString(),
                        "--token",
                        TOKEN,
                        "--certificate-authority",
                        file("ca.pem"));
        assertClean(run);
        assertThat(run.out()).contains("127.0.0.1:" + prod.port()).doesNotContain(TOKEN);
        assertThat(last(prod).header("authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void anotherClusterAndAnotherUser() {
        prod.requireToken("of-other");
        assertClean(audit("--user", "other"));
        assertThat(elsewhere.requests()).isEmpty();
        Cli.Run run = audit("--cluster", "elsewhere", "-o", "json");
        assertClean(run);
        assertThat(run.out()).contains("\"name\": \"elsewhere\"").doesNotContain("\"prod\"");
        assertThat(last(elsewhere).header("authorization")).isEqualTo("Bearer of-prod");
    }

    @Test
    void anotherAuthorityIsNotBelieved() {
        assertClean(audit("--certificate-authority", file("ca.pem")));
        Cli.Run run = audit("--certificate-authority", file("other-ca.pem"), "--token", TOKEN);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "the server's certificate is not trusted", "or --certificate-authority, that of this cluster?")
                .doesNotContain(TOKEN);
    }

    @Test
    void insecureIsTold() {
        Cli.Run run = audit("-s", elsewhere.uri().toString(), "--insecure-skip-tls-verify=true");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains("warning: --insecure-skip-tls-verify: the certificate of cluster \"prod\" is not checked")
                .hasLineCount(1);
        assertThat(audit("-s", elsewhere.uri().toString(), "--insecure-skip-tls-verify=false")
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void theCertificateMayBeForAnotherHost() {
        assertClean(audit("--context", "elsewhere"));
        Cli.Run run = audit("--context", "elsewhere", "--tls-server-name", "localhost");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "the server's certificate is for another host",
                        "localhost",
                        "--tls-server-name, or tls-server");
        String url = elsewhere.uri().toString();
        assertThat(audit("-s", url).err()).contains("the server's certificate is for another host");
        assertClean(audit("-s", url, "--tls-server-name", "API.elsewhere.example"));
        assertThat(audit(
                                "-s",
                                url,
                                "--tls-server-name",
                                "api.elsewhere.example",
                                "--certificate-authority",
                                file("other-ca.pem"))
                        .err())
                .contains("the server's certificate is not trusted");
    }

    @Test
    void theClientCertificateIsShown() {
        prod.requireClientCertificate();
        String[] certificate = {"--client-certificate", file("client.crt"), "--client-key", file("client.key")};
        assertClean(audit(certificate));
        elsewhere.requireClientCertificate();
        assertClean(audit(Stream.concat(Stream.of("--context", "elsewhere"), Stream.of(certificate))
                .toArray(String[]::new)));
    }

    /** A flag takes a value behind {@code =} alone: the word after it is the registry. */
    @ParameterizedTest
    @ValueSource(
            strings = {"-A", "--all-namespaces=true", "--disable-compression", "-Aq", "-A --disable-compression=false"})
    void theRegistryMayFollowAFlag(String flags) {
        List<String> call = new ArrayList<>(List.of(flags.split(" ")));
        call.addAll(List.of(REGISTRY, "--kubeconfig", config.toString()));
        assertClean(new Cli().run(call.toArray(String[]::new)));
    }

    @Test
    void answersMayComeAsTheyAre() {
        prod.compress(TestApiServer.Compression.ALWAYS);
        assertClean(audit());
        assertThat(last(prod).header("accept-encoding")).isEqualTo("gzip");
        assertClean(audit("--disable-compression", "--cache-dir", file("cache")));
        assertThat(last(prod).header("accept-encoding")).isEqualTo("identity");
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    /** Else the token of one would be shown to all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cluster prod",
                "--user prod",
                "--server https://x",
                "--token s3cr3t",
                "--certificate-authority x",
                "--insecure-skip-tls-verify",
                "--client-certificate x",
                "--client-key x",
                "--tls-server-name x"
            })
    void whatIsOfOneClusterIsNotForSeveral(String option) {
        for (String contexts : List.of("--all-contexts", "--context prod --context elsewhere")) {
            Cli.Run run = audit((option + " " + contexts).split(" "));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().lines().filter(line -> line.startsWith("audit-ecr-ptc: error: ")))
                    .singleElement()
                    .asString()
                    .contains(option.split(" ", -1)[0] + ": for one cluster only")
                    .doesNotContain(TOKEN);
        }
        assertThat(prod.requests()).isEmpty();
    }

    @Test
    void whoAsksMayBeTheSameForSeveral() {
        assertClean(audit("--context", "prod", "--context", "elsewhere", "--as", "jane", "--disable-compression"));
        assertThat(last(prod).header("impersonate-user")).isEqualTo("jane");
        assertThat(last(elsewhere).header("impersonate-user")).isEqualTo("jane");
    }

    /** Whatever was meant to be a token: no word but an option's name is repeated. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tokn s3cr3t",
                "--tokn=s3cr3t",
                "--token=s3cr3t --token=s3cr3t",
                "--token s3cr3t s3cr3t",
                "--password s3cr3t",
                "--password=s3cr3t",
                "--tokens3cr3t",
                "--tokenSECRETs3cr3t",
                "-token=s3cr3t",
                "-ts3cr3t",
                "-token s3cr3t",
                "s3cr3t --tokn",
                "--token s3cr3t --xyz -s3cr3t",
                "--token -s3cr3t",
                "--token -As3cr3t",
                "--token -qs3cr3t",
                "--token --token=s3cr3t",
                "-n --token=s3cr3t",
                "-q=s3cr3t",
                "-A=s3cr3t",
                "--all-contexts=s3cr3t",
                "--help=s3cr3t"
            })
    void aWrongCallRepeatsNoToken(String words) {
        Cli.Run run = audit(words.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("error: ").doesNotContain(TOKEN);
    }

    /** Without a registry in the call the rest of a token stands in its place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--token Bearer s3cr3t",
                "--token=Bearer s3cr3t",
                "s3cr3t --token Bearer",
                "--token= s3cr3t",
                "--token Bearer user:s3cr3t@x",
                "--token Bearer https://s3cr3t/x",
                "--token s3cr3t -q=s3cr3t",
                "--token Bearer s3cr3t s3cr3t"
            })
    void theRestOfATokenIsNotRepeatedAsTheRegistry(String words) {
        for (String variable : List.of(REGISTRY, "")) {
            Cli.Run run = new Cli()
                    .with("AUDIT_ECR_PTC_REGISTRY", variable)
                    .run((words + " -v --kubeconfig " + config).split(" "));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("error: ").doesNotContain(TOKEN);
        }
    }

    @Test
    void aWrongCallIsToldByTheOptionsName() {
        assertThat(audit("--token s3cr3t").err())
                .contains("Unknown option: '--token***'")
                .doesNotContain(TOKEN);
        assertThat(audit("--token", "-s3cr3t").err())
                .startsWith("audit-ecr-ptc: error: Option '--token' wants a value; if that begins with '-', write"
                        + " --token=TOKEN (see ");
        assertThat(new Cli().run("--token", "Bearer", "s3cr3t").err())
                .contains(
                        "the registry (not repeated, as it may be a part of --token: is that quoted?) is not a private");
    }

    /** What stands behind {@code =} is the value, and what follows is none. */
    @Test
    void aTokenMayBeginAsAnOptionDoes() {
        for (String token : List.of("-s3cr3t", "-A", "--context", "--token=x")) {
            assertClean(new Cli()
                    .run("--token=" + token, REGISTRY, "--kubeconfig", config.toString(), "--context", "other"));
            assertThat(last(prod).header("authorization")).isEqualTo("Bearer " + token);
        }
        Cli.Run run = audit("--token=-s3cr3t", "-n", "--context", "other");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Option '--namespace' wants a value").doesNotContain(TOKEN);
    }

    /** The words of strconv.ParseBool, and no other. */
    @Test
    void aFlagTakesTheWordsOfGo() {
        for (String word : List.of("1", "t", "T", "TRUE", "true", "True")) {
            assertThat(audit("--insecure-skip-tls-verify=" + word).err()).contains("is not checked");
        }
        for (String word : List.of("0", "f", "F", "FALSE", "false", "False")) {
            assertClean(audit("--insecure-skip-tls-verify=" + word));
        }
        for (String word : List.of("yes", "tRUE", "2", "")) {
            Cli.Run run = audit("--insecure-skip-tls-verify=" + word);
            assertThat(run.exitCode()).as(word).isEqualTo(2);
            assertThat(run.err()).contains("'--insecure-skip-tls-verify'", "neither true nor false");
        }
    }

    @Test
    void aTunnelKeepsTheNameOfItsContextAndIsTold() {
        String url = elsewhere.uri().toString();
        Cli.Run run = audit("--context", "prod", "-s", url, "--tls-server-name", "api.elsewhere.example", "-o", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("warning: --server: reports call this cluster \"prod\", but it is read from " + url)
                .hasLineCount(1);
        assertThat(run.out()).contains("\"name\": \"prod\"", "\"server\": \"" + url);
    }

    @Test
    void aMisspeltTokenIsHelpedWith() {
        assertThat(audit("--tokn=s3cr3t").err())
                .startsWith("audit-ecr-ptc: error: Unknown option: '--tokn***'; did you mean --token? (see ");
        assertThat(audit("--username", "admin").err()).contains("Unknown option: '--username'");
    }
}

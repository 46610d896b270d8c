package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.TestApiServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kubeconfigs that others stumbled over, end to end, on servers without TLS. */
class KubeconfigCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases/kubeconfigs");

    @TempDir
    private Path folder;

    private TestApiServer server;
    private TestApiServer other;

    @BeforeEach
    void start() {
        server = TestApiServer.http().pods(pod("n", "a", REGISTRY + "/quay/a/b:1"));
        other = TestApiServer.http().pods(pod("n", "a", "quay.io/a/b:1"));
    }

    @AfterEach
    void stop() {
        other.close();
        server.close();
    }

    /** With the addresses of this test's servers. */
    private Path config(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                Files.readString(CASES.resolve(name))
                        .replace("127.0.0.1:28917", server.uri().getAuthority())
                        .replace("127.0.0.1:28918", other.uri().getAuthority()));
    }

    @Test
    void aTokenIsNotSentOverPlainHttp() throws IOException {
        Path config = config("plain-http-with-token.yaml");
        Cli.Run run = new Cli().run(REGISTRY, "--kubeconfig", config.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .startsWith("audit-ecr-ptc: warning: " + config + ":5: " + server.uri()
                        + " is plain http, so the credentials of user \"arn:aws:eks:")
                .hasLineCount(1);
        Cli.Run given = new Cli().run(REGISTRY, "-s", server.uri().toString(), "--token", "s3cr3t");
        assertThat(given.exitCode()).as(given.err()).isZero();
        assertThat(given.err())
                .contains("--server: " + server.uri() + " is plain http, so the credentials of the user are not sent")
                .doesNotContain("s3cr3t");
        assertThat(server.requests())
                .hasSize(2)
                .extracting(request -> request.header("authorization"))
                .containsOnly("");
    }

    /** kubectl audits "prod" at the server of "dev" and says nothing: it would look clean. */
    @Test
    void clustersOfOneNameInTwoFilesAreWarnedOf() throws IOException {
        Path one = config("same-cluster-name-1.yaml");
        Path two = config("same-cluster-name-2.yaml");
        Cli.Run run = new Cli()
                .with("KUBECONFIG", one + File.pathSeparator + two)
                .run(REGISTRY, "--all-contexts", "-o", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err().lines().filter(line -> !line.contains("credentials")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains(two + ":3: this cluster \"kubernetes\" is ignored", one + ":3 has the same"),
                        line -> assertThat(line).contains(two + ":5: this user \"admin\" is ignored", one + ":5 has"),
                        line -> assertThat(line)
                                .contains("contexts \"dev\" and \"prod\" have the same server, " + server.uri()));
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void aContextWithoutANameIsTheCurrentOne() throws IOException {
        Path config = config("unnamed-context.yaml");
        Cli.Run run = new Cli().run(REGISTRY, "--kubeconfig", config.toString(), "-o", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\"name\": \"" + server.uri().getAuthority() + "\"");
    }
}

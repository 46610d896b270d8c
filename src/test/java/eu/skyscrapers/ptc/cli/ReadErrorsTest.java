package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kinds that errors have for programs, each brought about by what it stands for. */
class ReadErrorsTest {
    @TempDir
    private Path folder;

    /** The kinds of the only cluster's errors; JSON and the errors in words agree. */
    private static List<String> kinds(Cli.Run run) throws IOException {
        assertThat(run.exitCode()).isEqualTo(3);
        JsonNode cluster = new ObjectMapper().readTree(run.out()).at("/clusters/0");
        JsonNode errors = cluster.get("readErrors");
        assertThat(cluster.get("errors")).extracting(JsonNode::asText).isEqualTo(errors.findValuesAsText("message"));
        return errors.findValuesAsText("kind");
    }

    private static Cli.Run audit(Path config, String... options) {
        return new Cli()
                .with("PATH", "/usr/bin:/bin")
                .run(Stream.concat(
                                Stream.of(REGISTRY, "--kubeconfig", config.toString(), "-o", "json"),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                answer("unauthorized", server -> server.requireToken("another")),
                answer("unauthorized", Fault.recorded("anonymous-403.http")),
                answer("forbidden", server -> server.forbid(Request.any())),
                answer("not-found", Fault.recorded("notfound-404.http")),
                answer("unavailable", Fault.recorded("bad-continue-400.http")),
                answer("expired", Fault.expiredForGood()),
                answer("malformed", Fault.html()),
                answer("malformed", Fault.empty()),
                answer("malformed", Fault.otherKind("ServiceList")),
                answer("timeout", Fault.stall(), "--request-timeout", "500ms"),
                answer("timeout", Fault.stallInBody(), "--request-timeout", "500ms"),
                answer("timeout", Fault.stall(), "--wait", "500ms"),
                answer("unreachable", TestApiServer::goAway),
                answer("empty", server -> {}, "-l", "app=none"),
                answer("not-found", server -> {}, "-n", "typo"));
    }

    private static Arguments answer(String kind, Fault fault, String... options) {
        return Arguments.of(
                kind, fault.name(), (Consumer<TestApiServer>) server -> server.fault(Request.any(), fault), options);
    }

    private static Arguments answer(String kind, Consumer<TestApiServer> trouble, String... options) {
        return Arguments.of(kind, String.join(" ", options), trouble, options);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("answers")
    void ofAServer(String kind, String name, Consumer<TestApiServer> trouble, String... options) throws IOException {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "p", "nginx"))) {
            Path config = Kubeconfigs.in(folder).context("prod", server).write();
            trouble.accept(server);
            assertThat(kinds(audit(config, options))).containsExactly(kind);
        }
    }

    @Test
    void ofACertificate() throws IOException {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.OF_OTHER_CA)) {
            Path config = Kubeconfigs.in(folder)
                    .context("prod", server, Kubeconfigs.token("t"))
                    .write();
            assertThat(kinds(audit(config))).containsExactly("tls");
        }
    }

    @Test
    @PosixOnly
    void ofAPlugin() throws IOException {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED)) {
            Path config = Kubeconfigs.in(folder)
                    .context("prod", server, Kubeconfigs.exec("false"))
                    .write();
            assertThat(kinds(audit(config))).containsExactly("credentials");
        }
    }

    @Test
    @PosixOnly
    void ofFiles() throws IOException {
        Map<String, String> files = Map.of(
                "a.yaml", "kind: \"",
                "c.yaml",
                        "kind: HelmRelease\napiVersion: helm.toolkit.fluxcd.io/v2\nmetadata: {name: x}\nspec: {values: {image: nginx}}\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("gone"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Cli.Run run = new Cli().run(REGISTRY, "-o", "json", "-f", empty.toString(), "-f", folder.toString());
        assertThat(kinds(run)).containsExactly("empty", "malformed", "unreadable", "unrendered");
    }
}

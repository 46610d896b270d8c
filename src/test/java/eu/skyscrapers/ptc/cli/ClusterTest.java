package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.ApiObject;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestApiServer.Encoding;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The audit of clusters, end to end, against API servers on loopback. */
class ClusterTest {
    private static final String TOKEN = "s3cr3t-token";
    private static final String CACHED = REGISTRY + "/quay/a/b:1";

    @TempDir
    private Path folder;

    private static ApiObject clean() {
        return pod("n", "clean", CACHED);
    }

    private Path config(TestApiServer server, Map<String, Object> user) {
        return Kubeconfigs.in(folder).context("prod", server, user).write();
    }

    private static Cli.Run audit(Path config, String... options) {
        return new Cli()
                .run(Stream.concat(Stream.of(REGISTRY, "--kubeconfig", config.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static JsonNode clusters(Cli.Run run) throws IOException {
        return new ObjectMapper().readTree(run.out()).get("clusters");
    }

    @ParameterizedTest
    @EnumSource
    void aClusterGivesTheSameFindingsAsItsFile(Encoding encoding) throws IOException {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED)
                .recorded()
                .encoding(encoding)
                .requireToken(TOKEN)) {
            Path config = config(server, Kubeconfigs.token(TOKEN));
            Cli.Run run = audit(config, "-o", "json", "--page-size", "25");
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(server.requests()).hasSize(3).allSatisfy(request -> {
                assertThat(request.header("accept")).isEqualTo("application/vnd.kubernetes.protobuf, application/json");
                assertThat(request.header("accept-encoding")).isEqualTo("gzip");
                assertThat(request.header("user-agent")).startsWith("audit-ecr-ptc/");
            });
            Cli.Run file = new Cli()
                    .run(
                            REGISTRY,
                            "-o",
                            "json",
                            "-f",
                            Cli.recording("kubectl-get-pods.json").toString());
            ObjectNode fromCluster = (ObjectNode) clusters(run).get(0);
            ObjectNode fromFile = (ObjectNode) clusters(file).get(0);
            assertThat(fromCluster.remove(List.of("name", "server")))
                    .isEqualTo(fromFile.remove(List.of("name", "server")));
        }
    }

    @ParameterizedTest
    @EnumSource(TestApiServer.Compression.class)
    void compressedAnswersAreRead(TestApiServer.Compression compression) {
        for (Encoding encoding : Encoding.values()) {
            try (TestApiServer server =
                    TestApiServer.http().recorded().encoding(encoding).compress(compression)) {
                assertThat(audit(config(server, Map.of())).out()).contains("62 pods in 10 namespaces");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestPki.Client.class)
    void clientCertificatesArePresented(TestPki.Client client) {
        try (TestApiServer server =
                TestApiServer.https(TestPki.Server.TRUSTED).pods(clean()).requireClientCertificate()) {
            Kubeconfigs configs = Kubeconfigs.in(folder);
            Path config = configs.context("prod", server, configs.certificateFiles(client))
                    .write();
            Cli.Run run = audit(config);
            assertThat(run.exitCode()).isEqualTo(client == TestPki.Client.OF_OTHER_CA ? 3 : 0);
        }
    }

    /** What goes wrong, what is said of it, and that it never looks clean. */
    static Stream<Arguments> troubles() {
        return Stream.of(Encoding.values()).flatMap(ClusterTest::troubles);
    }

    private static Stream<Arguments> troubles(Encoding encoding) {
        return Stream.of(
                        trouble("401", server -> server.requireToken("another"), "401 Unauthorized"),
                        trouble(
                                "403",
                                server -> server.forbid(Request.any()),
                                "403 Forbidden: pods is forbidden: User \"nobody\""),
                        trouble(
                                "403, what to do",
                                server -> server.forbid(Request.any()),
                                "kubectl create clusterrole audit-ecr-ptc-list --verb=list,watch --resource=pods"),
                        trouble(
                                "anonymous",
                                server -> server.fault(Request.any(), Fault.recorded("anonymous-403.http")),
                                "without credentials that the server knows"),
                        trouble(
                                "404",
                                server -> server.fault(Request.any(), Fault.recorded("notfound-404.http")),
                                "404 Not Found"),
                        trouble(
                                "400",
                                server -> server.fault(Request.any(), Fault.recorded("bad-continue-400.http")),
                                "400: invalid continue token"),
                        trouble(
                                "HTML",
                                server -> server.fault(Request.any(), Fault.html()),
                                "not a Kubernetes API server, or a login page"),
                        trouble(
                                "empty",
                                server -> server.fault(Request.any(), Fault.empty()),
                                "not a list of Kubernetes objects"),
                        trouble(
                                "another kind",
                                server -> server.fault(Request.any(), Fault.otherKind("ServiceList")),
                                "of the kind 'ServiceList', not a PodList"),
                        trouble(
                                "Status with 200",
                                server -> server.fault(Request.any(), Fault.statusWith200()),
                                "of the kind 'Status', not a PodList"),
                        trouble("no pods", server -> server.pods(), "nothing to audit: no pod"))
                .map(trouble -> Arguments.of(encoding, trouble.get()[0], trouble.get()[1], trouble.get()[2]));
    }

    private static Arguments trouble(String name, Consumer<TestApiServer> trouble, String message) {
        return Arguments.of(name, trouble, message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("troubles")
    void aFaultIsOneLineThatSaysWhatAndWhere(
            Encoding encoding, String name, Consumer<TestApiServer> trouble, String message) {
        try (TestApiServer server =
                TestApiServer.https(TestPki.Server.TRUSTED).encoding(encoding).pods(clean())) {
            trouble.accept(server);
            Cli.Run run = audit(config(server, Kubeconfigs.token(TOKEN)), "--fail-on", "never");
            assertOneLine(run, server, message);
            assertThat(run.err() + run.out()).doesNotContain(TOKEN);
        }
    }

    private static void assertOneLine(Cli.Run run, TestApiServer server, String message) {
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("context prod (" + server.uri() + ")")
                .contains(message);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("INCOMPLETE");
    }

    /** Without TLS, whose handshake alone may take a busy machine that long. */
    @ParameterizedTest
    @EnumSource
    void aServerThatStallsIsWaitedForUntilTheRequestTimeout(Encoding encoding) {
        for (Fault stall : Fault.allThatStall()) {
            try (TestApiServer server =
                    TestApiServer.http().encoding(encoding).pods(clean()).fault(Request.any(), stall)) {
                Cli.Run run = audit(config(server, Map.of()), "--request-timeout", "1s", "--fail-on", "never");
                assertOneLine(run, server, "did not finish answering within --request-timeout, which is 1s");
            }
        }
    }

    @Test
    void throttlingAndServerFaultsAreWaitedFor() {
        try (TestApiServer server = TestApiServer.http()
                .pods(clean())
                .fault(Request.number(1), Fault.throttled(429, "0"))
                .fault(Request.number(2), Fault.gateway(502))
                .fault(Request.number(3), Fault.truncated())) {
            Cli.Run run = audit(config(server, Map.of()));
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void nobodyListening() {
        Path config;
        try (TestApiServer server = TestApiServer.http()) {
            config = config(server, Map.of());
        }
        Cli.Run run = audit(config);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("the connection was refused").contains("context prod (http://127.0.0.1:");
    }

    @Test
    void aNameThatNobodyKnows() {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED)) {
            Path config = Kubeconfigs.in(folder)
                    .context("prod", server, Kubeconfigs.token(TOKEN))
                    .cluster("prod", "server", "https://no-such-host.invalid:6443")
                    .write();
            Cli.Run run = audit(config);
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err())
                    .contains("the name of the server cannot be resolved", "kubeconfig, or --server, right?");
        }
    }

    @ParameterizedTest
    @EnumSource(TestPki.Server.class)
    void onlyTheClustersOwnAuthorityIsTrusted(TestPki.Server identity) {
        try (TestApiServer server = TestApiServer.https(identity).pods(clean())) {
            Cli.Run run = audit(config(server, Kubeconfigs.token(TOKEN)));
            String message = switch (identity) {
                case TRUSTED -> "";
                case OF_OTHER_CA, RSA -> "the server's certificate is not trusted: it was issued by CN=";
                case EXPIRED -> "the server's certificate expired: it was valid until ";
                case OF_OTHER_HOST -> "the server's certificate is for another host";
            };
            assertThat(run.err()).contains(message);
            assertThat(run.exitCode()).isEqualTo(identity == TestPki.Server.TRUSTED ? 0 : 3);
            if (identity != TestPki.Server.TRUSTED) {
                assertThat(server.requests())
                        .as("no token goes to a server that is not trusted")
                        .isEmpty();
            }
        }
    }

    @Test
    void insecureIsDoneAndToldOf() {
        try (TestApiServer server =
                TestApiServer.https(TestPki.Server.OF_OTHER_HOST).pods(clean())) {
            Path config = Kubeconfigs.in(folder)
                    .context("prod", server, Kubeconfigs.token(TOKEN))
                    .insecure("prod")
                    .write();
            Cli.Run run = audit(config);
            assertThat(run.exitCode()).isZero();
            assertThat(run.err()).contains("warning").contains("insecure-skip-tls-verify");
            assertThat(audit(config, "-q").err()).isEmpty();
        }
    }

    @Test
    void redirectsAreNotFollowed() {
        try (TestApiServer target = TestApiServer.http().pods(clean());
                TestApiServer server = TestApiServer.http().fault(Request.any(), Fault.redirect(target))) {
            Cli.Run run = audit(config(server, Map.of()));
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("redirects elsewhere");
            assertThat(target.requests()).isEmpty();
        }
    }

    @Test
    void impersonationIsSent() {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED).pods(clean())) {
            Path config = Kubeconfigs.in(folder)
                    .context("prod", server, Kubeconfigs.token(TOKEN))
                    .user("prod", "as", "auditor")
                    .user("prod", "as-groups", List.of("readers", "others"))
                    .write();
            assertThat(audit(config).exitCode()).isZero();
            assertThat(server.requests().get(0).header("impersonate-user")).isEqualTo("auditor");
            assertThat(server.requests().get(0).headers().get("impersonate-group"))
                    .containsExactly("readers", "others");
        }
    }

    @Test
    void whomTheCallImpersonatesGoesBeforeTheKubeconfig() {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED).pods(clean())) {
            Path config = Kubeconfigs.in(folder)
                    .context("prod", server, Kubeconfigs.token(TOKEN))
                    .user("prod", "as", "auditor")
                    .user("prod", "as-uid", "7")
                    .user("prod", "as-groups", List.of("readers"))
                    .write();
            assertThat(audit(config, "--as", "jane", "--as-group", "a", "--as-group", "b")
                            .exitCode())
                    .isZero();
            assertThat(server.requests()).isNotEmpty().allSatisfy(request -> {
                assertThat(request.header("impersonate-user")).isEqualTo("jane");
                assertThat(request.headers().get("impersonate-group")).containsExactly("a", "b");
                assertThat(request.header("impersonate-uid")).isEqualTo("7");
            });

            for (String[] wrong : List.of(
                    new String[] {"--as", " "},
                    new String[] {"--as-user-extra", "a"},
                    new String[] {"--as-uid", "a\u0000b"},
                    new String[] {"--as", "jane\nX-Evil: 1"},
                    new String[] {"--as", "jane", "--as-group", "é"})) {
                Cli.Run run = audit(config, wrong);
                assertThat(run.exitCode()).isEqualTo(2);
                assertThat(run.err()).contains("--as").hasLineCount(1);
            }
        }
    }

    @Test
    void withNamespacesOnlyThoseAreListed() {
        try (TestApiServer server = TestApiServer.http()
                .pods(pod("a", "p", CACHED), pod("b", "p", CACHED), pod("c", "p", "nginx"))
                .forbid(request -> request.path().equals("/api/v1/pods"))) {
            Path config = config(server, Map.of());
            Cli.Run run = audit(config, "-n", "b", "-n", "a");
            assertThat(run.exitCode()).isZero();
            assertThat(server.requests().stream()
                            .filter(request -> request.method().equals("GET"))
                            .map(Request::path))
                    .containsExactly("/api/v1/namespaces/a/pods", "/api/v1/namespaces/b/pods");
            assertThat(audit(config).err()).contains("or name namespaces that it may list with -n");
        }
    }

    @Test
    void aNamespaceThatDoesNotExistIsToldApartFromAnEmptyOne() {
        try (TestApiServer server =
                TestApiServer.http().pods(pod("a", "p", CACHED)).namespace("empty")) {
            Path config = config(server, Map.of());
            assertThat(audit(config, "-n", "a", "-n", "empty").exitCode()).isZero();
            Cli.Run typo = audit(config, "-n", "a", "-n", "typo");
            assertThat(typo.exitCode()).isEqualTo(3);
            assertThat(typo.err()).contains("there is no namespace typo; there are \"");
            Cli.Run empty = audit(config, "-n", "empty");
            assertThat(empty.exitCode()).isEqualTo(3);
            assertThat(empty.err()).contains("nothing to audit: no pod in namespace empty");
        }
    }

    /** The list of namespaces is a favour: whatever becomes of it, the error is there, and no second one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list      | there is no namespace prd; did you mean \"prod\"? there are ",
                "forbidden | there is no namespace prd",
                "html      | there is no namespace prd",
                "cut       | there is no namespace prd",
            })
    void anUnknownNamespaceIsAnsweredWithTheNearest(String answer, String message) {
        Predicate<Request> list = request -> request.path().equals("/api/v1/namespaces");
        try (TestApiServer server =
                TestApiServer.http().pods(pod("kube-system", "p", CACHED)).namespace("prod")) {
            switch (answer) {
                case "forbidden" -> server.forbid(list);
                case "html" -> server.fault(list, Fault.html());
                case "cut" -> server.fault(list, Fault.truncated());
                default -> {}
            }
            Cli.Run run = audit(config(server, Map.of()), "-n", "prd");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err().lines())
                    .singleElement()
                    .asString()
                    .contains(message)
                    .matches(line -> answer.equals("list") || line.endsWith(message));
            assertThat(server.requests().stream().filter(list)).hasSize(1);
            assertThat(audit(config(server, Map.of()), "-n", "prod").err()).contains("nothing to audit");
            assertThat(server.requests().stream().filter(list))
                    .as("only of a namespace that is not there")
                    .hasSize(1);
        }
    }

    @Test
    void theSelectorIsTheServersToApply() {
        try (TestApiServer server = TestApiServer.http().recorded()) {
            Cli.Run run = audit(config(server, Map.of()), "-l", "app.kubernetes.io/name=velero", "-o", "json");
            assertThat(server.requests().get(0).query("labelSelector")).isEqualTo("app.kubernetes.io/name=velero");
            assertThat(run.out()).contains("velero/velero:v1.15.0").doesNotContain("busybox");
        }
    }

    @Test
    void severalClustersEachWithItsOwnOutcome() throws IOException {
        try (TestApiServer direct = TestApiServer.http().pods(pod("n", "p", "nginx"));
                TestApiServer clean = TestApiServer.http().pods(clean());
                TestApiServer down = TestApiServer.http().fault(Request.any(), Fault.html())) {
            Path config = Kubeconfigs.in(folder)
                    .context("down", down)
                    .context("direct", direct)
                    .context("clean", clean)
                    .write();

            Cli.Run all = audit(config, "--all-contexts", "-o", "json");
            assertThat(all.exitCode()).isEqualTo(3);
            JsonNode clusters = clusters(all);
            assertThat(clusters.findValuesAsText("name")).contains("down", "direct", "clean");
            assertThat(clusters.at("/0/name").asText()).isEqualTo("down");
            assertThat(clusters.at("/0/complete").asBoolean()).isFalse();
            assertThat(clusters.at("/1/summary/direct").asInt()).isEqualTo(1);
            assertThat(clusters.at("/2/complete").asBoolean()).isTrue();

            Cli.Run two = audit(config, "--context", "clean", "--context", "direct");
            assertThat(two.exitCode()).isEqualTo(1);
            assertThat(two.out().indexOf("clean")).isLessThan(two.out().indexOf("direct  "));
            assertThat(two.out()).contains("ALL CLUSTERS");
            assertThat(audit(config, "--context", "clean").exitCode()).isZero();
        }
    }

    @Test
    void everyContextIsCheckedBeforeTheFirstRequest() {
        try (TestApiServer server = TestApiServer.http().pods(clean())) {
            Path config = config(server, Map.of());
            Cli.Run run = audit(config, "--context", "prod", "--context", "stag", "--context", "prood");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err().lines()).hasSize(2);
            assertThat(run.err()).contains("stag").contains("did you mean \"prod\"?");
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--context prod-*                                        | prod-eu prod-us",
                "--context prod-?? --context dev                         | prod-eu prod-us dev",
                "--context dev --context *                               | dev prod-eu prod-us a*",
                "--context a*                                            | a*",
                "--all-contexts --exclude-context prod-*                 | dev a*",
                "--all-contexts --exclude-context a* --exclude-context dev | prod-eu prod-us",
                "--context prod-* --exclude-context prod-us --token x    | prod-eu",
            })
    void contextsAreChosenByPatterns(String options, String names) throws IOException {
        try (TestApiServer server = TestApiServer.http().pods(clean())) {
            Cli.Run run = audit(fourContexts(server), (options + " -o json").split(" +"));
            assertThat(clusters(run).findValuesAsText("name")).containsSubsequence(names.split(" "));
            assertThat(clusters(run)).hasSize(names.split(" ").length);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--context stag*                        | --context \"stag*\" matches no context; there are \"dev\", \"prod",
                "--context dev --context stag*          | --context \"stag*\" matches no context",
                "--all-contexts --exclude-context stag* | --exclude-context \"stag*\" matches no context; there are",
                "--all-contexts --exclude-context pro   | --exclude-context \"pro\" matches no context; did you mean \"prod",
                "--all-contexts --exclude-context *     | --exclude-context leaves no context to audit",
                "--exclude-context dev                  | choose those with --all-contexts or --context",
                "--context prod-* --token x             | --token: for one cluster only",
            })
    void aPatternOfContextsThatCannotBeMeantIsRefused(String options, String message) throws IOException {
        try (TestApiServer server = TestApiServer.http().pods(clean())) {
            Cli.Run run = audit(fourContexts(server), options.split(" +"));
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains(message);
            assertThat(server.requests()).isEmpty();
        }
    }

    /** The same pods in both: what comes through the cache of one registry is exempt on the other, or looks like a mistake. */
    @Test
    void eachClusterIsJudgedByItsOwnRegistry() throws IOException {
        try (TestApiServer server = TestApiServer.http()
                .pods(pod("n", "cached", REGISTRY + "/quay/a/b:1"), pod("n", "direct", "quay.io/a/c:1"))) {
            Path config = Kubeconfigs.in(folder)
                    .context("eu", server)
                    .context("us-1", server)
                    .write();
            String us = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
            Cli.Run run = audit(config, "--all-contexts", "--registry", "us-*=" + us, "-o", "json");
            JsonNode report = new ObjectMapper().readTree(run.out());
            assertThat(report.get("registry").isNull()).isTrue();
            assertThat(report.get("time").asText()).isEqualTo("2026-11-21T12:00:00Z");
            assertThat(report.at("/clusters/0/registry").asText()).isEqualTo(REGISTRY);
            assertThat(report.at("/clusters/1/registry").asText()).isEqualTo(us);
            assertThat(report.at("/clusters").findValuesAsText("replacement"))
                    .contains(REGISTRY + "/quay/a/c:1", us + "/quay/a/c:1");
            assertThat(report.at("/clusters/0/summary/viaPtc").asInt()).isEqualTo(1);
            assertThat(report.at("/clusters/1/summary/viaPtc").asInt()).isZero();
            assertThat(report.at("/clusters/1/summary/exempt").asInt()).isEqualTo(1);
            assertThat(report.at("/hints")).hasSize(1);
            assertThat(report.at("/hints/0/cluster").asText()).isEqualTo("us-1");
            assertThat(report.at("/hints/0/text").asText()).contains("no image comes through " + us);
            assertThat(report.at("/clusters").findValuesAsText("outcome")).containsExactly("failed", "failed");

            for (String format : List.of("table", "wide", "markdown", "html", "junit")) {
                String text = audit(config, "--all-contexts", "--registry", "us-1=" + us, "-o", format)
                        .out();
                assertThat(text.replaceAll("\\\\([.-])", "$1"))
                        .as(format)
                        .containsPattern(Pattern.compile(
                                "\\beu\\b.*cache\\W.*" + REGISTRY + ".*\\bus-1\\b.*cache\\W.*" + us, Pattern.DOTALL));
            }

            String metrics = audit(config, "--all-contexts", "--registry", "us-1=" + us, "-o", "prometheus")
                    .out();
            assertThat(metrics)
                    .contains(
                            "{registry=\"" + REGISTRY + "\",cluster=\"eu\"",
                            "{registry=\"" + us + "\",cluster=\"us-1\"")
                    .doesNotContain("{registry=\"" + us + "\",cluster=\"eu\"");
        }
    }

    /** A rule of ghcr is missing where a cluster uses that tier, and in no other registry. */
    @Test
    void theRulesOfEachRegistryAreCheckedByTheDefinitionsOfItsClusters() throws IOException {
        try (TestApiServer server = TestApiServer.http().pods(clean())) {
            Path config = Kubeconfigs.in(folder)
                    .context("eu", server)
                    .context("us", server)
                    .write();
            String us = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
            Cli.Run run = new Cli()
                    .run(
                            "--kubeconfig",
                            config.toString(),
                            "--all-contexts",
                            "--cluster-definition",
                            "eu=" + definition("eu", "registry: " + REGISTRY + ", ghcr: {enabled: true}"),
                            "--cluster-definition",
                            "us=" + definition("us", "registry: " + us),
                            "--no-built-in-rules",
                            "--cache-rule",
                            "quay=quay.io",
                            "--cache-rule",
                            "k8s=registry.k8s.io",
                            "-o",
                            "json");
            JsonNode faults = new ObjectMapper().readTree(run.out()).get("ruleFaults");
            assertThat(faults).as(run.err()).hasSize(1);
            assertThat(faults.at("/0/change").asText()).contains("--region eu-west-1", "ghcr");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--registry eu=US                   | eu=EU | | the registry of eu is US in --registry eu, and EU in the cluster definition",
                "--registry *=EU --registry eu=US   | | | the registry of eu is EU in --registry *, and US in --registry eu; which is it?",
                "EU                                 | us=US | | the registry of us is EU in the call, and US in the cluster definition",
                "--registry eu=EU                   | | | nothing says which registry the cluster us is of",
                "                                   | eu=EU us=US | | 0",
                "                                   | eu=EU us=none | | 0",
                "--registry us=US                   | eu=EU us=none | | 0",
                "                                   | eu=EU us=US | other | 0",
                "--registry us=US                   | | EU | 0",
                "EU --registry us=US                | eu=EU us=US | | 0",
                "--registry uk=US EU                | | | no such context is audited; there are eu, us",
                "--registry uk*=US EU               | | | no such context is audited; there are eu, us",
                "--registry EU                      | | | write CONTEXT=HOST",
                "--registry eu=quay.io EU           | | | --registry eu=",
                "--registry eu=EU --registry eu=EU  | | | there is one already",
                "EU --registry us=US -o kustomize   | | | one kustomization cannot pull through EU and US",
                "EU --registry us=US -o admission-policy | | | one policy does not fit eu and us",
                "-o admission-policy                | eu=EU us=EU | | 0",
                "EU --registry us=US --cache-rules x | | | --cache-rules: this is of one registry",
            })
    void aRegistryThatCannotBeDecidedIsRefused(String call, String definitions, String variable, String expected)
            throws IOException {
        Map<String, String> hosts = Map.of("EU", REGISTRY, "US", "123456789012.dkr.ecr.us-east-1.amazonaws.com");
        UnaryOperator<String> spelled = text -> {
            String known = text;
            for (Map.Entry<String, String> host : hosts.entrySet()) {
                known = known.replaceAll("\\b" + host.getKey() + "\\b", host.getValue());
            }
            return known;
        };
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "p", "public.ecr.aws/x/y:1"))) {
            Path config = Kubeconfigs.in(folder)
                    .context("eu", server)
                    .context("us", server)
                    .write();
            List<String> args = new ArrayList<>(List.of("--kubeconfig", config.toString(), "--all-contexts"));
            if (call != null) {
                args.addAll(List.of(spelled.apply(call).split(" ")));
            }
            for (String each : definitions == null ? new String[0] : definitions.split(" ")) {
                String context = each.substring(0, 2);
                String host = spelled.apply(each.substring(3));
                args.add("--cluster-definition");
                args.add(context + "=" + definition(context, host.equals("none") ? "" : "registry: " + host));
            }
            Cli.Run run = new Cli()
                    .with("AUDIT_ECR_PTC_REGISTRY", variable == null ? "" : spelled.apply(variable))
                    .run(args.toArray(String[]::new));
            if (expected.equals("0")) {
                assertThat(run.exitCode()).as(run.err()).isZero();
            } else {
                assertThat(run.exitCode()).isEqualTo(2);
                assertThat(run.err()).contains(spelled.apply(expected));
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    private Path definition(String name, String block) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"), "spec: {ecr_pull_through_cache: {enabled: true, " + block + "}}\n");
    }

    private Path fourContexts(TestApiServer server) throws IOException {
        return Kubeconfigs.in(folder)
                .context("dev", server)
                .context("prod-eu", server)
                .context("prod-us", server)
                .context("a*", server)
                .write();
    }

    @Test
    void theWholeRunEndsAtItsTimeout() {
        try (TestApiServer server = TestApiServer.http().pods(clean()).fault(Request.any(), Fault.stall())) {
            Cli.Run run = audit(config(server, Map.of()), "--timeout", "500ms");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("the whole audit's --timeout of 500ms");
        }
    }

    @Test
    void aRequestWithoutALimitIsWaitedForUntilTheWholeRunEnds() {
        try (TestApiServer server = TestApiServer.http().pods(clean()).fault(Request.number(1), Fault.stall())) {
            Cli.Run run = audit(config(server, Map.of()), "--request-timeout", "0", "--timeout", "500ms");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("the whole audit's --timeout of 500ms");
        }
        try (TestApiServer server = TestApiServer.http().pods(clean())) {
            assertThat(audit(config(server, Map.of()), "--request-timeout", "0").exitCode())
                    .isZero();
        }
    }

    @Test
    void podTemplatesAreListedWhenAskedFor() throws IOException {
        try (TestApiServer server = TestApiServer.http().recorded()) {
            Path config = config(server, Map.of());
            assertThat(clusters(audit(config, "-o", "json")).at("/0/templates").asInt())
                    .isZero();
            JsonNode cluster =
                    clusters(audit(config, "-o", "json", "--pod-templates")).get(0);
            assertThat(cluster.get("templates").asInt()).isPositive();
            assertThat(cluster.get("images"))
                    .as("a use that only a template says")
                    .anySatisfy(image ->
                            assertThat(image.at("/usedBy/0/pods").asInt()).isZero());
            assertThat(server.requests().stream().map(Request::path))
                    .contains("/apis/apps/v1/deployments", "/apis/batch/v1/cronjobs", "/api/v1/replicationcontrollers");
        }
    }

    @Test
    void pullErrorsAreToldAndFailOnlyWhenAskedTo() throws IOException {
        String waiting = """
                kind: Pod
                metadata: {name: p, namespace: n}
                spec: {containers: [{name: c, image: %s}, {name: d, image: public.ecr.aws/x/y}]}
                status:
                  containerStatuses:
                  - {name: c, state: {waiting: {reason: ImagePullBackOff, message: "not authorized"}}}
                  - {name: d, state: {waiting: {reason: ImagePullBackOff, message: "of no cache"}}}
                """.formatted(CACHED);
        Cli.Run run = new Cli().in(waiting).run(REGISTRY, "-f", "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("PULL ERRORS")
                .contains("ImagePullBackOff: not authorized")
                .doesNotContain("of no cache");
        assertThat(new Cli()
                        .in(waiting)
                        .run(REGISTRY, "-f", "-", "--fail-on", "never,pull-errors")
                        .exitCode())
                .isEqualTo(1);
        JsonNode error = clusters(new Cli().in(waiting).run(REGISTRY, "-f", "-", "-o", "json"))
                .at("/0/pullErrors/0");
        assertThat(error.get("reason").asText()).isEqualTo("ImagePullBackOff");
        assertThat(error.get("pods").asInt()).isEqualTo(1);
    }

    @Test
    void aPodThatDiffersFromItsTemplateIsExplained() {
        Cli.Run run = new Cli().in("""
                kind: Deployment
                metadata: {name: web, namespace: n, labels: {helm.toolkit.fluxcd.io/name: web, helm.toolkit.fluxcd.io/namespace: flux}}
                spec: {template: {spec: {containers: [{name: c, image: nginx:2}]}}}
                ---
                kind: ReplicaSet
                metadata: {name: web-1, namespace: n, ownerReferences: [{kind: Deployment, name: web, controller: true}]}
                spec: {template: {spec: {containers: [{name: c, image: nginx:1}]}}}
                ---
                kind: Pod
                metadata:
                  name: web-1-x
                  namespace: n
                  labels: {pod-template-hash: "1"}
                  ownerReferences: [{kind: ReplicaSet, name: web-1, controller: true}]
                spec: {containers: [{name: c, image: nginx:1}]}
                """).run(REGISTRY, "-f", "-");
        assertThat(run.out())
                .contains("DRIFT")
                .contains("old: made from an earlier template")
                .contains("by HelmRelease flux/web");
    }
}

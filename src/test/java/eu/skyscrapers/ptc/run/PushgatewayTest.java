package eu.skyscrapers.ptc.run;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.cli.Cli;
import eu.skyscrapers.ptc.report.ExpositionText;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Pushgateway gets, and what a user gets to see when it does not take it. */
class PushgatewayTest {
    /** Written so on Windows too, where it would be shown with other separators. */
    private static final String PODS =
            Cli.recording("kubectl-get-pods.json").toString().replace(File.separatorChar, '/');

    private static final String ARN = "arn:aws:eks:eu-west-1:111122223333:cluster/production";
    private static final String SECRET = "s3cr3t";
    private static final String PREFIX = "/metrics/job/audit-ecr-ptc/";

    private record Push(String method, String path, String type, String authorization, String body) {
        /** As the Pushgateway reads it. */
        String cluster() {
            String key = path.substring(PREFIX.length());
            String value = key.substring(key.indexOf('/') + 1);
            return key.startsWith("cluster@base64/")
                    ? new String(Base64.getUrlDecoder().decode(value.equals("=") ? "" : value), UTF_8)
                    : value;
        }
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final List<Push> pushes = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private Answer answer = status(200, "");

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            pushes.add(new Push(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            answer.to(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static Answer status(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private Cli.Run audit(String url, String... more) {
        return new Cli()
                .run(Stream.concat(Stream.of(REGISTRY, "-f", PODS, "--pushgateway", url), Stream.of(more))
                        .toArray(String[]::new));
    }

    private Cli.Run auditOfTwo(String url, String... more) {
        try (TestApiServer one = TestApiServer.http().pods(pod("n", "a", "nginx"));
                TestApiServer two = TestApiServer.http()
                        .pods(pod("n", "a", "public.ecr.aws/x/y"))
                        .forbid(Request.any())) {
            Path config = Kubeconfigs.in(folder)
                    .context(ARN, one)
                    .context("staging", two)
                    .write();
            return new Cli()
                    .run(Stream.concat(
                                    Stream.of(
                                            REGISTRY,
                                            "--kubeconfig",
                                            config.toString(),
                                            "--all-contexts",
                                            "--pushgateway",
                                            url),
                                    Stream.of(more))
                            .toArray(String[]::new));
        }
    }

    private static void assertHoldsNoSecret(Cli.Run run) {
        assertThat(run.out() + run.err())
                .doesNotContain(SECRET)
                .doesNotContain(Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(UTF_8)));
    }

    /** Asks with a time limit that a test can wait for. */
    private String push(Duration limit, String... clusters) {
        StringBuilder errors = new StringBuilder();
        List<ClusterResult> results = Stream.of(clusters)
                .map(name -> new ClusterResult(
                        name,
                        null,
                        Cli.REGISTRY,
                        List.of(),
                        1,
                        0,
                        PassedOver.NONE,
                        List.of(),
                        List.of(),
                        List.of(),
                        Nodes.NONE))
                .toList();
        AuditResult result = new AuditResult(
                FailOn.DIRECT,
                Set.of(),
                results,
                Review.NONE,
                List.of(),
                new AuditRun(Instant.EPOCH, Duration.ofSeconds(1)));
        boolean pushed = new Pushgateway(URI.create("http://" + host()), null, limit)
                .push(result, "1.0", (error, cause) -> errors.append(error).append('\n'));
        assertThat(pushed).isEqualTo(errors.isEmpty());
        return errors.toString();
    }

    @Test
    void getsTheMetricsAfterTheReports() {
        Cli.Run run = audit("http://" + host());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("FAILED: 11 unexpected images");
        assertThat(pushes).singleElement().satisfies(push -> {
            assertThat(push.method()).isEqualTo("PUT");
            assertThat(push.type()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(push.authorization()).isNull();
            assertThat(push.path()).startsWith(PREFIX + "cluster@base64/");
            assertThat(push.cluster()).isEqualTo(PODS);
            assertThat(push.body())
                    .isEqualTo(new Cli()
                            .run(REGISTRY, "-f", PODS, "-o", "prometheus")
                            .out());
            assertThat(ExpositionText.parse(push.body()).sum("audit_ecr_ptc_images", "verdict", "direct"))
                    .isEqualTo(12);
        });
    }

    @Test
    void getsAGroupForEachClusterAlsoForOneThatCouldNotBeRead() {
        Cli.Run run = auditOfTwo("http://" + host() + "/prefix/");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(pushes)
                .extracting(push -> push.path().replace("/prefix", ""))
                .hasSize(2);
        assertThat(pushes).allMatch(push -> push.path().startsWith("/prefix" + PREFIX));
        List<String> keys = pushes.stream()
                .map(push -> push.path().substring(("/prefix" + PREFIX).length()))
                .toList();
        assertThat(keys.get(0)).isEqualTo("cluster@base64/" + base64(ARN));
        assertThat(keys.get(1)).isEqualTo("cluster/staging");
        ExpositionText first = ExpositionText.parse(pushes.get(0).body());
        ExpositionText second = ExpositionText.parse(pushes.get(1).body());
        assertThat(first.of("audit_ecr_ptc_complete")).singleElement().satisfies(sample -> {
            assertThat(sample.labels()).containsEntry("cluster", ARN);
            assertThat(sample.value()).isEqualTo(1);
        });
        assertThat(second.of("audit_ecr_ptc_complete")).singleElement().satisfies(sample -> {
            assertThat(sample.labels()).containsEntry("cluster", "staging");
            assertThat(sample.value()).isZero();
        });
        assertThat(first.sum("audit_ecr_ptc_exit_code")).isEqualTo(3);
        assertThat(second.sum("audit_ecr_ptc_exit_code")).isEqualTo(3);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "staging",
                "a.b-c_D9",
                "",
                " ",
                "..",
                ".",
                ".hidden",
                "a/b",
                "a b",
                "a%2Fb",
                "a@b",
                "a?b#c",
                "ü",
                "😀",
                ARN,
                "a+b"
            })
    void findsTheNameOfTheClusterInThePath(String name) {
        assertThat(push(Duration.ofSeconds(10), name)).isEmpty();
        assertThat(pushes).singleElement().satisfies(push -> {
            assertThat(push.path()).startsWith(PREFIX + "cluster").doesNotEndWith("/");
            assertThat(push.path().substring(PREFIX.length())).matches("cluster(?:@base64)?/[A-Za-z0-9._=-]+");
            assertThat(push.cluster()).isEqualTo(name);
            assertThat(ExpositionText.parse(push.body()).of("audit_ecr_ptc_pods"))
                    .singleElement()
                    .satisfies(sample -> assertThat(sample.labels().getOrDefault("cluster", ""))
                            .isEqualTo(name));
        });
    }

    @Test
    void getsTheCredentialsOfTheUrl() {
        assertThat(audit("http://user:" + SECRET + "%2F%40@" + host()).exitCode())
                .isEqualTo(1);
        assertThat(pushes)
                .extracting(Push::authorization)
                .containsExactly(
                        "Basic " + Base64.getEncoder().encodeToString(("user:" + SECRET + "/@").getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | it answered 400; the server's log may say more",
                "401 | it answered 401; check the user and the password in the URL",
                "403 | it answered 403; check the user and the password in the URL",
                "404 | it answered 404; check that this is a Pushgateway, and that the URL has the path it is under",
                "407 | it answered 407; the server's log may say more",
                "500 | it answered 500; the server's log may say more",
                "503 | it answered 503; the server's log may say more",
            })
    void aRefusalIsOneLineAndMakesTheExitCode3(int status, String message) {
        answer =
                exchange -> status(status, "no: " + exchange.getRequestHeaders().getFirst("Authorization"))
                        .to(exchange);
        Cli.Run run = audit("http://user:" + SECRET + "@" + host(), "-v");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("FAILED: 11 unexpected images");
        assertThat(run.err())
                .isEqualTo("audit-ecr-ptc: error: the metrics of " + PODS + " could not be pushed to http://" + host()
                        + ": " + message + "\n");
        assertHoldsNoSecret(run);
    }

    @Test
    void aRefusalOfTheServerIsQuotedWhereNoPasswordWasSent() {
        answer = status(400, "pushed metrics are\ninvalid ##[error]" + "x".repeat(5000));
        Cli.Run run = audit("http://" + host());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains(": it answered 400: pushed metrics are\\ninvalid #\\u0023[error]xxx")
                .hasSizeLessThan(700);
        answer = status(401, "");
        assertThat(audit("http://" + host()).err()).contains("401; name a user and password: http://USER:PASSWORD@");
    }

    @Test
    void aRefusalForOneClusterIsNoneForTheOther() {
        answer = exchange -> status(exchange.getRequestURI().getPath().contains("staging") ? 200 : 500, "")
                .to(exchange);
        assertThat(push(Duration.ofSeconds(10), "production", "staging").lines())
                .singleElement()
                .asString()
                .contains("the metrics of production could not be pushed");
        assertThat(pushes).extracting(Push::cluster).containsExactly("production", "staging");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        answer = exchange -> {
            exchange.getResponseHeaders().add("Location", "http://" + host() + "/elsewhere");
            status(status, "").to(exchange);
        };
        Cli.Run run = audit("http://user:" + SECRET + "@" + host(), "-v");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("it answered " + status + ", a redirect, which is not followed; name the address");
        assertThat(pushes).hasSize(1);
        assertHoldsNoSecret(run);
    }

    @Test
    void aServerThatIsNotThereIsOneLine() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        for (String option : List.of("-v", "-q")) {
            Cli.Run run = auditOfTwo("http://user:" + SECRET + "@127.0.0.1:" + port, option);
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).contains("ALL CLUSTERS");
            assertThat(run.err().lines().filter(line -> line.contains("pushed")))
                    .singleElement()
                    .asString()
                    .endsWith("could not be pushed to http://127.0.0.1:" + port
                            + ": the connection was refused, or no way"
                            + " leads there; check the address and the port; not tried for 1 more");
            assertHoldsNoSecret(run);
        }
        Cli.Run unknown = audit("http://user:" + SECRET + "@no-such-host.invalid:9091", "-v");
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.err()).contains("http://no-such-host.invalid:9091: the host is not known; check its name");
        assertHoldsNoSecret(unknown);
    }

    /** Before its answer, and in the middle of it, when the request's own time limit is over. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerThatDoesNotAnswerIsNotWaitedFor(boolean half) {
        answer = exchange -> {
            try {
                if (half) {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                }
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        assertThat(push(Duration.ofMillis(1500), "a", "b", "c").lines())
                .singleElement()
                .asString()
                .contains("the metrics of a could not be pushed to http://" + host() + ": no answer within 1 s; check")
                .endsWith("; not tried for 2 more");
        assertThat(pushes).hasSize(1);
    }

    @Test
    void aServerThatHangsUpIsNamed() {
        answer = HttpExchange::close;
        assertThat(push(Duration.ofSeconds(10), "a").lines())
                .singleElement()
                .asString()
                .startsWith("the metrics of a could not be pushed to http://" + host() + ": ")
                .endsWith("; check the address and the port");
    }

    @Test
    void aServerWhoseCertificateNobodyTrustsIsNamed() {
        try (TestApiServer untrusted = TestApiServer.https(TestPki.Server.TRUSTED)) {
            String address = "127.0.0.1:" + untrusted.port();
            Cli.Run run = audit("https://user:" + SECRET + "@" + address, "-v");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err())
                    .contains("could not be pushed to https://" + address + ": no TLS connection: ")
                    .contains("; check that it speaks https, with a certificate that this Java trusts\n");
            assertThat(untrusted.requests()).isEmpty();
            assertHoldsNoSecret(run);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user:s3cr3t@gateway:9091            | starts with neither http:// nor https://; write http://HOST:PORT",
                "''                                  | starts with neither http:// nor https://",
                "ftp://user:s3cr3t@gateway           | starts with neither http:// nor https://",
                "http://                             | this is not a URL",
                "http://user:s3cr3t@push gateway/    | this is not a URL; write http://HOST:PORT, with special characters",
                "http://user:s3cr3t#x@gateway:9091   | has no valid host name",
                "http://user:s3cr3t@push_gateway     | has no valid host name",
                "http://user:s3cr3t@gateway:0        | has a port that does not exist: 0",
                "http://user:s3cr3t@gateway:65536    | has a port that does not exist: 65536",
                "http://gateway:9091/?x=s3cr3t       | has a query or fragment",
                "http://gateway:9091/#s3cr3t         | has a query or fragment",
                "http://gateway/metrics/job/s3cr3t   | leave out /metrics/job and the rest",
            })
    void aWrongUrlIsToldBeforeTheAuditAndWithoutItsPassword(String url, String message) {
        Cli.Run run = audit(url, "-v");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().findFirst().orElseThrow())
                .startsWith("audit-ecr-ptc: error: --pushgateway: ")
                .contains(message);
        assertHoldsNoSecret(run);
    }

    /** Where the option is misspelt or left out, its value is the program's to keep all the same. */
    @Test
    void aMisplacedUrlIsToldWithoutItsPassword() {
        String url = "http://user:" + SECRET + "@gateway:9091";
        String odd = "http://user:" + SECRET + "@ '" + SECRET + "@gateway";
        for (String[] call : new String[][] {
            {"--pushgatway=" + url},
            {"--pushgatway=" + odd},
            {"--pushgatway", url},
            {url},
            {odd},
            {"--pushgateway", "http://gateway", url, odd}
        }) {
            List<String> arguments = new ArrayList<>(List.of(REGISTRY, "-f", "-", "-v"));
            arguments.addAll(List.of(call));
            Cli.Run run = new Cli().run(arguments.toArray(String[]::new));
            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertHoldsNoSecret(run);
        }
        assertThat(new Cli().run(REGISTRY, "--pushgatway=" + url).err())
                .contains("Unknown option: '--pushgatway***'; did you mean --pushgateway?");
    }

    /** As a Secret's file or a variable of CI has it, with a line break at its end. */
    @Test
    void theUrlMayStandInTheEnvironment() {
        Cli.Run run = new Cli()
                .with("AUDIT_ECR_PTC_PUSHGATEWAY", "http://user:" + SECRET + "@" + host() + "\n")
                .run(REGISTRY, "-f", PODS, "-v");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(pushes)
                .extracting(Push::authorization)
                .containsExactly("Basic " + Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(UTF_8)));
        assertHoldsNoSecret(run);
    }

    @Test
    void theCallComesBeforeTheEnvironment() {
        Cli.Run run = new Cli()
                .with("AUDIT_ECR_PTC_PUSHGATEWAY", "no url: " + SECRET)
                .run(REGISTRY, "-f", PODS, "--pushgateway", "http://" + host());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(pushes).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void anEmptyVariableIsNone(String nothing) {
        Cli.Run run = new Cli().with("AUDIT_ECR_PTC_PUSHGATEWAY", nothing).run(REGISTRY, "-f", PODS);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(pushes).isEmpty();
    }

    @Test
    void aWrongUrlInTheEnvironmentIsToldByTheNameOfTheVariable() {
        Cli.Run run = new Cli()
                .with("AUDIT_ECR_PTC_PUSHGATEWAY", "user:" + SECRET + "@gateway:9091")
                .run(REGISTRY, "-f", PODS);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("audit-ecr-ptc: error: AUDIT_ECR_PTC_PUSHGATEWAY: the URL starts with neither http:// nor"
                        + " https://; write http://HOST:PORT\n");
    }

    @Test
    void oneUrlIsEnough() {
        Cli.Run run = audit("http://user:" + SECRET + "@" + host(), "--pushgateway", "http://" + host());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--pushgateway: one is enough, and these are 2");
        assertThat(pushes).isEmpty();
        assertHoldsNoSecret(run);
    }

    @Test
    void nothingIsPushedWhereTheCallIsWrong() {
        assertThat(audit("http://" + host(), "-f", "/no/such/file").exitCode()).isEqualTo(2);
        assertThat(audit("http://" + host(), "--only", "none").exitCode()).isEqualTo(2);
        assertThat(pushes).isEmpty();
    }

    @Test
    void isPushedToWhenAReportCannotBeWritten() {
        Cli.Run run =
                audit("http://" + host(), "-o", "json=" + folder.resolve("none").resolve("report"));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("its folder does not exist");
        assertThat(pushes).hasSize(1);
    }
}

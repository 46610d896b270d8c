package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.api.server.TestApiServer.Compression;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Other tests believe the server: it answers as the recorded one did, and its faults are what they are called. */
class TestApiServerTest {
    private static final String PODS = "/api/v1/pods";

    private final HttpClient client = LoopbackServer.client();
    private final TestApiServer server = TestApiServer.http().recorded();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void pagesAreTheRecordedBytes() throws Exception {
        String path = PODS + "?limit=25";
        String token = "";
        for (int page = 1; page <= 3; page++) {
            HttpResponse<byte[]> answer = get(path + (token.isEmpty() ? "" : "&continue=" + token));

            assertThat(answer.body()).asString(UTF_8).isEqualTo(recorded("pods-page-" + page + ".json"));
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
            token = json(answer).at("/metadata/continue").asText();
        }
        assertThat(token).isEmpty();
        assertThat(server.requests()).extracting(Request::isContinued).containsExactly(false, true, true);
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1, deployments",
        "apps/v1, statefulsets",
        "apps/v1, daemonsets",
        "batch/v1, cronjobs",
        "batch/v1, jobs"
    })
    void workloadsAreTheRecordedBytes(String group, String plural) throws Exception {
        assertThat(text(get("/apis/" + group + "/" + plural))).isEqualTo(recorded(plural + ".json"));
    }

    @Test
    void whatKubectlPrintedIsServedAsItems() throws Exception {
        List<ApiObject> printed = Recordings.items("kubectl-get-pods.json");
        try (TestApiServer other = TestApiServer.http().objects(Resource.PODS, printed)) {
            JsonNode items = json(get(other.uri() + PODS)).path("items");

            assertThat(items).hasSize(62).noneMatch(item -> item.has("kind") || item.has("apiVersion"));
        }
    }

    @Test
    void namespaceAndLabelsNarrow() throws Exception {
        JsonNode velero = json(get("/api/v1/namespaces/velero/pods"));
        JsonNode labelled = json(get(PODS + "?limit=1&labelSelector=app.kubernetes.io%2Fname%3Dcert-manager"));

        assertThat(velero.path("items"))
                .isNotEmpty()
                .allMatch(item -> item.at("/metadata/namespace").asText().equals("velero"));
        assertThat(labelled.at("/metadata/continue").asText()).isNotEmpty();
        assertThat(labelled.path("metadata").has("remainingItemCount")).isFalse();
        assertThat(json(get("/api/v1/namespaces/nowhere/pods")).path("items")).isEmpty();
        assertThat(get("/api/v1/namespaces/velero").statusCode()).isEqualTo(200);
        assertThat(json(get("/api/v1/namespaces/nowhere")).path("message").asText())
                .isEqualTo("namespaces \"nowhere\" not found");
    }

    @Test
    void failuresAreTheRecordedBytes() throws Exception {
        String token = json(get(PODS + "?limit=25")).at("/metadata/continue").asText();
        assertFailure("notfound-404.http", get("/apis/example.com/v1/pods"));
        assertFailure("bad-continue-400.http", get(PODS + "?continue=nonsense"));

        server.compact();
        assertFailure("expired-410.http", get(PODS + "?limit=25&continue=" + token));

        server.forbid(Request.path(PODS));
        assertFailure("forbidden-403.http", get(PODS));

        server.requireToken("right");
        assertFailure("anonymous-403.http", get(PODS));
        assertFailure("unauthorized-401.http", get(PODS, "Authorization", "Bearer wrong"));
    }

    @Test
    void listKeepsItsSnapshotUntilItIsCompacted() throws Exception {
        String token = json(get(PODS + "?limit=61")).at("/metadata/continue").asText();
        server.put(ApiObject.pod("zoo", "zebra", "docker.io/acme/zebra:1"));

        assertThat(json(get(PODS + "?continue=" + token)).path("items")).hasSize(1);

        server.compact();
        String newer =
                json(get(PODS + "?continue=" + token)).at("/metadata/continue").asText();
        assertThat(json(get(PODS + "?continue=" + newer)).path("items")).hasSize(2);
    }

    @Test
    void compressesWhatIsLarge() throws Exception {
        HttpResponse<byte[]> small = get(PODS + "?limit=25", "Accept-Encoding", "gzip");
        HttpResponse<byte[]> notWanted = get(PODS);
        HttpResponse<byte[]> large = get(PODS, "Accept-Encoding", "gzip");
        server.compress(Compression.NEVER);
        HttpResponse<byte[]> never = get(PODS, "Accept-Encoding", "gzip");
        server.compress(Compression.ALWAYS);
        HttpResponse<byte[]> always = get(PODS + "?limit=1", "Accept-Encoding", "gzip");

        assertThat(List.of(small, notWanted, large, never, always))
                .extracting(answer ->
                        answer.headers().firstValue("content-encoding").orElse("-"))
                .containsExactly("-", "-", "gzip", "-", "gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(large.body())).readAllBytes())
                .isEqualTo(notWanted.body());
    }

    @Test
    void watchTellsWhatHappenedAndWhatHappens() throws Exception {
        server.delete("team-shop", "typo");
        try (BufferedReader lines = watch("329")) {
            Watch watch = server.nextWatch();
            server.put(ApiObject.pod("team-shop", "late", "ghcr.io/acme/late:1"));
            server.put(ApiObject.pod("team-shop", "late", "ghcr.io/acme/late:2"));
            watch.bookmark(369).end();

            assertThat(lines.lines().map(TestApiServerTest::event))
                    .containsExactly("DELETED typo 330", "ADDED late 331", "MODIFIED late 332", "BOOKMARK  369");
            assertThat(watch.request().query("resourceVersion")).isEqualTo("329");
        }
    }

    @Test
    void watchExpires() throws Exception {
        server.compact();
        try (BufferedReader lines = watch("329")) {
            JsonNode event = Json.read(lines.readLine().getBytes(UTF_8));

            assertThat(event.path("type").asText()).isEqualTo("ERROR");
            assertThat(event.at("/object/code").asInt()).isEqualTo(410);
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void watchIsCut() throws Exception {
        try (BufferedReader lines = watch("329")) {
            server.nextWatch().say("{\"type\":").cut();

            assertThatThrownBy(lines::readLine).isInstanceOf(IOException.class);
        }
    }

    @Test
    void watchEndsWithTheServer() throws Exception {
        try (BufferedReader lines = watch("329")) {
            server.close();

            assertThatThrownBy(lines::readLine).isInstanceOf(IOException.class);
        }
    }

    /** What a client gets to see of each fault, as one word. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unauthorized-401.http         | 401 Status
            forbidden-403.http            | 403 Status
            notfound-404.http             | 404 Status
            bad-continue-400.http         | 400 Status
            expired-410.http              | 410 Status
            410 without a token           | 410 Status
            429 Retry-After 1             | 429 no JSON
            503 Retry-After 1             | 503 Status
            500 Status                    | 500 Status
            504 Status                    | 504 Status
            502 HTML                      | 502 no JSON
            503 HTML                      | 503 no JSON
            200 HTML                      | 200 no JSON
            200 empty                     | 200 nothing
            200 Status                    | 200 Status
            200 ServiceList               | 200 ServiceList
            truncated body                | 200 no JSON
            shorter than Content-Length   | broken
            cut between chunks            | broken
            no answer                     | broken
            damaged gzip                  | 200 no JSON
            short gzip                    | 200 no JSON
            content type text/plain       | 200 PodList
            content type of the other encoding | 200 PodList
            """)
    void faultsAreWhatTheyAreCalled(String name, String seen) throws Exception {
        server.fault(Request.any(), fault(name));

        assertThat(seen(PODS)).isEqualTo(seen);
    }

    @Test
    void everyFaultIsTested() {
        assertThat(Fault.allThatEnd()).hasSize(25).extracting(Fault::name).doesNotHaveDuplicates();
    }

    private static Fault fault(String name) {
        return Fault.allThatEnd().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("stalls")
    void stallsEndWithTheServer(Fault stall) throws Exception {
        server.fault(Request.any(), stall);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(server.uri() + PODS), BodyHandlers.ofByteArray());
        while (server.requests().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(answer).isNotDone();

        server.close();

        assertThat(answer).failsWithin(Duration.ofSeconds(60));
    }

    private static List<Fault> stalls() {
        return Fault.allThatStall();
    }

    @Test
    void faultsMeetTheRequestsTheyAreMeantFor() throws Exception {
        server.fault(Request.number(2), Fault.serverError(500))
                .fault(Request.first(2, Request.path("/api/v1/namespaces/velero")), Fault.throttled(429, "7"));

        assertThat(statuses(PODS, PODS, PODS)).containsExactly(200, 500, 200);
        assertThat(get("/api/v1/namespaces/velero").headers().firstValue("retry-after"))
                .contains("7");
        assertThat(statuses("/api/v1/namespaces/velero", "/api/v1/namespaces/velero"))
                .containsExactly(429, 200);
    }

    @Test
    void redirectNamesTheSamePathElsewhere() throws Exception {
        try (TestApiServer other = TestApiServer.http()) {
            server.fault(Request.any(), Fault.redirect(other));

            HttpResponse<byte[]> answer = get(PODS + "?limit=25");

            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("location")).contains(other.uri() + PODS + "?limit=25");
        }
    }

    @Test
    void whatTheServerCannotDoFailsTheTest() throws Exception {
        TestApiServer other = TestApiServer.http().recorded();

        assertThatThrownBy(() -> get(other.uri() + PODS + "?fieldSelector=spec.nodeName%3Da"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(other::close).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA", "EC"})
    void clientCertificatesAreJudged(TestPki.Client who) throws Exception {
        try (TestApiServer tls =
                TestApiServer.https(TestPki.Server.TRUSTED).recorded().requireClientCertificate()) {
            assertThat(status(tls, who)).isEqualTo(200);
            assertThat(status(tls)).isEqualTo(403);
            // The JDK's client keeps a certificate back whose authority the server does not name.
            assertThat(status(tls, TestPki.Client.OF_OTHER_CA)).isEqualTo(403);
            assertThat(tls.requests())
                    .extracting(request -> request.clientCertificate().isPresent())
                    .containsExactly(true, false, false);
        }
    }

    @Test
    void onlyTheTrustedServerIsTrusted() throws Exception {
        for (TestPki.Server identity : TestPki.Server.values()) {
            try (TestApiServer tls = TestApiServer.https(identity).recorded()) {
                if (identity == TestPki.Server.TRUSTED) {
                    assertThat(status(tls)).isEqualTo(200);
                } else {
                    assertThatThrownBy(() -> status(tls)).as(identity.name()).isInstanceOf(SSLHandshakeException.class);
                }
            }
        }
    }

    private static void assertFailure(String recording, HttpResponse<byte[]> answer) {
        String[] head = recorded(recording).split("\r\n\r\n", 2);
        assertThat(text(answer)).as(recording).isEqualTo(head[1]);
        assertThat(head[0]).startsWith("HTTP/2 " + answer.statusCode() + " ");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }

    /** Status and kind of an answer. */
    private String seen(String path) throws Exception {
        HttpResponse<byte[]> answer;
        try {
            answer = get(path);
        } catch (IOException e) {
            return "broken";
        }
        try (InputStream body = new ByteArrayInputStream(answer.body())) {
            boolean gzip = answer.headers().firstValue("content-encoding").isPresent();
            JsonNode json = Json.MAPPER.readTree(gzip ? new GZIPInputStream(body) : body);
            return answer.statusCode() + " "
                    + (json.isMissingNode() ? "nothing" : json.path("kind").asText());
        } catch (IOException e) {
            return answer.statusCode() + " no JSON";
        }
    }

    private List<Integer> statuses(String... paths) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (String path : paths) {
            statuses.add(get(path).statusCode());
        }
        return statuses;
    }

    private static int status(TestApiServer tls, TestPki.Client... who) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(TestPki.context(who)).build();
        return client.send(request(tls.uri() + PODS), BodyHandlers.discarding()).statusCode();
    }

    private BufferedReader watch(String resourceVersion) throws Exception {
        HttpRequest request = request(server.uri() + PODS + "?watch=true&resourceVersion=" + resourceVersion);
        return new BufferedReader(new InputStreamReader(
                client.send(request, BodyHandlers.ofInputStream()).body(), UTF_8));
    }

    private static String event(String line) {
        JsonNode event = Json.read(line.getBytes(UTF_8));
        JsonNode metadata = event.at("/object/metadata");
        return event.path("type").asText() + " " + metadata.path("name").asText() + " "
                + metadata.path("resourceVersion").asText();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        String uri = path.startsWith("/") ? server.uri() + path : path;
        return client.send(request(uri, headers), BodyHandlers.ofByteArray());
    }

    private static HttpRequest request(String uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        return Json.read(answer.body());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static String recorded(String file) {
        return new String(Recordings.bytes(file), UTF_8);
    }
}

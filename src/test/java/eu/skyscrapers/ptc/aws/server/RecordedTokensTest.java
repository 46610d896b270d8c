package eu.skyscrapers.ptc.aws.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.LoopbackServer;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that the real {@code aws eks get-token} made are taken, and no others. */
class RecordedTokensTest {
    /** The key of AWS's documentation. */
    static final String ID = "AKIAIOSFODNN7EXAMPLE";

    static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private static final String PREFIX = "k8s-aws-v1.";

    /** A line of the file. */
    record Recorded(String cluster, String region, String session, Instant time, String token) {
        private static Recorded of(String line) {
            JsonNode json = Json.read(line.getBytes(UTF_8));
            return new Recorded(
                    json.path("cluster").asText(),
                    json.path("region").asText(),
                    json.path("sessionToken").asText(""),
                    LocalDateTime.parse(json.path("time").asText(), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"))
                            .toInstant(ZoneOffset.UTC),
                    json.path("token").asText());
        }

        private String url() {
            return new String(Base64.getUrlDecoder().decode(token.substring(PREFIX.length())), UTF_8);
        }
    }

    static List<Recorded> recorded() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/aws/eks-tokens.jsonl")).stream()
                .map(Recorded::of)
                .toList();
    }

    private static Cluster cluster(TestAws aws, Recorded recorded, String name, String secret, Duration later) {
        aws.clock(Clock.fixed(recorded.time().plus(later), ZoneOffset.UTC));
        Account account = aws.account("111122223333", Partition.of(recorded.region()));
        Principal user = account.user("operator");
        user.key(ID, secret, recorded.session());
        return account.cluster(recorded.region(), name).letIn(user);
    }

    @Test
    void thereAreElevenFromAllPartitions() throws Exception {
        assertThat(recorded()).hasSize(11);
        assertThat(recorded().stream().map(each -> Partition.of(each.region()))).contains(Partition.values());
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void realTokensAreTakenByTheirClusterForAQuarterOfAnHour(Recorded recorded) {
        try (TestAws aws = TestAws.http()) {
            Cluster cluster = cluster(aws, recorded, recorded.cluster(), SECRET, Duration.ofMinutes(14));
            assertThat(cluster.refusal(recorded.token())).isEmpty();

            cluster(aws, recorded, recorded.cluster(), SECRET, Duration.ofSeconds(901));
            assertThat(cluster.refusal(recorded.token())).get().asString().startsWith("Signature expired");

            Cluster other = cluster(aws, recorded, recorded.cluster() + "2", SECRET, Duration.ZERO);
            assertThat(other.refusal(recorded.token())).get().asString().contains("does not match");
        }
        try (TestAws aws = TestAws.http()) {
            Cluster cluster = cluster(aws, recorded, recorded.cluster(), SECRET + "2", Duration.ZERO);
            assertThat(cluster.refusal(recorded.token())).get().asString().contains("does not match");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://sts.eu-west-1.amazonaws.com/ | https://sts.amazonaws.com/                          | does not match
            https://sts.eu-west-1.amazonaws.com/ | https://sts.eu-west-1.amazonaws.com.evil.example/   | does not match
            &X-Amz-Expires=60                    | &X-Amz-Expires=901                                  | X-Amz-Expires is 901
            &X-Amz-Expires=60                    | &X-Amz-Expires=61                                   | does not match
            &X-Amz-Expires=60                    | &X-Amz-Expires=60&x=1                               | unknown or repeated
            &X-Amz-Expires=60                    | &X-Amz-Expires=60&X-Amz-Expires=60                  | unknown or repeated
            Action=GetCallerIdentity             | Action=GetSessionToken                              | not GetCallerIdentity
            host%3Bx-k8s-aws-id                  | host                                                | name is not signed
            AKIAIOSFODNN7EXAMPLE                 | AKIAIOSFODNN7EXAMPLF                                | token included in the request is invalid
            20261129T181315Z                     | 20261129T181415Z                                    | does not match
            """)
    void whatIsChangedIsRefused(String was, String is, String why) throws Exception {
        Recorded first = recorded().get(0);
        try (TestAws aws = TestAws.http()) {
            Cluster cluster = cluster(aws, first, first.cluster(), SECRET, Duration.ZERO);
            assertThat(first.url()).contains(was);

            assertThat(cluster.refusal(token(first.url().replace(was, is))))
                    .get()
                    .asString()
                    .contains(why);
        }
    }

    /** The signature is right, and so is all but the address. */
    @ParameterizedTest
    @CsvSource({
        "https://sts.eu-west-1.amazonaws.com/, true",
        "https://sts.eu-central-1.amazonaws.com/, false",
        "https://sts.amazonaws.com/, false",
        "https://sts-fips.eu-west-1.amazonaws.com/, false",
        "https://sts.eu-west-1.api.aws/, false",
        "https://sts.eu-west-1.amazonaws.com:443/, false",
        "https://sts.eu-west-1.amazonaws.com.cn/, false",
        "https://sts.eu-west-1.amazonaws.com/x, false",
        "http://sts.eu-west-1.amazonaws.com/, false",
        "http://127.0.0.1:4566/, false"
    })
    void onlyOneAddressIsGood(String address, boolean taken) throws Exception {
        Recorded first = recorded().get(0);
        String url = first.url().replace("https://sts.eu-west-1.amazonaws.com/", address);
        URI uri = URI.create(url);
        Signature signature = Signature.of(new Request(
                0,
                "GET",
                uri,
                Map.of("host", List.of(uri.getAuthority()), "x-k8s-aws-id", List.of(first.cluster())),
                "",
                Optional.empty()));
        try (TestAws aws = TestAws.http()) {
            Cluster cluster = cluster(aws, first, first.cluster(), SECRET, Duration.ZERO);
            assertThat(cluster.refusal(token(url.replace(signature.signature(), signature.by(SECRET)))))
                    .isEqualTo(
                            taken
                                    ? Optional.empty()
                                    : Optional.of("not the STS of a region of the cluster's partition: " + address));
        }
    }

    @Test
    void tokensOfAnotherPartitionAreRefused() throws Exception {
        try (TestAws aws = TestAws.http()) {
            Recorded chinese = recorded().stream()
                    .filter(each -> each.region().startsWith("cn-"))
                    .findFirst()
                    .orElseThrow();
            cluster(aws, chinese, chinese.cluster(), SECRET, Duration.ZERO);
            Account commercial = aws.account("999988887777");
            Principal user = aws.account("111122223333").user("operator");

            assertThat(commercial.cluster("eu-west-1", "prod").letIn(user).refusal(chinese.token()))
                    .get()
                    .asString()
                    .startsWith("not the STS of a region of the cluster's partition");
        }
    }

    @Test
    void theApiServerOfTheTestsSays401ToAllOthers() throws Exception {
        Recorded first = recorded().get(0);
        try (TestAws aws = TestAws.http();
                TestApiServer api = TestApiServer.http().recorded()) {
            cluster(aws, first, first.cluster(), SECRET, Duration.ZERO).endpoint(api);
            assertThat(status(api, first.token())).isEqualTo(200);
            assertThat(status(api, first.token() + "=")).isEqualTo(401);
            assertThat(status(api, token(first.url().replace("=60", "=59")))).isEqualTo(401);

            // The second is of a session.
            Recorded second = recorded().get(1);
            assertThat(status(api, second.token())).isEqualTo(401);
            cluster(aws, second, second.cluster(), SECRET, Duration.ZERO);
            assertThat(status(api, second.token())).isEqualTo(200);
        }
        try (TestAws aws = TestAws.http();
                TestApiServer api = TestApiServer.http().recorded()) {
            cluster(aws, first, "elsewhere", SECRET, Duration.ZERO);
            aws.account("111122223333").cluster("eu-west-1", first.cluster()).endpoint(api);
            assertThat(status(api, first.token())).as("without an access entry").isEqualTo(401);
        }
    }

    private static String token(String url) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(UTF_8));
    }

    private static int status(TestApiServer api, String token) throws Exception {
        return LoopbackServer.client()
                .send(
                        HttpRequest.newBuilder(URI.create(api.uri() + "/api/v1/pods?limit=1"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}

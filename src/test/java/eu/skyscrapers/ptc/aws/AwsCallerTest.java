package eu.skyscrapers.ptc.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import eu.skyscrapers.ptc.aws.AwsException.Kind;
import eu.skyscrapers.ptc.kubeconfig.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eks.EksClient;

class AwsCallerTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final String SESSION = "IQoJb3JpZ2luX2VjEXAMPLE//////////SessionToken==";
    private static final Map<String, String> KEYS = Map.of(
            "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", SECRET, "AWS_SESSION_TOKEN", SESSION);

    @TempDir
    private Path home;

    private HttpServer server;
    private int status = 200;
    private String code = "";
    private String body = "{}";
    private int asked;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked++;
            if (!code.isEmpty()) {
                exchange.getResponseHeaders().set("x-amzn-ErrorType", code);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private AwsCaller user(String profile, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("HOME", home.toString());
        return AwsCaller.user(profile, all, Duration.ofSeconds(5), Duration.ZERO, new Secrets());
    }

    private AwsException failure(AwsCaller caller, URI endpoint) {
        EksClient eks = caller.configured(EksClient.builder(), "eu-west-1")
                .endpointOverride(endpoint)
                .build();
        return catchThrowableOfType(
                AwsException.class,
                () -> caller.call("eks:DescribeCluster", () -> eks.describeCluster(request -> request.name("prod"))));
    }

    private AwsException failure() {
        return failure(user(null, KEYS), address());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | ExpiredTokenException        | CREDENTIALS | have expired; set fresh keys in AWS_ACCESS_KEY_ID
            403 | UnrecognizedClientException  | CREDENTIALS | AWS does not know the credentials of the key in AWS_ACCESS_KEY_ID
            403 | InvalidSignatureException    | CREDENTIALS | this machine's clock
            403 | AccessDeniedException        | DENIED      | the key in AWS_ACCESS_KEY_ID may not perform eks:DescribeCluster: so it says
            404 | ResourceNotFoundException    | NOT_FOUND   | eks:DescribeCluster failed: ResourceNotFoundException, so it says
            400 | InvalidParameterException    | FINAL       | InvalidParameterException, so it says; asked as the key in AWS_ACCESS_KEY_ID
            500 | ServerException              | UNREACHABLE | ServerException
            429 | TooManyRequestsException     | UNREACHABLE | slow down
            """)
    void refusalsSayWhatHelps(int status, String code, Kind kind, String words) {
        this.status = status;
        this.code = code;
        this.body = "{\"message\":\"so it says\"}";
        AwsException failure = failure();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.message()).contains("eks:DescribeCluster", words).doesNotContain(SECRET, SESSION);
    }

    @Test
    void denialNamesWhoMayNotDoWhat() {
        status = 403;
        code = "AccessDeniedException";
        body = "{\"message\":\"User: arn:aws:sts::123456789012:assumed-role/audit/x is not authorized to perform:"
                + " eks:DescribeCluster on resource: arn:aws:eks:eu-west-1:123456789012:cluster/prod\"}";
        assertThat(failure().message())
                .isEqualTo(
                        "arn:aws:sts::123456789012:assumed-role/audit/x may not perform eks:DescribeCluster on"
                                + " arn:aws:eks:eu-west-1:123456789012:cluster/prod; allow it in a policy of that user or role");
    }

    @Test
    void explicitDenialIsNotToBeGranted() {
        status = 403;
        code = "AccessDeniedException";
        body =
                "{\"message\":\"User: arn:aws:iam::123456789012:user/me is not authorized to perform: eks:DescribeCluster"
                        + " on resource: * with an explicit deny in a service control policy\"}";
        assertThat(failure().message())
                .endsWith("on *; a policy denies it: with an explicit deny in a service control policy");
    }

    @Test
    void pageOfAProxyIsNoAnswer() {
        status = 403;
        body = "<html>blocked</html>";
        assertThat(failure().message())
                .contains("the answer, with status 403, is not one of AWS; does a proxy or firewall answer");
    }

    @Test
    void garbageIsNoAnswer() {
        body = "{\"cluster\":";
        AwsException failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.FINAL);
        assertThat(failure.message()).contains("127.0.0.1 did not answer as AWS does");
    }

    @Test
    void refusedConnectionNamesHostAndEndpoint() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> variables = new HashMap<>(KEYS);
        variables.put("AWS_ENDPOINT_URL_EKS", "http://127.0.0.1:" + port);
        AwsException failure = failure(user(null, variables), URI.create("http://127.0.0.1:" + port));
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure.message())
                .isEqualTo(
                        "eks:DescribeCluster failed: the connection to 127.0.0.1 was refused: nothing is listening, or"
                                + " a firewall blocks it; AWS_ENDPOINT_URL_EKS is set");
    }

    @Test
    void unknownHostIsNamed() {
        assertThat(failure(user(null, KEYS), URI.create("https://eks.nowhere-1.invalid"))
                        .message())
                .contains("eks.nowhere-1.invalid cannot be resolved");
    }

    @Test
    void serverThatStallsIsLeft() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Map<String, String> all = new HashMap<>(KEYS);
            AwsCaller caller = AwsCaller.user(null, all, Duration.ofMillis(200), Duration.ZERO, new Secrets());
            AwsException failure = failure(caller, URI.create("http://127.0.0.1:" + silent.getLocalPort()));
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            // Whether the SDK counts its attempts first or the caller, they say the same.
            assertThat(failure.message())
                    .startsWith("eks:DescribeCluster failed: 127.0.0.1 did not finish answering within 200ms")
                    .contains("--request-timeout");
        }
    }

    @Test
    void secretsAreHiddenOnceTheyAreUsed() throws AwsException {
        Secrets secrets = new Secrets();
        AwsCaller.user(null, KEYS, Duration.ofSeconds(5), Duration.ZERO, secrets)
                .credentials();
        assertThat(secrets.hide("x " + SECRET + " y " + SESSION + " z")).isEqualTo("x *** y *** z");
    }

    @Test
    void noCredentialsAnywhere() {
        AwsException failure = failure(user(null, Map.of("AWS_EC2_METADATA_DISABLED", "true")), address());
        assertThat(failure.kind()).isEqualTo(Kind.CREDENTIALS);
        assertThat(failure.message())
                .startsWith("no AWS credentials found: name a profile with --aws-profile or AWS_PROFILE")
                .endsWith("looked into the environment and " + home.resolve(".aws/config") + " (not there) and "
                        + home.resolve(".aws/credentials") + " (not there)");
        assertThat(asked).isZero();
    }

    private void config(String... lines) throws IOException {
        Files.createDirectories(home.resolve(".aws"));
        Files.write(home.resolve(".aws/config"), List.of(lines));
    }

    @Test
    void unknownProfileNamesTheNearest() throws IOException {
        config("[profile audit]", "region = eu-west-1", "[default]", "region = eu-west-1");
        assertThat(failure(user("audti", KEYS), address()).message())
                .startsWith("there is no AWS profile \"audti\" in " + home.resolve(".aws/config"))
                .endsWith("did you mean \"audit\"? there are \"audit\", \"default\"");
    }

    @Test
    void profileOfTheCallGoesBeforeKeysOfTheEnvironmentAndThatOfTheEnvironmentDoesNot() throws Exception {
        config("[profile audit]", "aws_access_key_id = AKIAOFTHEPROFILE0000", "aws_secret_access_key = x");
        Map<String, String> variables = new HashMap<>(KEYS);
        variables.put("AWS_PROFILE", "audit");
        assertThat(user("audit", KEYS).credentials().accessKeyId()).isEqualTo("AKIAOFTHEPROFILE0000");
        assertThat(user(null, variables).credentials().accessKeyId()).isEqualTo("AKIAIOSFODNN7EXAMPLE");
        assertThat(user(null, Map.of("AWS_PROFILE", "audit")).credentials().accessKeyId())
                .isEqualTo("AKIAOFTHEPROFILE0000");
    }

    /** As a pod with IRSA has it, in whose image or home somebody left keys. */
    @Test
    void webIdentityGoesBeforeKeysOfAProfileButNotBeforeItsRole() throws Exception {
        Map<String, String> pod = Map.of(
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "/nonexistent/token",
                "AWS_ROLE_ARN",
                "arn:aws:iam::123456789012:role/pod");
        config("[default]", "aws_access_key_id = AKIAOFTHEPROFILE0000", "aws_secret_access_key = x");
        assertThat(user(null, pod).name()).isEqualTo("the role arn:aws:iam::123456789012:role/pod");
        assertThat(user("default", pod).credentials().accessKeyId()).isEqualTo("AKIAOFTHEPROFILE0000");
        config("[default]", "role_arn = arn:aws:iam::123456789012:role/other", "credential_source = Environment");
        assertThat(user(null, pod).name()).isEqualTo("the AWS profile \"default\"");
    }

    @Test
    void loginThatExpiredIsNotReplacedByAnotherIdentity() throws IOException {
        config(
                "[profile sso]",
                "sso_session = corp",
                "sso_account_id = 123456789012",
                "sso_role_name = audit",
                "[sso-session corp]",
                "sso_region = eu-west-1",
                "sso_start_url = https://corp.awsapps.com/start");
        AwsException failure = failure(user("sso", Map.of()), address());
        assertThat(failure.kind()).isEqualTo(Kind.CREDENTIALS);
        assertThat(failure.message())
                .startsWith("the AWS profile \"sso\" gives no credentials: ")
                .endsWith("; run aws sso login --profile sso");
    }

    @Test
    void failureOfACredentialProcessSaysSo() throws IOException {
        config("[profile vault]", "credential_process = sh -c 'echo locked >&2; exit 7'");
        assertThat(failure(user("vault", Map.of()), address()).message())
                .contains("the AWS profile \"vault\" gives no credentials", "run its credential_process by hand");
    }

    @Test
    void brokenConfigurationSaysWhere() throws IOException {
        config("[profile", "region");
        assertThat(failure(user("vault", Map.of()), address()).message())
                .startsWith("the AWS configuration in " + home.resolve(".aws/config"))
                .contains(" cannot be read: ");
    }

    @Test
    void regionIsThatOfTheEnvironmentElseOfTheProfile() throws Exception {
        config("[profile audit]", "region = eu-north-1");
        assertThat(user("audit", Map.of()).region()).contains("eu-north-1");
        assertThat(user("audit", Map.of("AWS_DEFAULT_REGION", "eu-west-2")).region())
                .contains("eu-west-2");
        assertThat(user("audit", Map.of("AWS_DEFAULT_REGION", "eu-west-2", "AWS_REGION", "eu-west-3"))
                        .region())
                .contains("eu-west-3");
        assertThat(user(null, Map.of()).region()).isEmpty();
    }

    @Test
    void profileThatAsksForACodeIsKnownAlsoThroughItsSource() throws Exception {
        config(
                "[profile a]",
                "role_arn = arn:aws:iam::1:role/x",
                "source_profile = b",
                "[profile b]",
                "mfa_serial = arn");
        assertThat(user("a", Map.of()).asksForCode()).isTrue();
        assertThat(user("b", Map.of()).asksForCode()).isTrue();
        assertThat(user(null, Map.of()).asksForCode()).isFalse();
    }
}

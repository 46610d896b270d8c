package eu.skyscrapers.ptc.aws.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import eu.skyscrapers.ptc.api.server.Answer;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.LoopbackServer;
import eu.skyscrapers.ptc.api.server.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * AWS on loopback: STS, ECR, EKS, the description of secrets, and the agent of EKS pod identity, for any number of
 * accounts. It believes nobody: each signature is computed anew with the secret of the key that was given out, each
 * permission is looked up, and what it refuses it refuses in AWS's words. It answers where the SDK and the CLI are sent by
 * their own variables:
 *
 * <pre>{@code
 * try (TestAws aws = TestAws.http();
 *         TestApiServer api = TestApiServer.https(TestPki.Server.TRUSTED).recorded()) {
 *     Account tooling = aws.account("222222222222");
 *     Account production = aws.account("111111111111");
 *     Principal auditor = tooling.role("auditor").allow("ecr:Describe*", "sts:AssumeRole");
 *     Principal reader = production.role("reader").trust(auditor).allow("eks:*");
 *     tooling.registry("eu-west-1").rule("docker-hub", "registry-1.docker.io");
 *     production.cluster("eu-west-1", "prod").endpoint(api).letIn(reader);
 *
 *     Map<String, String> variables = aws.environment(auditor.key(), "eu-west-1"); // for another process
 *     aws.here(variables);                                                         // for this one's SDK
 *     aws.fault(Request.first(2, TestAws.calling("ecr:*")), AwsFault.throttled());
 *     ...
 *     assertThat(aws.calls()).extracting(Call::action).containsExactly("sts:AssumeRole", "eks:DescribeCluster");
 *     assertThat(output).doesNotContain(aws.secrets());
 * }
 * }</pre>
 */
public final class TestAws extends LoopbackServer {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String POD_IDENTITY = "/v1/credentials";
    /** The furthest that the caller's clock may be away from AWS's. */
    private static final Duration CLOCKS = Duration.ofMinutes(15);

    private static final Duration SESSION = Duration.ofHours(1);
    private static final String EXPIRES_NEVER = "9999-12-31T23:59:59Z";

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private final Map<String, Principal> pods = new ConcurrentHashMap<>();
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    /** System properties as they were before. */
    private final Map<String, Optional<String>> replaced = new HashMap<>();

    private final AtomicInteger issued = new AtomicInteger();
    private final Sts sts = new Sts(this);
    private volatile Clock clock = Clock.systemUTC();
    private volatile int pageSize = 100;

    private TestAws() {
        super(address -> HttpServer.create(address, 0), "http");
    }

    public static TestAws http() {
        return new TestAws();
    }

    // What there is.

    public Account account(String id) {
        return account(id, Partition.COMMERCIAL);
    }

    /** An account keeps the partition that it was first asked for with. */
    public Account account(String id, Partition partition) {
        return accounts.computeIfAbsent(id, each -> new Account(this, each, partition));
    }

    /** Of all lists; a caller may ask for smaller pages. */
    public TestAws pageSize(int size) {
        pageSize = size;
        return this;
    }

    int pageSize() {
        return pageSize;
    }

    /** Its own time. */
    public TestAws clock(Clock other) {
        clock = other;
        return this;
    }

    Instant now() {
        return clock.instant();
    }

    // Whom it believes.

    /** The session of a role, for an hour; the lasting key of a user where the session's name is empty. */
    Key issue(Principal owner, String session) {
        return issue(owner, session, session.isEmpty() ? Instant.parse(EXPIRES_NEVER) : now().plus(SESSION), false);
    }

    Key issue(Principal owner, String session, Instant expires, boolean tagged) {
        boolean lasting = session.isEmpty();
        String id = String.format("%s%016d", lasting ? "AKIA" : "ASIA", issued.incrementAndGet());
        // With the characters that must be encoded in a query, as AWS's have them.
        String token = lasting ? "" : "IQoJb3JpZ2luX2Vj+/" + random(150) + "==";
        return know(new Key(id, random(40), token, owner, session, expires, tagged));
    }

    Key know(String id, String secret, String token, Principal owner) {
        return know(
                new Key(id, secret, token, owner, owner.isRole() ? "test" : "", Instant.parse(EXPIRES_NEVER), false));
    }

    private Key know(Key key) {
        keys.put(key.id() + " " + key.token(), key);
        Stream.of(key.secret(), key.token()).filter(text -> !text.isEmpty()).forEach(secrets::add);
        return key;
    }

    /** All sessions so far end now. Users' keys last. */
    public void expireSessions() {
        keys.replaceAll((id, key) -> key.session().isEmpty() ? key : key.expired());
    }

    /** Every secret key, session token and service account token so far: what no output may hold. */
    public List<String> secrets() {
        return List.copyOf(secrets);
    }

    // How to come here.

    /** The variables that send SDK and CLI here as that key's owner, and keep the machine's own settings out. */
    public Map<String, String> environment(Key key, String region) {
        Map<String, String> all = environment(region);
        all.put("AWS_ACCESS_KEY_ID", key.id());
        all.put("AWS_SECRET_ACCESS_KEY", key.secret());
        if (!key.token().isEmpty()) {
            all.put("AWS_SESSION_TOKEN", key.token());
        }
        return all;
    }

    /** As in a pod whose service account has the role by pod identity. The folder is for the pod's token. */
    public Map<String, String> podIdentity(Principal role, Path folder, String region) {
        String token = "eyJhbGciOiJSUzI1NiJ9." + random(120) + "." + random(60);
        secrets.add(token);
        pods.put(token, role);
        Map<String, String> all = environment(region);
        all.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri() + POD_IDENTITY);
        all.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", write(folder.resolve("eks-pod-identity-token"), token));
        return all;
    }

    /** As in a pod whose service account has the role by its annotation (IRSA). */
    public Map<String, String> webIdentity(Principal role, Path folder, String region) {
        String token = sts.webIdentity(role);
        secrets.add(token);
        Map<String, String> all = environment(region);
        all.put("AWS_ROLE_ARN", role.arn());
        all.put("AWS_ROLE_SESSION_NAME", "irsa");
        all.put("AWS_WEB_IDENTITY_TOKEN_FILE", write(folder.resolve("web-identity-token"), token));
        return all;
    }

    /** Without credentials. */
    public Map<String, String> environment(String region) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("AWS_ENDPOINT_URL", uri().toString());
        all.put("AWS_REGION", region);
        all.put("AWS_DEFAULT_REGION", region);
        all.put("AWS_EC2_METADATA_DISABLED", "true");
        all.put("AWS_CONFIG_FILE", "/nonexistent/config");
        all.put("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
        return all;
    }

    /**
     * Sends the SDK of this JVM here by its system properties, until the stand-in is closed. Of variables that a test gives
     * to the program those for endpoints, containers and web identity count nowhere else: the SDK reads its process's own.
     */
    public TestAws here(Map<String, String> variables) {
        properties(variables).forEach((name, value) -> {
            String before = System.setProperty(name, value);
            replaced.putIfAbsent(name, Optional.ofNullable(before));
        });
        return this;
    }

    @Override
    public void close() {
        replaced.forEach((name, before) ->
                before.ifPresentOrElse(value -> System.setProperty(name, value), () -> System.clearProperty(name)));
        super.close();
    }

    /** The system properties that mean the same to the Java SDK: {@code aws.accessKeyId} for AWS_ACCESS_KEY_ID. */
    public static Map<String, String> properties(Map<String, String> variables) {
        Map<String, String> all = new LinkedHashMap<>();
        variables.forEach((name, value) -> all.put("aws." + property(name.substring("AWS_".length())), value));
        return all;
    }

    private static String property(String name) {
        return name.equals("EC2_METADATA_DISABLED")
                ? "disableEc2Metadata"
                : Pattern.compile("_(.)")
                        .matcher(name.toLowerCase(Locale.ROOT))
                        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    private static String write(Path file, String text) {
        try {
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // How it fails, and what it was asked.

    @Override
    public TestAws fault(Predicate<Request> which, Fault fault) {
        super.fault(which, fault);
        return this;
    }

    /** Requests for an action, for example {@code ecr:DescribeImages} or {@code eks:*}; for the agent, {@code pods:*}. */
    public static Predicate<Request> calling(String pattern) {
        return request -> Principal.matches(pattern, action(request));
    }

    static String action(Request request) {
        return request.path().equals(POD_IDENTITY)
                ? "pods:GetCredentials"
                : Service.of(request)
                        .map(service -> service.id + ":" + service.operation(request))
                        .orElse("");
    }

    /** All so far that were signed by a key that it knows, refused or not; what met a fault is not among them. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    protected Answer answer(Request request) {
        if (request.path().equals(POD_IDENTITY)) {
            return podCredentials(request);
        }
        Service service = Service.of(request)
                .orElseThrow(() -> new IllegalArgumentException("no such service in the stand-in: " + request));
        try {
            if (action(request).equals("sts:AssumeRoleWithWebIdentity")) {
                return sts.assumeRoleWithWebIdentity(service.parameters(request));
            }
            Call call = authenticate(service, request);
            calls.add(call);
            return switch (service) {
                case STS -> sts.answer(call);
                case ECR -> service.json(Registry.of(call, this).answer(call));
                case EKS -> service.json(call.account().clusters(call.region()).answer(call));
                case SECRETS -> service.json(Secrets.of(call, this).answer(call));
            };
        } catch (Refusal refusal) {
            return refusal.from(service);
        }
    }

    /** Who asks, as far as the signature proves it. */
    Call authenticate(Service service, Request request) {
        Signature signature = Signature.of(request);
        Key key = keys.get(signature.accessKeyId() + " " + signature.token());
        if (key == null) {
            throw new Refusal(Problem.UNKNOWN_KEY);
        }
        if (!signature.isBy(key.secret())) {
            // As AWS does, which helps whoever writes a client, and puts the session token into the message.
            throw new Refusal(
                    Problem.WRONG_SIGNATURE,
                    Problem.WRONG_SIGNATURE.message + "\n\nThe Canonical String for this request should have been\n'"
                            + signature.canonical() + "'\n");
        }
        if (!signature.service().equals(service.id)) {
            throw new Refusal(
                    Problem.WRONG_SIGNATURE, "Credential should be scoped to correct service: '" + service.id + "'. ");
        }
        Instant oldest = now().minus(CLOCKS);
        if (signature.signedAt().isBefore(oldest) || signature.signedAt().isAfter(now().plus(CLOCKS))) {
            throw new Refusal(
                    Problem.WRONG_SIGNATURE,
                    "Signature expired: %s is now earlier than %s (%s - 15 min.)"
                            .formatted(signature.signedAt(), oldest, now()));
        }
        if (key.expires().isBefore(now())) {
            throw new Refusal(Problem.EXPIRED);
        }
        return new Call(service, service.operation(request), service.parameters(request), signature.region(), key);
    }

    /** The agent on each node, which knows a pod by its token. */
    private Answer podCredentials(Request request) {
        Principal role = pods.get(request.header("authorization"));
        if (role == null) {
            return Service.answer(
                    401, "text/plain", "(InvalidTokenException): The token included in the request is invalid.");
        }
        Key key = issue(role, "eks-prod-auditor-pod", now().plus(SESSION), true);
        ObjectNode credentials = Json.MAPPER
                .createObjectNode()
                .put("AccessKeyId", key.id())
                .put("SecretAccessKey", key.secret())
                .put("Token", key.token())
                .put("AccountId", role.account().id())
                .put("Expiration", key.expires().truncatedTo(ChronoUnit.SECONDS).toString());
        return Service.answer(200, "application/json", credentials.toString());
    }

    /** Null where there is none. */
    Principal principal(String arn) {
        return accounts.values().stream()
                .map(account -> account.principal(arn))
                .filter(each -> each != null)
                .findFirst()
                .orElse(null);
    }

    /** So many letters and digits. */
    static String random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder()
                .encodeToString(bytes)
                .replace('-', 'a')
                .replace('_', 'b')
                .substring(0, length);
    }
}

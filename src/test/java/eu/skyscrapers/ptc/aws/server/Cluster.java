package eu.skyscrapers.ptc.aws.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** An EKS cluster: what EKS says of it, and whose tokens its API server takes. */
public final class Cluster {
    private static final String PREFIX = "k8s-aws-v1.";
    private static final int LONGEST_TOKEN = 4096;
    private static final Duration GOOD_FOR = Duration.ofMinutes(15);
    private static final Set<String> PARAMETERS = Set.of(
            "action",
            "version",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-expires",
            "x-amz-security-token",
            "x-amz-signature",
            "x-amz-signedheaders");

    private final Account account;
    private final String name;
    private final ObjectNode description = Json.MAPPER.createObjectNode();
    private final List<Principal> entries = new CopyOnWriteArrayList<>();

    Cluster(Account account, String region, String name) {
        this.account = account;
        this.name = name;
        String hash = String.format("%032X", (account.id() + region + name).hashCode() & 0xffffffffL);
        description
                .put("name", name)
                .put("arn", account.arn("eks", region, "cluster/" + name))
                .put("createdAt", 1_700_000_000.123)
                .put("version", "1.33")
                .put("endpoint", "https://" + hash + ".gr7." + region + ".eks.amazonaws.com")
                .put("roleArn", "arn:aws:iam::" + account.id() + ":role/eks-cluster")
                .put("status", "ACTIVE")
                .put("platformVersion", "eks.9");
        description.putObject("certificateAuthority").put("data", base64(TestPki.ca()));
        description
                .putObject("resourcesVpcConfig")
                .put("vpcId", "vpc-0123456789abcdef0")
                .put("endpointPublicAccess", true)
                .put("endpointPrivateAccess", true);
        description.putObject("tags");
    }

    public String arn() {
        return description.path("arn").asText();
    }

    /** Is served there, and that server takes this cluster's tokens. */
    public Cluster endpoint(TestApiServer server) {
        server.requireToken(this::accepts);
        return endpoint(server.uri().toString());
    }

    public Cluster endpoint(String uri) {
        description.put("endpoint", uri);
        return this;
    }

    /** Is reached from within its network alone. */
    public Cluster isPrivate() {
        ((ObjectNode) description.path("resourcesVpcConfig")).put("endpointPublicAccess", false);
        return this;
    }

    /** While it is {@code CREATING}, EKS knows neither its endpoint nor its authority. */
    public Cluster status(String status) {
        description.put("status", status);
        if (status.equals("CREATING")) {
            description.remove("endpoint");
            description.putObject("certificateAuthority");
        }
        return this;
    }

    /** An access entry: whoever is this user, or a session of this role, is let in. */
    public Cluster letIn(Principal... principals) {
        entries.addAll(List.of(principals));
        return this;
    }

    ObjectNode description() {
        return description;
    }

    /** What {@link TestApiServer#requireToken} asks; EKS says 401 to all that it refuses, and not why. */
    public boolean accepts(String token) {
        return refusal(token).isEmpty();
    }

    /** Why a token is not taken, for the failures of tests. By the rules of aws-iam-authenticator. */
    public Optional<String> refusal(String token) {
        try {
            return check(token);
        } catch (Refusal | IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private Optional<String> check(String token) {
        if (!token.startsWith(PREFIX) || token.contains("=") || token.length() > LONGEST_TOKEN) {
            return Optional.of("not " + PREFIX + "BASE64URL without padding");
        }
        URI uri = URI.create(new String(Base64.getUrlDecoder().decode(token.substring(PREFIX.length())), UTF_8));
        // What the API server sends to STS, with the name of its own cluster.
        Request request = new Request(
                0,
                "GET",
                uri,
                Map.of("host", List.of(uri.getRawAuthority()), "x-k8s-aws-id", List.of(name)),
                "",
                Optional.empty());
        List<String> parameters = Stream.of(uri.getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2)[0].toLowerCase(Locale.ROOT))
                .toList();
        if (!PARAMETERS.containsAll(parameters) || new HashSet<>(parameters).size() < parameters.size()) {
            return Optional.of("unknown or repeated parameter among " + parameters);
        }
        if (!request.query("Action").equals("GetCallerIdentity")
                || !request.query("Version").equals("2011-06-15")) {
            return Optional.of("not GetCallerIdentity");
        }
        if (!List.of(request.query("X-Amz-SignedHeaders").split(";", -1)).contains("x-k8s-aws-id")) {
            return Optional.of("the cluster's name is not signed");
        }
        int expires = Integer.parseInt(request.query("X-Amz-Expires"));
        if (expires < 0 || expires > GOOD_FOR.toSeconds()) {
            return Optional.of("X-Amz-Expires is " + expires);
        }
        Call call = account.aws().authenticate(Service.STS, request);
        String address = uri.toString().replaceFirst("\\?.*", "");
        if (!address.equals("https://" + Partition.stsHost(call.region()) + "/")
                || Partition.of(call.region()) != account.partition()) {
            return Optional.of("not the STS of a region of the cluster's partition: " + address);
        }
        return entries.contains(call.key().owner())
                ? Optional.empty()
                : Optional.of("no access entry for " + call.key().owner().arn());
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

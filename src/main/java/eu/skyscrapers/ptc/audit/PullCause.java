package eu.skyscrapers.ptc.audit;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why nodes cannot pull an image, and fix: a table of the words that the kubelet repeats from runtimes and
 * registries, where the first row that fits decides. Some references cannot be pulled whatever the kubelet says, or before
 * it says anything; the {@link Classifier} finds these.
 *
 * <p>What is matched has a blank in it, or stands apart: a message repeats the image, whose name and tag are anybody's.
 */
public enum PullCause implements Keyed {
    RATE_LIMITED(
            Images.ANY,
            "(?<![\\w/.:\"-])toomanyrequests(?![\\w/.-])|\"TOOMANYREQUESTS\"|429 Too Many Requests",
            "the registry limits the rate of requests (Docker Hub: 100 pulls in 6 hours for each IPv4 address without"
                    + " login, 200 with a free account)",
            "use the cache; behind the cache, check the account of the rule's secret"),
    NO_RESOURCE_POLICY(
            Images.CACHED,
            "no resource-based policy allows the ecr:\\w+ action",
            "the registry is another account's, and the repository has no policy that lets the node pull",
            "give the repository creation template a repositoryPolicy, which new repositories get, or write a registry"
                    + " policy"),
    MISSING_LIBRARY(
            "Docker Hub keeps its official images below library/, and ECR answers 403 without it",
            "write library/ before the name of the image"),
    LIBRARY_PATH(
            "this stands for a path below Docker Hub's library/, where there is none, though ECR blames the credentials",
            "leave out library/, or write the prefix of a rule for all of docker.io"),
    HOST_SPELLING(
            "the kubelet compares hosts letter by letter, the port included, and has no credentials for this one",
            "write the registry's host in lower case and without a port"),
    UPSTREAM_LOGIN(
            Images.CACHED,
            "authentication to (?:the )?upstream registry failed",
            "the secret of the cache rule is wrong, or the upstream has no such path",
            "aws ecr validate-pull-through-cache-rule --ecr-repository-prefix PREFIX; check the path upstream"),
    NO_REPOSITORY(
            Images.CACHED,
            "name unknown|repository with name .* does not exist",
            "there is no such repository yet and the node lacks ecr:CreateRepository, or no cache rule has the prefix",
            "grant the nodes ecr:CreateRepository; check the prefix"),
    NO_CREDENTIALS(
            Images.CACHED,
            "no basic auth credentials|" + Images.UNAUTHORIZED,
            "the node's credential provider does not know this host, or the node's role may not log in",
            "write the host plainly; check the role of the node"),
    UPSTREAM_UNREACHABLE(
            Images.CACHED,
            "(?:lookup |https?://)(?!\\S*(?:\\.dkr[.-]ecr|starport-layer-bucket))\\S.*(?:" + Images.NETWORK + ")",
            "on a first pull ECR may send the node to the upstream, and the node has no route there",
            "give it a route for first pulls, or pull the image once from elsewhere"),
    FIPS_HOST(
            "ECR does not support the first pull of an image through a FIPS host",
            "pull it once through the host without -fips"),
    NOT_UPSTREAM(
            Images.CACHED,
            Images.NOT_FOUND + "|ecr:BatchImportUpstreamImage",
            "the upstream has no such tag, the node lacks ecr:BatchImportUpstreamImage, or this is a first pull by digest",
            "check the tag upstream; grant the nodes ecr:BatchImportUpstreamImage, and ecr:CreateRepository for new"
                    + " repositories; pull it once by tag"),
    LOGIN_REQUIRED(
            Images.DIRECT,
            "pull access denied|insufficient_scope|" + Images.UNAUTHORIZED,
            "the registry has no such image, or does not give it to the node",
            "check the name; give the pod imagePullSecrets"),
    UNREACHABLE(
            Images.DIRECT,
            Images.NETWORK,
            "the node cannot reach the registry, or it did not answer",
            "use the cache, or give the node a route"),
    NOT_FOUND(Images.DIRECT, Images.NOT_FOUND, "the registry has no such image or tag", "check the name and the tag"),
    UNSAID(
            Images.ANY,
            "^(?:Back-off pulling image(?: \"[^\"]*\")?)?$",
            "the kubelet waits before it tries again, and does not say here why the last try failed",
            "kubectl describe pod: its events say why");

    /** Which images a row is about, and words that are of more than one row. */
    private enum Images {
        ANY,
        CACHED,
        DIRECT;

        private static final String NOT_FOUND = "not found|manifest unknown|name unknown";
        private static final String UNAUTHORIZED = "(?<![\\w/.:@-])401(?![\\w/.:\\]-])";
        private static final String NETWORK =
                "dial tcp|i/o timeout|handshake timeout|no such host|Client\\.Timeout exceeded"
                        + "|context deadline exceeded|connection re(?:fused|set)";

        boolean hold(Verdict verdict) {
            return this == ANY || (this == CACHED) == (verdict == Verdict.VIA_PTC);
        }
    }

    private final Images images;
    private final @Nullable Pattern words;
    private final String text;
    private final String help;

    PullCause(Images images, String words, String text, String help) {
        this.images = images;
        this.words = Pattern.compile(words, Pattern.DOTALL);
        this.text = text;
        this.help = help;
    }

    /** Of a reference that cannot be pulled, whatever the message says. */
    PullCause(String text, String help) {
        this.images = Images.CACHED;
        this.words = null;
        this.text = text;
        this.help = help;
    }

    /** One clause. */
    public String text() {
        return text;
    }

    /** What to do, one clause. */
    public String help() {
        return help;
    }

    /** Why an image that was judged so cannot be pulled; empty where no row fits. */
    static Optional<PullCause> of(Judgment judgment, String message) {
        return Arrays.stream(values())
                .filter(row -> row.words == null
                        ? row == judgment.fault()
                        : row.images.hold(judgment.verdict())
                                && row.words.matcher(message).find())
                .findFirst();
    }

    /** How much a message says of the cause, whatever the image: the less, the more. Words that are not known say something. */
    static int weight(String message) {
        int weight = 0;
        for (PullCause row : values()) {
            if (row.words != null && row.words.matcher(message).find()) {
                return row == UNSAID ? weight + 1 : weight;
            }
            weight++;
        }
        return weight - 1;
    }
}

package eu.skyscrapers.ptc.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import eu.skyscrapers.ptc.api.ApiException.Kind;
import eu.skyscrapers.ptc.kubeconfig.ClusterAccess;
import eu.skyscrapers.ptc.kubeconfig.Credential;
import eu.skyscrapers.ptc.objects.Documents;
import java.util.regex.Pattern;

/**
 * Puts words to an answer that is not 200, with the {@code Status} object that an API server sends along.
 *
 * @param message for people; empty where the body is none of a Kubernetes API
 * @param wantsTls whether it came in plain text where TLS is spoken
 */
record Refusal(int code, String message, boolean wantsTls) {
    /** In the words of Go, and of nginx. */
    private static final Pattern WANTS_TLS =
            Pattern.compile("HTTP request (to an HTTPS server|was sent to HTTPS port)");

    /** {@code ID.gr7.REGION.eks.amazonaws.com}, and dual-stack {@code ID.XX.eks-cluster.REGION.api.aws}. */
    private static final Pattern EKS_HOST = Pattern.compile(".*\\.eks(-cluster)?\\..*", Pattern.CASE_INSENSITIVE);

    private static final String EKS = "EKS answers so for three causes alike: they have expired (aws sts"
            + " get-caller-identity shows whether the login has, and a token is good for 15 minutes); or their IAM principal"
            + " has no access entry in this cluster (aws eks list-access-entries --cluster-name NAME); or the token was made"
            + " for another cluster's name (aws eks describe-cluster --name NAME --query cluster.endpoint must show this"
            + " server)";

    /**
     * @param body the beginning of it is enough
     * @param protobuf whether it is in protobuf, else taken for JSON
     */
    static Refusal of(int code, byte[] body, boolean protobuf) {
        return new Refusal(
                code,
                Documents.statusMessage(body, protobuf),
                WANTS_TLS.matcher(new String(body, ISO_8859_1)).find());
    }

    /** @param sent with which credential the request came */
    ApiException exception(long retryAfterSeconds, ClusterAccess access, Credential sent) {
        if (wantsTls) {
            return new ApiException(
                    Kind.FINAL, "the server speaks TLS on this port; write https:// in place of http://", null);
        }
        String said = message.isEmpty() ? "" : ": " + message;
        return switch (code) {
            case 401 ->
                new ApiException(
                        Kind.UNAUTHORIZED,
                        "401 Unauthorized: the server does not accept the credentials; "
                                + (isEks(access, sent) ? EKS : "are they expired?"),
                        null);
            case 403 -> forbidden(said, access);
            case 404 ->
                message.isEmpty()
                        ? new ApiException(Kind.FINAL, "404 Not Found; is this a Kubernetes API server?", null)
                        : new ApiException(Kind.NOT_FOUND, "404 Not Found" + said, null);
            case 406 -> new ApiException(Kind.OTHER_ENCODING, "406 Not Acceptable" + said, null);
            case 410 -> new ApiException(Kind.EXPIRED, "410 Gone" + said, null);
            case 429 ->
                new ApiException(
                        Kind.PASSING,
                        "429 Too Many Requests: the server is throttling" + said,
                        null,
                        retryAfterSeconds);
            case 500, 502, 503, 504 ->
                new ApiException(
                        Kind.PASSING,
                        code + ": the server, or a proxy before it, has a fault of its own" + said,
                        null,
                        retryAfterSeconds);
            case 301, 302, 303, 307, 308 ->
                new ApiException(
                        Kind.FINAL,
                        code
                                + ": the server redirects elsewhere, which is not followed with credentials; is this a Kubernetes API server?",
                        null);
            case 407 -> new ApiException(Kind.FINAL, "407: the proxy wants a user and a password", null);
            default ->
                message.isEmpty()
                        ? new ApiException(Kind.FINAL, code + ": not an answer of a Kubernetes API server", null)
                        : new ApiException(Kind.UNREADABLE, code + said, null);
        };
    }

    private ApiException forbidden(String said, ClusterAccess access) {
        if (ImpersonationGrant.isMissing(message)) {
            // The same for whatever is asked for.
            return new ApiException(
                    Kind.FINAL,
                    "403 Forbidden" + said + "; " + ImpersonationGrant.of(access.impersonation(), message),
                    null);
        }
        return message.contains("system:anonymous")
                ? new ApiException(
                        Kind.FINAL,
                        "403 Forbidden: the request came without credentials that the server knows" + said,
                        null)
                : new ApiException(Kind.FORBIDDEN, "403 Forbidden" + said, null);
    }

    private static boolean isEks(ClusterAccess access, Credential sent) {
        String authorization = sent.authorization();
        return EKS_HOST.matcher(access.server().getHost()).matches()
                || (authorization != null && authorization.startsWith("Bearer k8s-aws-v1."));
    }
}

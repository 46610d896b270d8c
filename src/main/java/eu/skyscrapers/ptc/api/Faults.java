package eu.skyscrapers.ptc.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import eu.skyscrapers.ptc.api.ApiException.Kind;
import eu.skyscrapers.ptc.kubeconfig.ClusterAccess;
import eu.skyscrapers.ptc.kubeconfig.Credential;
import eu.skyscrapers.ptc.kubeconfig.HttpProxy;
import eu.skyscrapers.ptc.objects.Documents;
import eu.skyscrapers.ptc.objects.MalformedException;
import eu.skyscrapers.ptc.objects.WatchExpiredException;
import eu.skyscrapers.ptc.workload.ReadError;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts words to a request of one cluster that was refused, got no answer, or only a part of one. */
record Faults(ClusterAccess access, RetryPolicy retries) {
    private static final String PROXY_HINT = "is the kubeconfig's proxy-url or HTTPS_PROXY right?";

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
     * An answer that is not 200, with the {@code Status} object that an API server sends along.
     *
     * @param body the beginning of it is enough
     * @param protobuf whether it is in protobuf, else taken for JSON
     * @param sent with which credential the request came
     */
    ApiException refused(int code, byte[] body, boolean protobuf, long retryAfterSeconds, Credential sent) {
        if (WANTS_TLS.matcher(new String(body, ISO_8859_1)).find()) {
            // In plain text.
            return new ApiException(
                    Kind.FINAL,
                    ReadError.Kind.TLS,
                    "the server speaks TLS on this port; write https:// in place of http://",
                    null);
        }
        String message = Documents.statusMessage(body, protobuf);
        String said = message.isEmpty() ? "" : ": " + message;
        return switch (code) {
            case 401 ->
                new ApiException(
                        Kind.UNAUTHORIZED,
                        "401 Unauthorized: the server does not accept the credentials; "
                                + (isEks(sent) ? EKS : "are they expired?"));
            case 403 -> forbidden(message, said);
            case 404 ->
                message.isEmpty()
                        ? new ApiException(Kind.FINAL, "404 Not Found; is this a Kubernetes API server?")
                        : new ApiException(Kind.NOT_FOUND, "404 Not Found" + said);
            case 406 -> new ApiException(Kind.OTHER_ENCODING, "406 Not Acceptable" + said);
            case 410 -> new ApiException(Kind.EXPIRED, "410 Gone" + said);
            case 429 ->
                ApiException.passing("429 Too Many Requests: the server is throttling" + said, retryAfterSeconds);
            case 500, 502, 503, 504 ->
                ApiException.passing(
                        code + ": the server, or a proxy before it, has a fault of its own" + said, retryAfterSeconds);
            case 301, 302, 303, 307, 308 ->
                new ApiException(
                        Kind.FINAL,
                        code
                                + ": the server redirects elsewhere, which is not followed with credentials; is this a Kubernetes API server?");
            case 407 ->
                new ApiException(
                        Kind.FINAL, ReadError.Kind.UNREACHABLE, "407: the proxy requires a user and a password", null);
            default ->
                message.isEmpty()
                        ? notKubernetes(code)
                        : new ApiException(Kind.UNREADABLE, ReadError.Kind.UNAVAILABLE, code + said, null);
        };
    }

    private ApiException forbidden(String message, String said) {
        if (MissingPermissions.isImpersonation(message)) {
            // The same for whatever is asked for.
            return new ApiException(
                    Kind.FINAL,
                    ReadError.Kind.FORBIDDEN,
                    "403 Forbidden" + said + "; "
                            + MissingPermissions.impersonationGrant(access.impersonation(), message),
                    null);
        }
        return message.contains("system:anonymous")
                ? new ApiException(
                        Kind.FINAL,
                        ReadError.Kind.UNAUTHORIZED,
                        "403 Forbidden: the request came without credentials that the server knows" + said,
                        null)
                : new ApiException(Kind.FORBIDDEN, "403 Forbidden" + said);
    }

    private boolean isEks(Credential sent) {
        String authorization = sent.authorization();
        return EKS_HOST.matcher(access.server().getHost()).matches()
                || (authorization != null && authorization.startsWith("Bearer k8s-aws-v1."));
    }

    /** An answer with only a status code. */
    ApiException noBody(int code) {
        HttpProxy proxy = access.proxy();
        if (code != 407 || proxy == null) {
            return notKubernetes(code);
        }
        return new ApiException(
                Kind.FINAL,
                ReadError.Kind.UNREACHABLE,
                "407: the proxy " + proxy
                        + (proxy.authorization() == null
                                ? " requires a user and a password; write them into its URL: http://USER:PASSWORD@"
                                        + proxy
                                : " does not accept the user and password in its URL; special characters there must be"
                                        + " percent-encoded"),
                null);
    }

    private static ApiException notKubernetes(int code) {
        return new ApiException(Kind.FINAL, code + ": not an answer of a Kubernetes API server");
    }

    /**
     * The classes that the JDK wraps a fault in hide it, and a refused connection has no message: look at the causes.
     *
     * @param protobuf whether protobuf was being read
     */
    ApiException of(Throwable fault, boolean protobuf) {
        ApiException worded = worded(fault, protobuf);
        return worded.kind() == Kind.UNREACHABLE && !access.reachable().isEmpty()
                ? worded.saying(worded.message() + "; " + access.reachable())
                : worded;
    }

    private ApiException worded(Throwable fault, boolean protobuf) {
        OutOfMemoryError memory = cause(fault, OutOfMemoryError.class);
        if (memory != null) {
            // In a thread of the client's; nobody else would hear of it.
            throw memory;
        }
        WatchExpiredException expired = cause(fault, WatchExpiredException.class);
        if (expired != null) {
            return new ApiException(Kind.EXPIRED, "the watch cannot go on: " + expired.getMessage(), fault);
        }
        PresentedChain.Refused refused = cause(fault, PresentedChain.Refused.class);
        if (refused != null) {
            return new ApiException(Kind.FINAL, ReadError.Kind.TLS, certificate(refused), fault);
        }
        HttpProxy proxy = access.proxy();
        String peer = proxy == null ? "the server" : "the proxy " + proxy;
        if (any(fault, UnknownHostException.class, UnresolvedAddressException.class)) {
            return new ApiException(
                    Kind.UNREACHABLE,
                    "the name of " + peer + " cannot be resolved; is the VPN up, "
                            + (proxy == null ? "is the server of the kubeconfig, or --server, right?" : PROXY_HINT),
                    fault);
        }
        if (any(fault, HttpConnectTimeoutException.class)) {
            return new ApiException(
                    Kind.UNREACHABLE,
                    "no connection could be made in time" + (proxy == null ? "" : " to " + peer)
                            + "; is the VPN up, may this machine reach the server?",
                    fault);
        }
        if (any(fault, HttpTimeoutException.class, SocketTimeoutException.class, TimeoutException.class)) {
            // Where there is a part of an answer, the server answers, and may do so at another list.
            return new ApiException(
                    any(fault, SocketTimeoutException.class) ? Kind.UNREADABLE : Kind.FINAL,
                    ReadError.Kind.TIMEOUT,
                    "the server did not finish answering within " + retries.end(),
                    fault);
        }
        if (any(fault, NoRouteToHostException.class)) {
            return new ApiException(Kind.UNREACHABLE, "there is no route to " + peer + "; is the VPN up?", fault);
        }
        if (any(fault, ConnectException.class)) {
            // Everybody who reads the message knows the server's own address.
            return new ApiException(
                    Kind.UNREACHABLE,
                    "the connection was refused" + (proxy == null ? "" : " by " + peer)
                            + ": nothing is listening, or a firewall blocks it"
                            + (proxy == null ? "" : "; " + PROXY_HINT),
                    fault);
        }
        MalformedException malformed = cause(fault, MalformedException.class);
        if (malformed != null && !malformed.cutOff()) {
            return new ApiException(
                    protobuf ? Kind.OTHER_ENCODING : Kind.UNREADABLE,
                    "the answer is not what a Kubernetes API server sends: " + malformed.getMessage(),
                    fault);
        }
        SSLException tls = cause(fault, SSLException.class);
        if (tls != null && messages(fault).noneMatch(message -> message.contains("EOF"))) {
            // Terminated the handshake, or closed the channel: so end the connections to a server that is starting or
            // ending.
            boolean cut = String.valueOf(tls.getMessage()).startsWith("Remote host ");
            return new ApiException(
                    cut ? Kind.UNREACHABLE : Kind.FINAL,
                    ReadError.Kind.TLS,
                    "no TLS connection: " + tls.getMessage() + hint(tls),
                    fault);
        }
        String last = messages(fault)
                .reduce((before, message) -> message)
                .orElse(fault.getClass().getSimpleName());
        if (messages(fault).anyMatch(message -> message.startsWith("Tunnel failed"))) {
            return new ApiException(
                    Kind.FINAL,
                    ReadError.Kind.UNREACHABLE,
                    peer + " did not connect to " + access.server().getAuthority() + ": " + last
                            + "; may it reach the server? Else name the server in NO_PROXY, or another proxy",
                    fault);
        }
        return new ApiException(Kind.PASSING, "the connection broke: " + last, fault);
    }

    private static String hint(SSLException tls) {
        if (isNoTls(tls)) {
            return "; does the server speak plain http?";
        }
        return String.valueOf(tls.getMessage()).contains("certificate")
                ? "; does the server accept the client certificate of the kubeconfig, or of --client-certificate?"
                : "";
    }

    /** Whether what came was no TLS at all. */
    static boolean isNoTls(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("SSL message");
    }

    private static String certificate(PresentedChain.Refused refused) {
        String issuer = refused.certificate().getIssuerX500Principal().getName();
        if (any(refused, CertificateExpiredException.class)) {
            return "the server's certificate expired: it was valid until "
                    + refused.certificate().getNotAfter().toInstant() + ", issued by " + issuer;
        }
        if (any(refused, CertificateNotYetValidException.class)) {
            return "the server's certificate is not valid before "
                    + refused.certificate().getNotBefore().toInstant() + "; is this machine's clock right?";
        }
        String message = String.valueOf(refused.getMessage());
        if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
            return "the server's certificate is for another host (" + message + "), issued by " + issuer
                    + "; where that is so on purpose, as behind a tunnel, name the host of the certificate with"
                    + " --tls-server-name, or tls-server-name of the kubeconfig";
        }
        return "the server's certificate is not trusted: it was issued by " + issuer
                + "; is certificate-authority(-data) of the kubeconfig, or --certificate-authority, that of this"
                + " cluster?";
    }

    /** The fault itself and its causes: the last one happened first. */
    static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, Objects::nonNull, Throwable::getCause).limit(20);
    }

    private static Stream<String> messages(Throwable fault) {
        return causes(fault).map(Throwable::getMessage).filter(Objects::nonNull);
    }

    private static boolean any(Throwable fault, Class<?>... types) {
        return causes(fault).anyMatch(cause -> List.of(types).stream().anyMatch(type -> type.isInstance(cause)));
    }

    private static <T> @Nullable T cause(Throwable fault, Class<T> type) {
        return causes(fault)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }
}

package eu.skyscrapers.ptc.api;

import eu.skyscrapers.ptc.api.ApiException.Kind;
import eu.skyscrapers.ptc.kubeconfig.ClusterAccess;
import eu.skyscrapers.ptc.kubeconfig.HttpProxy;
import eu.skyscrapers.ptc.objects.MalformedException;
import eu.skyscrapers.ptc.objects.WatchExpiredException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts words to a request that got no answer, or only a part of one. */
final class Faults {
    private static final String PROXY_HINT = "is the kubeconfig's proxy-url or HTTPS_PROXY right?";

    private Faults() {}

    /**
     * The classes that the JDK wraps a fault in hide it, and a refused connection has no message: the causes tell.
     *
     * @param protobuf whether protobuf was being read
     */
    static ApiException of(Throwable fault, boolean protobuf, ClusterAccess access, Patience patience) {
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
            return new ApiException(Kind.FINAL, certificate(refused), fault);
        }
        if (any(fault, e -> e instanceof UnknownHostException || e instanceof UnresolvedAddressException)) {
            return new ApiException(
                    Kind.UNREACHABLE,
                    access.proxy() == null
                            ? "the name of the server cannot be resolved; is the VPN up, is the server of the"
                                    + " kubeconfig, or --server, right?"
                            : "the name of " + proxy(access) + " cannot be resolved; is the VPN up, " + PROXY_HINT,
                    fault);
        }
        if (any(fault, e -> e instanceof HttpConnectTimeoutException)) {
            return new ApiException(
                    Kind.UNREACHABLE,
                    "no connection could be made in time" + (access.proxy() == null ? "" : " to " + proxy(access))
                            + "; is the VPN up, may this machine reach the server?",
                    fault);
        }
        if (any(
                fault,
                e -> e instanceof HttpTimeoutException
                        || e instanceof SocketTimeoutException
                        || e instanceof TimeoutException)) {
            // Where there is a part of an answer, the server answers, and may do so at another list.
            return new ApiException(
                    any(fault, e -> e instanceof SocketTimeoutException) ? Kind.UNREADABLE : Kind.FINAL,
                    "the server did not answer to the end within " + patience.end(),
                    fault);
        }
        if (any(fault, e -> e instanceof NoRouteToHostException)) {
            String peer = access.proxy() == null ? "the server" : proxy(access);
            return new ApiException(Kind.UNREACHABLE, "there is no route to " + peer + "; is the VPN up?", fault);
        }
        if (any(fault, e -> e instanceof ConnectException)) {
            String hint = access.proxy() == null ? "" : "; " + PROXY_HINT;
            return new ApiException(
                    Kind.UNREACHABLE,
                    "the connection was refused" + to(access) + ": nothing listens there, or a firewall closes it"
                            + hint,
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
        if (tls != null && !any(fault, e -> String.valueOf(e.getMessage()).contains("EOF"))) {
            // Terminated the handshake, or closed the channel: so end the connections to a server that is starting or
            // ending.
            boolean cut = String.valueOf(tls.getMessage()).startsWith("Remote host ");
            return new ApiException(
                    cut ? Kind.UNREACHABLE : Kind.FINAL, "no TLS connection: " + tls.getMessage() + hint(tls), fault);
        }
        if (any(fault, e -> String.valueOf(e.getMessage()).startsWith("Tunnel failed"))) {
            return new ApiException(
                    Kind.FINAL,
                    proxy(access) + " did not connect to " + access.server().getAuthority() + ": " + last(fault)
                            + "; may it reach the server? Else name the server in NO_PROXY, or another proxy",
                    fault);
        }
        return new ApiException(Kind.PASSING, "the connection broke: " + last(fault), fault);
    }

    /** An answer of which there is nothing but its number. */
    static ApiException noBody(int code, ClusterAccess access) {
        HttpProxy proxy = access.proxy();
        if (code != 407 || proxy == null) {
            return new ApiException(Kind.FINAL, code + ": not an answer of a Kubernetes API server", null);
        }
        return new ApiException(
                Kind.FINAL,
                "407: " + proxy(access)
                        + (proxy.authorization() == null
                                ? " wants a user and a password; write them into its URL: http://USER:PASSWORD@" + proxy
                                : " does not accept the user and password in its URL; special characters there must be"
                                        + " percent-encoded"),
                null);
    }

    /** Who a connection is made to; the server's own address, everybody who reads the message knows. */
    private static String to(ClusterAccess access) {
        return access.proxy() == null ? "" : " by " + proxy(access);
    }

    private static String proxy(ClusterAccess access) {
        return "the proxy " + access.proxy();
    }

    private static String hint(SSLException tls) {
        String message = String.valueOf(tls.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "; does the server speak plain http?";
        }
        return message.contains("certificate")
                ? "; does the server accept the client certificate of the kubeconfig, or of --client-certificate?"
                : "";
    }

    private static String certificate(PresentedChain.Refused refused) {
        String issuer = refused.certificate().getIssuerX500Principal().getName();
        CertificateExpiredException expired = cause(refused, CertificateExpiredException.class);
        if (expired != null) {
            return "the server's certificate expired: it was valid until "
                    + refused.certificate().getNotAfter().toInstant() + ", issued by " + issuer;
        }
        if (cause(refused, CertificateNotYetValidException.class) != null) {
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

    private static String last(Throwable fault) {
        Throwable at = fault;
        String message = null;
        for (int depth = 0; at != null && depth < 20; depth++) {
            message = at.getMessage() == null ? message : at.getMessage();
            at = at.getCause();
        }
        return message == null ? fault.getClass().getSimpleName() : message;
    }

    private static boolean any(Throwable fault, Predicate<Throwable> test) {
        Throwable at = fault;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (test.test(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable fault, Class<T> type) {
        Throwable at = fault;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}

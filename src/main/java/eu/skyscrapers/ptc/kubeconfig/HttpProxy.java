package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.Words;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxy on the way to a cluster: plain HTTP to the proxy, a tunnel from there on.
 *
 * @param authorization the value of {@code Proxy-Authorization}, a secret; null for a proxy that asks for none
 */
public record HttpProxy(String host, int port, @Nullable String authorization) {

    /** The proxy that {@code proxy-url} names; it goes before the environment, and {@code NO_PROXY} cannot undo it. */
    static HttpProxy parse(String url) throws InvalidValueException {
        String scheme = ServerAddress.scheme(url);
        if (scheme == null) {
            throw new InvalidValueException("has no scheme; write http://HOST:PORT");
        }
        if (scheme.startsWith("socks")) {
            throw new InvalidValueException("names a SOCKS proxy, which cannot be used here; name an http proxy");
        }
        if (scheme.equals("https")) {
            // java.net.http opens a plain connection to every proxy, and would show it the password.
            throw new InvalidValueException(
                    "names a proxy that is itself reached by TLS, which cannot be used here; name an http:// proxy");
        }
        if (!scheme.equals("http")) {
            throw new InvalidValueException("has the scheme " + Words.quote(scheme) + "; name an http proxy");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new InvalidValueException(
                    "is not a URL; write http://HOST:PORT, with special characters of a password percent-encoded");
        }
        ServerAddress.checkHostAndPort(uri);
        String user = uri.getUserInfo();
        return new HttpProxy(
                ServerAddress.hostName(uri), ServerAddress.port(uri, 80), user == null ? null : basic(user));
    }

    private static String basic(String userInfo) {
        String credentials = userInfo.contains(":") ? userInfo : userInfo + ":";
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The proxy that the environment names for a server, by the rules of Go (golang.org/x/net/http/httpproxy). Only
     * {@code HTTPS_PROXY} counts: plain HTTP is spoken to loopback alone, which is never proxied.
     */
    static @Nullable HttpProxy fromEnvironment(Environment environment, URI server) throws ConfigurationException {
        for (String name : List.of("HTTPS_PROXY", "https_proxy")) {
            String value = environment.variable(name);
            if (value.isEmpty()) {
                continue;
            }
            if (server.getScheme().equals("http")
                    || ServerAddress.isLoopback(server)
                    || isExempt(environment, server)) {
                return null;
            }
            try {
                return parse(ServerAddress.scheme(value) == null ? "http://" + value : value);
            } catch (InvalidValueException e) {
                throw new ConfigurationException("environment variable " + name + ": its value " + e.predicate()
                        + ", or list " + server.getHost() + " in NO_PROXY");
            }
        }
        return null;
    }

    private static boolean isExempt(Environment environment, URI server) {
        String upper = environment.variable("NO_PROXY");
        return NoProxy.exempts(upper.isEmpty() ? environment.variable("no_proxy") : upper, server);
    }

    /** Host and port; never the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}

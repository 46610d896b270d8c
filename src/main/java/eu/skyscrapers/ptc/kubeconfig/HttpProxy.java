package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.Words;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
                    "names a proxy that is itself reached over TLS, which cannot be used here; name an http:// proxy");
        }
        if (!scheme.equals("http")) {
            throw new InvalidValueException("has the scheme " + Words.quote(scheme) + "; name an http proxy");
        }
        URI uri = ServerAddress.parse(url, "http://HOST:PORT, with special characters of a password percent-encoded");
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
     * {@code HTTPS_PROXY} counts: plain HTTP is spoken only to loopback, which is never proxied.
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

    /** {@code NO_PROXY} as Go reads it: a malformed entry matches nothing. */
    private static boolean isExempt(Environment environment, URI server) {
        String upper = environment.variable("NO_PROXY");
        String noProxy = upper.isEmpty() ? environment.variable("no_proxy") : upper;
        String host = ServerAddress.hostName(server);
        int port = ServerAddress.port(server, 443);
        InetAddress address = ServerAddress.literal(host);
        return Stream.of(noProxy.toLowerCase(Locale.ROOT).split(",", -1))
                .anyMatch(entry -> matches(entry.strip(), host, address, port));
    }

    private static boolean matches(String entry, String host, @Nullable InetAddress address, int port) {
        if (entry.equals("*")) {
            return true;
        }
        int slash = entry.indexOf('/');
        if (slash >= 0) {
            return address != null && inNetwork(address, entry.substring(0, slash), entry.substring(slash + 1));
        }
        String name = entry;
        int colon = entry.lastIndexOf(':');
        // A colon begins a port unless it is one of an IPv6 address without brackets.
        if (colon >= 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')) {
            name = entry.substring(0, colon);
            String wanted = entry.substring(colon + 1);
            if (!wanted.isEmpty() && !wanted.equals(Integer.toString(port))) {
                return false;
            }
        }
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        InetAddress wanted = ServerAddress.literal(name);
        if (name.isEmpty() || wanted != null || address != null) {
            return wanted != null && wanted.equals(address);
        }
        // "example.com" means the name and all below it, ".example.com" and "*.example.com" only what is below.
        String domain = name.startsWith("*.") ? name.substring(1) : name;
        return domain.startsWith(".") ? host.endsWith(domain) : host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean inNetwork(InetAddress address, String network, String prefix) {
        InetAddress base = ServerAddress.literal(network);
        int size = address.getAddress().length * 8;
        if (base == null || base.getAddress().length * 8 != size || !prefix.matches("[0-9]{1,3}")) {
            return false;
        }
        int rest = size - Integer.parseInt(prefix);
        return rest >= 0
                && new BigInteger(1, base.getAddress())
                        .shiftRight(rest)
                        .equals(new BigInteger(1, address.getAddress()).shiftRight(rest));
    }

    /** Host and port; never the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}

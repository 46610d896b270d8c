package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.Words;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import org.jspecify.annotations.Nullable;

/** Addresses as users write them: of API servers, of proxies, of hosts. Nothing here asks a name server. */
final class ServerAddress {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://");
    /** Behind its colon stands a port: {@code USER:PASSWORD} is none. */
    private static final Pattern PLAIN =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(/[A-Za-z0-9./_-]*)?");

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

    private ServerAddress() {}

    /** The URL of an API server without its trailing slashes; its path is kept (Rancher), its query is not. */
    static URI parseServer(String text) throws InvalidValueException {
        String scheme = scheme(text);
        if (scheme == null) {
            // The text may be anything, a password included: only what looks like an address is repeated.
            throw new InvalidValueException(
                    "has no scheme; write https://" + (PLAIN.matcher(text).matches() ? text : "HOST:PORT"));
        }
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new InvalidValueException("has the scheme " + Words.quote(scheme) + "; an API server speaks https");
        }
        URI uri = parse(text, "https://HOST:PORT");
        String authority = uri.getRawAuthority();
        if (authority != null && authority.contains("@")) {
            throw new InvalidValueException(
                    "holds a user name or password; credentials belong to the context's user, not to the server");
        }
        checkHostAndPort(uri);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return URI.create(
                scheme + "://" + uri.getHost() + port + uri.getRawPath().replaceAll("/+$", ""));
    }

    /** The name of a host, or an address, that a certificate is to be for. */
    static String parseName(String text) throws InvalidValueException {
        if (literal(text) != null) {
            return text;
        }
        try {
            return new SNIHostName(text).getAsciiName();
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("is not the name of a host");
        }
    }

    static @Nullable String scheme(String url) {
        Matcher scheme = SCHEME.matcher(url);
        return scheme.lookingAt() ? scheme.group(1).toLowerCase(Locale.ROOT) : null;
    }

    /** @param advice what to write instead */
    static URI parse(String text, String advice) throws InvalidValueException {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new InvalidValueException("is not a URL; write " + advice);
        }
    }

    /** The JDK gives no host where the name is none, for example with an underscore, and could not reach it. */
    static void checkHostAndPort(URI uri) throws InvalidValueException {
        if (uri.getHost() == null) {
            throw new InvalidValueException("has no valid host name");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new InvalidValueException("has a port that does not exist: " + uri.getPort());
        }
    }

    static int port(URI uri, int fallback) {
        return uri.getPort() < 0 ? fallback : uri.getPort();
    }

    static boolean isLoopback(URI uri) {
        String host = hostName(uri);
        InetAddress address = literal(host);
        return host.equals("localhost") || (address != null && address.isLoopbackAddress());
    }

    /** The host in lower case, an IPv6 address without its brackets. */
    static String hostName(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The address that a text spells out; null for a name, which is never looked up. */
    static @Nullable InetAddress literal(String host) {
        try {
            if (host.contains(":")) {
                // In brackets the JDK parses, and asks nobody.
                return InetAddress.getByName("[" + host + "]");
            }
            return IPV4.matcher(host).matches() ? InetAddress.getByName(host) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}

package eu.skyscrapers.ptc.kubeconfig;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code NO_PROXY} as Go reads it (golang.org/x/net/http/httpproxy): what is malformed matches nothing. */
final class NoProxy {
    private NoProxy() {}

    static boolean exempts(String noProxy, URI server) {
        String host = ServerAddress.hostName(server);
        int port = ServerAddress.port(server, 443);
        InetAddress address = ServerAddress.literal(host);
        for (String entry : noProxy.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (matches(entry.strip(), host, address, port)) {
                return true;
            }
        }
        return false;
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
        String wantedPort = "";
        int colon = entry.lastIndexOf(':');
        // A colon begins a port unless it is one of an IPv6 address without brackets.
        if (colon >= 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')) {
            name = entry.substring(0, colon);
            wantedPort = entry.substring(colon + 1);
        }
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        boolean portMatches = wantedPort.isEmpty() || wantedPort.equals(Integer.toString(port));
        return !name.isEmpty() && portMatches && nameMatches(name, host, address);
    }

    private static boolean nameMatches(String name, String host, @Nullable InetAddress address) {
        InetAddress wanted = ServerAddress.literal(name);
        if (wanted != null || address != null) {
            return wanted != null && wanted.equals(address);
        }
        // "example.com" means the name and all below it, ".example.com" and "*.example.com" only what is below.
        String domain = name.startsWith("*.") ? name.substring(1) : name;
        return domain.startsWith(".") ? host.endsWith(domain) : host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean inNetwork(InetAddress address, String network, String prefix) {
        InetAddress base = ServerAddress.literal(network);
        if (base == null || !prefix.matches("[0-9]{1,3}")) {
            return false;
        }
        byte[] wanted = base.getAddress();
        byte[] given = address.getAddress();
        int bits = Integer.parseInt(prefix);
        if (wanted.length != given.length || bits > wanted.length * 8) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((wanted[i / 8] & mask) != (given[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}

package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * What a server was asked.
 *
 * @param number counts from 1 at each server
 * @param uri path and query as they came
 * @param headers by name in lower case
 * @param body as text; empty where there is none
 * @param clientCertificate what the client showed, believed or not
 */
public record Request(
        int number,
        String method,
        URI uri,
        Map<String, List<String>> headers,
        String body,
        Optional<X509Certificate> clientCertificate) {

    public String path() {
        return uri.getPath();
    }

    /** A parameter of the query, decoded; empty where it is missing. */
    public String query(String parameter) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0
                    && URLDecoder.decode(pair.substring(0, equals), UTF_8).equals(parameter)) {
                return URLDecoder.decode(pair.substring(equals + 1), UTF_8);
            }
        }
        return "";
    }

    /** The first header of that name; empty where it is missing. */
    public String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of("")).get(0);
    }

    public boolean isWatch() {
        return query("watch").equals("true") || query("watch").equals("1");
    }

    /** Whether the client would have the answer in protobuf. */
    public boolean takesProtobuf() {
        return header("accept").contains(Protobuf.TYPE);
    }

    /** Whether this asks for a page after the first. */
    public boolean isContinued() {
        return !query("continue").isEmpty();
    }

    public static Predicate<Request> any() {
        return request -> true;
    }

    public static Predicate<Request> number(int number) {
        return request -> request.number() == number;
    }

    public static Predicate<Request> path(String path) {
        return request -> request.path().equals(path);
    }

    /** The first so many of those requests. */
    public static Predicate<Request> first(int times, Predicate<Request> which) {
        AtomicInteger left = new AtomicInteger(times);
        return request -> which.test(request) && left.getAndDecrement() > 0;
    }
}

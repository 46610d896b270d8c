package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A whole answer, before it is compressed or broken. */
public final class Answer {
    static final String JSON = "application/json";

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    public Answer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }

    /** With the headers that an API server sends beside the body's own. */
    public static Answer of(int status, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("audit-id", UUID.randomUUID().toString());
        headers.put("cache-control", "no-cache, private");
        headers.put("content-type", contentType);
        return new Answer(status, headers, body);
    }

    public static Answer of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(UTF_8));
    }

    public Answer withStatus(int other) {
        return new Answer(other, headers, body);
    }

    public Answer withBody(byte[] other) {
        return new Answer(status, headers, other);
    }

    public Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }
}

package eu.skyscrapers.ptc.api.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** One request, and the ways to answer it. */
public final class Exchange {
    /** What an API server compresses. */
    private static final int COMPRESSED_SIZE = 128 * 1024;
    /** Up to here Go's server sends a length, and chunks beyond. */
    private static final int UNCHUNKED_SIZE = 2048;

    private final HttpExchange http;
    private final Request request;
    private final LoopbackServer server;

    Exchange(HttpExchange http, Request request, LoopbackServer server) {
        this.http = http;
        this.request = request;
        this.server = server;
    }

    public Request request() {
        return request;
    }

    /** What a healthy server would say. */
    public Answer answer() {
        return server.answer(request);
    }

    /** Answers as a healthy server. */
    public void pass() throws IOException, InterruptedException {
        server.answer(this);
    }

    /** The same object in the encoding that a healthy server would choose. */
    Answer encoded(Answer json) {
        return server.encoded(request, json);
    }

    public void send(Answer answer) throws IOException {
        Answer compressed = compressed(answer);
        int size = compressed.body().length;
        // To the JDK's server 0 stands for chunks, and -1 for no body.
        try (OutputStream out = begin(compressed, size > UNCHUNKED_SIZE ? 0 : size == 0 ? -1 : size)) {
            out.write(compressed.body());
        }
    }

    /** Sends chunk by chunk, however little there is. */
    OutputStream begin(Answer head) throws IOException {
        return begin(head, 0);
    }

    /** Promises a length, and leaves it to the caller to keep the promise. */
    OutputStream begin(Answer head, long length) throws IOException {
        head.headers().forEach(http.getResponseHeaders()::set);
        http.sendResponseHeaders(head.status(), length);
        return http.getResponseBody();
    }

    /** Compressed where the client takes it and the server does it. */
    Answer compressed(Answer answer) throws IOException {
        boolean compressed = switch (server.compression()) {
            case NEVER -> false;
            case ALWAYS -> true;
            case LARGE -> answer.body().length > COMPRESSED_SIZE;
        };
        return compressed && request.header("accept-encoding").contains("gzip") ? gzip(answer) : answer;
    }

    static Answer gzip(Answer answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new Gzip(bytes)) {
            gzip.write(answer.body());
        }
        return answer.withBody(bytes.toByteArray()).withHeader("content-encoding", "gzip");
    }

    /** Quick rather than small, as API servers do it. */
    private static final class Gzip extends GZIPOutputStream {
        private Gzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(1);
        }
    }

    /** To be thrown: the connection closes at once, wherever the answer is. */
    static IOException cut() {
        return new IOException("cut by the test");
    }

    /** Waits until the server is closed. */
    static void stall() throws InterruptedException {
        Thread.sleep(Long.MAX_VALUE);
    }
}

package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A way to answer badly. Those that never end by themselves end when the server is closed.
 *
 * @param name for test reports
 */
public record Fault(String name, Behaviour behaviour) {

    /** Answers a request, or throws {@link Exchange#cut} to cut the connection. */
    public interface Behaviour {
        void answer(Exchange exchange) throws IOException, InterruptedException;
    }

    /** Spoils a healthy answer. */
    public interface Change {
        Answer change(Answer healthy) throws IOException;
    }

    private static final int DRIP_MILLIS = 20;
    private static final String PAGE = "<html><head><title>%s</title></head><body><h1>%s</h1></body></html>\n";

    @Override
    public String toString() {
        return name;
    }

    /** Every fault that needs no more than its name, and ends by itself. */
    public static List<Fault> allThatEnd() {
        return List.of(
                recorded("unauthorized-401.http"),
                recorded("forbidden-403.http"),
                recorded("notfound-404.http"),
                recorded("bad-continue-400.http"),
                recorded("expired-410.http"),
                expiredForGood(),
                throttled(429, "1"),
                throttled(503, "1"),
                serverError(500),
                serverError(504),
                gateway(502),
                gateway(503),
                html(),
                empty(),
                statusWith200(),
                otherKind("ServiceList"),
                truncated(),
                tooShort(),
                cutInChunks(),
                noAnswer(),
                damagedGzip(),
                shortGzip(),
                contentType("text/plain"),
                otherEncoding(),
                notAcceptable());
    }

    public static List<Fault> allThatStall() {
        return List.of(stall(), stallInBody(), drip());
    }

    /** A recorded failure, for example {@code unauthorized-401.http}. */
    public static Fault recorded(String file) {
        return new Fault(file, exchange -> exchange.send(exchange.encoded(Recordings.http(file))));
    }

    /** 410 that gives no token to go on with. */
    public static Fault expiredForGood() {
        return fixed(
                "410 without a token",
                Status.of(
                        410,
                        "Expired",
                        "The provided continue parameter is too old to display a consistent list result."));
    }

    /** 429 as the API server's fairness says it, or 503. */
    public static Fault throttled(int status, String retryAfter) {
        Answer answer = status == 429
                ? Answer.of(429, "text/plain; charset=utf-8", "Too many requests, please try again later.\n")
                : Status.of(status, "ServiceUnavailable", "apiserver is shutting down");
        return fixed(status + " Retry-After " + retryAfter, answer.withHeader("retry-after", retryAfter));
    }

    /** A failure of the API server itself: a Status. */
    public static Fault serverError(int status) {
        return fixed(
                status + " Status",
                Status.of(status, "InternalError", "Internal error occurred: etcdserver: leader changed"));
    }

    /** Of a server that encodes some of its lists, and not this one, in protobuf: it does not think of JSON then. */
    public static Fault notAcceptable() {
        return fixed(
                "406 Status",
                Status.of(
                        406,
                        "NotAcceptable",
                        "object *unstructured.UnstructuredList does not implement the protobuf marshalling interface and"
                                + " cannot be encoded to a protobuf message"));
    }

    /** A failure of what stands before the API server: a page for people. */
    public static Fault gateway(int status) {
        String title = status + " from the load balancer";
        return fixed(status + " HTML", Answer.of(status, "text/html", String.format(PAGE, title, title)));
    }

    /** 200, and a page that wants a log-in. */
    public static Fault html() {
        return fixed("200 HTML", Answer.of(200, "text/html; charset=utf-8", String.format(PAGE, "Log in", "Log in")));
    }

    public static Fault empty() {
        return fixed("200 empty", Answer.of(200, Answer.JSON, ""));
    }

    /** A failure in words, and a success in its number. */
    public static Fault statusWith200() {
        return fixed(
                "200 Status",
                Status.of(500, "InternalError", "Internal error occurred").withStatus(200));
    }

    /** A list of something else, without items. */
    public static Fault otherKind(String kind) {
        return fixed(
                "200 " + kind,
                Answer.of(
                        200,
                        Answer.JSON,
                        "{\"kind\":\"" + kind
                                + "\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"329\"},\"items\":[]}\n"));
    }

    /** A body that stops in the middle; to HTTP all is well. */
    public static Fault truncated() {
        return changed("truncated body", healthy -> healthy.withBody(half(healthy.body())));
    }

    /** 200, and this text. */
    public static Fault object(String json) {
        return fixed("200", Answer.of(200, Answer.JSON, json));
    }

    /** 200, and this text as if it were JSON. */
    public static Fault json(String body) {
        return new Fault("200 JSON", exchange -> exchange.send(Answer.of(200, Answer.JSON, body)));
    }

    /** 200, and these bytes as if they were protobuf. */
    public static Fault protobuf(byte[] body) {
        return new Fault("200 protobuf", exchange -> exchange.send(Answer.of(200, Protobuf.TYPE, body)));
    }

    /** Less than {@code Content-Length} promised, then the connection closes. */
    public static Fault tooShort() {
        return new Fault("shorter than Content-Length", exchange -> {
            Answer answer = exchange.compressed(exchange.answer());
            OutputStream out = exchange.begin(answer, answer.body().length);
            out.write(half(answer.body()));
            out.flush();
            throw Exchange.cut();
        });
    }

    /** Half of the chunks, then the connection closes. */
    public static Fault cutInChunks() {
        return new Fault("cut between chunks", exchange -> {
            sendHalf(exchange);
            throw Exchange.cut();
        });
    }

    /**
     * The connection closes before any answer. On a connection that served a request before, the JDK's client asks once
     * more by itself, and that is the next request by number.
     */
    public static Fault noAnswer() {
        return new Fault("no answer", exchange -> {
            throw Exchange.cut();
        });
    }

    /** Nothing comes, not even a header. */
    public static Fault stall() {
        return new Fault("stall before headers", exchange -> Exchange.stall());
    }

    /** Half of the body comes, and no more. */
    public static Fault stallInBody() {
        return new Fault("stall in the body", exchange -> {
            sendHalf(exchange);
            Exchange.stall();
        });
    }

    /** Half of the body comes, and the rest when that has happened. Not a fault: a slow network. */
    public static Fault halfUntil(CountDownLatch happened) {
        return new Fault("half of it for a while", exchange -> {
            Answer answer = exchange.compressed(exchange.answer());
            byte[] half = half(answer.body());
            try (OutputStream out = exchange.begin(answer)) {
                out.write(half);
                out.flush();
                happened.await();
                out.write(answer.body(), half.length, answer.body().length - half.length);
            }
        });
    }

    /** One byte at a time, and blanks instead of an end. */
    public static Fault drip() {
        return new Fault("one byte at a time", exchange -> {
            Answer answer = exchange.answer();
            byte[] body = answer.body();
            OutputStream out = exchange.begin(answer);
            for (int sent = 0; ; sent++) {
                out.write(sent < body.length - 2 ? body[sent] : ' ');
                out.flush();
                Thread.sleep(DRIP_MILLIS);
            }
        });
    }

    /** 302 to the same path of another server. */
    public static Fault redirect(TestApiServer target) {
        return new Fault(
                "302",
                exchange -> exchange.send(Answer.of(302, "text/html", "")
                        .withHeader(
                                "location",
                                target.uri().resolve(exchange.request().uri()).toString())));
    }

    /** Compressed, with a byte that is not the one it was. */
    public static Fault damagedGzip() {
        return new Fault("damaged gzip", exchange -> {
            byte[] body = Exchange.gzip(exchange.answer()).body();
            body[body.length / 2] ^= 0x55;
            sendGzip(exchange, body);
        });
    }

    /** Compressed, and the second half is missing; to HTTP all is well. */
    public static Fault shortGzip() {
        return new Fault(
                "short gzip",
                exchange ->
                        sendGzip(exchange, half(Exchange.gzip(exchange.answer()).body())));
    }

    /** The right body under a wrong name. */
    public static Fault contentType(String type) {
        return changed("content type " + type, healthy -> healthy.withHeader("content-type", type));
    }

    /** JSON and protobuf under each other's name. */
    public static Fault otherEncoding() {
        return changed(
                "content type of the other encoding",
                healthy -> healthy.withHeader(
                        "content-type",
                        Protobuf.TYPE.equals(healthy.headers().get("content-type")) ? Answer.JSON : Protobuf.TYPE));
    }

    /** Of a server that says what it was sent, in one place after the other. */
    public static List<Fault> allThatRepeat() {
        Map<String, UnaryOperator<String>> forms = Map.of(
                "as it is", text -> text,
                "in base64", text -> base64("GET / HTTP/1.1\r\nAuthorization: " + text + "\r\n"),
                "in base64, one byte later", text -> base64("GET / HTTP/1.1\r\nx-Authorization: " + text + "\r\n"),
                "in base64, two bytes later", text -> base64("GET / HTTP/1.1\r\nxx-Authorization: " + text + "\r\n"));
        Map<String, Function<String, Answer>> places = Map.of(
                "a 400", text -> Status.of(400, "BadRequest", "bad header: " + text + "!"),
                "a 403", text -> Status.of(403, "Forbidden", "User \"" + text + "\" cannot list pods"),
                "a 500", text -> Status.of(500, "InternalError", "panic: " + text),
                "a kind", text -> Answer.of(200, Answer.JSON, "{\"kind\":\"" + text + "\"}"),
                "a list of another kind",
                        text -> Answer.of(200, Answer.JSON, "{\"kind\":\"" + text + "List\",\"items\":[]}"),
                "a Content-Type", text -> Answer.of(200, "text/html; was=" + text, ""),
                "a pod's name",
                        text -> Answer.of(
                                200,
                                Answer.JSON,
                                "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[{\"metadata\":"
                                        + "{\"name\":\"" + text
                                        + "\",\"namespace\":\"n\"},\"spec\":{\"containers\":7}}]}"));
        List<Fault> all = new ArrayList<>();
        forms.forEach((form, written) -> places.forEach((place, answer) -> all.add(new Fault(
                place + " that repeats the credentials " + form,
                exchange -> exchange.send(
                        answer.apply(written.apply(exchange.request().header("authorization"))))))));
        return all;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** That answer, whatever was asked. */
    public static Fault fixed(String name, Answer answer) {
        return new Fault(name, exchange -> exchange.send(exchange.encoded(answer)));
    }

    public static Fault changed(String name, Change change) {
        return new Fault(name, exchange -> exchange.send(change.change(exchange.answer())));
    }

    private static void sendHalf(Exchange exchange) throws IOException {
        Answer answer = exchange.compressed(exchange.answer());
        OutputStream out = exchange.begin(answer);
        out.write(half(answer.body()));
        out.flush();
    }

    /** Compressed, whether or not the client asked for it. */
    private static void sendGzip(Exchange exchange, byte[] body) throws IOException {
        Answer head = exchange.answer().withHeader("content-encoding", "gzip");
        try (OutputStream out = exchange.begin(head)) {
            out.write(body);
        }
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }
}

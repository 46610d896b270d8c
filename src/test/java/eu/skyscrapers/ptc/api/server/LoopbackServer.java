package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsExchange;
import eu.skyscrapers.ptc.api.server.TestApiServer.Compression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What the stand-ins of the tests share: they listen on loopback, remember what they were asked, and answer badly where a
 * test wants it so. What one cannot do fails the test when it is closed. Whatever waits in it ends when it is closed.
 */
public abstract class LoopbackServer implements AutoCloseable {
    static {
        // Else each answer waits 40 ms for the client's acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // The first client of a JVM decides this for all of them; the program's own needs it so (see HttpClients).
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    /** For tests of a server itself. */
    public static HttpClient client() {
        return HttpClient.newHttpClient();
    }

    /** Makes a server that listens there. */
    protected interface Listening {
        HttpServer on(InetSocketAddress address) throws IOException;
    }

    private record Rule(Predicate<Request> which, Fault fault) {}

    private final Listening listening;
    private final String scheme;
    private final int port;
    private volatile HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "loopback-server");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger count = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

    // Nobody knows the port before the constructor has ended, so that no request meets half a server.
    @SuppressWarnings("this-escape")
    protected LoopbackServer(Listening listening, String scheme) {
        this.listening = listening;
        this.scheme = scheme;
        // On a port of its own choice.
        this.http = listen(0);
        this.port = http.getAddress().getPort();
    }

    private HttpServer listen(int on) {
        try {
            HttpServer server = listening.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), on));
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For example {@code https://127.0.0.1:34567}. */
    public URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + port());
    }

    public int port() {
        return port;
    }

    /** Answers those requests so; of several rules the first counts. */
    public LoopbackServer fault(Predicate<Request> which, Fault fault) {
        rules.add(new Rule(which, fault));
        return this;
    }

    /** No more faults. */
    public void heal() {
        rules.clear();
    }

    /** Refuses connections, and ends those that there are, until {@link #comeBack}. */
    public void goAway() {
        http.stop(0);
    }

    public void comeBack() {
        http = listen(port);
    }

    /** All requests so far, in the order of their arrival. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Ends all that is under way. Throws what went wrong in the server itself. */
    @Override
    public void close() {
        threads.shutdownNow();
        http.stop(0);
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /** What a healthy server says. */
    protected abstract Answer answer(Request request);

    /** Answers as a healthy server. */
    void answer(Exchange exchange) throws IOException, InterruptedException {
        exchange.send(answer(exchange.request()));
    }

    /** An object in the encoding that the client would have, as far as the server has it. */
    Answer encoded(Request request, Answer answer) {
        return answer;
    }

    Compression compression() {
        return Compression.NEVER;
    }

    private void handle(HttpExchange exchange) throws IOException {
        // As a real server does: what is left of a request would stand before the next one on its connection.
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Request request = request(exchange, body);
        requests.add(request);
        Exchange answering = new Exchange(exchange, request, this);
        Optional<Fault> fault = rules.stream()
                .filter(rule -> rule.which().test(request))
                .findFirst()
                .map(Rule::fault);
        try {
            if (fault.isPresent()) {
                fault.get().behaviour().answer(answering);
            } else {
                answer(answering);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Exchange.cut();
        } catch (RuntimeException e) {
            failures.add(e);
            throw e;
        }
    }

    private Request request(HttpExchange exchange, String body) {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return new Request(
                count.incrementAndGet(),
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                body,
                clientCertificate(exchange));
    }

    private static Optional<X509Certificate> clientCertificate(HttpExchange exchange) {
        try {
            return exchange instanceof HttpsExchange tls
                    ? Optional.of((X509Certificate) tls.getSSLSession().getPeerCertificates()[0])
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}

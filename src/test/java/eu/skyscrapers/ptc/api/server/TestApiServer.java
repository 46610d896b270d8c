package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An API server on loopback. It answers as the recorded one did, byte for byte where the recordings reach: lists with
 * pages and snapshots, watches, failures. It cannot do field selectors, for example.
 */
public final class TestApiServer extends LoopbackServer {
    /** Which answers are compressed, of those that the client would take compressed. */
    public enum Compression {
        NEVER,
        ALWAYS,
        /** Those over 128 KB, as API servers do. */
        LARGE
    }

    /** Of objects. */
    public enum Encoding {
        JSON,
        PROTOBUF
    }

    private static final int PATIENCE_SECONDS = 60;

    private final ObjectStore store = new ObjectStore();
    private final Pages pages = new Pages(store);
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final List<Predicate<Request>> forbidden = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Watch> watches = new LinkedBlockingQueue<>();
    private volatile Compression compression = Compression.LARGE;
    private volatile Encoding encoding = Encoding.PROTOBUF;
    private volatile Predicate<Request> credentials;

    private TestApiServer(Listening listening, String scheme) {
        super(listening, scheme);
    }

    /** Plain HTTP. Without objects, open to everybody. */
    public static TestApiServer http() {
        return new TestApiServer(on -> HttpServer.create(on, 0), "http");
    }

    /** Like {@link #http}, by TLS. */
    public static TestApiServer https(TestPki.Server identity) {
        return https(identity, tls -> {});
    }

    /** @param handshake called for each connection, with what the server would do by itself */
    public static TestApiServer https(TestPki.Server identity, Consumer<SSLParameters> handshake) {
        return new TestApiServer(
                on -> {
                    HttpsServer server = HttpsServer.create(on, 0);
                    server.setHttpsConfigurator(new AskForClientCertificate(TestPki.context(identity), handshake));
                    return server;
                },
                "https");
    }

    // What it holds.

    /** Begins with the whole recorded cluster. */
    public TestApiServer recorded() {
        return objects(Resource.PODS, Recordings.pods())
                .objects(Resource.DEPLOYMENTS, Recordings.items("deployments.json"))
                .objects(Resource.STATEFUL_SETS, Recordings.items("statefulsets.json"))
                .objects(Resource.DAEMON_SETS, Recordings.items("daemonsets.json"))
                .objects(Resource.JOBS, Recordings.items("jobs.json"))
                .objects(Resource.CRON_JOBS, Recordings.items("cronjobs.json"));
    }

    /** Begins with these objects, and their namespaces. */
    public TestApiServer objects(Resource resource, List<ApiObject> objects) {
        objects.stream().map(ApiObject::namespace).forEach(namespaces::add);
        store.lay(
                resource,
                objects.stream().sorted(Comparator.comparing(ApiObject::key)).toList());
        return this;
    }

    public TestApiServer pods(ApiObject... pods) {
        return objects(Resource.PODS, List.of(pods));
    }

    /** Begins with pods that are made when they are asked for; they must be sorted by their keys. */
    public TestApiServer pods(PodGenerator pods) {
        namespaces.addAll(pods.namespaces());
        store.lay(Resource.PODS, pods);
        return this;
    }

    /** Begins with a namespace, for which there need be no object. */
    public TestApiServer namespace(String name) {
        namespaces.add(name);
        return this;
    }

    /** Adds or replaces a pod; watches are told, and lists that were begun before do not see it. */
    public void put(ApiObject pod) {
        namespaces.add(pod.namespace());
        store.put(Resource.PODS, pod);
    }

    /** Removes a pod; watches are told, and lists that were begun before still see it. */
    public void delete(String namespace, String name) {
        store.delete(Resource.PODS, namespace + "/" + name);
    }

    /** Forgets all that was: continue tokens and watches from before are answered with 410. */
    public void compact() {
        store.compact();
    }

    // Whom it lets in.

    /** Takes a request with one of these tokens, from now on. */
    public TestApiServer requireToken(String... tokens) {
        return requireToken(List.of(tokens)::contains);
    }

    /** Takes a request with a token that this accepts, from now on. */
    public TestApiServer requireToken(Predicate<String> accepts) {
        credentials = request -> authorization(request).startsWith("Bearer ")
                && accepts.test(authorization(request).substring("Bearer ".length()));
        return this;
    }

    public TestApiServer requireBasic(String user, String password) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        credentials = request -> authorization(request).equals("Basic " + pair);
        return this;
    }

    /** Takes a request on a connection with a client certificate of {@link TestPki#ca}. */
    public TestApiServer requireClientCertificate() {
        credentials =
                request -> request.clientCertificate().filter(TestPki::isOfCa).isPresent();
        return this;
    }

    /** Answers those requests as if the user {@code nobody} had sent them. */
    public TestApiServer forbid(Predicate<Request> which) {
        forbidden.add(which);
        return this;
    }

    // How it fails.

    @Override
    public TestApiServer fault(Predicate<Request> which, Fault fault) {
        super.fault(which, fault);
        return this;
    }

    public TestApiServer compress(Compression which) {
        compression = which;
        return this;
    }

    /**
     * Answers in protobuf who would have it, as API servers do; or nobody, as some proxies. For what some aggregated servers
     * do, see {@link Fault#notAcceptable}.
     */
    public TestApiServer encoding(Encoding best) {
        encoding = best;
        return this;
    }

    @Override
    Answer encoded(Request request, Answer answer) {
        return encoding == Encoding.PROTOBUF
                        && request.takesProtobuf()
                        && Answer.JSON.equals(answer.headers().get("content-type"))
                ? answer.withBody(answer.body().length == 0 ? answer.body() : Protobuf.of(Json.read(answer.body())))
                        .withHeader("content-type", Protobuf.TYPE)
                : answer;
    }

    @Override
    Compression compression() {
        return compression;
    }

    // What it was asked.

    /** Waits for the next watch to be opened; each is told once. */
    public Watch nextWatch() throws InterruptedException {
        Watch watch = watches.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (watch == null) {
            throw new AssertionError("nobody opened a watch for " + PATIENCE_SECONDS + " seconds");
        }
        return watch;
    }

    private static String authorization(Request request) {
        return request.header("authorization");
    }

    @Override
    void answer(Exchange exchange) throws IOException, InterruptedException {
        Request request = exchange.request();
        Optional<Watch> watch = refusal(request).isPresent() ? Optional.empty() : watch(request);
        if (watch.isEmpty()) {
            exchange.send(answer(request));
            return;
        }
        watches.add(watch.get());
        try {
            // Not closed when it is cut: that would be a clean end.
            OutputStream out = exchange.begin(Answer.of(200, Answer.JSON, ""));
            out.flush();
            watch.get().stream(out);
            out.close();
        } finally {
            store.forget(watch.get());
        }
    }

    /** Of a watch, what it says so far. */
    @Override
    protected Answer answer(Request request) {
        return encoded(request, answerInJson(request));
    }

    private Answer answerInJson(Request request) {
        Optional<Answer> refusal = refusal(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Route route = Route.of(request).orElseThrow();
        if (route.list().isEmpty() && route.namespace().isEmpty()) {
            ObjectNode list = Json.MAPPER.createObjectNode();
            list.put("kind", "NamespaceList").put("apiVersion", "v1").putObject("metadata");
            namespaces.forEach(name -> list.withArray("items").add(namespaceObject(name)));
            return Answer.of(200, Answer.JSON, list + "\n");
        }
        if (route.list().isEmpty()) {
            return namespaces.contains(route.namespace())
                    ? Answer.of(200, Answer.JSON, namespaceObject(route.namespace()) + "\n")
                    : Status.noNamespace(route.namespace());
        }
        Optional<Watch> watch = watch(request);
        if (watch.isPresent()) {
            store.forget(watch.get());
            return Answer.of(
                    200, Answer.JSON, watch.get().bookmark(store.version()).text());
        }
        return pages.answer(request, route);
    }

    /** Why a request is not answered. */
    private Optional<Answer> refusal(Request request) {
        Predicate<Request> required = credentials;
        if (required != null && !required.test(request)) {
            boolean anonymous = authorization(request).isEmpty()
                    && request.clientCertificate().isEmpty();
            return Optional.of(anonymous ? Status.forbidden(request, "system:anonymous") : Status.unauthorized());
        }
        if (forbidden.stream().anyMatch(which -> which.test(request))) {
            return Optional.of(Status.forbidden(request, "nobody"));
        }
        if (Route.of(request).isEmpty()) {
            return Optional.of(Status.notFound());
        }
        if (!request.method().equals("GET")) {
            return Optional.of(Status.of(
                    405, "MethodNotAllowed", "the server does not allow this method on the requested resource"));
        }
        return Optional.empty();
    }

    /** The watch that a request opens, told what it missed. */
    private Optional<Watch> watch(Request request) {
        return Route.of(request)
                .filter(route -> request.isWatch() && route.list().isPresent())
                .map(route -> {
                    Watch watch = new Watch(request, route);
                    store.open(watch, route.list().get(), request.query("resourceVersion"));
                    return watch;
                });
    }

    private static ObjectNode namespaceObject(String name) {
        ObjectNode namespace = Json.MAPPER.createObjectNode();
        namespace.put("kind", "Namespace").put("apiVersion", "v1");
        namespace
                .putObject("metadata")
                .put("name", name)
                .put("resourceVersion", "1")
                .putObject("labels")
                .put("kubernetes.io/metadata.name", name);
        namespace.putObject("spec").putArray("finalizers").add("kubernetes");
        namespace.putObject("status").put("phase", "Active");
        return namespace;
    }

    /** API servers take any client certificate, and judge it when they read the request. */
    private static final class AskForClientCertificate extends HttpsConfigurator {
        private final Consumer<SSLParameters> handshake;

        private AskForClientCertificate(SSLContext context, Consumer<SSLParameters> handshake) {
            super(context);
            this.handshake = handshake;
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setWantClientAuth(true);
            handshake.accept(tls);
            parameters.setSSLParameters(tls);
        }
    }
}

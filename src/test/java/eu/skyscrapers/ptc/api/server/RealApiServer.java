package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.ShippedYaml;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * A real {@code kube-apiserver} with its {@code etcd}, for the tests of one class, which are skipped where there is none. What
 * a release of it lacks skips the test that needs it.
 *
 * <p>Its users: {@code admin} may do anything, {@code viewer} list and watch pods, {@code lister} list them, {@code none} nothing;
 * where there is RBAC, {@code member}, which is in the group {@code audit-ecr-ptc}, and {@code tenant} may do nothing at first.
 * The token of each is its name and {@code token}.
 *
 * @see <a href="https://book.kubebuilder.io/reference/envtest.html">The Kubebuilder Book, "Configuring envtest"</a>
 */
public final class RealApiServer
        implements ExecutionCondition, BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {

    /**
     * What this program asked the server for.
     *
     * @param user as whom, after impersonation
     * @param code of the answer; 0 where there is none yet, as when a watch begins
     */
    public record Asked(String user, String verb, String uri, int code) {
        /** Begins one; its end is told as well. */
        public boolean isWatch() {
            return verb.equals("watch") && code == 0;
        }

        /** For a page behind the first. */
        public boolean isContinued() {
            return uri.contains("&continue=");
        }
    }

    private static final String ETCD = "etcd";
    private static final String SERVER = "kube-apiserver";
    private static final int ATTEMPTS = 3;
    private static final int BOUND_SECONDS = 90;
    private static final int WRITERS = 4;
    private static final String JSON = "application/json";
    private static final String RBAC = "rbac.authorization.k8s.io/v1";
    /** Off by default in some release from 1.20 on; enabled there. The last needs more, which only a beta has. */
    private static final List<String> GATES = List.of("EphemeralContainers", "ImageVolume");

    private static final String POLICY_GATE = "MutatingAdmissionPolicy";

    private static final String TOKENS = """
            admintoken,admin,1,system:masters
            viewertoken,viewer,2,
            listertoken,lister,3,
            nonetoken,none,4,
            membertoken,member,5,audit-ecr-ptc
            tenanttoken,tenant,6,
            """;
    private static final String WHAT_TO_LOG = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            rules:
              - level: Metadata
                verbs: [list]
                omitStages: [RequestReceived]
              - level: Metadata
                verbs: [watch]
                omitStages: [ResponseStarted]
              - level: None
            """;

    private final List<String> flags;
    private final Consumer<RealApiServer> filling;
    private final Map<String, Optional<JsonNode>> discovered = new ConcurrentHashMap<>();
    private Path folder = Path.of("");
    private String help = "";
    private HttpClient client = HttpClient.newHttpClient();
    private int port;
    private int etcdPort;
    private Supervised etcd;
    private Supervised server;
    private final List<JsonNode> log = new ArrayList<>();
    private long logRead;
    private int forgotten;

    private RealApiServer(List<String> flags, Consumer<RealApiServer> filling) {
        this.flags = flags;
        this.filling = filling;
    }

    /**
     * @param filling puts in what all tests of the class expect
     * @param flags more of them; left out where the release does not have one
     */
    public static RealApiServer filledBy(Consumer<RealApiServer> filling, String... flags) {
        return new RealApiServer(List.of(flags), filling);
    }

    /** A program in the folder {@code KUBEBUILDER_ASSETS} or on the {@code PATH}. */
    public static Optional<Path> program(String name) {
        return Stream.of("KUBEBUILDER_ASSETS", "PATH")
                .flatMap(variable -> Stream.of(
                        Objects.requireNonNullElse(System.getenv(variable), "").split(File.pathSeparator, -1)))
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> missing() {
        return Stream.of(SERVER, ETCD).filter(name -> program(name).isEmpty()).toList();
    }

    /** Of each test, so that each is named where it is skipped. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getTestMethod().isEmpty() || missing().isEmpty()
                ? ConditionEvaluationResult.enabled("")
                : ConditionEvaluationResult.disabled("not in the folder KUBEBUILDER_ASSETS, nor on the PATH: "
                        + String.join(" and ", missing()) + "; .github/CONTRIBUTING.md says how to install them");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (missing().isEmpty()) {
            try {
                open();
                filling.accept(this);
            } catch (Exception | Error e) {
                withLog(e);
                close();
                throw e;
            }
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        close();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        if (!(thrown instanceof TestAbortedException)) {
            withLog(thrown);
        }
        throw thrown;
    }

    private void withLog(Throwable thrown) {
        Supervised speaks = etcd == null || etcd.isAlive() ? server : etcd;
        if (speaks != null) {
            thrown.addSuppressed(new IllegalStateException("meanwhile the server said: " + speaks.said()));
        }
    }

    private void open() throws Exception {
        folder = Files.createTempDirectory("audit-ecr-ptc-server");
        Files.write(folder.resolve("ca.crt"), TestPki.ca());
        Files.write(folder.resolve("server.crt"), TestPki.Server.TRUSTED.certificatePem());
        Files.write(folder.resolve("server.key"), TestPki.Server.TRUSTED.keyPem());
        Files.writeString(folder.resolve("tokens.csv"), TOKENS);
        Files.writeString(folder.resolve("log-policy.yaml"), WHAT_TO_LOG);
        client = HttpClient.newBuilder()
                .sslContext(TestPki.context())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        help = output(List.of(program(SERVER).orElseThrow().toString(), "--help"));
        for (int attempt = 1; server == null; attempt++) {
            try {
                port = freePort();
                etcdPort = freePort();
                startEtcd(freePort());
                start();
            } catch (IllegalStateException e) {
                // Somebody else may have taken a port since.
                if (attempt == ATTEMPTS || !e.getMessage().contains("address already in use")) {
                    throw e;
                }
                closeServers();
            }
        }
        namespace("default");
        if (serves(RBAC, "ClusterRole")) {
            allow("viewer", "list", "watch");
            allow("lister", "list");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    private void startEtcd(int peerPort) throws IOException {
        String peers = "http://127.0.0.1:" + peerPort;
        etcd = Supervised.start(
                folder,
                folder.resolve("etcd.log"),
                List.of(
                        program(ETCD).orElseThrow().toString(),
                        "--data-dir=data-" + peerPort,
                        "--unsafe-no-fsync",
                        "--listen-client-urls=" + etcdUri(),
                        "--advertise-client-urls=" + etcdUri(),
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=default=" + peers));
        await(etcd, () -> status(HttpRequest.newBuilder(etcdUri().resolve("/health"))) == 200);
    }

    private URI etcdUri() {
        return URI.create("http://127.0.0.1:" + etcdPort);
    }

    /** Starts the server again, which must have ended, with its port and all that it holds. */
    public void start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program(SERVER).orElseThrow().toString(),
                "--etcd-servers=" + etcdUri(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--tls-cert-file=server.crt",
                "--tls-private-key-file=server.key",
                "--client-ca-file=ca.crt",
                "--token-auth-file=tokens.csv",
                "--audit-policy-file=log-policy.yaml",
                "--audit-log-path=" + folder.resolve("requests.log")));
        List<String> wanted = new ArrayList<>(List.of(
                "--advertise-address=127.0.0.1",
                "--allow-privileged=true",
                "--authorization-mode=RBAC",
                "--cert-dir=certificates",
                "--disable-admission-plugins=ServiceAccount",
                "--endpoint-reconciler-type=none",
                "--insecure-port=0",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=server.crt",
                "--service-account-signing-key-file=server.key",
                "--service-cluster-ip-range=10.96.0.0/24"));
        List<String> gates = new ArrayList<>(
                GATES.stream().filter(gate -> isOff(gate, "ALPHA|BETA")).toList());
        if (isOff(POLICY_GATE, "BETA")) {
            gates.add(POLICY_GATE);
            wanted.add("--runtime-config=admissionregistration.k8s.io/v1beta1=true");
        }
        if (!gates.isEmpty()) {
            wanted.add("--feature-gates=" + String.join("=true,", gates) + "=true");
        }
        wanted.addAll(flags);
        wanted.addAll(List.of(more));
        wanted.stream().filter(flag -> takes(flag.split("=", 2)[0])).forEach(command::add);
        server = Supervised.start(folder, folder.resolve("server.log"), command);
        await(server, () -> status(request("admin", "/readyz")) == 200);
    }

    private boolean isOff(String gate, String stages) {
        return Pattern.compile("[ :]" + gate + "=true\\|false \\((" + stages + ") - default=false\\)")
                .matcher(help)
                .find();
    }

    private boolean takes(String flag) {
        return help.contains(" " + flag + " ");
    }

    /** Ends the server, as {@code kill} does with this signal; etcd goes on. */
    public void end(String signal) {
        server.end(signal);
    }

    private void closeServers() {
        for (Supervised each : new Supervised[] {server, etcd}) {
            if (each != null) {
                each.close();
            }
        }
        server = null;
        etcd = null;
    }

    private void close() throws IOException {
        closeServers();
        if (!folder.toString().isEmpty()) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            folder = Path.of("");
        }
    }

    private interface Check {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Supervised running, Check ready) {
        await(running.said(), () -> {
            if (!running.isAlive()) {
                throw new IllegalStateException("it ended: " + running.said());
            }
            return ready.holds();
        });
    }

    private static void await(String what, Check check) {
        long start = System.nanoTime();
        try {
            while (!check.holds()) {
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(BOUND_SECONDS)) {
                    throw new IllegalStateException("not within " + BOUND_SECONDS + " seconds: " + what);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public URI uri() {
        return URI.create("https://127.0.0.1:" + port);
    }

    /** Its users' contexts, each of the user's name. */
    public Kubeconfigs kubeconfigs(Path where) {
        Kubeconfigs configs = Kubeconfigs.in(where);
        for (String user : List.of("admin", "viewer", "lister", "none", "member", "tenant")) {
            configs.context(user, uri(), Kubeconfigs.token(user + "token"));
        }
        return configs;
    }

    /** Skips the test where this release has no such kind. */
    public void needs(String groupVersion, String kind) {
        assumeTrue(serves(groupVersion, kind), () -> "no " + kind + " in " + groupVersion + ": " + version());
    }

    /** Skips the test where this release has no roles. */
    public void needsRoles() {
        needs(RBAC, "ClusterRole");
    }

    /** Skips the test where this release does not have the flag. */
    public void needsFlag(String flag) {
        assumeTrue(takes(flag), () -> "no flag " + flag + ": " + version());
    }

    /** Skips the test where this release drops a field of this pod. */
    public void needsField(ObjectNode pod, String pointer) {
        JsonNode kept = dryRun(pod);
        assumeTrue(!kept.at(pointer).isMissingNode(), () -> "no " + pointer + " in a Pod: " + version());
    }

    public boolean serves(String groupVersion, String kind) {
        return resource(
                        groupVersion,
                        each -> each.path("kind").asText().equals(kind)
                                && !each.path("name").asText().contains("/"))
                .isPresent();
    }

    private String version() {
        return "kube-apiserver " + get("/version").path("gitVersion").asText();
    }

    private Optional<JsonNode> resource(String groupVersion, Predicate<JsonNode> which) {
        return discovered
                .computeIfAbsent(groupVersion, this::discover)
                .flatMap(found -> StreamSupport.stream(found.path("resources").spliterator(), false)
                        .filter(which)
                        .findFirst());
    }

    private Optional<JsonNode> discover(String groupVersion) {
        HttpResponse<String> answer = answer(request("admin", root(groupVersion)));
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(body(answer));
    }

    private static String root(String groupVersion) {
        return (groupVersion.contains("/") ? "/apis/" : "/api/") + groupVersion;
    }

    /** Creates an object, as it was read from some cluster, and gives what the server made of it. */
    public JsonNode create(JsonNode object) {
        return create(object, "");
    }

    /** What the server would make of it. */
    public JsonNode dryRun(JsonNode object) {
        return create(object, "?dryRun=All");
    }

    private JsonNode create(JsonNode object, String query) {
        String groupVersion = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        JsonNode resource = resource(
                        groupVersion, each -> each.path("kind").asText().equals(kind))
                .orElseThrow(() -> new IllegalStateException("no " + kind + " in " + groupVersion));
        String namespace = object.at("/metadata/namespace").asText("default");
        String path = root(groupVersion)
                + (resource.path("namespaced").asBoolean() ? "/namespaces/" + namespace : "")
                + "/" + resource.path("name").asText();
        JsonNode debuggers = object.at("/spec/ephemeralContainers");
        boolean later = kind.equals("Pod") && !debuggers.isMissingNode() && query.isEmpty() && debugs().isPresent();
        JsonNode created = body(send("POST", path + query, JSON, created(object)));
        return later ? debug(path + "/" + object.at("/metadata/name").asText(), debuggers) : created;
    }

    /** Without what only a server may set. */
    private String created(JsonNode object) {
        ObjectNode created = object.deepCopy();
        created.remove("status");
        if (created.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(
                    List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink"));
        }
        if (created.path("spec") instanceof ObjectNode spec
                && object.path("kind").asText().equals("Pod")) {
            spec.remove(List.of("priority", "preemptionPolicy"));
            if (debugs().isPresent()) {
                spec.remove("ephemeralContainers");
            }
        }
        return created.toString();
    }

    private Optional<JsonNode> debugs() {
        return resource("v1", each -> each.path("name").asText().equals("pods/ephemeralcontainers"));
    }

    /** Skips the test where containers cannot be added to a pod that runs. */
    public void needsDebugging() {
        assumeTrue(debugs().isPresent(), () -> "no pods/ephemeralcontainers: " + version());
    }

    /** Adds containers to a pod that runs, as {@code kubectl debug} does. */
    public JsonNode debug(String pod, JsonNode containers) {
        boolean isPod = debugs().orElseThrow().path("kind").asText().equals("Pod");
        ObjectNode body = Json.MAPPER.createObjectNode();
        if (isPod) {
            body.withObject("/spec").set("ephemeralContainers", containers);
            return body(send(
                    "PATCH", pod + "/ephemeralcontainers", "application/strategic-merge-patch+json", body.toString()));
        }
        // Until 1.22.
        String name = pod.substring(pod.lastIndexOf('/') + 1);
        body.put("apiVersion", "v1").put("kind", "EphemeralContainers");
        body.withObject("/metadata").put("name", name);
        body.set("ephemeralContainers", containers);
        return body(send("PUT", pod + "/ephemeralcontainers", JSON, body.toString()));
    }

    /** Creates the namespaces of all, and then all. */
    public void createAll(Collection<? extends JsonNode> objects) {
        objects.stream()
                .map(each -> each.at("/metadata/namespace").asText())
                .filter(namespace -> !namespace.isEmpty())
                .distinct()
                .forEach(this::namespace);
        inParallel(objects.stream().<Runnable>map(each -> () -> create(each)).toList());
    }

    /** Several at once, as a cluster changes. */
    public static void inParallel(List<Runnable> tasks) {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(writers.submit(task)));
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            writers.shutdownNow();
        }
    }

    /** Creates it if it is not there. */
    public void namespace(String name) {
        HttpResponse<String> answer =
                send("POST", "/api/v1/namespaces", JSON, "{\"metadata\":{\"name\":\"" + name + "\"}}");
        if (answer.statusCode() != 409) {
            body(answer);
        }
    }

    /** Lets a user do this with pods, and waits until it may. */
    private void allow(String user, String... verbs) {
        createAll(ShippedYaml.documents("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: test-USER}
                rules: [{apiGroups: [''], resources: [pods], verbs: [VERBS]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: test-USER}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: test-USER}
                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: USER}]
                """.replace("USER", user).replace("VERBS", String.join(", ", verbs))));
        awaitStatus(user, "/api/v1/pods?limit=1", 200);
    }

    /** Waits until the server answers a user so: it learns of roles some time after they were made. */
    public void awaitStatus(String user, String path, int status) {
        await(user + " " + path, () -> status(request(user, path)) == status);
    }

    public JsonNode get(String path) {
        return body(answer(request("admin", path)));
    }

    public JsonNode patch(String path, String jsonMergePatch) {
        return body(send("PATCH", path, "application/merge-patch+json", jsonMergePatch));
    }

    /** Gives an image to the first container of a pod. */
    public void setImage(String namespace, String pod, String image) {
        body(send(
                "PATCH",
                "/api/v1/namespaces/" + namespace + "/pods/" + pod,
                "application/json-patch+json",
                "[{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\",\"value\":\"" + image + "\"}]"));
    }

    /** Deletes a pod, without waiting for a kubelet that is not there. */
    public void deletePod(String namespace, String pod) {
        body(send("DELETE", "/api/v1/namespaces/" + namespace + "/pods/" + pod + "?gracePeriodSeconds=0", JSON, ""));
    }

    public JsonNode post(String path, String json) {
        return body(send("POST", path, JSON, json));
    }

    private HttpResponse<String> send(String method, String path, String type, String body) {
        return answer(request("admin", path)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String user, String path) {
        return HttpRequest.newBuilder(uri().resolve(path)).header("Authorization", "Bearer " + user + "token");
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private int status(HttpRequest.Builder request) {
        try {
            return answer(request).statusCode();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    private static JsonNode body(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer + ": " + answer.body());
        }
        return Json.read(answer.body().getBytes(UTF_8));
    }

    /** Makes etcd forget all that was before now, as the server does every five minutes. */
    public void compact() {
        JsonNode range = etcd("range", "{\"key\":\"AA==\"}");
        etcd(
                "compaction",
                "{\"physical\":true,\"revision\":\""
                        + range.at("/header/revision").asText() + "\"}");
    }

    private JsonNode etcd(String call, String json) {
        return body(answer(HttpRequest.newBuilder(etcdUri().resolve("/v3/kv/" + call))
                .POST(HttpRequest.BodyPublishers.ofString(json))));
    }

    /** Forgets what was asked so far. */
    public synchronized void forgetAsked() {
        readLog();
        forgotten = log.size();
    }

    /** What this program has asked since. */
    public synchronized List<Asked> asked() {
        readLog();
        return log.subList(forgotten, log.size()).stream()
                .filter(each -> each.path("userAgent").asText().startsWith("audit-ecr-ptc"))
                .map(each -> new Asked(
                        each.at("/impersonatedUser/username")
                                .asText(each.at("/user/username").asText()),
                        each.path("verb").asText(),
                        each.path("requestURI").asText(),
                        each.at("/responseStatus/code").asInt()))
                .toList();
    }

    /** Waits until this program has asked so often for something like this. */
    public void awaitAsked(int times, Predicate<Asked> which) {
        await("asked " + times + " times", () -> asked().stream().filter(which).count() >= times);
    }

    /** Lines that are whole; the server still writes the last one. */
    private void readLog() {
        try {
            byte[] all = Files.readAllBytes(folder.resolve("requests.log"));
            String more = new String(all, (int) logRead, (int) (all.length - logRead), UTF_8);
            String whole = more.substring(0, more.lastIndexOf('\n') + 1);
            logRead += whole.getBytes(UTF_8).length;
            whole.lines().map(line -> Json.read(line.getBytes(UTF_8))).forEach(log::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for something large, and does not read the answer: until it is closed, the server is busy with it. */
    public Socket unread(String user, String path) throws IOException, GeneralSecurityException {
        SSLContext context = TestPki.context();
        Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + user
                                + "token\r\n\r\n")
                        .getBytes(UTF_8));
        String first = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 1).readLine();
        if (!first.endsWith("200 OK")) {
            throw new IllegalStateException(first);
        }
        return socket;
    }
}

package eu.skyscrapers.ptc.api;

import eu.skyscrapers.ptc.api.ApiException.Kind;
import eu.skyscrapers.ptc.kubeconfig.ClusterAccess;
import eu.skyscrapers.ptc.kubeconfig.Credential;
import eu.skyscrapers.ptc.kubeconfig.CredentialException;
import eu.skyscrapers.ptc.kubeconfig.HttpProxy;
import eu.skyscrapers.ptc.workload.ReadError;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Requests to one API server with one identity. For one thread. */
final class ApiServer implements AutoCloseable {

    /**
     * Reads the body of an answer, called again for each attempt. The end proves that nothing is missing: the length that was
     * announced, the checksum of what was packed. A body that is not read to its end costs the connection.
     */
    interface Body<T> {
        /** @param protobuf whether it is in protobuf, else in JSON */
        T read(InputStream in, boolean protobuf) throws IOException;
    }

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int ERROR_BODY_MAX = 1 << 16;

    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    /** Of an answer in protobuf both ends have less work. */
    private static final String PROTOBUF_OR_JSON = PROTOBUF + ", " + JSON;

    private final ClusterAccess access;
    private final RetryPolicy retries;
    private final String userAgent;
    private final KeyExchange keyExchange;
    private final Faults faults;
    private @Nullable HttpClient client;
    /** Of the client. */
    private KeyExchange.Attempt keys;

    private @Nullable Credential clientCredential;
    /** A request that was sent before anybody asked for its answer. */
    private @Nullable Sent ahead;
    /** What lists are asked for in. */
    private String listEncodings = PROTOBUF_OR_JSON;
    /** Whether it did once; what comes after that are restarts and outages. */
    private boolean answered;
    /** A server that starts refuses everybody until it has read its roles: how many refusals in a row may be of that kind. */
    private int doubtfulRefusals;

    /** A request that is under way, and what it was sent with. */
    private record Sent(
            String path,
            Credential credential,
            String accept,
            String encoding,
            BodyStream stream,
            CompletableFuture<HttpResponse<AsyncBody>> answer) {

        /** Gives up what has not been read of the answer, whether it has come or not. */
        void drop() {
            if (!answer.cancel(true)) {
                var unused = answer.thenAccept(response -> stream.close());
            }
        }
    }

    ApiServer(ClusterAccess access, RetryPolicy retries, String userAgent, KeyExchange keyExchange) {
        this.access = access;
        this.retries = retries;
        this.userAgent = userAgent;
        this.keyExchange = keyExchange;
        this.keys = keyExchange.attempt();
        this.faults = new Faults(access, retries);
    }

    /**
     * Asks until there is a whole answer, as often as there is hope.
     *
     * @param path with its query, behind the server's address
     */
    <T> T get(String path, Body<T> body) throws ApiException {
        return get(path, JSON, body);
    }

    /**
     * Like {@link #get}, for a list, which the server may send in protobuf. One that has protobuf only of other lists, as
     * some aggregated API servers, refuses this one for that (406), though it could send JSON. It is asked for that then,
     * as is one whose protobuf cannot be read.
     */
    <T> T list(String path, Body<T> body) throws ApiException {
        try {
            return get(path, listEncodings, body);
        } catch (ApiException e) {
            if (e.kind() != Kind.OTHER_ENCODING || listEncodings.equals(JSON)) {
                throw e;
            }
            listEncodings = JSON;
            return get(path, JSON, body);
        }
    }

    private <T> T get(String path, String accept, Body<T> body) throws ApiException {
        for (int attempt = 1; ; attempt++) {
            try {
                return authorized(path, accept, encoding(), retries.requestDeadline(), body);
            } catch (ApiException e) {
                forgetAhead();
                if (!mayPass(e)) {
                    throw e;
                }
                if (attempt == RetryPolicy.ATTEMPTS || retries.isOver()) {
                    throw e.saying(e.message() + " (asked " + attempt + " times)");
                }
                try {
                    retries.sleep(attempt, e.retryAfterSeconds());
                } catch (InterruptedException interrupt) {
                    throw interrupted(interrupt);
                }
            }
        }
    }

    /**
     * Asks once for an answer that comes bit by bit.
     *
     * @param longest how long that may go on
     */
    void stream(String path, Duration longest, Body<?> body) throws ApiException {
        try {
            authorized(path, JSON, "identity", retries.deadline(longest), body);
        } catch (ApiException e) {
            throw mayPass(e) ? new ApiException(Kind.PASSING, e.reported(), e.message(), e) : e;
        }
    }

    private boolean mayPass(ApiException e) {
        switch (e.kind()) {
            case PASSING, UNREACHABLE -> {
                doubtfulRefusals = RetryPolicy.ATTEMPTS;
                return answered || e.kind() == Kind.PASSING;
            }
            case FORBIDDEN, UNAUTHORIZED -> {
                return doubtfulRefusals-- > 0;
            }
            default -> {
                return false;
            }
        }
    }

    /**
     * Sends the request of a later {@link #list}, which then finds its answer on the way; for use while an answer is being
     * read. It is left out where a plugin would have to run for it, which would hold up what is being read. What the server
     * sends waits in a buffer of fixed size, and the time for it runs from when it is asked for.
     */
    void sendAhead(String path) {
        forgetAhead();
        Credential credential = access.credentials().atHand();
        // Another client certificate would need another client, and the present one is in use.
        if (credential != null && sameConnection(credential) && !retries.isOver()) {
            ahead = send(path, credential, listEncodings, encoding());
        }
    }

    /** For when what was sent ahead is of no use any more: the list that it belongs to has failed. */
    void forgetAhead() {
        if (ahead != null) {
            ahead.drop();
            ahead = null;
        }
    }

    /** With a renewed credential where the first is not accepted: it may have expired since it was made. */
    private <T> T authorized(String path, String accept, String encoding, long deadlineNanos, Body<T> body)
            throws ApiException {
        Sent first = sent(path, accept, encoding);
        try {
            return receive(first, deadlineNanos, body);
        } catch (ApiException e) {
            if (e.kind() != Kind.UNAUTHORIZED || !renews(first.credential())) {
                throw e;
            }
            return receive(sent(path, accept, encoding), deadlineNanos, body);
        }
    }

    /** The request, which may be under way already. */
    private Sent sent(String path, String accept, String encoding) throws ApiException {
        Sent taken = ahead;
        if (taken != null && taken.path().equals(path)) {
            ahead = null;
            return taken;
        }
        forgetAhead();
        return send(path, credential(), accept, encoding);
    }

    private Credential credential() throws ApiException {
        try {
            return access.credentials().current();
        } catch (CredentialException e) {
            throw new ApiException(Kind.FINAL, ReadError.Kind.CREDENTIALS, String.valueOf(e.getMessage()), e);
        }
    }

    private boolean renews(Credential rejected) throws ApiException {
        try {
            return access.credentials().renew(rejected);
        } catch (CredentialException e) {
            throw new ApiException(
                    Kind.FINAL, ReadError.Kind.CREDENTIALS, "the server answered 401, and " + e.getMessage(), e);
        }
    }

    private <T> T receive(Sent sent, long deadlineNanos, Body<T> body) throws ApiException {
        BodyStream stream = sent.stream();
        boolean protobuf = false;
        try {
            HttpResponse<AsyncBody> response =
                    sent.answer().get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (response.body() == null) {
                throw faults.noBody(response.code());
            }
            answered = true;
            stream.endsAt(deadlineNanos);
            String type = String.valueOf(response.header("Content-Type"));
            protobuf = type.startsWith(PROTOBUF);
            if (!response.isSuccessful()) {
                byte[] beginning = decoded(response, stream).readNBytes(ERROR_BODY_MAX);
                throw faults.refused(response.code(), beginning, protobuf, retryAfter(response), sent.credential());
            }
            if (!type.startsWith(JSON) && !(protobuf && sent.accept().equals(PROTOBUF_OR_JSON))) {
                throw new ApiException(
                        Kind.FINAL,
                        "the answer is of the type " + type
                                + ": not a Kubernetes API server, or a login page or proxy before it");
            }
            doubtfulRefusals = 0;
            return body.read(decoded(response, stream), protobuf);
        } catch (ExecutionException e) {
            if (!keys.widens(e)) {
                throw faults.of(e, protobuf);
            }
            close();
            return receive(send(sent.path(), sent.credential(), sent.accept(), sent.encoding()), deadlineNanos, body);
        } catch (TimeoutException | IOException e) {
            throw faults.of(e, protobuf);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            sent.drop();
        }
    }

    private static ApiException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ApiException(Kind.FINAL, ReadError.Kind.INTERRUPTED, "interrupted", e);
    }

    private String encoding() {
        return access.compressed() ? "gzip" : "identity";
    }

    private Sent send(String path, Credential credential, String accept, String encoding) {
        access.secrets().addSent(credential.authorization());
        HttpClient connected = client(credential);
        HttpRequest.Builder request = connected
                .newHttpRequestBuilder()
                .uri(URI.create(access.server() + path))
                .header("Accept", accept)
                .header("Accept-Encoding", encoding)
                .header("User-Agent", userAgent);
        if (credential.authorization() != null) {
            request.header("Authorization", credential.authorization());
        }
        access.impersonation().forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        BodyStream stream = new BodyStream();
        CompletableFuture<HttpResponse<AsyncBody>> answer = connected.consumeBytes(request.build(), stream);
        var unused = answer.thenAccept(response -> {
            // The JDK reads no body of a proxy's 407, and fabric8 has none to give then.
            if (response.body() != null) {
                stream.open(response.body());
            }
        });
        return new Sent(path, credential, accept, encoding, stream, answer);
    }

    /** One client for each client certificate: it belongs to the connection. */
    private HttpClient client(Credential credential) {
        HttpClient known = client;
        if (known != null && sameConnection(credential)) {
            return known;
        }
        close();
        HttpClient opened = open(credential);
        HttpClients.opened();
        client = opened;
        clientCredential = credential;
        return opened;
    }

    private boolean sameConnection(Credential credential) {
        return credential == clientCredential
                || (clientCredential != null
                        && credential.keyManagers().length == 0
                        && clientCredential.keyManagers().length == 0);
    }

    private HttpClient open(Credential credential) {
        // Plain HTTP trusts nobody: left to itself, the client would read all certificates that the JDK trusts.
        boolean tls = access.server().getScheme().equals("https");
        keys = keyExchange.attempt();
        TrustManager[] trust = tls ? PresentedChain.around(access.trust().trustManagers(), keys) : new TrustManager[0];
        SSLContext context =
                TlsContext.of(credential.keyManagers(), trust, access.trust().serverName(), keys);
        HttpClient.Builder builder = new JdkHttpClientFactory() {
            @Override
            protected void additionalConfig(java.net.http.HttpClient.Builder own) {
                own.sslContext(context);
            }
        }.newBuilder();
        builder.tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build());
        builder.connectTimeout(
                Math.min(CONNECT_TIMEOUT.toMillis(), retries.request().toMillis()), TimeUnit.MILLISECONDS);
        builder.preferHttp11();
        HttpProxy proxy = access.proxy();
        if (proxy == null) {
            builder.proxyType(HttpClient.ProxyType.DIRECT);
        } else {
            builder.proxyType(HttpClient.ProxyType.HTTP)
                    .proxyAddress(new InetSocketAddress(proxy.host(), proxy.port()));
            access.secrets().addSent(proxy.authorization());
            if (proxy.authorization() != null) {
                builder.proxyAuthorization(proxy.authorization());
            }
        }
        return builder.build();
    }

    private static InputStream decoded(HttpResponse<AsyncBody> response, BodyStream stream) throws IOException {
        return "gzip".equalsIgnoreCase(response.header("Content-Encoding")) ? stream.unpacked() : stream;
    }

    /** In seconds; a date, which Kubernetes never sends, counts as nothing. */
    private static long retryAfter(HttpResponse<AsyncBody> response) {
        String value = response.header("Retry-After");
        return value != null && value.matches("[0-9]{1,6}") ? Long.parseLong(value) : -1;
    }

    @Override
    public void close() {
        forgetAhead();
        if (client != null) {
            client.close();
            client = null;
            HttpClients.closed();
        }
    }
}

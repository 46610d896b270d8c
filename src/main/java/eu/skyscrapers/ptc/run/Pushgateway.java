package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.report.Metrics;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Hands an audit's metrics to a Prometheus Pushgateway, in a group for each cluster: a push replaces what
 * the group held, and a cluster that is audited no more keeps its last time, by which an alert finds it.
 */
public final class Pushgateway {
    private static final String FORM = "; write http://HOST:PORT";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern HTTP = Pattern.compile("(?i)https?://");

    /** Characters that a path may hold unescaped. A name of dots only would be read as a step up. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*+");

    /** What a Pushgateway says of metrics that it refuses is one line. */
    private static final int LONGEST_ANSWER = 300;

    private final URI address;
    private final @Nullable String authorization;
    private final Duration limit;

    /**
     * @param address without credentials, and without a slash at its end
     * @param authorization the header's value, a secret; null for a server that asks for none
     * @param limit for one request, to the last byte of its answer
     */
    Pushgateway(URI address, @Nullable String authorization, Duration limit) {
        this.address = address;
        this.authorization = authorization;
        this.limit = limit;
    }

    /**
     * No message repeats the text: it may hold a password wherever it is wrong.
     *
     * @param source where the text was given, for the message
     */
    public static Pushgateway parse(String url, String source) throws ConfigurationException {
        if (!HTTP.matcher(url).lookingAt()) {
            throw new ConfigurationException(source + ": the URL starts with neither http:// nor https://" + FORM);
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new ConfigurationException(
                    source + ": this is not a URL" + FORM + ", with special characters of a password percent-encoded");
        }
        if (uri.getHost() == null) {
            throw new ConfigurationException(source + ": the URL has no valid host name" + FORM);
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new ConfigurationException(source + ": the URL has a port that does not exist: " + uri.getPort());
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new ConfigurationException(
                    source + ": the URL has a query or fragment, where it can have none" + FORM);
        }
        String path = uri.getRawPath().replaceAll("/+$", "");
        if (path.contains("/metrics/job")) {
            throw new ConfigurationException(
                    source + ": leave out /metrics/job and the rest: it is added for each cluster");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new Pushgateway(
                URI.create(uri.getScheme() + "://" + uri.getHost() + port + path), basic(uri.getUserInfo()), LIMIT);
    }

    private static @Nullable String basic(@Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        String credentials = userInfo.contains(":") ? userInfo : userInfo + ":";
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns whether all could be pushed.
     *
     * @param version of this program
     * @param onError takes what could not, and the cause if there is one
     */
    boolean push(AuditResult result, String version, BiConsumer<String, @Nullable Throwable> onError) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                // Else the credentials would go wherever the answer says.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limit)
                .build();
        Metrics metrics = new Metrics(result, version);
        List<String> clusters = metrics.clusters();
        boolean all = true;
        for (int i = 0; i < clusters.size(); i++) {
            String failed = "the metrics of " + clusters.get(i) + " could not be pushed to " + address + ": ";
            try {
                StringWriter text = new StringWriter();
                metrics.write(i, text);
                String problem = send(client, version, clusters.get(i), text.toString());
                if (problem != null) {
                    all = false;
                    onError.accept(failed + problem, null);
                }
            } catch (IOException e) {
                // A server that does not answer would cost the time limit for each of many clusters.
                int left = clusters.size() - i - 1;
                onError.accept(failed + words(e) + (left == 0 ? "" : "; not tried for " + left + " more"), e);
                return false;
            }
        }
        return all;
    }

    /** Returns what the server said against it; null when it took the metrics. */
    private @Nullable String send(HttpClient client, String version, String cluster, String text) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(group(cluster))
                .timeout(limit)
                .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .header("User-Agent", "audit-ecr-ptc/" + version)
                .PUT(HttpRequest.BodyPublishers.ofString(text));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> sent = client.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(
                        bytes -> answer.write(bytes, 0, Math.min(bytes.length, LONGEST_ANSWER - answer.size())))));
        try {
            // The request's own time limit ends with the headers of the answer.
            int status = sent.get(limit.toNanos(), TimeUnit.NANOSECONDS).statusCode();
            return status / 100 == 2 ? null : problem(status, answer.toString(StandardCharsets.UTF_8));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            sent.cancel(true);
        }
    }

    /** Where the group of a cluster is; only in base64 may a name hold a slash, as those of EKS do, or be empty. */
    private URI group(String cluster) {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(cluster.getBytes(StandardCharsets.UTF_8));
        String key = PLAIN.matcher(cluster).matches()
                ? "cluster/" + cluster
                : "cluster@base64/" + (encoded.isEmpty() ? "=" : encoded);
        return URI.create(address + "/metrics/job/audit-ecr-ptc/" + key);
    }

    private String problem(int status, String answer) {
        String answered = "it answered " + status;
        if (status / 100 == 3) {
            return answered + ", a redirect, which is not followed; name the address it leads to";
        }
        return switch (status) {
            case 401, 403 ->
                answered
                        + (authorization == null
                                ? "; name a user and password: http://USER:PASSWORD@HOST:PORT"
                                : "; check the user and the password in the URL");
            case 404, 405 -> answered + "; check that this is a Pushgateway, and that the URL has the path it is under";
            // A server that was sent a password may repeat it.
            default ->
                answered
                        + (authorization == null && !answer.isBlank() ? ": " + answer.strip() : "")
                        + "; the server's log may say more";
        };
    }

    private String words(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException) {
                return "no answer within " + limit.toSeconds()
                        + " s; check the address, and the proxies and firewalls on the way to it";
            }
            if (cause instanceof UnresolvedAddressException) {
                return "the host is not known; check its name";
            }
            if (cause instanceof SSLException) {
                return "no TLS connection: " + cause.getMessage()
                        + "; check that it speaks https, with a certificate that this Java trusts";
            }
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return "the connection was refused, or no way leads there; check the address and the port";
            }
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message + "; check the address and the port";
    }
}

package eu.skyscrapers.ptc.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import eu.skyscrapers.ptc.api.server.Protobuf;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads every page of a list with the JDK's client and throws it away, but for the continue token, which stands within the
 * first bytes. Arguments: the server, the encoding to ask for, and the authority for TLS; a compressed page is read and not unpacked.
 */
final class DiscardingClient {
    private static final Pattern CONTINUE = Pattern.compile("\"continue\":\"([^\"]+)\"");
    private static final int BEGINNING = 512;
    /** What the audit asks for, so that both read the same bytes. */
    static final String ACCEPT = Protobuf.TYPE + ", application/json";

    private DiscardingClient() {}

    public static void main(String[] args) throws Exception {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (args.length > 2) {
            builder.sslContext(BareClient.trusting(args[2]));
        }
        HttpClient client = builder.build();
        long bytes = 0;
        // A page that is compressed or in protobuf does not show its token; the benchmark's server gives it as a
        // header, too.
        for (String token = ""; token != null; ) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(args[0] + "/api/v1/pods?limit="
                            + PageServer.PAGE_SIZE + (token.isEmpty() ? "" : "&continue=" + token)))
                    .header("Accept", ACCEPT)
                    .header("Accept-Encoding", args[1])
                    .build();
            HttpResponse<Discarded> response = client.send(request, head -> new Discarding());
            bytes += response.body().bytes();
            Matcher inBody = CONTINUE.matcher(response.body().beginning());
            token = response.headers()
                    .firstValue(PageServer.CONTINUE_HEADER)
                    .orElse(inBody.find() ? inBody.group(1) : null);
        }
        System.out.println(bytes);
    }

    private record Discarded(String beginning, long bytes) {}

    private static final class Discarding implements BodySubscriber<Discarded> {
        private final CompletableFuture<Discarded> done = new CompletableFuture<>();
        private final StringBuilder beginning = new StringBuilder();
        private long bytes;

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                bytes += buffer.remaining();
                if (beginning.length() < BEGINNING) {
                    beginning.append(ISO_8859_1.decode(buffer.slice().limit(Math.min(BEGINNING, buffer.remaining()))));
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(new Discarded(beginning.toString(), bytes));
        }

        @Override
        public CompletionStage<Discarded> getBody() {
            return done;
        }
    }
}

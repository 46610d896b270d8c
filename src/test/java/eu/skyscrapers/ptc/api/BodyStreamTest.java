package eu.skyscrapers.ptc.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BodyStreamTest {

    /** A body that counts what it was asked for, and sends when it is told to. */
    private static final class Body implements AsyncBody {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int asked;
        private int sent;
        private boolean cancelled;

        /** Sends as many parts as it may, each of one byte, but no more than so many. */
        void send(BodyStream to, int most) {
            for (int i = 0; i < most && sent < asked; i++) {
                sent++;
                to.consume(List.of(ByteBuffer.wrap("x".getBytes(US_ASCII))), this);
            }
        }

        @Override
        public void consume() {
            asked++;
        }

        @Override
        public CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private static BodyStream patient() {
        BodyStream stream = new BodyStream();
        stream.endsAt(System.nanoTime() + Duration.ofMinutes(1).toNanos());
        return stream;
    }

    @Test
    void asksForAFixedAmountAheadOfItsReader() throws IOException {
        Body body = new Body();
        BodyStream stream = patient();
        stream.open(body);
        int window = body.asked;
        assertThat(window).isBetween(2, 64);
        int read = 0;
        for (int round = 0; round < 100; round++) {
            body.send(stream, 1000);
            assertThat(body.sent - read).as("on the way, in round " + round).isBetween(1, window);
            assertThat(stream.read()).isEqualTo('x');
            read++;
        }
        body.done.complete(null);
        assertThat(stream.readAllBytes()).hasSize(body.sent - read);
    }

    @Test
    void aSlowBodyIsAlwaysAskedForMore() throws IOException {
        Body body = new Body();
        BodyStream stream = patient();
        stream.open(body);
        for (int part = 0; part < 100; part++) {
            body.send(stream, 1);
            assertThat(body.sent).isEqualTo(part + 1);
            assertThat(stream.read()).isEqualTo('x');
        }
    }

    @Test
    void aBodyThatComesTooLateIsSentBack() {
        Body late = new Body();
        BodyStream stream = patient();
        stream.close();
        stream.open(late);
        assertThat(late.cancelled).isTrue();
        assertThat(late.asked).isZero();
    }

    @Test
    void aBodyThatStopsIsWaitedForUntilTheDeadlineAndNoLonger() {
        BodyStream stream = new BodyStream();
        long began = System.nanoTime();
        stream.endsAt(began + Duration.ofSeconds(1).toNanos());
        stream.open(new Body());
        assertThatThrownBy(stream::read).isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
    }

    @Test
    void whatIsThereAtOnceEndsAtTheDeadlineTooWhileItIsUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[1 << 20]);
        }
        Body body = new Body();
        BodyStream stream = patient();
        stream.open(body);
        stream.consume(List.of(ByteBuffer.wrap(packed.toByteArray())), body);
        body.done.complete(null);
        InputStream unpacked = stream.unpacked();
        assertThat(unpacked.readNBytes(1 << 10)).hasSize(1 << 10);
        stream.endsAt(System.nanoTime() - 1);
        assertThatThrownBy(unpacked::read).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void endsAtTheDeadlineAndWhereTheBodyBreaks() {
        Body body = new Body();
        BodyStream over = new BodyStream();
        over.endsAt(System.nanoTime() - 1);
        over.open(body);
        assertThatThrownBy(over::read).isInstanceOf(SocketTimeoutException.class);
        assertThat(body.cancelled).isTrue();

        Body broken = new Body();
        BodyStream stream = patient();
        stream.open(broken);
        broken.send(stream, 1);
        broken.done.completeExceptionally(new IOException("reset"));
        assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class).hasMessage("the answer broke off");
    }
}

package eu.skyscrapers.ptc.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it arrives. A server that stops in the middle ends the stream with a
 * {@link SocketTimeoutException} at the request's deadline, where fabric8's own stream would wait for ever.
 */
final class BodyStream extends InputStream implements AsyncBody.Consumer<List<ByteBuffer>> {

    /** A part of the body, or how it ended. */
    private record Part(
            List<ByteBuffer> buffers, boolean end, @Nullable Throwable failure) {}

    /**
     * How many parts may have been asked for and not been read. A part is mostly one buffer of 16 KB, so that this is what
     * an answer costs while nobody reads it. What comes after that, TCP makes the server wait with.
     */
    private static final int WINDOW = 16;

    /** Asking wakes up the client's thread, so that it is done for some parts at once. */
    private static final int ASKED_AT_ONCE = WINDOW / 2;

    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private long deadlineNanos;
    private volatile @Nullable AsyncBody body;
    private List<ByteBuffer> buffers = List.of();
    private int next;
    /** Since more was asked for. */
    private int taken;

    private boolean ended;
    private volatile boolean closed;

    /** @param nanos until when the whole body is to be there, on the clock of {@link System#nanoTime} */
    void endsAt(long nanos) {
        deadlineNanos = nanos;
    }

    /** Called by the client's threads. */
    @Override
    public void consume(List<ByteBuffer> value, AsyncBody from) {
        parts.add(new Part(value, false, null));
    }

    /** Begins to ask for the body, which never sends more than was asked for. Called by the client's threads. */
    void open(AsyncBody opened) {
        body = opened;
        if (closed) {
            opened.cancel();
            return;
        }
        var unused = opened.done().whenComplete((nothing, failure) -> parts.add(new Part(List.of(), true, failure)));
        ask(opened, WINDOW);
    }

    private static void ask(AsyncBody opened, int more) {
        for (int part = 0; part < more; part++) {
            opened.consume();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = filled();
        if (buffer == null) {
            return -1;
        }
        int read = Math.min(length, buffer.remaining());
        buffer.get(target, offset, read);
        return read;
    }

    /** Waits for bytes; null at the end. */
    private @Nullable ByteBuffer filled() throws IOException {
        while (!ended) {
            while (next < buffers.size()) {
                if (buffers.get(next).hasRemaining()) {
                    return buffers.get(next);
                }
                next++;
            }
            Part part = take();
            if (part.failure() != null) {
                ended = true;
                throw new IOException("the answer broke off", part.failure());
            }
            ended = part.end();
            buffers = part.buffers();
            next = 0;
            AsyncBody opened = body;
            if (!ended && opened != null && ++taken == ASKED_AT_ONCE) {
                taken = 0;
                ask(opened, ASKED_AT_ONCE);
            }
        }
        return null;
    }

    /** The body without its gzip. What is packed a thousand times smaller is there at once, and takes its time all the same. */
    InputStream unpacked() throws IOException {
        return new GZIPInputStream(this, 1 << 14) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (System.nanoTime() - deadlineNanos >= 0) {
                    throw late();
                }
                return super.read(target, offset, length);
            }
        };
    }

    private SocketTimeoutException late() {
        close();
        return new SocketTimeoutException("the answer takes too long");
    }

    private Part take() throws IOException {
        try {
            long left = deadlineNanos - System.nanoTime();
            Part part = left <= 0 ? null : parts.poll(left, TimeUnit.NANOSECONDS);
            if (part == null) {
                throw late();
            }
            return part;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Gives up what has not come yet. */
    @Override
    public void close() {
        ended = true;
        closed = true;
        AsyncBody opened = body;
        if (opened != null) {
            opened.cancel();
        }
    }
}

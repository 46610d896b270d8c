package eu.skyscrapers.ptc.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;

/**
 * Standard output, whose reader may leave, as {@code head} does: it has what it wanted, so what is left goes nowhere, without
 * an error. A full disk is one.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream out;
    private boolean hasReader = true;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** That of this process. */
    static PrintStream stream() {
        OutputStream out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        return new PrintStream(new BufferedOutputStream(out), false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!hasReader) {
            return;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (!isForNoReader(e)) {
                throw e;
            }
            hasReader = false;
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value});
    }

    /** Java gives no error number, and the system's words may be in any language: a pipe of our own tells which they are. */
    static boolean isForNoReader(IOException failure) {
        try {
            return noReader().equals(failure.getMessage());
        } catch (IOException e) {
            return false;
        }
    }

    private static String noReader() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        try (Pipe.SinkChannel sink = pipe.sink()) {
            sink.write(ByteBuffer.allocate(1));
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}

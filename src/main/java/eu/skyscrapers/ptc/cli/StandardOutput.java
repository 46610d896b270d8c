package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.run.ReportWriter;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
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
            if (!ReportWriter.isForNoReader(e)) {
                throw e;
            }
            hasReader = false;
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value});
    }
}

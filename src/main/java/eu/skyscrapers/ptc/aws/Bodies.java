package eu.skyscrapers.ptc.aws;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Keeps the last answer as AWS wrote it, for those who read what the AWS CLI prints: with fields that the SDK does not know
 * yet. Of a client that one thread uses.
 */
final class Bodies implements ExecutionInterceptor {
    private ByteArrayOutputStream last = new ByteArrayOutputStream();

    byte[] last() {
        return last.toByteArray();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        last = new ByteArrayOutputStream();
        return context.responseBody().map(Copied::new);
    }

    /** What the SDK reads of it is the answer: it meets a body that breaks off itself, and tries again. */
    private final class Copied extends FilterInputStream {
        private Copied(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) {
                last.write(read);
            }
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                last.write(buffer, offset, read);
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}

package eu.skyscrapers.ptc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    @Test
    void aReaderMayLeave() throws Exception {
        Pipe pipe = Pipe.open();
        PrintStream out = new PrintStream(new StandardOutput(Channels.newOutputStream(pipe.sink())));
        out.print("read");
        assertThat(out.checkError()).isFalse();

        pipe.source().close();
        out.print("not read");
        out.print("nor this");

        assertThat(out.checkError()).isFalse();
    }

    @Test
    void aFullDiskIsAnError() {
        PrintStream out = new PrintStream(new StandardOutput(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        }));

        out.print("text");

        assertThat(out.checkError()).isTrue();
    }

    @Test
    void whatIsReadArrives() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (StandardOutput out = new StandardOutput(all)) {
            out.write('a');
            out.write("bcd".getBytes(UTF_8), 1, 1);
        }

        assertThat(all).hasToString("ac");
    }
}

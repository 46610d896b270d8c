package eu.skyscrapers.ptc.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentStreamTest {
    /** Line ends are written as {@code /}, and the documents with a {@code ^} between them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                         | ''",
                "a: b                       | a: b",
                "a/---/b/                   | a/^---/b/",
                "a/--- # x/b/--- c/---      | a/^--- # x/b/^--- c/^---",
                "a/---\u00a0/b              | a/^---\u00a0/b",
                "a/---b/ ---/--/            | a/---b/ ---/--/",
                "# x/%YAML 1.1//---/a/---/b | # x/%YAML 1.1//---/a/^---/b",
                "a/.../# x/%TAG/---/b       | a/.../^# x/%TAG/---/b",
                "a/.../.../b/...c           | a/.../.../^b/...c",
                "---/---/a                  | ---/^---/a",
                "\ufeff# x/---/a/---/b      | \ufeff# x/---/a/^---/b",
                "\ufeffa/---/b              | \ufeffa/^---/b",
                "{}{}/---/{}                | {}{}/^---/{}",
            })
    void aSeparatorBeginsTheNextDocument(String text, String documents) throws IOException {
        for (int piece : new int[] {1, 2, 7, 1 << 20}) {
            assertThat(String.join("^", documents(text.replace('/', '\n'), piece)))
                    .as("pieces of %d", piece)
                    .isEqualTo(documents.replace('/', '\n'));
        }
    }

    @Test
    void documentsMayBeLongerThanTheBuffer() throws IOException {
        String line = "x".repeat(70_000) + "\n";
        assertThat(documents(line + line + "---\n" + line.repeat(3), 5_000))
                .containsExactly(line + line, "---\n" + line.repeat(3));
    }

    /** A parser that gets a few bytes at a time takes the square of the time for a long text. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE"})
    void aReaderGetsAllThatItHasRoomFor(String charset) throws IOException {
        byte[] text = ("\ufeff" + "x".repeat(200_000)).getBytes(Charset.forName(charset));
        DocumentStream stream =
                new DocumentStream(TextEncoding.utf8(new ByteArrayInputStream(text), TextEncoding.of(text)));
        assertThat(stream.next()).isTrue();
        assertThat(TextEncoding.reader(stream, UTF_8).read(new char[60_000])).isEqualTo(60_000);
    }

    @Test
    void linesAreCounted() throws IOException {
        DocumentStream stream = new DocumentStream(new ByteArrayInputStream("a\n\n---\nb\n---\n".getBytes(UTF_8)));
        List<Long> lines = new ArrayList<>();
        while (stream.next()) {
            lines.add(stream.lines());
            stream.readAllBytes();
        }
        assertThat(lines).containsExactly(0L, 2L, 4L);
        assertThat(stream.read()).isEqualTo(-1);
    }

    private static List<String> documents(String text, int piece) throws IOException {
        InputStream in = new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, piece));
            }
        };
        DocumentStream stream = new DocumentStream(in);
        List<String> documents = new ArrayList<>();
        while (stream.next()) {
            documents.add(new String(stream.readAllBytes(), UTF_8));
        }
        return documents;
    }
}

package eu.skyscrapers.ptc.text;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** The encodings of manifests that kubectl knows: UTF-8, and UTF-16 with a byte order mark, as PowerShell writes it. */
public final class TextEncoding {
    /** Stands for bytes that are no character. Neither YAML nor a text that anybody means holds it. */
    public static final char NO_CHARACTER = '\uffff';

    private TextEncoding() {}

    /** @param start the first bytes of a text, at least two */
    public static Charset of(byte[] start) {
        int first = start.length < 2 ? 0 : start[0] & 0xFF;
        int second = start.length < 2 ? 0 : start[1] & 0xFF;
        return first == 0xFF && second == 0xFE ? UTF_16LE : first == 0xFE && second == 0xFF ? UTF_16BE : UTF_8;
    }

    /** The byte order mark is the first character. */
    public static String text(byte[] bytes, Charset charset) {
        StringWriter text = new StringWriter(bytes.length);
        try {
            reader(new ByteArrayInputStream(bytes), charset).transferTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The byte order mark is the first character. */
    public static Reader reader(InputStream in, Charset charset) {
        return new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(NO_CHARACTER)));
    }

    /** The same text in UTF-8. */
    public static InputStream utf8(InputStream in, Charset charset) {
        return charset.equals(UTF_8) ? in : new Utf8(reader(in, charset));
    }

    private static final class Utf8 extends InputStream {
        private final Reader text;
        private final char[] characters = new char[1 << 13];
        private ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[0]);

        private Utf8(Reader text) {
            this.text = text;
        }

        @Override
        public int available() throws IOException {
            return text.ready() ? 1 : bytes.available();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (bytes.available() == 0) {
                int count = text.read(characters);
                if (count < 0) {
                    return -1;
                }
                bytes = new ByteArrayInputStream(new String(characters, 0, count).getBytes(UTF_8));
            }
            return bytes.read(target, offset, length);
        }
    }
}

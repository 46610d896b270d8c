package eu.skyscrapers.ptc.objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.ImageUse.Place;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tokens of JSON text, one document behind the other. */
final class JsonTokens implements Tokens {
    /**
     * Names are not interned: those of {@code managedFields} differ from pod to pod and would stay for good. Of a text that
     * is asked for, Jackson's own limit is 20 million characters, far above what an API server stores; others are passed
     * over in pieces.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNameLength(1 << 20).build())
            .build();

    private static final String NOT_JSON = "not JSON: ";

    /** What Jackson quotes of the text, which may be a secret, and says of its own classes and settings. */
    private static final Pattern ASIDES = Pattern.compile(
            "(?<=Unrecognized token) '.*'(?=: )|, from `[^`]*`|( \\((for|not) |: enable ).*", Pattern.DOTALL);

    /** Rejects bytes that are not UTF-8, also in skipped parts, where Jackson lets most of them through. */
    private static final class Utf8 extends FilterInputStream {
        private static final VarHandle BYTES =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

        /** How many bytes the character still has, and what the next may be. */
        private int rest;

        private int low;
        private int high;
        private boolean atEnd;

        private Utf8(PushbackInputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            atEnd |= read < 0;
            int end = offset + Math.max(0, read);
            int i = offset;
            while (i < end) {
                if (rest == 0 && i + Long.BYTES <= end && isPlain((long) BYTES.get(target, i))) {
                    i += Long.BYTES;
                } else if (isText(target[i] & 0xFF)) {
                    i++;
                } else if (i == offset) {
                    throw new JsonParseException(null, "not text in UTF-8");
                } else {
                    // What it stands behind may be all of a document.
                    ((PushbackInputStream) in).unread(target, i, end - i);
                    return i - offset;
                }
            }
            return read;
        }

        /** Eight of ASCII, none of them zero. */
        private static boolean isPlain(long bytes) {
            return ((bytes | bytes - 0x0101010101010101L) & 0x8080808080808080L) == 0;
        }

        /** No surrogate, nothing longer than need be, and no zero, by which Jackson knows other encodings. */
        private boolean isText(int next) {
            if (rest > 0) {
                if (next < low || next > high) {
                    return false;
                }
                rest--;
                low = 0x80;
                high = 0xBF;
            } else if (next == 0 || (next >= 0x80 && next < 0xC2) || next > 0xF4) {
                return false;
            } else if (next >= 0x80) {
                rest = next < 0xE0 ? 1 : next < 0xF0 ? 2 : 3;
                low = next == 0xE0 ? 0xA0 : next == 0xF0 ? 0x90 : 0x80;
                high = next == 0xED ? 0x9F : next == 0xF4 ? 0x8F : 0xBF;
            }
            return true;
        }
    }

    private final JsonParser parser;
    private final Utf8 text;
    private final long lineOffset;
    private final @Nullable String file;

    /**
     * @param in with room for what Jackson reads at a time
     * @param lineOffset how many lines of the same text were read before
     * @param file whose text it is, empty for standard input; null where places are not kept
     */
    JsonTokens(PushbackInputStream in, long lineOffset, @Nullable String file) throws IOException {
        this.lineOffset = lineOffset;
        this.file = file;
        this.text = new Utf8(in);
        try {
            this.parser = JSON.createParser(text);
        } catch (JsonProcessingException e) {
            // Jackson looks at the first bytes for their encoding.
            throw new MalformedException(lineOffset + 1, NOT_JSON + e.getOriginalMessage());
        }
    }

    @Override
    public Token next() throws IOException {
        JsonToken token;
        try {
            token = parser.nextToken();
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
        if (token == null) {
            return Token.END;
        }
        return switch (token) {
            case START_OBJECT -> Token.OBJECT;
            case END_OBJECT -> Token.END_OBJECT;
            case START_ARRAY -> Token.ARRAY;
            case END_ARRAY -> Token.END_ARRAY;
            case FIELD_NAME -> Token.FIELD;
            case VALUE_NULL -> Token.NULL;
            default -> Token.SCALAR;
        };
    }

    @Override
    public String text() throws IOException {
        try {
            return parser.getText();
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    @Override
    public void skip() throws IOException {
        try {
            parser.skipChildren();
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    @Override
    public long line() {
        return lineOffset + parser.currentTokenLocation().getLineNr();
    }

    /** Jackson counts the columns in bytes, so they are not known. */
    @Override
    public @Nullable Place place() {
        JsonToken token = parser.currentToken();
        return file == null || token == null || !token.isScalarValue() ? null : new FilePlace(file, line(), 0);
    }

    /** The lines begun so far, for a reader that goes on where this one stops. */
    long linesRead() {
        return lineOffset + parser.currentLocation().getLineNr() - 1;
    }

    /** What was read ahead of the last token. */
    byte[] readAhead() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        parser.releaseBuffered(rest);
        return rest.toByteArray();
    }

    /** Jackson does not distinguish a word that ends too early from an unknown one. */
    private MalformedException malformed(JsonProcessingException e) {
        boolean within = text.atEnd && !parser.getParsingContext().inRoot();
        return e instanceof JsonEOFException || within
                ? new MalformedException(linesRead() + 1, "the JSON is cut off", true)
                : new MalformedException(
                        linesRead() + 1,
                        NOT_JSON + ASIDES.matcher(e.getOriginalMessage()).replaceFirst(""));
    }
}

package eu.skyscrapers.ptc.kubernetes.objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The tokens of JSON text. */
final class JsonTokens implements Tokens {
    /**
     * Field names are not interned, since the keys of {@code managedFields} differ from pod to pod and would stay for
     * good. A field may be as long as its request: the limit of 20 million characters is Jackson's own.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNameLength(1 << 20).build())
            .build();

    private final JsonParser parser;
    private final long lineOffset;

    /** @param lineOffset how many lines of the same text were read before */
    JsonTokens(InputStream in, long lineOffset) throws IOException {
        this.parser = JSON.createParser(in);
        this.lineOffset = lineOffset;
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

    private MalformedException malformed(JsonProcessingException e) {
        long line = lineOffset + (e.getLocation() == null ? 1 : e.getLocation().getLineNr());
        return e instanceof JsonEOFException
                ? new MalformedException(line, "the JSON is cut off", true)
                : new MalformedException(line, "not JSON: " + e.getOriginalMessage());
    }
}

package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.objects.Tokens.Token;
import java.io.IOException;

/** Reads values of the shape that they should have, and passes over others. */
class Cursor {
    interface Reader {
        void read() throws IOException;
    }

    interface FieldReader {
        void read(String field) throws IOException;
    }

    Tokens tokens;

    Cursor(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Whoever wants to know of a value of another shape. */
    void misshapen(String message) {}

    /** Reads the rest of an object's fields; the reader takes each value. */
    final void each(FieldReader reader) throws IOException {
        while (tokens.next() == Token.FIELD) {
            reader.read(tokens.text());
        }
    }

    /**
     * Reads an object's fields; the reader takes each value.
     *
     * @return false for null
     */
    final boolean fields(String what, FieldReader reader) throws IOException {
        Token token = tokens.next();
        if (token == Token.NULL || !is(Token.OBJECT, token, what, "an object")) {
            return false;
        }
        each(reader);
        return true;
    }

    /**
     * Reads an array of objects; the reader takes the fields of each.
     *
     * @return false for null and for an empty array
     */
    final boolean objects(String what, Reader reader) throws IOException {
        Token token = tokens.next();
        if (token == Token.NULL || !is(Token.ARRAY, token, what, "an array")) {
            return false;
        }
        boolean any = false;
        boolean odd = false;
        while ((token = tokens.next()) != Token.END_ARRAY) {
            if (odd && token != Token.OBJECT) {
                // Told once: an array may be long, and an alias may stand for it often.
                tokens.skip();
            } else if (is(Token.OBJECT, token, what, "an array of objects")) {
                any = true;
                reader.read();
            } else {
                odd = true;
            }
        }
        return any;
    }

    final String text(String what) throws IOException {
        Token token = tokens.next();
        return token != Token.NULL && is(Token.SCALAR, token, what, "a text") ? tokens.text() : "";
    }

    /** The text of a field that only some kinds have as a text. */
    final String anyText() throws IOException {
        if (tokens.next() == Token.SCALAR) {
            return tokens.text();
        }
        tokens.skip();
        return "";
    }

    final void pass() throws IOException {
        tokens.next();
        tokens.skip();
    }

    /** Whether a value is what it should be; it is passed over where it is not. */
    private boolean is(Token wanted, Token token, String what, String words) throws IOException {
        if (token != wanted) {
            misshapen(what + " is not " + words);
            tokens.skip();
        }
        return token == wanted;
    }
}

package eu.skyscrapers.ptc.text;

import java.io.IOException;

/** A character that no YAML holds, or bytes that are none. */
final class CharacterException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final char character;

    CharacterException(int line, char character) {
        this.line = line;
        this.character = character;
    }

    /** From zero. */
    int line() {
        return line;
    }

    /** {@link TextEncoding#NO_CHARACTER} for bytes that are none. */
    char character() {
        return character;
    }
}

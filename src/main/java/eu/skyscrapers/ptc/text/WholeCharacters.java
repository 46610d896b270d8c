package eu.skyscrapers.ptc.text;

import java.io.Reader;

/**
 * Text for snakeyaml-engine's reader. Never ends a read within a surrogate pair: the parser would ask for the other half,
 * into a buffer that is full, and fail.
 */
public final class WholeCharacters extends Reader {
    private final String text;
    private int at;

    public WholeCharacters(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] target, int offset, int length) {
        int end = Math.min(text.length(), at + length);
        if (end < text.length() && end > at + 1 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        int count = end - at;
        text.getChars(at, end, target, offset);
        at = end;
        return count == 0 ? -1 : count;
    }

    @Override
    public void close() {}
}

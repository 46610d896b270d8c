package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Field names and short texts come again and again: the newest of each hash is kept. */
final class KnownTexts {
    private static final int HASHES = 1 << 10;
    private static final int LENGTH_MAX = 96;

    private final String[] known = new String[HASHES];

    /** The text of these bytes. What is not UTF-8 becomes U+FFFD; a caller that refuses it compares. */
    String of(byte[] bytes, int from, int length) {
        if (length > LENGTH_MAX) {
            return new String(bytes, from, length, UTF_8);
        }
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 15) & HASHES - 1;
        String candidate = known[slot];
        if (candidate != null && isAt(candidate, bytes, from, length)) {
            return candidate;
        }
        String text = new String(bytes, from, length, UTF_8);
        known[slot] = text;
        return text;
    }

    /** Whether the bytes are this text; never where they are not ASCII. */
    private static boolean isAt(String text, byte[] bytes, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}

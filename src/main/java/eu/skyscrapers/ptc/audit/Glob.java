package eu.skyscrapers.ptc.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * A pattern in which {@code *} stands for any run of characters, slashes included, {@code ?} for exactly one, and
 * everything else for itself, in its own case. It matches a text as a whole.
 *
 * <p>All ways to match are followed at once, a bit for each, so that a hostile pattern costs no more than a harmless one:
 * names may be megabytes long.
 */
public final class Glob {
    /** Keeps the work for each character of a text small; no Kubernetes name and no repository is longer than 255. */
    public static final int LONGEST = 1000;

    private static final int WORD = Long.SIZE;

    private final String pattern;
    /** How many characters a match needs at least: all of the pattern but its stars. */
    private final int length;
    /** Bit i: a star stands before character i, which may therefore be waited for. */
    private final long[] stars;
    /** Bit i: character i of the pattern is a question mark. */
    private final long[] any;
    /** By character of the pattern, bit i: it may stand at i. */
    private final Map<Integer, long[]> places = new HashMap<>();

    private Glob(String pattern) {
        this.pattern = pattern;
        this.length = (int) pattern.codePoints().filter(c -> c != '*').count();
        int words = length / WORD + 1;
        this.stars = new long[words];
        this.any = new long[words];
        int[] characters = pattern.codePoints().toArray();
        int at = 0;
        for (int c : characters) {
            if (c == '*') {
                set(stars, at);
            } else {
                set(c == '?' ? any : places.computeIfAbsent(c, key -> new long[words]), at);
                at++;
            }
        }
        for (long[] mask : places.values()) {
            for (int i = 0; i < words; i++) {
                mask[i] |= any[i];
            }
        }
    }

    /** @throws IllegalArgumentException when the pattern is longer than {@link #LONGEST} */
    public static Glob of(String pattern) {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern of " + pattern.length() + " characters");
        }
        return new Glob(pattern);
    }

    /** Whether the pattern matches nothing but itself. */
    public boolean isLiteral() {
        return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
    }

    public boolean matches(String text) {
        if (isLiteral()) {
            return text.equals(pattern);
        }
        // Bit i: the text so far has matched the first i characters of the pattern.
        long[] reached = new long[stars.length];
        set(reached, 0);
        int c;
        for (int at = 0; at < text.length(); at += Character.charCount(c)) {
            c = text.codePointAt(at);
            if (!step(reached, places.getOrDefault(c, any))) {
                return false;
            }
            if (isSet(reached, length) && isSet(stars, length)) {
                return true;
            }
        }
        return isSet(reached, length);
    }

    /** Takes one character of the text; false when nothing can match any more. */
    private boolean step(long[] reached, long[] fits) {
        long carry = 0;
        long alive = 0;
        for (int i = 0; i < reached.length; i++) {
            long moved = reached[i] & fits[i];
            reached[i] = (moved << 1) | carry | (reached[i] & stars[i]);
            carry = moved >>> (WORD - 1);
            alive |= reached[i];
        }
        return alive != 0;
    }

    private static void set(long[] bits, int at) {
        bits[at / WORD] |= 1L << at;
    }

    private static boolean isSet(long[] bits, int at) {
        return (bits[at / WORD] & (1L << at)) != 0;
    }

    /** The pattern as written. */
    @Override
    public String toString() {
        return pattern;
    }
}

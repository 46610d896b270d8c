package eu.skyscrapers.ptc.audit;

import java.util.stream.Stream;

/**
 * A pattern in which {@code *} stands for any run of characters, slashes included, {@code ?} for exactly one, and
 * everything else for itself, in its own case. It matches a text as a whole.
 */
public record Glob(String pattern) {
    /** Names may be megabytes long, and each character of one may cost as many steps; no repository is longer than 255. */
    public static final int LONGEST = 1000;
    /** A character that no pattern has, as it is none. */
    private static final String STRANGE = "\uffff";

    private static final int NONE = -1;

    /** @throws IllegalArgumentException when the pattern is longer than {@link #LONGEST} */
    public Glob {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern of " + pattern.length() + " characters");
        }
    }

    /** Whether the pattern matches only itself. */
    public boolean isLiteral() {
        return !isPattern(pattern);
    }

    static boolean isPattern(String text) {
        return text.contains("*") || text.contains("?");
    }

    /** All before the first {@code *} or {@code ?}. */
    String literalStart() {
        int end = 0;
        while (end < pattern.length() && pattern.charAt(end) != '*' && pattern.charAt(end) != '?') {
            end++;
        }
        return pattern.substring(0, end);
    }

    /** Only the last star met so far is ever given more of the text: what those before it could take, it can take too. */
    public boolean matches(String text) {
        int next = 0;
        int star = -1;
        int afterStar = 0;
        int at = 0;
        while (at < text.length()) {
            int wanted = next < pattern.length() ? pattern.codePointAt(next) : -1;
            int found = text.codePointAt(at);
            if (wanted == '*') {
                star = next++;
                afterStar = at;
            } else if (wanted == '?' || wanted == found) {
                next += Character.charCount(wanted);
                at += Character.charCount(found);
            } else if (star >= 0) {
                next = star + 1;
                afterStar += Character.charCount(text.codePointAt(afterStar));
                at = afterStar;
            } else {
                return false;
            }
        }
        return pattern.chars().skip(next).allMatch(c -> c == '*');
    }

    /** Whether all texts that the other one matches match this one: also those of characters that stand in neither. */
    boolean covers(Glob other) {
        return Stream.of(0, 1, LONGEST + 1)
                .allMatch(run -> matches(other.pattern.replace("?", STRANGE).replace("*", STRANGE.repeat(run))));
    }

    /**
     * Whether some text matches both.
     *
     * @param other of names within an ARN, in which no wildcard stands for a colon
     */
    boolean meets(Glob other) {
        String one = pattern;
        String two = other.pattern;
        // Of what is left of both, from the end on: whether the rest of one from here meets the rest of two from there.
        boolean[] after = new boolean[two.length() + 2];
        for (int i = one.length(); i >= 0; i--) {
            boolean[] here = new boolean[two.length() + 2];
            int a = i < one.length() ? one.charAt(i) : NONE;
            for (int j = two.length(); j >= 0; j--) {
                int b = j < two.length() ? two.charAt(j) : NONE;
                if (a == NONE && b == NONE) {
                    here[j] = true;
                } else if (a == '*' || b == '*') {
                    // The star ends, or takes what the other one has next; at the end of the other one it can only end.
                    here[j] = (a == '*' && after[j])
                            || (b == '*' && here[j + 1])
                            || (a == '*' ? here[j + 1] : a != ':' && after[j]);
                } else {
                    here[j] = a != NONE && b != NONE && (a == b || a == '?' || (b == '?' && a != ':')) && after[j + 1];
                }
            }
            after = here;
        }
        return after[0];
    }

    /** The pattern as written. */
    @Override
    public String toString() {
        return pattern;
    }
}

package eu.skyscrapers.ptc.audit;

/**
 * A pattern in which {@code *} stands for any run of characters, slashes included, {@code ?} for exactly one, and
 * everything else for itself, in its own case. It matches a text as a whole.
 */
public record Glob(String pattern) {
    /** Names may be megabytes long, and each character of one may cost as many steps; no repository is longer than 255. */
    public static final int LONGEST = 1000;

    /** @throws IllegalArgumentException when the pattern is longer than {@link #LONGEST} */
    public Glob {
        if (pattern.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern of " + pattern.length() + " characters");
        }
    }

    /** Whether the pattern matches only itself. */
    public boolean isLiteral() {
        return pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
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

    /** The pattern as written. */
    @Override
    public String toString() {
        return pattern;
    }
}

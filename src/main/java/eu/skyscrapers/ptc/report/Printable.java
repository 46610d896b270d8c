package eu.skyscrapers.ptc.report;

/**
 * Makes any text safe and unambiguous within a line of a terminal or of a CI server's log.
 *
 * <p>The API server stores image names with line breaks, escape sequences and direction marks in them. Shown raw they
 * forge lines, recolour the screen or turn text around, so whatever is not plainly visible is shown as its escape.
 *
 * <p>One danger remains for the caller: GitHub's runner obeys a line that starts with {@code ::} after its white space,
 * so a line must not start with text of others.
 */
public final class Printable {
    private Printable() {}

    /** Returns the text with everything escaped that a reader could not see or a log would obey. */
    public static String of(String hostile) {
        int plain = plainPrefix(hostile);
        if (plain == hostile.length()) {
            return hostile;
        }
        StringBuilder text = new StringBuilder(hostile.length() + 16).append(hostile, 0, plain);
        int codePoint;
        for (int i = plain; i < hostile.length(); i += Character.charCount(codePoint)) {
            codePoint = hostile.codePointAt(i);
            if (isCommand(hostile, i) || !isVisible(codePoint)) {
                escape(codePoint, text);
            } else {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }

    /** Nearly every text is harmless ASCII and comes back as it is, without a copy. */
    private static int plainPrefix(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= ' ' && text.charAt(i) < 0x7F && text.charAt(i) != '\\') {
            if (isCommand(text, i)) {
                return i;
            }
            i++;
        }
        return i;
    }

    /** Azure Pipelines and GitHub obey {@code ##vso[} and {@code ##[} anywhere in a line. */
    private static boolean isCommand(String text, int i) {
        return text.charAt(i) == '#' && i > 0 && text.charAt(i - 1) == '#';
    }

    private static boolean isVisible(int codePoint) {
        // A raw backslash would make an escape and the text that merely looks like one the same.
        if (codePoint == ' ' || codePoint == '\\') {
            return codePoint == ' ';
        }
        return !isBlankLetter(codePoint) && isOfVisibleType(codePoint);
    }

    /** Letters, marks and a symbol to Unicode, and nothing to the eye: fillers, joiners, variation selectors, a blank. */
    private static boolean isBlankLetter(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180F, 0x2800, 0x3164, 0xFFA0 -> true;
            default ->
                (codePoint >= 0x180B && codePoint <= 0x180D)
                        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                        || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
        };
    }

    private static boolean isOfVisibleType(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void escape(int codePoint, StringBuilder text) {
        switch (codePoint) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\\' -> text.append("\\\\");
            default -> {
                for (char unit : Character.toChars(codePoint)) {
                    text.append("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        text.append(Character.forDigit(unit >> shift & 0xF, 16));
                    }
                }
            }
        }
    }
}

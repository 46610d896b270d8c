package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.Outcome;
import java.util.regex.Pattern;

/**
 * What a colour means in the table. Only short words of ours have a hue, so that everything stays legible on a light
 * background and on a dark one; and no colour says what the words do not.
 */
public record Ink(boolean color) {
    /** For reports that nobody colours. */
    public static final Ink NONE = new Ink(false);

    private static final Pattern SGR = Pattern.compile("\u001b\\[[0-9;]*m");

    public String bold(String text) {
        return sgr("1", text);
    }

    public String bad(String text) {
        return sgr("1;31", text);
    }

    public String accepted(String text) {
        return sgr("33", text);
    }

    public String good(String text) {
        return sgr("32", text);
    }

    public String word(Outcome outcome) {
        return outcome == Outcome.PASSED ? good(outcome.name()) : bad(outcome.name());
    }

    public String dim(String text) {
        return sgr("2", text);
    }

    /** How many columns a text takes, colours or not. */
    public static int width(String text) {
        return SGR.matcher(text).replaceAll("").length();
    }

    private String sgr(String code, String text) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

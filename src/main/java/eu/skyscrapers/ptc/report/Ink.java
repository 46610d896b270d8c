package eu.skyscrapers.ptc.report;

/**
 * What a colour means in the table. Only short words of ours have a hue, so that everything stays legible on a light
 * background and on a dark one; and no colour says what the words do not.
 */
record Ink(boolean color) {
    String bold(String text) {
        return sgr("1", text);
    }

    String bad(String text) {
        return sgr("1;31", text);
    }

    String accepted(String text) {
        return sgr("33", text);
    }

    String good(String text) {
        return sgr("32", text);
    }

    String dim(String text) {
        return sgr("2", text);
    }

    private String sgr(String code, String text) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

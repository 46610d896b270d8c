package eu.skyscrapers.ptc.text;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What is wrong with a text: in the words of the library, where these help. */
public final class ParserWords {
    /** Outside of brackets the library's scanner skips nothing but spaces between tokens, and no setting changes that. */
    static final String TAB = "a tab; write spaces instead";

    private ParserWords() {}

    /** May quote the text. */
    public static String of(MarkedYamlEngineException e) {
        return isTab(e) ? TAB : String.valueOf(e.getProblem());
    }

    /** By the start of the problem: behind it may stand what the text calls an alias or a tag. */
    static boolean isTab(MarkedYamlEngineException e) {
        return String.valueOf(e.getProblem()).startsWith("found character '\\t(TAB)'");
    }
}

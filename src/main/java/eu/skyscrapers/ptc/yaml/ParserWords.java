package eu.skyscrapers.ptc.yaml;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What is wrong with a text: in the words of the library, where these help. */
public final class ParserWords {
    /** Outside of brackets the library's scanner skips nothing but spaces between tokens, and no setting changes that. */
    static final String TAB = "a tab; write spaces instead";

    private ParserWords() {}

    /** May quote the text. */
    public static String of(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        return isTab(problem) ? TAB : problem;
    }

    static boolean isTab(String problem) {
        return problem.contains("TAB");
    }
}

package eu.skyscrapers.ptc.text;

import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What is wrong with a text, in words that never quote it: {@code password: *x} is an unknown alias "x". */
public final class ParserWords {
    /** Where the library shows what stands in the text, which may be more than a character. */
    private static final Pattern QUOTED =
            Pattern.compile("((?<=tag handle) |, but found: |(?<=URI in UTF-8): ).*", Pattern.DOTALL);

    private ParserWords() {}

    /** The library's words if there are no better ones. */
    public static String of(YamlEngineException e) {
        if (!(e instanceof MarkedYamlEngineException marked)) {
            return String.valueOf(e.getMessage());
        }
        String hint = hint(marked);
        return hint.isEmpty()
                ? QUOTED.matcher(String.valueOf(marked.getProblem())).replaceFirst("")
                : hint;
    }

    /**
     * In which line it is wrong, from 1.
     *
     * @param unknown what to return where the parser does not say it
     */
    public static long line(YamlEngineException e, long linesBefore, long unknown) {
        Optional<Mark> mark =
                e instanceof MarkedYamlEngineException marked ? marked.getProblemMark() : Optional.empty();
        return mark.map(place -> linesBefore + place.getLine() + 1).orElse(unknown);
    }

    /** What is wrong and what to do; empty where that is not known. */
    static String hint(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        // Outside of brackets the library's scanner skips only spaces between tokens, and no setting changes
        // that.
        if (problem.startsWith("found character '\\t(TAB)'")) {
            return "a tab; write spaces instead";
        }
        String words = e.getContext() + " " + problem;
        if (words.contains("cannot start any token")) {
            return "a value that begins with a reserved character; put it in quotes";
        } else if (words.contains(" alias")) {
            return "an alias without an anchor; put a value that begins with * in quotes";
        } else if (words.contains("mapping values are not allowed")) {
            return "a colon where no key can stand; look at the indentation, or put the value in quotes";
        } else if (words.contains("unexpected end of stream")) {
            return "a quote or bracket is never closed";
        }
        return "";
    }
}

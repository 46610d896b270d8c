package eu.skyscrapers.ptc.companions;

import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of the manual, in roff with the macros of man(7). The prose is roff already, in the template; what the command says
 * of itself is plain text, and becomes roff here.
 *
 * @param date the day shown at the foot of the page
 */
record ManPage(Manual manual, String version, LocalDate date) {
    private static final int WIDTH = 78;
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.])\\s+(?=[A-Z*])");
    /** An option within a text, with what stands before it. */
    private static final Pattern OPTION = Pattern.compile("(^|[\\s(,])(--[a-z][a-z-]*|-[a-zA-Z])(?![\\w-])");

    /** The template with everything in its place; each of these stands on a line, or in a quoted argument. */
    String fill(String template) {
        Map<String, String> parts = Map.of(
                "@VERSION@", escaped(version),
                "@DATE@", date.toString(),
                "@SYNOPSIS@\n", synopsis(),
                "@OPTIONS@\n", options(),
                "@EXAMPLES@\n", examples(),
                "@EXIT_CODES@\n", exitCodes());
        String text = template;
        for (Map.Entry<String, String> part : parts.entrySet()) {
            text = text.replace(part.getKey(), part.getValue());
        }
        return text;
    }

    private String synopsis() {
        return manual.synopsis().stream()
                .map(call -> "\\fB" + escaped(manual.call()) + "\\fR"
                        + escaped(call.substring(manual.call().length())) + "\n")
                .collect(Collectors.joining(".br\n"));
    }

    private String options() {
        StringBuilder text = new StringBuilder();
        for (Manual.Group group : manual.groups()) {
            text.append(".SS ").append(escaped(group.title())).append('\n');
            for (Manual.Entry entry : group.entries()) {
                text.append(".TP\n").append(heading(entry)).append('\n').append(filled(entry.brief() + "."));
                entry.details().forEach(detail -> text.append(filled(detail)));
            }
        }
        return text.toString();
    }

    private static String heading(Manual.Entry entry) {
        String names = entry.names().stream()
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        String label = entry.label().isEmpty() ? "" : "\\fI" + escaped(entry.label()) + "\\fR";
        return (names + " " + label).strip();
    }

    private String examples() {
        StringBuilder text = new StringBuilder();
        for (Manual.Example example : manual.examples()) {
            text.append(".TP\n").append(filled(capitalised(example.purpose()) + ":"));
            text.append(".EX\n").append(escaped(example.call())).append("\n.EE\n");
        }
        return text.toString();
    }

    private String exitCodes() {
        StringBuilder text = new StringBuilder();
        manual.exitCodes()
                .forEach((code, meaning) -> text.append(".TP\n\\fB")
                        .append(escaped(code))
                        .append("\\fR\n")
                        .append(filled(meaning + ".")));
        return text.toString();
    }

    /** Sentences of running text, each on lines of its own, as man(7) wants them. */
    static String filled(String text) {
        StringBuilder lines = new StringBuilder();
        for (String sentence : SENTENCE_END.split(text, -1)) {
            int length = 0;
            for (String word : marked(escaped(sentence)).split(" ", -1)) {
                if (length > 0 && length + 1 + word.length() > WIDTH) {
                    lines.append('\n');
                    length = 0;
                }
                lines.append(length == 0 ? guarded(word) : " " + word);
                length += word.length() + 1;
            }
            lines.append('\n');
        }
        return lines.toString();
    }

    /** Characters that roff would take as its own, or would print as others: hyphens, quotes, the backslash. */
    static String escaped(String text) {
        return text.codePoints()
                .mapToObj(Character::toString)
                .map(character -> switch (character) {
                    case "\\" -> "\\e";
                    case "-" -> "\\-";
                    case "'" -> "\\(aq";
                    case "\"" -> "\\(dq";
                    case "`" -> "\\(ga";
                    case "^" -> "\\(ha";
                    case "~" -> "\\(ti";
                    default -> character;
                })
                .collect(Collectors.joining());
    }

    /** At the start of a line a dot would begin a request. */
    private static String guarded(String word) {
        return word.startsWith(".") ? "\\&" + word : word;
    }

    private static String marked(String escaped) {
        return OPTION.matcher(escaped.replace("\\-", "-"))
                .replaceAll(found -> quoted(found.group(1)) + "\\\\fB" + quoted(found.group(2)) + "\\\\fR")
                .replace("-", "\\-");
    }

    private static String quoted(String group) {
        return Matcher.quoteReplacement(group);
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}

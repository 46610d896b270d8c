package eu.skyscrapers.ptc.cli;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What {@code --help} prints: a screen, with a line for each option where the width allows it. The details are in the man
 * page.
 */
final class HelpText {
    /** Where descriptions start. A longer option pushes its own to the right. */
    private static final int COLUMN = 34;
    /** Below this too little would be left beside the options, so descriptions stand under them. */
    private static final int BESIDE_MIN = 70;

    private static final int UNDER = 10;
    private static final String USAGE = "Usage:";
    private static final String WITHOUT_SHORT_NAME = "    ";

    private final Manual manual;
    private final int width;
    private final int column;
    private final StringBuilder text = new StringBuilder();

    private HelpText(Manual manual, int width) {
        this.manual = manual;
        this.width = width;
        this.column = width < BESIDE_MIN ? UNDER : COLUMN;
    }

    /** @param width in characters; a line that cannot be broken may be longer */
    static String of(Manual manual, int width) {
        return new HelpText(manual, width).written();
    }

    private String written() {
        String start = USAGE;
        for (String call : manual.synopsis()) {
            hanging(start, call, USAGE.length() + 1);
            start = "";
        }
        hanging("", manual.summary().get(0), 0);
        text.append('\n');
        for (Manual.Group group : manual.groups()) {
            if (group.rare()) {
                hanging(group.title() + " (see the man page):", names(group), 2);
                continue;
            }
            line(group.title() + ":");
            group.entries().forEach(each -> hanging("  " + heading(each), each.brief(), column));
        }
        text.append('\n');
        line("Examples:");
        examples();
        text.append('\n');
        line("Exit codes:");
        manual.exitCodes().forEach((code, meaning) -> hanging("  " + code, meaning, 5));
        return text.toString();
    }

    /** One of each option: it is looked up in the man page. */
    private static String names(Manual.Group group) {
        return group.entries().stream().map(each -> each.names().get(0)).collect(Collectors.joining(", "));
    }

    /** Long names stand below each other, with or without a short one. */
    private static String heading(Manual.Entry entry) {
        boolean indented = entry.names().size() == 1;
        return (indented ? WITHOUT_SHORT_NAME : "") + entry.heading();
    }

    private void examples() {
        int calls = longest(manual.examples(), Manual.Example::call);
        boolean aligned = 2 + calls + 4 + longest(manual.examples(), Manual.Example::purpose) <= width;
        for (Manual.Example example : manual.examples()) {
            String call = "  " + example.call();
            String comment = "  # " + example.purpose();
            if (aligned) {
                line(call + " ".repeat(calls + 2 - call.length()) + comment);
            } else if (call.length() + comment.length() <= width) {
                line(call + comment);
            } else {
                line(comment);
                line(call);
            }
        }
    }

    private static int longest(List<Manual.Example> examples, Function<Manual.Example, String> part) {
        return examples.stream()
                .mapToInt(example -> part.apply(example).length())
                .max()
                .orElse(0);
    }

    /** {@code start}, and beside it {@code words}, each line of which begins at {@code indent}. */
    private void hanging(String start, String words, int indent) {
        StringBuilder line = new StringBuilder(start);
        if (start.length() < indent) {
            line.append(" ".repeat(indent - start.length()));
        } else if (!start.isEmpty()) {
            line.append("  ");
        }
        String blank = "";
        for (String word : words.split(" ", -1)) {
            if (line.length() + blank.length() + word.length() > width && line.length() > indent) {
                line(line.toString().stripTrailing());
                line.setLength(0);
                line.append(" ".repeat(indent));
                blank = "";
            }
            line.append(blank).append(word);
            blank = " ";
        }
        line(line.toString());
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}

package eu.skyscrapers.ptc.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What {@code --help} prints: a small screen with the options that most need, or, asked for {@code all}, each in a line where
 * the width allows it. The details are in the man page.
 */
final class HelpText {
    /** Where descriptions start. A longer option pushes its own to the right. */
    private static final int COLUMN = 34;
    /** Below this too little would be left beside the options, so descriptions stand under them. */
    private static final int BESIDE_MIN = 70;

    private static final int UNDER = 10;
    private static final String USAGE = "Usage:";
    private static final String WITHOUT_SHORT_NAME = "    ";

    private final CommandSpec command;
    private final int width;
    private final int column;
    private final StringBuilder text = new StringBuilder();

    private HelpText(CommandSpec command, int width) {
        this.command = command;
        this.width = width;
        this.column = width < BESIDE_MIN ? UNDER : COLUMN;
    }

    /** @param width in characters; a line that cannot be broken may be longer */
    static String of(CommandSpec command, int width) {
        return new HelpText(command, width).written();
    }

    /** The same with some of the options, and without more than a screen of 24 rows of 80 columns holds. */
    static String brief(CommandSpec command, int width, List<String> options) {
        return new HelpText(command, width).briefly(options);
    }

    private String briefly(List<String> options) {
        UsageMessageSpec usage = command.usageMessage();
        start(usage);
        command.positionalParameters().forEach(this::entry);
        options.forEach(name -> entry(command.findOption(name)));
        text.append('\n');
        examples(usage.footer());
        hanging("Exit codes:", usage.exitCodeListHeading(), 2);
        hanging("All options:", command.name() + " --help all; in full: man " + command.name(), 2);
        return text.toString();
    }

    private void start(UsageMessageSpec usage) {
        hanging(USAGE, usage.customSynopsis()[0], USAGE.length() + 1);
        hanging("", usage.description()[0], 0);
        text.append('\n');
    }

    private void entry(ArgSpec arg) {
        hanging("  " + heading(arg), arg.description()[0], column);
    }

    private String written() {
        UsageMessageSpec usage = command.usageMessage();
        start(usage);
        command.mixins().forEach((title, options) -> {
            if (title.equals(KubectlOptions.TITLE)) {
                hanging(title + " (see the man page):", names(options), 2);
                return;
            }
            line(title + ":");
            options.args().forEach(this::entry);
        });
        text.append('\n');
        line("Examples:");
        examples(usage.footer());
        text.append('\n');
        line("Exit codes:");
        usage.exitCodeList().forEach((code, meaning) -> hanging("  " + code, meaning, 5));
        return text.toString();
    }

    /** One of each option: it is looked up in the man page. */
    private static String names(CommandSpec options) {
        return options.options().stream().map(each -> each.names()[0]).collect(Collectors.joining(", "));
    }

    /** Long names stand below each other, with or without a short one. */
    private static String heading(ArgSpec arg) {
        String[] names = arg instanceof OptionSpec option ? option.names() : new String[0];
        String label = arg.isOption() && arg.typeInfo().isBoolean() ? "" : arg.paramLabel();
        return (names.length == 1 ? WITHOUT_SHORT_NAME : "") + (String.join(", ", names) + " " + label).strip();
    }

    /** @param lines each call, and behind it what it is for */
    private void examples(String... lines) {
        int calls = longest(lines, 0);
        boolean aligned = 2 + calls + 4 + longest(lines, 1) <= width;
        for (int i = 0; i < lines.length; i += 2) {
            String call = "  " + lines[i];
            String comment = "  # " + lines[i + 1];
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

    /** Of every second line. */
    private static int longest(String[] lines, int from) {
        int longest = 0;
        for (int i = from; i < lines.length; i += 2) {
            longest = Math.max(longest, lines[i].length());
        }
        return longest;
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

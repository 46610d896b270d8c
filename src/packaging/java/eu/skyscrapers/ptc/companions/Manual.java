package eu.skyscrapers.ptc.companions;

import eu.skyscrapers.ptc.cli.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A command as it describes itself: the man page and the completions of all shells are written from this, and this is read
 * from what picocli parses by, as {@code --help} is, so that an option stands everywhere or nowhere.
 *
 * @param call what the user types to run the command
 * @param synopsis its calls
 * @param summary what it does: first in a line, then with more words
 * @param exitCodes their meaning by their number
 */
public record Manual(
        String call,
        List<String> synopsis,
        List<String> summary,
        List<Group> groups,
        List<Example> examples,
        Map<String, String> exitCodes) {

    /** Options of one purpose. */
    public record Group(String title, List<Entry> entries) {}

    /**
     * An option, or what stands in a call without one.
     *
     * @param names short before long; none for a parameter
     * @param label of its value, which also says of what kind it is; empty for a flag
     * @param choices the words that the value is made of; empty where it is free
     * @param brief for a line of the help
     * @param details whole sentences for the man page
     */
    public record Entry(
            List<String> names,
            String label,
            List<String> choices,
            boolean repeatable,
            String brief,
            List<String> details) {

        /** As in {@code -o, --output FORMAT}. */
        public String heading() {
            return (String.join(", ", names) + " " + label).strip();
        }
    }

    /** A call, and what for. */
    public record Example(String call, String purpose) {}

    /** All commands, the audit first. */
    public static List<Manual> all() {
        return Program.commands().stream().map(Manual::of).toList();
    }

    private static Manual of(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        List<Group> groups = new ArrayList<>();
        command.mixins()
                .forEach((heading, options) -> groups.add(new Group(
                        heading, options.args().stream().map(Manual::entry).toList())));
        String[] footer = usage.footer();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i + 1 < footer.length; i += 2) {
            examples.add(new Example(footer[i], footer[i + 1]));
        }
        return new Manual(
                command.name(),
                List.of(usage.customSynopsis()),
                List.of(usage.description()),
                groups,
                examples,
                usage.exitCodeList());
    }

    private static Entry entry(ArgSpec arg) {
        List<String> names = arg instanceof OptionSpec option ? List.of(option.names()) : List.of();
        boolean flag = arg.isOption() && arg.typeInfo().isBoolean();
        String label = flag ? "" : arg.paramLabel();
        List<String> choices = arg.completionCandidates() == null
                ? List.of()
                : StreamSupport.stream(arg.completionCandidates().spliterator(), false)
                        .toList();
        List<String> words = List.of(arg.description());
        return new Entry(
                names,
                label,
                choices,
                arg.isOption() && arg.isMultiValue(),
                words.get(0),
                words.subList(1, words.size()));
    }
}

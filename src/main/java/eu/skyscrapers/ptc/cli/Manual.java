package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A command as it tells of itself: {@code --help}, the man page and the completions of all shells are written from this, and
 * this is read from what picocli parses by, so that an option is told everywhere or nowhere.
 *
 * <p>No audit loads this class.
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

    /**
     * Options of one purpose.
     *
     * @param rare whether the help has only their names
     */
    public record Group(String title, List<Entry> entries, boolean rare) {}

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

    /** In a description, the place of the choices. */
    private static final String CHOICES = "{choices}";

    /** All commands, the audit first. */
    public static List<Manual> all() {
        ProcessContext process = ProcessContext.standard();
        return Stream.of(new AuditCommand(process).spec(), new RewriteCommand(process).spec())
                .map(Manual::of)
                .toList();
    }

    static Manual of(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        List<Group> groups = new ArrayList<>();
        command.mixins()
                .forEach((heading, options) -> groups.add(new Group(
                        heading,
                        options.args().stream().map(Manual::entry).toList(),
                        heading.equals(KubectlOptions.TITLE))));
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
        List<String> choices = choices(label);
        List<String> words = Arrays.stream(arg.description())
                .map(text -> text.replace(CHOICES, String.join(", ", choices)))
                .toList();
        return new Entry(
                names,
                label,
                choices,
                arg.isOption() && arg.isMultiValue(),
                words.get(0),
                words.subList(1, words.size()));
    }

    private static List<String> choices(String label) {
        return switch (label) {
            case ReportOptions.FORMAT -> keys(Format.values(), Format::key);
            case ReportOptions.VERDICTS -> keys(Verdict.values(), Verdict::key);
            case ReportOptions.WHEN -> ReportOptions.WHENS;
            case JudgmentOptions.WHAT -> {
                Set<String> all = new LinkedHashSet<>(keys(FailOn.values(), FailOn::key));
                all.add(JudgmentOptions.PULL_ERRORS);
                yield List.copyOf(all);
            }
            default -> List.of();
        };
    }

    private static <T> List<String> keys(T[] values, Function<T, String> key) {
        return Arrays.stream(values).map(key).toList();
    }
}

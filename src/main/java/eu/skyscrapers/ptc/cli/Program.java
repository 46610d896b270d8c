package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.api.HttpClients;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.run.Failure;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** One run of the program: arguments in, exit code out. */
public final class Program {
    /** The exit code of a call that is wrong, or its configuration; nothing was audited. */
    static final int USAGE = 2;

    /** Also when a report could not be written, and when the program itself failed: never a clean or a dirty answer. */
    private static final int INCOMPLETE = Outcome.INCOMPLETE.exitCode();

    private static final String HELP = "help";
    /** Behind it: every option. */
    private static final String ALL = "all";

    private static final Set<String> HELPS = Set.of(HELP, "-h", "--help");
    private static final int HELP_WIDTH_MAX = 100;

    /** First words that people try, and what to write. */
    private static final Map<String, String> NO_COMMANDS = Map.of(
            "audit",
            "leave the word out: " + AuditCommand.CALL + " REGISTRY",
            "version",
            "write " + AuditCommand.CALL + " --version");

    private final ProcessContext process;
    private final Messages messages;
    private final Variables variables;

    Program(ProcessContext process) {
        this.process = process;
        this.messages = process.messages();
        this.variables = new Variables(process.environment());
    }

    /** On the process's own streams and environment, with settings that hold for the whole of it. */
    public static Program standard() {
        HttpClients.prepare();
        return new Program(ProcessContext.standard());
    }

    /** The version that the build wrote into the jar; there is none of classes that no build has packed, as in an IDE. */
    static String version() {
        String version = Program.class.getPackage().getImplementationVersion();
        return version == null ? "unpacked" : version;
    }

    /** As picocli parses them, the audit first; the names of their mixins are the headings of the help. */
    public static List<CommandSpec> commands() {
        return new Program(ProcessContext.standard()).specs();
    }

    /** Never throws, whatever happens: an uncaught error would end the JVM with 1, which is the answer "direct". */
    public int run(String... args) {
        // As that of a Pushgateway whose option is misspelt, or of a server that has what -f should read.
        messages.hideUsersOf(args);
        try {
            Deque<String> words = new ArrayDeque<>(List.of(args));
            boolean help = begin(words, HELP);
            boolean rewrite = begin(words, RewriteCommand.NAME);
            if (help) {
                boolean all = begin(words, ALL);
                if (!rewrite && !words.isEmpty() && !HELPS.contains(words.peek())) {
                    messages.error("help " + words.peek() + ": there is no such command; there is "
                            + RewriteCommand.NAME + " (see " + AuditCommand.CALL + " --help)");
                    return USAGE;
                }
                words = new ArrayDeque<>(all ? List.of("--help", ALL) : List.of("--help"));
            }
            String instead = rewrite || words.isEmpty() ? null : NO_COMMANDS.get(words.peek());
            if (instead != null) {
                messages.error("there is no command " + words.peek() + "; " + instead);
                return USAGE;
            }
            CommandLine line = command(rewrite);
            String[] call =
                    variables.with(List.copyOf(words), line, this::specs).toArray(String[]::new);
            messages.hideUsersOf(call);
            int exitCode = line.execute(call);
            if (process.out().checkError() && exitCode != INCOMPLETE) {
                messages.error("the output could not be written: standard output takes no more: is its disk full?");
                return INCOMPLETE;
            }
            return exitCode;
        } catch (UsageException | Error e) {
            return failed(e);
        }
    }

    /** Takes the first word away if it is this one. */
    private static boolean begin(Deque<String> words, String command) {
        boolean first = command.equals(words.peek());
        if (first) {
            words.remove();
        }
        return first;
    }

    private List<CommandSpec> specs() {
        return List.of(new AuditCommand(process).spec(), new RewriteCommand(process).spec());
    }

    private CommandLine command(boolean rewrite) {
        return new CommandLine(
                        rewrite ? new RewriteCommand(process).spec() : new AuditCommand(process).spec(),
                        OptionGroup.FACTORY)
                .setOut(new PrintWriter(process.out(), true, StandardCharsets.UTF_8))
                .setExpandAtFiles(false)
                .setExecutionStrategy(
                        parsed -> parsed.isUsageHelpRequested() ? help(parsed) : new RunLast().execute(parsed))
                .setParameterExceptionHandler((e, rest) -> wrongCall(e))
                .setExecutionExceptionHandler((e, line, parsed) -> failed(e));
    }

    private int help(ParseResult parsed) {
        int width = Math.min(process.columns(), HELP_WIDTH_MAX);
        CommandSpec command = parsed.commandSpec();
        List<String> words = parsed.originalArgs();
        boolean brief = command.name().equals(AuditCommand.CALL) && !words.contains(ALL);
        process.out()
                .print(brief ? HelpText.brief(command, width, AuditCommand.MOST_USED) : HelpText.of(command, width));
        return Outcome.PASSED.exitCode();
    }

    private int wrongCall(ParameterException e) {
        messages.error(variables.named(WrongCall.message(e)));
        return USAGE;
    }

    private int failed(Throwable e) {
        boolean configuration = e instanceof ConfigurationException;
        String message = configuration || e instanceof IOException ? String.valueOf(e.getMessage()) : Failure.of(e);
        messages.error(configuration ? variables.named(message) : message);
        if (configuration) {
            // Of several that were found at once.
            for (Throwable other : e.getSuppressed()) {
                messages.error(variables.named(String.valueOf(other.getMessage())));
            }
        }
        messages.trace(e);
        return configuration ? USAGE : INCOMPLETE;
    }
}

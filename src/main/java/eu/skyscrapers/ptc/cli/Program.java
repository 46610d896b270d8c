package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.api.ClientWarmUp;
import eu.skyscrapers.ptc.api.HttpClients;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.run.Failure;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run of the program: arguments in, exit code out. */
public final class Program {
    private static final String HELP = "help";
    private static final int HELP_WIDTH_MAX = 100;

    /** As far as a word looks like a name; a token holds digits or dots, or follows the option of its name. */
    private static final Pattern LONG_NAME = Pattern.compile("--(?:token|password|[a-zA-Z-]{1,30}(?=[=\\s]|$))");

    private static final Pattern SHORT_NAME = Pattern.compile("-.?");

    private final Surroundings surroundings;

    Program(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** On the process's own streams and environment, with settings that hold for the whole of it. */
    public static Program standard() {
        HttpClients.prepare();
        return new Program(Surroundings.standard());
    }

    /** Never throws, whatever happens: an uncaught error would end the JVM with 1, which is the answer "direct". */
    public int run(String... args) {
        Messages messages =
                new Messages(surroundings.err(), surroundings.access().secrets());
        // As that of a Pushgateway whose option is misspelt, or of a server that has what -f should read.
        messages.hideUsersOf(args);
        try {
            String[] call = args.length > 0 && args[0].equals(HELP) ? asOption(args) : args;
            if (mayAskServers(call)) {
                ClientWarmUp.start();
            }
            boolean rewrite = call.length > 0 && call[0].equals(RewriteCommand.NAME);
            CommandLine command = new CommandLine(
                            rewrite
                                    ? new RewriteCommand(surroundings, messages).spec()
                                    : new AuditCommand(surroundings, messages).spec())
                    .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                    .setExpandAtFiles(false)
                    .setExecutionStrategy(
                            parsed -> parsed.isUsageHelpRequested() ? help(parsed) : new RunLast().execute(parsed))
                    .setParameterExceptionHandler((e, rest) -> wrongCall(e, messages))
                    .setExecutionExceptionHandler((e, line, parsed) -> failed(e, messages));
            int exitCode = command.execute(rewrite ? Arrays.copyOfRange(call, 1, call.length) : call);
            if (surroundings.out().checkError() && exitCode != ExitCode.INCOMPLETE) {
                messages.error("the output could not be written: standard output takes no more: is its disk full?");
                return ExitCode.INCOMPLETE;
            }
            return exitCode;
        } catch (UsageException e) {
            messages.error(String.valueOf(e.getMessage()));
            return ExitCode.USAGE;
        } catch (Error e) {
            return failed(e, messages);
        }
    }

    /** By the looks of the arguments alone, before they are parsed: a wrong guess costs a little work. */
    private static boolean mayAskServers(String... args) {
        return (args.length == 0 || !args[0].equals(RewriteCommand.NAME))
                && Arrays.stream(args)
                        .noneMatch(arg -> arg.startsWith("-f")
                                || arg.startsWith("--filename")
                                || arg.equals("-h")
                                || arg.equals("--help")
                                || arg.equals("-V")
                                || arg.equals("--version"));
    }

    /** {@code help rewrite} is {@code rewrite --help}. */
    private static String[] asOption(String[] args) throws UsageException {
        String command = args.length > 1 ? args[1] : HELP;
        return switch (command) {
            case HELP, "-h", "--help" -> new String[] {"--help"};
            case RewriteCommand.NAME -> new String[] {RewriteCommand.NAME, "--help"};
            default ->
                throw new UsageException("help " + command + ": there is no such command; there is "
                        + RewriteCommand.NAME + " (see " + AuditCommand.CALL + " --help)");
        };
    }

    private int help(ParseResult parsed) {
        int width = surroundings.terminal().width(surroundings.environment());
        surroundings.out().print(HelpText.of(Manual.of(parsed.commandSpec()), Math.min(width, HELP_WIDTH_MAX)));
        return Outcome.PASSED.exitCode();
    }

    private static int wrongCall(ParameterException e, Messages messages) {
        messages.error(told(e) + " (see " + e.getCommandLine().getCommandName() + " --help)");
        return ExitCode.USAGE;
    }

    /** What picocli says, but for the words that it quotes where none was expected: they may be a token. */
    private static String told(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched(), e.getCommandLine().getCommandSpec());
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()
                && missing.getMissing().get(0) instanceof OptionSpec option) {
            String name = option.longestName();
            return "Option '" + name + "' wants a value; if that begins with '-', write " + name + "="
                    + option.paramLabel();
        }
        return String.valueOf(e.getMessage());
    }

    /** Names the option that is not known, and no other word: what stands behind it may be a token or a password. */
    private static String unmatched(List<String> words, CommandSpec command) {
        String option =
                words.stream().filter(word -> word.startsWith("-")).findFirst().orElse("");
        List<String> nearest = NearestOption.of(option, command.optionsMap().keySet());
        return "Unknown option: '" + withoutValue(option) + "'"
                + (nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?");
    }

    /** The name alone, also where the value was written onto it. */
    private static String withoutValue(String option) {
        Matcher name = (option.startsWith("--") ? LONG_NAME : SHORT_NAME).matcher(option);
        String shown = name.lookingAt() ? name.group() : "--";
        return shown.length() == option.length() ? option : shown + "***";
    }

    private static int failed(Throwable e, Messages messages) {
        messages.error(Failure.of(e), e);
        return ExitCode.INCOMPLETE;
    }
}

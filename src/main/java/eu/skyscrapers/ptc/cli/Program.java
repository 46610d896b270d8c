package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.kubernetes.api.TlsWarmUp;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run of the program: arguments in, exit code out. */
public final class Program {
    private static final int HELP_WIDTH_MAX = 100;

    private final Surroundings surroundings;

    Program(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** On the process's own streams and environment. */
    public static Program standard() {
        return new Program(Surroundings.standard());
    }

    /** Never throws, whatever happens: an uncaught error would end the JVM with 1, which is the answer "direct". */
    public int run(String... args) {
        Messages messages = new Messages(surroundings.err());
        try {
            if (mayAskServers(args)) {
                TlsWarmUp.start();
            }
            boolean rewrite = args.length > 0 && args[0].equals(RewriteCommand.NAME);
            CommandLine command = new CommandLine(
                            rewrite
                                    ? new RewriteCommand(surroundings, messages)
                                    : new AuditCommand(surroundings, messages))
                    .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                    .setUsageHelpWidth(Math.max(
                            80, Math.min(HELP_WIDTH_MAX, surroundings.terminal().width(surroundings.environment()))))
                    .setExpandAtFiles(false)
                    .setParameterExceptionHandler((e, rest) -> wrongCall(e, messages))
                    .setExecutionExceptionHandler((e, line, parsed) -> failed(e, messages));
            return command.execute(rewrite ? Arrays.copyOfRange(args, 1, args.length) : args);
        } catch (Error e) {
            return failed(e, messages);
        }
    }

    /** By the looks of the arguments alone, before they are parsed: a wrong guess costs a little work. */
    private static boolean mayAskServers(String... args) {
        return args.length > 0
                && !args[0].equals(RewriteCommand.NAME)
                && Arrays.stream(args)
                        .noneMatch(arg -> arg.startsWith("-f")
                                || arg.startsWith("--filename")
                                || arg.equals("-h")
                                || arg.equals("--help")
                                || arg.equals("-V")
                                || arg.equals("--version"));
    }

    private static int wrongCall(ParameterException e, Messages messages) {
        String message = e.getMessage();
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            message += "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        messages.error(message + " (see " + e.getCommandLine().getCommandName() + " --help)");
        return ExitCode.USAGE;
    }

    private static int failed(Throwable e, Messages messages) {
        messages.error("the program itself failed: " + e + "; this is a bug, please report it with what -v prints");
        messages.trace(e);
        return ExitCode.INCOMPLETE;
    }
}

package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.report.Printable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What goes to standard error: one line each, safe to print whatever it quotes. */
final class Messages {
    private final PrintStream err;
    private boolean quiet;
    private boolean verbose;

    Messages(PrintStream err) {
        this.err = err;
    }

    void setVerbosity(boolean quiet, boolean verbose) {
        this.quiet = quiet;
        this.verbose = verbose;
    }

    void error(String message) {
        err.println("audit-ecr-ptc: error: " + Printable.of(message));
    }

    void warning(String message) {
        if (!quiet) {
            err.println("audit-ecr-ptc: warning: " + Printable.of(message));
        }
    }

    /** How things go. */
    void note(String message) {
        if (!quiet) {
            err.println("audit-ecr-ptc: " + Printable.of(message));
        }
    }

    /** Where a failure comes from; only with {@code -v}. */
    void trace(Throwable e) {
        if (verbose) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack, true));
            // An exception's message may quote any text, line breaks too, so no line starts with what stands there.
            stack.toString()
                    .lines()
                    .forEach(line ->
                            err.println("audit-ecr-ptc: " + Printable.of(line).replace("\\t", "\t")));
        }
    }
}

package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.kubeconfig.Secrets;
import eu.skyscrapers.ptc.report.Printable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What goes to standard error: one line each, safe to print whatever it quotes. */
final class Messages {
    /**
     * In an argument that is a URL, or holds one: a password may have any character in it, an {@code @} too. That of a
     * digest ends none.
     */
    private static final Pattern USER = Pattern.compile("://(.+)@(?!sha256:)", Pattern.DOTALL);

    private final PrintStream err;
    private final Secrets secrets;
    private boolean quiet;
    private boolean verbose;

    Messages(PrintStream err, Secrets secrets) {
        this.err = err;
        this.secrets = secrets;
    }

    void setVerbosity(boolean quiet, boolean verbose) {
        this.quiet = quiet;
        this.verbose = verbose;
    }

    /** From now on no message shows the users and passwords of URLs in these arguments, whatever quotes them. */
    void hideUsersOf(String... args) {
        for (String arg : args) {
            Matcher url = USER.matcher(arg);
            if (arg.contains("://") && url.find()) {
                secrets.addUserOfUrl(url.group(1));
            }
        }
    }

    void error(String message) {
        print("error: ", message);
    }

    void warning(String message) {
        if (!quiet) {
            print("warning: ", message);
        }
    }

    /** How things go. */
    void note(String message) {
        if (!quiet) {
            print("", message);
        }
    }

    private void print(String kind, String message) {
        line(kind + Printable.of(secrets.hide(message)));
    }

    /** It ends as the lines of the reports do, on Windows too. */
    private void line(String text) {
        err.print("audit-ecr-ptc: " + text + "\n");
    }

    /** On standard error too, as long as it is a terminal; one that is not shown prints nothing. */
    ProgressLine progressLine(int columns, boolean shown, List<String> clusters) {
        ProgressLine line = new ProgressLine(err, columns, clusters);
        if (!shown) {
            line.end();
        }
        return line;
    }

    /** With where it comes from, if that is known, for {@code -v}. */
    void error(String message, @Nullable Throwable cause) {
        error(message);
        if (cause != null) {
            trace(cause);
        }
    }

    /** Where a failure comes from; only with {@code -v}. */
    void trace(Throwable e) {
        if (verbose) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack, true));
            // An exception's message may quote any text, line breaks too, so no line starts with what stands there.
            secrets.hide(stack.toString()).lines().forEach(each -> {
                int tabs = 0;
                while (each.startsWith("\t", tabs)) {
                    tabs++;
                }
                line(each.substring(0, tabs) + Printable.of(each.substring(tabs)));
            });
        }
    }
}

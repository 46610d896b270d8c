package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.kubeconfig.Environment;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What the program has of the process that it is: standard streams, environment, clock, terminal. Tests bring their own.
 *
 * @param messages standard error
 * @param access the part of the environment that decides which cluster is meant
 * @param clock gives today in UTC, on which expectations expire
 */
record ProcessContext(
        InputStream in, PrintStream out, Messages messages, Environment access, Clock clock, Terminal terminal) {

    static ProcessContext standard() {
        Environment access = Environment.ofThisProcess();
        return new ProcessContext(
                System.in,
                StandardOutput.stream(),
                new Messages(System.err, access.secrets()),
                access,
                Clock.systemUTC(),
                Terminal.standard());
    }

    Map<String, String> environment() {
        return access.variables();
    }

    /** How wide a report may be. */
    int columns() {
        return terminal.width(environment());
    }
}

package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.kubeconfig.Environment;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * What the program meets outside itself; tests bring their own.
 *
 * @param access the part of it that decides which cluster is meant
 * @param clock tells today, in UTC, by which expectations expire
 */
record Surroundings(
        InputStream in, PrintStream out, PrintStream err, Environment access, Clock clock, Terminal terminal) {

    Map<String, String> environment() {
        return access.variables();
    }

    static Surroundings standard() {
        return new Surroundings(
                System.in,
                StandardOutput.stream(),
                System.err,
                Environment.ofThisProcess(),
                Clock.systemUTC(),
                Terminal.standard());
    }
}

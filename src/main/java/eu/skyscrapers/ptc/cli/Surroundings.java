package eu.skyscrapers.ptc.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What the program meets outside itself; tests bring their own.
 *
 * @param environment the environment variables
 * @param home the user's home folder
 * @param clock tells today, in UTC, by which expectations expire
 */
record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path home,
        Clock clock,
        Terminal terminal) {

    /** The part of it that decides which cluster is meant. */
    eu.skyscrapers.ptc.kubernetes.access.Surroundings access() {
        return new eu.skyscrapers.ptc.kubernetes.access.Surroundings(
                environment,
                home,
                eu.skyscrapers.ptc.kubernetes.access.Surroundings.SERVICE_ACCOUNT,
                eu.skyscrapers.ptc.kubernetes.access.Surroundings.PLUGIN_TIMEOUT);
    }

    static Surroundings standard() {
        return new Surroundings(
                System.in,
                System.out,
                System.err,
                System.getenv(),
                Path.of(System.getProperty("user.home", "")),
                Clock.systemUTC(),
                Terminal.standard());
    }
}

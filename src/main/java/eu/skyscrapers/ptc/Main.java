package eu.skyscrapers.ptc;

import eu.skyscrapers.ptc.cli.Program;

/**
 * Starts the program. The launcher has a number added to its exit code, by which it knows the code from that of a Java that
 * ended on its own.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Integer.getInteger("ptc.exit.base", 0) + Program.standard().run(args));
    }
}

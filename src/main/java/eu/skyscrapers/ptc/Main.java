package eu.skyscrapers.ptc;

import eu.skyscrapers.ptc.cli.Program;

/** Starts the program. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(Program.standard().run(args));
    }
}

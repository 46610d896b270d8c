package eu.skyscrapers.ptc.cli;

import picocli.CommandLine.Option;

/** What every command takes. picocli itself acts on {@code --version}, and tells {@link Program} of {@code --help}. */
@SuppressWarnings("UnusedVariable")
final class MessageOptions {
    @Option(
            names = {"-q", "--quiet"},
            description = {"Errors only", "No warnings, and no progress on a terminal."})
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = {"Stack traces too", "They show where a failure comes from. Secrets are never printed."})
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "The version")
    private boolean version;

    void apply(Messages messages) {
        messages.setVerbosity(quiet, verbose);
    }

    boolean quiet() {
        return quiet;
    }
}

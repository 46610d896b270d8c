package eu.skyscrapers.ptc.cli;

/** What every command takes. picocli itself acts on {@code --version}, and reports {@code --help} to {@link Program}. */
final class MessageOptions extends OptionGroup {
    private final Flag quiet = flag("-q, --quiet", "Errors only", "No warnings, and no progress on a terminal.");

    private final Flag verbose = flag(
            "-v, --verbose",
            "Long lists in full, stack traces too",
            "Without -v or --only, the table only counts the images that need nothing done, if they are more than fifty,"
                    + " and folds more than ten expected ones. Stack traces show where a failure comes from. Secrets are"
                    + " never printed.");

    MessageOptions() {
        help("-h, --help", "This text; --help all has every option");
        version("-V, --version", "The version");
    }

    void apply(Messages messages) {
        messages.setVerbosity(quiet.given(), verbose.given());
    }

    boolean verbose() {
        return verbose.given();
    }

    boolean quiet() {
        return quiet.given();
    }
}

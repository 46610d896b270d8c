package eu.skyscrapers.ptc.cli;

import java.util.Map;

/**
 * What the launcher found out about the terminal, which Java itself cannot ask.
 *
 * @param out whether standard output is one
 * @param err whether standard error is one
 * @param columns its width; 0 where it is not known
 */
record Terminal(boolean out, boolean err, int columns) {
    private static final int NARROWEST = 40;
    private static final int ON_TERMINAL = 80;

    /** Of a log or a file, which nothing wraps. */
    private static final int ELSEWHERE = 120;

    static Terminal standard() {
        return new Terminal(
                Boolean.getBoolean("ptc.stdout.terminal"),
                Boolean.getBoolean("ptc.stderr.terminal"),
                Integer.getInteger("ptc.terminal.columns", 0));
    }

    /** How wide a report may be; {@code COLUMNS} comes first, as everywhere. */
    int width(Map<String, String> environment) {
        String asked = environment.getOrDefault("COLUMNS", "");
        if (asked.matches("[0-9]{1,4}") && Integer.parseInt(asked) > 0) {
            return Math.max(Integer.parseInt(asked), NARROWEST);
        }
        if (!out) {
            return ELSEWHERE;
        }
        return columns > 0 ? Math.max(columns, NARROWEST) : ON_TERMINAL;
    }

    /**
     * Whether standard output takes colour unasked.
     *
     * @see <a href="https://no-color.org">NO_COLOR</a>
     */
    boolean colored(Map<String, String> environment) {
        return out
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}

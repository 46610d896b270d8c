package eu.skyscrapers.ptc.text;

/**
 * Where values are read from.
 *
 * @param file what messages call it
 * @param isKubeconfig whether it is read as kubectl does, which follows YAML 1.1, and no value is shown
 */
record Source(String file, boolean isKubeconfig) {
    static final String AMBIGUOUS = "programs that read YAML differ on its meaning: ";

    /** @param line from one, as the column; zero where the place is not known */
    String place(int line, int column) {
        return file + (line > 0 ? ":" + line + (isKubeconfig ? "" : ":" + column) : "");
    }

    ConfigurationException problem(int line, int column, String words) {
        return new ConfigurationException(place(line, column) + ": " + words);
    }

    ConfigurationException problem(String words) {
        return problem(0, 0, words);
    }
}

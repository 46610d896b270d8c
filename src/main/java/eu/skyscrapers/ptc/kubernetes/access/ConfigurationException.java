package eu.skyscrapers.ptc.kubernetes.access;

/**
 * What the user gave does not say which cluster to reach, or how. The message is one line: where (file and line), what
 * is wrong, what to do next. It never holds a secret, but it holds names as they were written: escape it on output.
 */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(Words.oneLine(message));
    }
}

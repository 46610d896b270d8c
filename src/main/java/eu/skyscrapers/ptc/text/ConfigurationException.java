package eu.skyscrapers.ptc.text;

/**
 * What the user gave cannot be worked by: a file, or an option. The message is one line: where (file, line and mostly column),
 * what is wrong, what to do next. It never holds a secret, but it holds names as they were written: escape it on output.
 */
public class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(Words.oneLine(message));
    }
}

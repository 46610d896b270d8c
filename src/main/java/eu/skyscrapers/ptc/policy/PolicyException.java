package eu.skyscrapers.ptc.policy;

/**
 * A file or an option that cannot be judged by. The message is one line, {@code FILE:LINE:COLUMN: what, what to do}; it may
 * quote a short piece of the file as it is.
 */
public final class PolicyException extends Exception {
    private static final long serialVersionUID = 1;

    public PolicyException(String message) {
        super(message);
    }
}

package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.text.ConfigurationException;

/** A call that is wrong; others that were found with it are suppressed exceptions. */
final class UsageException extends ConfigurationException {
    private static final long serialVersionUID = 1;

    private final String message;

    UsageException(String message) {
        super(message);
        this.message = message;
    }

    /** With its line breaks: a password is hidden only as the call has it. */
    @Override
    public String getMessage() {
        return message;
    }
}

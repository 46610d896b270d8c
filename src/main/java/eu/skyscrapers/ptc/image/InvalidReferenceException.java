package eu.skyscrapers.ptc.image;

/** Why a text is not an image reference, or not a registry: one clause for a human, short and printable however hostile the text was. */
public final class InvalidReferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidReferenceException(String message) {
        // An audit meets these as data, thousands at a time; nobody reads their stack traces.
        super(message, null, false, false);
    }
}

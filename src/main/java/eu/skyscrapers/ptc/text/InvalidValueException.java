package eu.skyscrapers.ptc.text;

/** What is wrong with one value, as a predicate ("has no scheme"): the caller knows the subject and its place. */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidValueException(String predicate) {
        super(predicate);
    }

    public String predicate() {
        return String.valueOf(getMessage());
    }
}

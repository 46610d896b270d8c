package eu.skyscrapers.ptc.kubernetes.access;

/** What is wrong with one value, as a predicate ("has no scheme"): the caller knows the subject and its place. */
final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidValueException(String predicate) {
        super(predicate);
    }

    String predicate() {
        return String.valueOf(getMessage());
    }
}

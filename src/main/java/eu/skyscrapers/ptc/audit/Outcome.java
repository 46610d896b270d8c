package eu.skyscrapers.ptc.audit;

/** How an audit ended; the worst cluster decides. */
public enum Outcome {
    /** Complete, and nothing that fails the audit. */
    PASSED("passed", 0),
    /** Complete, and at least one image fails it. */
    FAILED("failed", 1),
    /** Something could not be read, so nothing can be said for the whole. */
    INCOMPLETE("incomplete", 3);

    private final String key;
    private final int exitCode;

    Outcome(String key, int exitCode) {
        this.key = key;
        this.exitCode = exitCode;
    }

    /** The word that reports for programs use; stable. */
    public String key() {
        return key;
    }

    public int exitCode() {
        return exitCode;
    }
}

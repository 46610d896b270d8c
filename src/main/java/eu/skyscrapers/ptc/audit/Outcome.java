package eu.skyscrapers.ptc.audit;

/** How an audit ended; the worst cluster decides. */
public enum Outcome implements Keyed {
    /** Complete, and nothing that fails the audit. */
    PASSED(0),
    /** Complete, and at least one image fails it. */
    FAILED(1),
    /** Something could not be read, so nothing can be said for the whole. */
    INCOMPLETE(3);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}

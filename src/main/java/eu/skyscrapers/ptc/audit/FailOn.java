package eu.skyscrapers.ptc.audit;

/** What makes a complete audit fail. */
public enum FailOn {
    /** Any direct image. */
    DIRECT("direct"),
    /** A direct image that nobody accepted. */
    UNEXPECTED("unexpected"),
    /** Nothing; an incomplete audit fails all the same. */
    NEVER("never");

    private final String key;

    FailOn(String key) {
        this.key = key;
    }

    /** The word that options and reports use; stable. */
    public String key() {
        return key;
    }

    boolean fails(Summary summary) {
        return switch (this) {
            case DIRECT -> summary.direct() > 0;
            case UNEXPECTED -> summary.direct() > summary.expected();
            case NEVER -> false;
        };
    }
}

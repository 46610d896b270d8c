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

    /** Whether this image alone makes the audit fail. */
    public boolean fails(ImageFinding finding) {
        return switch (this) {
            case DIRECT -> finding.verdict() == Verdict.DIRECT;
            case UNEXPECTED -> finding.verdict() == Verdict.DIRECT && finding.expected() == null;
            case NEVER -> false;
        };
    }
}

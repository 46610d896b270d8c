package eu.skyscrapers.ptc.audit;

/** What makes a complete audit fail. */
public enum FailOn implements Keyed {
    /** Any direct image. */
    DIRECT,
    /** A direct image that nobody accepted. */
    UNEXPECTED,
    /** Nothing; an incomplete audit fails all the same. */
    NEVER;

    /** Whether this image makes the audit fail. */
    public boolean fails(ImageFinding finding) {
        return switch (this) {
            case DIRECT -> finding.verdict() == Verdict.DIRECT;
            case UNEXPECTED -> finding.verdict() == Verdict.DIRECT && finding.expected() == null;
            case NEVER -> false;
        };
    }
}

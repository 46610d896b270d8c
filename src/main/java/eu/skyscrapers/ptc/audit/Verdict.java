package eu.skyscrapers.ptc.audit;

/** Where an image is pulled from, in the order of every report: what needs an eye comes last, next to the prompt. */
public enum Verdict {
    VIA_PTC("via-ptc"),
    EXEMPT("exempt"),
    DIRECT("direct");

    private final String key;

    Verdict(String key) {
        this.key = key;
    }

    /** The word that reports and options use; stable. */
    public String key() {
        return key;
    }
}

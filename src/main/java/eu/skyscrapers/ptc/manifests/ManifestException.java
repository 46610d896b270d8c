package eu.skyscrapers.ptc.manifests;

/** Text that is no YAML and no JSON, or objects that cannot be followed. */
public final class ManifestException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    ManifestException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Where in the text, from 1. */
    public int line() {
        return line;
    }
}

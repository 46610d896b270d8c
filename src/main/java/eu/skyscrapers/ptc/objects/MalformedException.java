package eu.skyscrapers.ptc.objects;

import java.io.IOException;

/** Text that is not what it should be: not of its format, cut off, or no Kubernetes object. */
public final class MalformedException extends IOException {
    private static final long serialVersionUID = 1;

    private final long line;
    private final boolean cutOff;

    public MalformedException(long line, String message) {
        this(line, message, false);
    }

    MalformedException(long line, String message, boolean cutOff) {
        super(message);
        this.line = line;
        this.cutOff = cutOff;
    }

    /** Whether the text made sense as far as it went. */
    public boolean cutOff() {
        return cutOff;
    }

    /** Where in the text, from 1. */
    public long line() {
        return line;
    }
}

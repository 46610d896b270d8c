package eu.skyscrapers.ptc.aws;

import eu.skyscrapers.ptc.text.Words;
import org.jspecify.annotations.Nullable;

/** AWS gave no answer, or refused. The message is one line that says who asked for what, and what helps; escape it on output. */
public final class AwsException extends Exception {
    private static final long serialVersionUID = 1;

    /** What a caller can do about it. */
    public enum Kind {
        /** There are no credentials, or they are not good any more. */
        CREDENTIALS,
        /** The caller is known, and may not do this. */
        DENIED,
        NOT_FOUND,
        /** AWS was not reached, or was too busy, again and again. */
        UNREACHABLE,
        /** Anything else, for which a further try would fail alike. */
        FINAL
    }

    private final Kind kind;

    AwsException(Kind kind, String message, @Nullable Throwable cause) {
        super(Words.oneLine(message), cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}

package eu.skyscrapers.ptc.api;

import org.jspecify.annotations.Nullable;

/** A request that failed. The message is one line, without context and server, which the caller knows. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1;

    /** What a caller can do about it. */
    enum Kind {
        /** Nothing: a further try would fail alike, whatever is asked for. */
        FINAL,
        /** Nothing about this list; another one may be read. */
        UNREADABLE,
        /** Ask again in a moment. */
        PASSING,
        /** There is no connection: ask again in a moment where there was one before. */
        UNREACHABLE,
        /** Ask with other credentials. */
        UNAUTHORIZED,
        /** Tell which permission is missing. */
        FORBIDDEN,
        NOT_FOUND,
        /** Ask for the same in JSON, where it was not. */
        OTHER_ENCODING,
        /** The snapshot of a list or a watch is gone: list again. */
        EXPIRED;

        /** Whether it says nothing of other lists of the same server. */
        boolean ofOneList() {
            return switch (this) {
                case UNREADABLE, FORBIDDEN, NOT_FOUND, OTHER_ENCODING, EXPIRED -> true;
                case FINAL, PASSING, UNREACHABLE, UNAUTHORIZED -> false;
            };
        }
    }

    private final Kind kind;
    private final long retryAfterSeconds;

    ApiException(Kind kind, String message) {
        this(kind, message, null);
    }

    ApiException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, -1);
    }

    ApiException(Kind kind, String message, @Nullable Throwable cause, long retryAfterSeconds) {
        super(message, cause);
        this.kind = kind;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The same failure, in words that hold what the caller knows of it. */
    ApiException saying(String message) {
        return new ApiException(kind, message, this, retryAfterSeconds);
    }

    Kind kind() {
        return kind;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /** How long the server asks to wait; -1 where it does not. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

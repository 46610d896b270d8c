package eu.skyscrapers.ptc.api;

import eu.skyscrapers.ptc.workload.ReadError;
import org.jspecify.annotations.Nullable;

/** A request that failed. The message is one line, without context and server, which the caller knows. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1;

    /** What a caller can do about it. */
    enum Kind {
        /** Nothing: a further try would fail alike. Unless said otherwise, because it is no Kubernetes API server. */
        FINAL(ReadError.Kind.MALFORMED),
        /** Nothing about this list; another one may be read. */
        UNREADABLE(ReadError.Kind.MALFORMED),
        /** Ask again in a moment. */
        PASSING(ReadError.Kind.UNAVAILABLE),
        /** There is no connection: ask again in a moment where there was one before. */
        UNREACHABLE(ReadError.Kind.UNREACHABLE),
        /** Ask with other credentials. */
        UNAUTHORIZED(ReadError.Kind.UNAUTHORIZED),
        /** Tell which permission is missing. */
        FORBIDDEN(ReadError.Kind.FORBIDDEN),
        NOT_FOUND(ReadError.Kind.NOT_FOUND),
        /** Ask for the same in JSON, where it was not. */
        OTHER_ENCODING(ReadError.Kind.MALFORMED),
        /** The snapshot of a list or a watch is gone: list again. */
        EXPIRED(ReadError.Kind.EXPIRED);

        private final ReadError.Kind reported;

        Kind(ReadError.Kind reported) {
            this.reported = reported;
        }

        /** Whether it says nothing of other lists of the same server. */
        boolean ofOneList() {
            return switch (this) {
                case UNREADABLE, FORBIDDEN, NOT_FOUND, OTHER_ENCODING, EXPIRED -> true;
                case FINAL, PASSING, UNREACHABLE, UNAUTHORIZED -> false;
            };
        }
    }

    private final Kind kind;
    private final ReadError.Kind reported;
    private final long retryAfterSeconds;

    ApiException(Kind kind, String message) {
        this(kind, message, null);
    }

    ApiException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, kind.reported, message, cause, -1);
    }

    /** @param reported as which kind of error, where {@code kind} does not say it */
    ApiException(Kind kind, ReadError.Kind reported, String message, @Nullable Throwable cause) {
        this(kind, reported, message, cause, -1);
    }

    /** Of a server that may say when to ask again. */
    static ApiException passing(String message, long retryAfterSeconds) {
        return new ApiException(Kind.PASSING, Kind.PASSING.reported, message, null, retryAfterSeconds);
    }

    private ApiException(
            Kind kind, ReadError.Kind reported, String message, @Nullable Throwable cause, long retryAfterSeconds) {
        super(message, cause);
        this.kind = kind;
        this.reported = reported;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The same failure, in words that hold what the caller knows of it. */
    ApiException saying(String message) {
        return new ApiException(kind, reported, message, this, retryAfterSeconds);
    }

    Kind kind() {
        return kind;
    }

    /** As which kind of error it is reported. */
    ReadError.Kind reported() {
        return reported;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /** How long the server asks to wait; -1 where it does not. */
    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

package eu.skyscrapers.ptc.workload;

import java.util.Locale;

/**
 * What could not be read.
 *
 * @param message one line, with its place
 */
public record ReadError(Kind kind, String message) {
    /** Why, for programs; decided where the error is made. Documented in {@code report.schema.json}. */
    public enum Kind {
        /** No credentials could be made: a plugin or a file of the kubeconfig failed. */
        CREDENTIALS,
        /** The server does not accept the credentials. */
        UNAUTHORIZED,
        /** A permission is missing. */
        FORBIDDEN,
        /** There is no connection to the server. */
        UNREACHABLE,
        /** A certificate is not trusted, or no TLS connection came about. */
        TLS,
        /** The time was up. */
        TIMEOUT,
        /** The server or a proxy answers with an error, throttles, or breaks connections off, again and again. */
        UNAVAILABLE,
        /** Lists expire before they are read to their end. */
        EXPIRED,
        /** There is no such namespace, resource or file. */
        NOT_FOUND,
        /** AWS did not answer what is asked of the cache: its rules, or what it holds. */
        CACHE,
        /** There is nothing to audit. */
        EMPTY,
        /** An answer or a file is not what it should be, or lacks a part. */
        MALFORMED,
        /** A file cannot be opened or read. */
        UNREADABLE,
        /** A chart of which only the values were judged. */
        UNRENDERED,
        /** The user did not wait for the end. */
        INTERRUPTED,
        /** Memory ran out, or the program has a bug. */
        INTERNAL;

        /** As in reports. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The same, in other words. */
    public ReadError saying(String other) {
        return new ReadError(kind, other);
    }
}

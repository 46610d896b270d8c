package eu.skyscrapers.ptc.api;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a run waits for a server, in all and for each request, and how often it asks again.
 *
 * @param request the longest that one request may take, to the last byte of its answer
 * @param deadlineNanos when the whole run has to end, on the clock of {@link System#nanoTime}
 * @param total what the user gave for the whole run, for the message
 * @param firstPause before the second attempt; the pauses behind that are twice as long each, up to eight times
 * @param longestPause the most that a server's {@code Retry-After} is heeded
 */
public record RetryPolicy(
        Duration request, long deadlineNanos, Duration total, Duration firstPause, Duration longestPause) {
    /** The first, and ten more, as client-go. */
    static final int ATTEMPTS = 11;

    /** A server that restarts takes half a minute, and is asked every few seconds. */
    private static final int DOUBLED_MAX = 3;

    private static final Duration NO_END = Duration.ofDays(365);

    /** For both, zero means no limit. */
    public static RetryPolicy of(Duration request, Duration total) {
        Duration end = total.isZero() ? NO_END : total;
        return new RetryPolicy(
                request.isZero() ? NO_END : request,
                System.nanoTime() + end.toNanos(),
                total,
                Duration.ofMillis(500),
                Duration.ofSeconds(30));
    }

    long requestDeadline() {
        return deadline(request);
    }

    /** On the clock of {@link System#nanoTime}; never after the end of the whole run. */
    long deadline(Duration fromNow) {
        long now = System.nanoTime();
        return now + Math.min(fromNow.toNanos(), deadlineNanos - now);
    }

    boolean isOver() {
        return System.nanoTime() - deadlineNanos >= 0;
    }

    /** What ended a request that took too long. */
    String end() {
        return isOver()
                ? "the whole audit's --timeout of " + words(total)
                : "--request-timeout, which is " + words(request);
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /**
     * How long to wait before the next attempt: what the server asks for, else longer than before; with jitter, so that
     * many clients do not come back at the same moment.
     *
     * @param attempt how many there were, from 1
     * @param asked what {@code Retry-After} says, in seconds; negative where it says nothing
     */
    Duration pause(int attempt, long asked) {
        Duration wanted = asked >= 0
                ? Duration.ofSeconds(asked)
                : firstPause.multipliedBy(1L << Math.min(attempt - 1, DOUBLED_MAX));
        long millis = Math.min(wanted.toMillis(), longestPause.toMillis());
        long jitter = millis / 4;
        long remaining = Math.max(0, (deadlineNanos - System.nanoTime()) / 1_000_000);
        return Duration.ofMillis(
                Math.min(millis + (jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(jitter)), remaining));
    }

    /** Waits for the {@link #pause}. */
    void sleep(int attempt, long asked) throws InterruptedException {
        Thread.sleep(pause(attempt, asked).toMillis());
    }
}

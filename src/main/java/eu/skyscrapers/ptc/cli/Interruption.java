package eu.skyscrapers.ptc.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the report of the moment be written when the user interrupts (Ctrl-C, or the end of a CI job). The JVM then exits
 * with the signal's own code, 128 and its number.
 */
final class Interruption {
    private static final int SECONDS_TO_REPORT = 10;

    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook;

    /** @param waiting is interrupted when the user interrupts; it has to close this when it has reported */
    Interruption(Thread waiting) {
        hook = new Thread(() -> {
            waiting.interrupt();
            try {
                boolean unused = reported.await(SECONDS_TO_REPORT, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The report is written, or there will be none. */
    void close() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and the hook is what it waits for.
            return;
        }
    }
}

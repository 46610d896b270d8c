package eu.skyscrapers.ptc.cli;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the report so far be written when the user interrupts (Ctrl-C, or the end of a CI job). The JVM then exits
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
        if (System.getProperty("ptc.exit.base") != null) {
            Thread watch = new Thread(() -> endWithLauncher(waiting));
            watch.setDaemon(true);
            watch.start();
        }
    }

    /** One that is killed can pass no signal on, and who killed it may wait for the end of what the program prints. */
    private static void endWithLauncher(Thread waiting) {
        try {
            for (Optional<ProcessHandle> launcher = parent(); parent().equals(launcher); ) {
                TimeUnit.SECONDS.sleep(1);
            }
            waiting.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<ProcessHandle> parent() {
        return ProcessHandle.current().parent();
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

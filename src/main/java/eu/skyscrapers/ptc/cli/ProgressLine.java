package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.report.Printable;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One line on the terminal that says how far a reading of more than a second is, and leaves no trace. */
final class ProgressLine implements Progress {
    private static final long QUIET_NANOS = 1_000_000_000L;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream err;
    private final int columns;
    private final Map<String, String> sources = new TreeMap<>();
    private long nextDraw = System.nanoTime() + QUIET_NANOS;
    private @Nullable Thread eraser;
    private boolean ended;

    ProgressLine(PrintStream err, int columns) {
        this.err = err;
        this.columns = columns;
    }

    @Override
    public synchronized void read(String source, long read, long expected) {
        String count = read + (expected > read ? " of " + expected : "");
        sources.put(source, source + " " + count + (Math.max(read, expected) == 1 ? " pod" : " pods"));
        show("reading " + String.join(", ", sources.values()));
    }

    /** Shows a line in place of the one before, unless that was a moment ago. */
    synchronized void show(String line) {
        if (ended || System.nanoTime() - nextDraw < 0) {
            return;
        }
        nextDraw = System.nanoTime() + REDRAW_NANOS;
        if (eraser == null && !eraseAtExit()) {
            return;
        }
        String text = Printable.of(line);
        err.print(ERASE + (text.length() < columns ? text : text.substring(0, columns - 4) + "..."));
        err.flush();
    }

    /** Shows nothing more: the readers may not know yet that it is over. */
    synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (eraser != null) {
            err.print(ERASE);
            err.flush();
            leaveExit(eraser);
        }
    }

    /** Whoever interrupts the program gets a clean line too. Returns false when it is too late for that. */
    private boolean eraseAtExit() {
        Thread thread = new Thread(this::end, "erase");
        try {
            Runtime.getRuntime().addShutdownHook(thread);
        } catch (IllegalStateException e) {
            return false;
        }
        eraser = thread;
        return true;
    }

    private static void leaveExit(Thread eraser) {
        try {
            Runtime.getRuntime().removeShutdownHook(eraser);
        } catch (IllegalStateException e) {
            // The JVM is ending already.
            return;
        }
    }
}

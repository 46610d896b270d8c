package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.report.Printable;
import eu.skyscrapers.ptc.report.page.ClusterNames;
import java.io.PrintStream;
import java.util.List;
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
    private final int all;
    private final ClusterNames names;
    private final Map<String, String> underWay = new TreeMap<>();
    private int done;
    private int incomplete;
    private long nextDraw = System.nanoTime() + QUIET_NANOS;
    private @Nullable Thread eraser;
    private boolean ended;

    /** @param clusters by name, all that are read */
    ProgressLine(PrintStream err, int columns, List<String> clusters) {
        this.err = err;
        this.columns = columns;
        this.all = clusters.size();
        this.names = new ClusterNames(clusters);
    }

    @Override
    public synchronized void read(String source, long read, long expected) {
        String name = names.shortOf(source);
        String count = read + (expected > read ? " of " + expected : "");
        String pods = Math.max(read, expected) == 1 ? " pod)" : " pods)";
        // Before its first page nobody knows whether the server answers.
        underWay.put(source, read == 0 && expected < 0 ? name : name + " (" + count + pods);
        show();
    }

    /**
     * One cluster less to wait for.
     *
     * @param complete whether all of it was read
     * @param messages prints what there is to say of it, shown or not; nothing else is printed meanwhile
     */
    synchronized void done(String source, boolean complete, Runnable messages) {
        done++;
        incomplete += complete ? 0 : 1;
        underWay.remove(source);
        erase();
        messages.run();
        if (!underWay.isEmpty()) {
            show();
        }
    }

    private void show() {
        String before =
                done + " of " + all + " clusters read" + (incomplete > 0 ? " (" + incomplete + " incomplete)" : "");
        show((done > 0 ? before + "; " : "") + "reading " + String.join(", ", underWay.values()));
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
        erase();
        ended = true;
        if (eraser != null) {
            leaveExit(eraser);
        }
    }

    private void erase() {
        if (eraser != null && !ended) {
            err.print(ERASE);
            err.flush();
            nextDraw = System.nanoTime();
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

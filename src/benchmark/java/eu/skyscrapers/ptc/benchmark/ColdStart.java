package eu.skyscrapers.ptc.benchmark;

import eu.skyscrapers.ptc.cli.Program;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;

/**
 * The program itself, watched while it starts: what its main thread is at, asked every millisecond. Prints a line for each
 * phase, its name and its microseconds, on standard error.
 *
 * <p>The system property {@code cold.start} is when the process was started, in microseconds since 1970.
 */
public final class ColdStart {
    enum Phase {
        JVM("the JVM, up to main"),
        COMMAND_LINE("command line, by picocli"),
        KUBECONFIG("kubeconfig and certificates"),
        CLIENT("HTTP client"),
        ANSWER("connection, TLS, and the first byte of an answer"),
        PODS("reading pods"),
        JUDGMENT("judgment"),
        REPORT("report"),
        OTHER("anything else"),
        /** Told by who waits for the process. */
        EXIT("the JVM's end");

        private final String title;

        Phase(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private static final String OURS = "eu.skyscrapers.ptc.";

    private ColdStart() {}

    public static void main(String[] args) {
        long before = micros() - Long.getLong("cold.start");
        PrintStream err = System.err;
        Map<Phase, Long> spent = new EnumMap<>(Phase.class);
        Thread watched = Thread.currentThread();
        Thread watcher = new Thread(() -> watch(watched, spent), "cold-start");
        watcher.setDaemon(true);
        watcher.start();
        int exitCode = Program.standard().run(args);
        synchronized (spent) {
            spent.put(Phase.JVM, before);
            spent.forEach((phase, micros) -> err.println(phase + " " + micros));
            err.println("END " + micros());
        }
        System.exit(exitCode);
    }

    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static void watch(Thread watched, Map<Phase, Long> spent) {
        long last = System.nanoTime();
        try {
            while (true) {
                Phase phase = phase(watched.getStackTrace());
                long now = System.nanoTime();
                synchronized (spent) {
                    spent.merge(phase, (now - last) / 1000, Long::sum);
                }
                last = now;
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By the innermost frame that is the program's own, or picocli's. */
    private static Phase phase(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith("picocli.")) {
                return Phase.COMMAND_LINE;
            }
            if (name.startsWith(OURS)) {
                return phase(name.substring(OURS.length()), frame.getMethodName());
            }
        }
        return Phase.OTHER;
    }

    private static Phase phase(String name, String method) {
        if (name.startsWith("kubeconfig.") || name.startsWith("text.")) {
            return Phase.KUBECONFIG;
        }
        if (name.startsWith("api.ApiServer")) {
            return method.equals("receive") ? Phase.ANSWER : Phase.CLIENT;
        }
        if (name.startsWith("api.") || name.startsWith("objects.")) {
            return Phase.PODS;
        }
        if (name.startsWith("audit.") || name.startsWith("image.") || name.startsWith("policy.")) {
            return Phase.JUDGMENT;
        }
        return name.startsWith("report.") ? Phase.REPORT : Phase.OTHER;
    }
}

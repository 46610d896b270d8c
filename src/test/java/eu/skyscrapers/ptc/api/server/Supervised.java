package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that runs beside the tests, and ends with them however they end: when their JVM is gone, so is its pipe. */
final class Supervised implements AutoCloseable {
    /** Waits for the program, while another shell waits for the name of a signal, or for the end of the pipe. */
    private static final String KEEPER = "exec 3<&0; \"$@\" 3<&- & program=$!; "
            + "{ read -r signal <&3 || signal=KILL; kill -\"$signal\" $program; } & watcher=$!; "
            + "wait $program; code=$?; kill $watcher; exit $code";

    private static final int STOPS_SECONDS = 60;

    private final Process keeper;
    private final Path log;

    private Supervised(Process keeper, Path log) {
        this.keeper = keeper;
        this.log = log;
    }

    /** @param log what it prints goes behind what is there */
    static Supervised start(Path folder, Path log, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("sh", "-c", KEEPER, "keeper"), command.stream())
                                .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Supervised(builder.start(), log);
    }

    boolean isAlive() {
        return keeper.isAlive();
    }

    /** The end of what it printed. */
    String said() {
        try {
            String all = new String(Files.readAllBytes(log), UTF_8);
            return all.substring(Math.max(0, all.length() - 4000));
        } catch (IOException e) {
            return log + ": " + e;
        }
    }

    /** @param signal for example {@code TERM} */
    void end(String signal) {
        try {
            if (keeper.isAlive()) {
                keeper.getOutputStream().write((signal + "\n").getBytes(US_ASCII));
                keeper.getOutputStream().flush();
            }
            if (!keeper.waitFor(STOPS_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("it did not end: " + said());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        end("KILL");
    }
}

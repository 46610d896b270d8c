package eu.skyscrapers.ptc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import eu.skyscrapers.ptc.api.HttpClients;
import eu.skyscrapers.ptc.kubeconfig.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.condition.OS;

/** Runs the whole program within the test's JVM. */
public final class Cli {
    public static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    /**
     * Runs the program beside the test. In the common pool it would stand in its own way: fabric8's client works there, and
     * from Java 25 on that pool has a single thread where there are two processors.
     */
    static final Executor BESIDE = task -> {
        Thread thread = new Thread(task, "audit");
        thread.setDaemon(true);
        thread.start();
    };

    static {
        // As Program.standard does in a process of its own.
        HttpClients.prepare();
    }

    /** What a user gets to see. */
    public record Run(int exitCode, String out, String err) {}

    private final Map<String, String> environment = new HashMap<>(Map.of("COLUMNS", "120"));
    private InputStream in = InputStream.nullInputStream();
    private Path home = Path.of("/nonexistent");
    private Clock clock = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private Terminal terminal = new Terminal(false, false, 0);

    public Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Cli in(String text) {
        return in(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    public Cli in(InputStream stream) {
        in = stream;
        return this;
    }

    public Cli home(Path folder) {
        home = folder;
        return this;
    }

    Cli today(String day) {
        clock = Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC);
        return this;
    }

    Cli on(Terminal where) {
        terminal = where;
        return this;
    }

    /** Messages with the paths of Windows as a test has them: each backslash is shown as two. */
    private static String asWritten(String err) {
        return OS.current() == OS.WINDOWS ? err.replace("\\\\", "\\") : err;
    }

    public Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = run(new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8), args);
        return new Run(exitCode, out.toString(UTF_8), asWritten(err.toString(UTF_8)));
    }

    public CompletableFuture<Run> start(String... args) {
        return CompletableFuture.supplyAsync(() -> run(args), BESIDE);
    }

    int run(PrintStream out, PrintStream err, String... args) {
        Environment access = new Environment(environment, home.toString());
        Messages messages = new Messages(err, access.secrets());
        return new Program(new ProcessContext(in, out, messages, access, clock, terminal)).run(args);
    }

    /** A file of the recorded cluster. */
    public static Path recording(String name) {
        return Path.of("src/test/resources/recordings", name);
    }

    public static String recorded(String name) {
        try {
            return Files.readString(recording(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.report.Format;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.text.SmallFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the reports that were asked for, and pushes the metrics, each whether the others succeed or not. */
public final class ReportWriter {
    /**
     * A report that is asked for.
     *
     * @param file null for standard output
     */
    public record Output(Format format, @Nullable Path file) {}

    /** GitHub takes 1 MiB of a job's summary from each step, and nothing of more; this leaves some for what is added. */
    private static final int JOB_SUMMARY = 1_000_000;

    private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

    private final List<Output> outputs;
    private final View onTerminal;
    private final View inFile;
    private final @Nullable Path jobSummary;
    private final PrintStream standardOutput;
    private final @Nullable Pushgateway pushgateway;
    private final BiConsumer<String, @Nullable Throwable> onError;

    /**
     * @param jobSummary the file that GitHub shows on the job's page; null elsewhere
     * @param pushgateway null where nothing is pushed
     * @param onError takes what could not be written or pushed, and the cause if there is one
     */
    public ReportWriter(
            List<Output> outputs,
            View onTerminal,
            View inFile,
            @Nullable Path jobSummary,
            PrintStream standardOutput,
            @Nullable Pushgateway pushgateway,
            BiConsumer<String, @Nullable Throwable> onError) {
        this.outputs = List.copyOf(outputs);
        this.onTerminal = onTerminal;
        this.inFile = inFile;
        this.jobSummary = jobSummary;
        this.standardOutput = standardOutput;
        this.pushgateway = pushgateway;
        this.onError = onError;
    }

    /** Returns whether all could be written and pushed; what could not has been reported. */
    public boolean write(AuditResult result) {
        boolean all = true;
        for (Output output : outputs) {
            Path file = output.file();
            try {
                if (file == null) {
                    Writer out = new BufferedWriter(new OutputStreamWriter(standardOutput, StandardCharsets.UTF_8));
                    output.format().write(result, roomy(onTerminal, STANDARD_OUTPUT, true), out);
                    if (standardOutput.checkError()) {
                        throw new IOException("standard output takes no more: is its disk full?");
                    }
                } else {
                    View view = roomy(inFile, file, false);
                    ReportFile.write(file, out -> output.format().write(result, view, out));
                }
            } catch (IOException | RuntimeException e) {
                if (e instanceof IOException failure && isForNoReader(failure)) {
                    continue;
                }
                // A bug in one report costs no other.
                all = false;
                onError.accept(
                        "the report -o " + output.format().key() + (file == null ? "" : "=" + file)
                                + " could not be written: " + words(e),
                        e);
            }
        }
        return (pushgateway == null || pushgateway.push(result, inFile.version(), onError)) && all;
    }

    /** @param appends to what the file holds already, as in {@code >> "$GITHUB_STEP_SUMMARY"} */
    private View roomy(View view, Path file, boolean appends) throws IOException {
        return jobSummary != null && ReportFile.isSame(jobSummary, file)
                ? view.withRoom(JOB_SUMMARY - (appends ? (int) Math.min(JOB_SUMMARY, Files.size(jobSummary)) : 0))
                : view;
    }

    private static String words(Exception e) {
        if (e instanceof IOException failure) {
            return e instanceof NoSuchFileException ? "its folder does not exist" : SmallFile.reason(failure);
        }
        return Failure.of(e);
    }

    /** Java gives no error number, and the system's words may be in any language: a pipe of our own shows which they are. */
    public static boolean isForNoReader(IOException failure) {
        try {
            return noReader().equals(failure.getMessage());
        } catch (IOException e) {
            return false;
        }
    }

    private static String noReader() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        try (Pipe.SinkChannel sink = pipe.sink()) {
            sink.write(ByteBuffer.allocate(1));
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}

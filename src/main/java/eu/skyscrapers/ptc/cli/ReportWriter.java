package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.text.SmallFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the reports that were asked for, and pushes the metrics, each whether the others succeed or not. */
final class ReportWriter {
    private final List<Output> outputs;
    private final View onTerminal;
    private final View inFile;
    private final PrintStream standardOutput;
    private final @Nullable Pushgateway pushgateway;
    private final Messages messages;

    /** @param pushgateway null where nothing is pushed */
    ReportWriter(
            List<Output> outputs,
            View onTerminal,
            View inFile,
            PrintStream standardOutput,
            @Nullable Pushgateway pushgateway,
            Messages messages) {
        this.outputs = List.copyOf(outputs);
        this.onTerminal = onTerminal;
        this.inFile = inFile;
        this.standardOutput = standardOutput;
        this.pushgateway = pushgateway;
        this.messages = messages;
    }

    /** Returns whether all could be written and pushed; what could not has been told. */
    boolean write(AuditResult result) {
        boolean all = true;
        for (Output output : outputs) {
            Path file = output.file();
            try {
                if (file == null) {
                    Writer out = new BufferedWriter(new OutputStreamWriter(standardOutput, StandardCharsets.UTF_8));
                    output.format().report().write(result, onTerminal, out);
                    if (standardOutput.checkError()) {
                        throw new IOException("standard output takes no more: is its disk full?");
                    }
                } else {
                    ReportFile.write(file, out -> output.format().report().write(result, inFile, out));
                }
            } catch (IOException | RuntimeException e) {
                if (e instanceof IOException failure && StandardOutput.isForNoReader(failure)) {
                    continue;
                }
                // A bug in one report costs no other.
                all = false;
                messages.error("the report -o " + output.format().key() + (file == null ? "" : "=" + file)
                        + " could not be written: " + words(e));
                messages.trace(e);
            }
        }
        return (pushgateway == null || pushgateway.push(result, messages)) && all;
    }

    private static String words(Exception e) {
        if (e instanceof IOException failure) {
            return e instanceof NoSuchFileException ? "its folder does not exist" : SmallFile.reason(failure);
        }
        return "the program itself failed: " + e + "; this is a bug, please report it with what -v prints";
    }
}

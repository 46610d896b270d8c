package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.Format;
import eu.skyscrapers.ptc.report.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What to write, where, and how it looks. */
final class ReportOptions {
    private enum When {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT[=FILE]",
            description =
                    "table (default), wide, json or kustomize, to standard output or whole into a file; repeatable.")
    private List<String> outputs = new ArrayList<>();

    @Option(
            names = "--only",
            paramLabel = "VERDICT[,VERDICT...]",
            description = "List only the images of these verdicts: via-ptc, exempt, direct. Changes no count and no"
                    + " outcome.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto (default): on a terminal, unless NO_COLOR is set; always; never.")
    private String color = "auto";

    ReportWriter writer(Surroundings surroundings, Messages messages) throws UsageException {
        When when = when();
        int width = surroundings.terminal().width(surroundings.environment());
        boolean colored = surroundings.terminal().colored(surroundings.environment());
        View onTerminal =
                new View(verdicts(), when == When.ALWAYS || (when == When.AUTO && colored), width, Version.number());
        View inFile = new View(verdicts(), when == When.ALWAYS, width, Version.number());
        return new ReportWriter(outputs(), onTerminal, inFile, surroundings.out(), messages);
    }

    private List<Output> outputs() throws UsageException {
        if (outputs.isEmpty()) {
            return List.of(new Output(Format.TABLE, null));
        }
        List<Output> parsed = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        boolean standardOutput = false;
        for (String text : outputs) {
            Output output = Output.parse(text);
            if (output.file() == null && standardOutput) {
                throw new UsageException("-o " + text
                        + ": only one report can go to standard output; write the others to files: -o FORMAT=FILE");
            }
            if (output.file() != null
                    && !files.add(output.file().toAbsolutePath().normalize())) {
                throw new UsageException("-o " + text + ": another report goes to this file already");
            }
            standardOutput |= output.file() == null;
            parsed.add(output);
        }
        return parsed;
    }

    private Set<Verdict> verdicts() throws UsageException {
        EnumSet<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
        for (String keys : only) {
            for (String key : keys.split(",", -1)) {
                verdicts.add(verdict(key));
            }
        }
        return verdicts.isEmpty() ? EnumSet.allOf(Verdict.class) : verdicts;
    }

    private static Verdict verdict(String key) throws UsageException {
        return Arrays.stream(Verdict.values())
                .filter(verdict -> verdict.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new UsageException((key.isBlank()
                                ? "--only: no verdict given"
                                : "--only " + key + ": there is no such verdict")
                        + "; there are "
                        + Arrays.stream(Verdict.values()).map(Verdict::key).collect(Collectors.joining(", "))));
    }

    private When when() throws UsageException {
        return switch (color) {
            case "auto" -> When.AUTO;
            case "always" -> When.ALWAYS;
            case "never" -> When.NEVER;
            default -> throw new UsageException("--color " + color + ": write auto, always or never");
        };
    }
}

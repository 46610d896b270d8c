package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.manifests.FileSource;
import eu.skyscrapers.ptc.report.Format;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.View.Binding;
import eu.skyscrapers.ptc.report.View.Frame;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.run.Pushgateway;
import eu.skyscrapers.ptc.run.ReportFile;
import eu.skyscrapers.ptc.run.ReportWriter;
import eu.skyscrapers.ptc.run.ReportWriter.Output;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to write, where, and how it looks. */
final class ReportOptions extends OptionGroup {
    private static final Set<String> STANDARD_OUTPUT = Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    private static final String NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
    /** As the API server has it. */
    private static final Pattern LABEL =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?" + NAME + "(?:=(?:" + NAME + ")?)?");

    private static final List<String> COLORS = List.of("auto", "always", "never");
    private static final List<String> FORMATS = keys(Format.values(), Format::key);
    private static final List<String> ONLY = keys(Only.values(), Only::key);

    private final Values outputs = new Values(add(list(
                    "-o, --output",
                    "FORMAT[=FILE]",
                    "${COMPLETION-CANDIDATES}; repeatable",
                    "Default: table. To standard output, which takes one report, or to a file, written completely or not at all, and"
                            + " never over a file that the audit reads.")
            .completionCandidates(FORMATS)));

    private final Values only = new Values(add(
            list("--only", "VERDICT[,...]", "List only ${COMPLETION-CANDIDATES}", "Changes no count and no outcome.")
                    .completionCandidates(ONLY)));

    private final Values ifDown = new Values(add(list(
                    "--if-down",
                    "UPSTREAM[,...]",
                    "What an outage of docker.io would stop",
                    "What would not start on a new node, what could not restart, and what goes on, while these upstreams"
                            + " are down. Every report says so of each upstream that direct images come from; with this"
                            + " option of these alone, beside what weighs most. With --check-cached, images that the cache"
                            + " does not have count too. It fails no audit: --fail-on boot does.")
            .splitRegex(",")));

    private final Flag noHeaders = flag(
            "--no-headers",
            "With -o wide: only the rows",
            "No column titles, and nothing after the rows; the exit code gives the outcome. Without this option, in a pipe"
                    + " or a file, the titles come first, and the description of the audit comes after the rows.");

    private final Value<String> color = new Value<>(add(option(
                    "--color",
                    "WHEN",
                    "${COMPLETION-CANDIDATES}; default: auto",
                    "auto: on a terminal, unless NO_COLOR is set.")
            .type(String.class)
            .completionCandidates(COLORS)));

    private final Value<String> admissionLabel = value(
            "--admission-label",
            "KEY[=VALUE]",
            "Namespaces of -o admission-policy",
            "Those with this label; default: " + Binding.DEFAULT.label() + "=" + Binding.DEFAULT.value()
                    + ". Never kube-system, unless the label is kubernetes.io/metadata.name=kube-system.");

    private final Value<String> admissionApi = new Value<>(add(option(
                    "--admission-api",
                    "VERSION",
                    "${COMPLETION-CANDIDATES}; default: " + Binding.DEFAULT.api(),
                    "For -o admission-policy: v1 needs Kubernetes 1.36; v1beta1 is for 1.34 and 1.35, where it must be enabled.")
            .type(String.class)
            .completionCandidates(Binding.APIS)));

    private final Values pushgateways = values(
            "--pushgateway",
            "URL",
            "Push the metrics of -o prometheus there",
            "To a Prometheus Pushgateway, after the reports, in a group for each cluster."
                    + " http://USER:PASSWORD@HOST:PORT logs in. A failed push makes the exit code 3.",
            "In $" + Variables.PREFIX + "PUSHGATEWAY, ps does not show the password.");

    /**
     * @param inputs what the audit reads, which no report may overwrite
     * @param verbose whether to list all that there is
     */
    ReportWriter writer(ProcessContext process, Stream<Path> inputs, boolean verbose) throws ConfigurationException {
        String when = color.orElse("auto");
        if (!COLORS.contains(when)) {
            throw new UsageException("--color " + when + ": it must be auto, always or never");
        }
        boolean always = when.equals("always");
        boolean colored = always || (when.equals("auto") && process.terminal().colored(process.environment()));
        Set<Only> verdicts = verdicts();
        boolean whole = verbose || !only.all().isEmpty();
        Pushgateway pushgateway = pushgateway();
        List<Output> outputs = outputs(process.terminal().out());
        checkKept(inputs, outputs);
        Binding binding = binding();
        return new ReportWriter(
                outputs,
                new View(
                                verdicts,
                                whole,
                                colored,
                                process.columns(),
                                Program.version(),
                                process.terminal().out() ? frame(Frame.WHOLE) : frame(Frame.ROWS_FIRST))
                        .with(binding),
                new View(verdicts, whole, always, process.columns(), Program.version(), frame(Frame.ROWS_FIRST))
                        .with(binding),
                jobSummary(process),
                process.out(),
                pushgateway,
                process.messages()::error);
    }

    private Binding binding() throws UsageException {
        String api = admissionApi.orElse(Binding.DEFAULT.api());
        if (!Binding.APIS.contains(api)) {
            throw new UsageException("--admission-api " + api + ": it must be " + String.join(" or ", Binding.APIS));
        }
        String label = admissionLabel.get();
        if (label == null) {
            return new Binding(api, Binding.DEFAULT.label(), Binding.DEFAULT.value());
        }
        if (!LABEL.matcher(label).matches()) {
            throw new UsageException(
                    "--admission-label " + label + ": write a label of namespaces, KEY or KEY=VALUE, for" + " example "
                            + Binding.DEFAULT.label() + "=" + Binding.DEFAULT.value());
        }
        int equals = label.indexOf('=');
        return equals < 0
                ? new Binding(api, label, null)
                : new Binding(api, label.substring(0, equals), label.substring(equals + 1));
    }

    /** The upstreams whose outage matters; none for all. */
    List<String> ifDown() throws UsageException {
        for (String upstream : ifDown.all()) {
            if (upstream.isBlank() || upstream.contains("/")) {
                throw new UsageException("--if-down " + String.join(",", ifDown.all())
                        + ": it must be hosts of registries, such as docker.io,quay.io");
            }
        }
        return ifDown.all();
    }

    private static @Nullable Path jobSummary(ProcessContext process) {
        String file = process.environment().getOrDefault("GITHUB_STEP_SUMMARY", "");
        return file.isEmpty() ? null : Path.of(file);
    }

    private Frame frame(Frame unlessAsked) {
        return noHeaders.given() ? Frame.ROWS : unlessAsked;
    }

    private @Nullable Pushgateway pushgateway() throws ConfigurationException {
        List<String> given = pushgateways.all();
        if (given.size() > 1) {
            throw new UsageException("--pushgateway: one is enough, and these are " + given.size());
        }
        if (!given.isEmpty()) {
            return Pushgateway.parse(given.get(0), "--pushgateway");
        }
        return null;
    }

    private List<Output> outputs(boolean onTerminal) throws UsageException {
        if (outputs.all().isEmpty()) {
            return List.of(new Output(Format.TABLE, null));
        }
        List<Output> parsed = new ArrayList<>();
        Set<Path> files = new HashSet<>();
        boolean standardOutput = false;
        for (String text : outputs.all()) {
            Output output = output(text);
            if (output.file() == null && standardOutput) {
                throw new UsageException("-o " + text
                        + ": only one report can go to standard output; write the others to files: -o FORMAT=FILE");
            }
            if (output.file() != null && !files.add(ReportFile.behindAll(output.file()))) {
                throw new UsageException("-o " + text + ": another report goes to this file already");
            }
            if (output.file() == null && output.format() == Format.HTML && onTerminal) {
                throw new UsageException(
                        "-o " + text + ": a page for a browser, not for a terminal; write -o html=FILE");
            }
            standardOutput |= output.file() == null;
            parsed.add(output);
        }
        return parsed;
    }

    /** Whether a report is of this format, which is one for all clusters. */
    boolean writes(Format format) throws UsageException {
        return outputs(false).stream().anyMatch(output -> output.format() == format);
    }

    private static Output output(String text) throws UsageException {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        Format format = Format.of(key)
                .orElseThrow(() -> new UsageException("-o: unknown output format '" + key + "'; there are "
                        + String.join(", ", FORMATS)
                        + (key.indexOf(',') < 0 ? "" : "; give each an -o of its own")));
        String file = equals < 0 ? "-" : text.substring(equals + 1);
        if (file.isEmpty()) {
            throw new UsageException("-o " + text + ": a file name is missing after the '='");
        }
        try {
            return new Output(format, file.equals("-") || isStandardOutput(Path.of(file)) ? null : Path.of(file));
        } catch (InvalidPathException e) {
            throw new UsageException("-o " + text + ": not a file name: " + e.getReason());
        }
    }

    /** Under its other names it would be opened a second time, and what one writes overwrite what the other wrote. */
    private static boolean isStandardOutput(Path file) {
        return STANDARD_OUTPUT.contains(ReportFile.behindAll(file).toString());
    }

    private static void checkKept(Stream<Path> inputs, List<Output> outputs) throws UsageException {
        List<Path> files =
                outputs.stream().map(Output::file).flatMap(Stream::ofNullable).toList();
        // Only where there are any is it worth to walk the folders of -f.
        Optional<Path> overwritten = files.isEmpty()
                ? Optional.empty()
                : inputs.flatMap(input -> FileSource.filesAt(input).stream())
                        .flatMap(input -> files.stream().filter(file -> ReportFile.isSame(input, file)))
                        .findFirst();
        if (overwritten.isPresent()) {
            throw new UsageException(
                    "-o: " + overwritten.get() + " is read by the audit; write the report into another file");
        }
    }

    private Set<Only> verdicts() throws UsageException {
        EnumSet<Only> verdicts = EnumSet.noneOf(Only.class);
        for (String keys : only.all()) {
            for (String key : keys.split(",", -1)) {
                verdicts.add(verdict(key));
            }
        }
        return verdicts.isEmpty() ? Only.ALL : verdicts;
    }

    private static Only verdict(String key) throws UsageException {
        return Arrays.stream(Only.values())
                .filter(verdict -> verdict.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        (key.isBlank() ? "--only: no verdict given" : "--only " + key + ": there is no such verdict")
                                + "; there are "
                                + String.join(", ", ONLY)));
    }
}

package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.report.Format;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One {@code -o FORMAT[=FILE]}.
 *
 * @param file null for standard output
 */
record Output(Format format, @Nullable Path file) {
    private static final Set<String> STANDARD_OUTPUT = Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    static Output parse(String text) throws UsageException {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        Format format = Format.of(key)
                .orElseThrow(() -> new UsageException("unknown output format '" + key + "'; there are "
                        + Arrays.stream(Format.values()).map(Format::key).collect(Collectors.joining(", "))
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
}

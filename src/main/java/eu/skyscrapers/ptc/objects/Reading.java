package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.workload.ReadError;
import java.util.List;

/**
 * How reading a source ended.
 *
 * @param errors none when all was read
 * @param warnings what was read, but not as it should be: one line each with its place
 * @param nothingFound what to say where no pod was read and no error says why: what was looked for, and where
 * @param causes what is behind the errors, as far as something was thrown; for {@code -v}
 */
public record Reading(List<ReadError> errors, List<String> warnings, String nothingFound, List<Throwable> causes) {
    public Reading {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        causes = List.copyOf(causes);
    }

    public Reading(List<ReadError> errors, List<String> warnings, String nothingFound) {
        this(errors, warnings, nothingFound, List.of());
    }
}

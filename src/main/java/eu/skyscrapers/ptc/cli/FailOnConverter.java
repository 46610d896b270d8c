package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.FailOn;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes the words of {@code --fail-on}. */
final class FailOnConverter implements ITypeConverter<FailOn> {
    @Override
    public FailOn convert(String text) {
        return Arrays.stream(FailOn.values())
                .filter(value -> value.key().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + Arrays.stream(FailOn.values()).map(FailOn::key).collect(Collectors.joining(", "))));
    }
}

package eu.skyscrapers.ptc.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What may stand behind the {@code =} of a flag.
 *
 * @see <a href="https://pkg.go.dev/strconv#ParseBool">strconv.ParseBool</a>
 */
final class GoBoolean implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                // Not repeated: a flag has no value, so this one was meant for something else, as a token is.
                throw new TypeConversionException("what stands behind its = is neither true nor false");
        };
    }
}

package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.manifests.FileSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Options of one purpose. A description is a brief line for the help, then whole sentences for the man page.
 *
 * <p>They are declared in code, as no archive of classes keeps what reading annotations takes: a proxy for each kind of them,
 * and an accessor for each field. That was a quarter of the time of a small audit.
 */
class OptionGroup {
    /** What stands behind the {@code =} of an option is its value, also where it looks like another option, as a token may. */
    private static final IParameterPreprocessor BEHIND_EQUALS = (words, command, arg, info) -> {
        command.parser().allowOptionsAsOptionParameters("=".equals(info.get("separator")));
        return false;
    };

    /** An option that has no value. */
    record Flag(ArgSpec option) {
        boolean given() {
            return option.getValue();
        }
    }

    /** An option that may be given once. */
    record Value<T>(ArgSpec option) {
        /** Null where the call does not give it. */
        @Nullable
        T get() {
            return option.getValue();
        }

        T orElse(T other) {
            T given = get();
            return given == null ? other : given;
        }
    }

    /** What may be given any number of times. */
    record Values(ArgSpec option) {
        /** In the order of the call. */
        List<String> all() {
            return option.getValue();
        }
    }

    /** Makes the lists of what may be repeated, which is all; picocli's own looks for Groovy first, in every jar. */
    static final IFactory FACTORY = new IFactory() {
        @Override
        public <K> K create(Class<K> type) {
            return type.cast(new ArrayList<>());
        }
    };

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(null, FACTORY);
    private final List<ArgSpec> inputs = new ArrayList<>();

    /** For a command to mix in. */
    final CommandSpec spec() {
        return spec;
    }

    /** @param names parted by a comma and a blank, the short one first; so everywhere here */
    final Flag flag(String names, String... description) {
        return new Flag(add(switchOf(names, description)));
    }

    /** A flag behind which {@code =true}, {@code =false} or another word for them may stand, as in Go. */
    final Flag goFlag(String names, String... description) {
        return new Flag(add(switchOf(names, description).arity("0..1").fallbackValue("true")));
    }

    /** A flag that picocli itself acts on. */
    final void help(String names, String description) {
        add(switchOf(names, description).usageHelp(true));
    }

    /** A flag that picocli itself acts on. */
    final void version(String names, String description) {
        add(switchOf(names, description).versionHelp(true));
    }

    final Value<String> value(String names, String label, String... description) {
        return new Value<>(add(option(names, label, description).type(String.class)));
    }

    final Value<Integer> number(String names, String label, String... description) {
        return new Value<>(add(option(names, label, description).type(Integer.class)));
    }

    final Value<Duration> duration(String names, ITypeConverter<Duration> reader, String... description) {
        return new Value<>(
                add(option(names, "DURATION", description).type(Duration.class).converters(reader)));
    }

    final Values values(String names, String label, String... description) {
        return new Values(add(list(names, label, description)));
    }

    /** The name of a file or folder to read; an empty one, which Java takes for the working directory, is refused. */
    final Value<String> input(String names, String label, String... description) {
        return new Value<>(addInput(option(names, label, description).type(String.class)));
    }

    /** As {@link #input}, any number of times. */
    final Values inputs(String names, String label, String... description) {
        return new Values(addInput(list(names, label, description)));
    }

    /** What the call names to read, in the words of the call; {@code -} among it is standard input. */
    List<String> inputs() {
        return inputs.stream()
                .map(ArgSpec::getValue)
                .flatMap(given -> given instanceof List<?> several ? several.stream() : Stream.ofNullable(given))
                .map(String::valueOf)
                .toList();
    }

    /** An argument without an option's name. */
    final Values parameters(String label, String... description) {
        PositionalParamSpec parameters = PositionalParamSpec.builder()
                .arity("0..*")
                .preprocessor(BEHIND_EQUALS)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .initialValue(List.of())
                .paramLabel(label)
                .description(description)
                .build();
        spec.addPositional(parameters);
        return new Values(parameters);
    }

    /** In its description, {@code ${COMPLETION-CANDIDATES}} stands for the words that it takes. */
    static OptionSpec.Builder option(String names, String label, String... description) {
        return OptionSpec.builder(names.split(", "))
                .preprocessor(BEHIND_EQUALS)
                .paramLabel(label)
                .description(description);
    }

    private static OptionSpec.Builder switchOf(String names, String... description) {
        return option(names, "", description)
                .type(boolean.class)
                .converters(OptionGroup::goBoolean)
                .initialValue(false);
    }

    static OptionSpec.Builder list(String names, String label, String... description) {
        return option(names, label, description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .initialValue(List.of());
    }

    final OptionSpec add(OptionSpec.Builder builder) {
        OptionSpec option = builder.build();
        spec.addOption(option);
        return option;
    }

    static <T> List<String> keys(T[] values, Function<T, String> key) {
        return Arrays.stream(values).map(key).toList();
    }

    private OptionSpec addInput(OptionSpec.Builder builder) {
        OptionSpec option = add(builder.converters(OptionGroup::fileName));
        inputs.add(option);
        return option;
    }

    static String fileName(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the name is empty; name a file, or leave the option out");
        }
        try {
            Path unused = Path.of(text);
            return text;
        } catch (InvalidPathException e) {
            throw new TypeConversionException("not a file name: " + e.getReason() + FileSource.hint(text));
        }
    }

    /**
     * What may stand behind the {@code =} of a flag.
     *
     * @see <a href="https://pkg.go.dev/strconv#ParseBool">strconv.ParseBool</a>
     */
    private static boolean goBoolean(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                // Not repeated: a flag has no value, so this one was meant for something else, as a token is.
                throw new TypeConversionException("its value is neither true nor false");
        };
    }
}

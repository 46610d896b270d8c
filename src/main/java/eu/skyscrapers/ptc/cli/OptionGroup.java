package eu.skyscrapers.ptc.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
abstract class OptionGroup {
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
    record Values<T>(ArgSpec option) {
        /** In the order of the call. */
        List<T> all() {
            return option.getValue();
        }
    }

    private final CommandSpec spec = CommandSpec.create();
    private final List<ArgSpec> inputs = new ArrayList<>();

    /** For a command to mix in. */
    final CommandSpec spec() {
        return spec;
    }

    /** @param names parted by a comma and a blank, the short one first; so everywhere here */
    final Flag flag(String names, String... description) {
        return new Flag(add(flag(names).description(description)));
    }

    /** A flag behind which {@code =true}, {@code =false} or another word for them may stand, as in Go. */
    final void goFlag(String names, String... description) {
        add(flag(names).arity("0..1").fallbackValue("true").description(description));
    }

    /** A flag that picocli itself acts on. */
    final void help(String names, String description) {
        add(flag(names).usageHelp(true).description(description));
    }

    /** A flag that picocli itself acts on. */
    final void version(String names, String description) {
        add(flag(names).versionHelp(true).description(description));
    }

    private static OptionSpec.Builder flag(String names) {
        return option(names).type(boolean.class).converters(new GoBoolean()).initialValue(false);
    }

    final <T> Value<T> value(String names, String label, Class<T> type, String... description) {
        return new Value<>(add(option(names).type(type).paramLabel(label).description(description)));
    }

    final <T> Value<T> value(
            String names, String label, Class<T> type, ITypeConverter<T> converter, String... description) {
        return new Value<>(add(
                option(names).type(type).converters(converter).paramLabel(label).description(description)));
    }

    final <T> Values<T> values(String names, String label, Class<T> type, String... description) {
        return new Values<>(add(list(type, names).paramLabel(label).description(description)));
    }

    /** The name of a file or folder to read; an empty one, which Java takes for the working directory, is refused. */
    final <T> Value<T> input(String names, String label, Class<T> type, String... description) {
        return new Value<>(addInput(option(names).type(type), type, label, description));
    }

    /** As {@link #input}, any number of times. */
    final <T> Values<T> inputs(String names, String label, Class<T> type, String... description) {
        return new Values<>(addInput(list(type, names), type, label, description));
    }

    /** What the call names to read, in the words of the call; {@code -} among it is standard input. */
    List<String> inputs() {
        return inputs.stream()
                .map(ArgSpec::getValue)
                .flatMap(given -> given instanceof List<?> several ? several.stream() : Stream.ofNullable(given))
                .map(String::valueOf)
                .toList();
    }

    /** Each of which may be several, parted by a comma. */
    final Values<String> lists(String names, String label, String... description) {
        return new Values<>(
                add(list(String.class, names).splitRegex(",").paramLabel(label).description(description)));
    }

    private static OptionSpec.Builder list(Class<?> type, String names) {
        return option(names).type(List.class).auxiliaryTypes(type).initialValue(List.of());
    }

    /** What stands in a call without a name. */
    final Values<String> parameters(String label, String... description) {
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
        return new Values<>(parameters);
    }

    private static OptionSpec.Builder option(String names) {
        int comma = names.indexOf(", ");
        return comma < 0
                ? OptionSpec.builder(names)
                : OptionSpec.builder(names.substring(0, comma), names.substring(comma + 2));
    }

    private ArgSpec addInput(OptionSpec.Builder builder, Class<?> type, String label, String... description) {
        ITypeConverter<?> named = text -> {
            if (text.isEmpty()) {
                throw new TypeConversionException("the name is empty; name a file, or leave the option out");
            }
            try {
                Path path = Path.of(text);
                return type == Path.class ? path : text;
            } catch (InvalidPathException e) {
                throw new TypeConversionException("not a file name: " + e.getReason());
            }
        };
        ArgSpec option = add(builder.converters(named).paramLabel(label).description(description));
        inputs.add(option);
        return option;
    }

    private OptionSpec add(OptionSpec.Builder builder) {
        OptionSpec option = builder.preprocessor(BEHIND_EQUALS).build();
        spec.addOption(option);
        return option;
    }
}

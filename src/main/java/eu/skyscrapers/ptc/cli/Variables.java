package eu.skyscrapers.ptc.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options that stand in the environment: {@code AUDIT_ECR_PTC_FAIL_ON} for {@code --fail-on}, and so all of them. Each is read
 * as if it stood in the call, {@code --fail-on=VALUE}, which goes first. A list has a value on each line, as a file name may
 * hold any other character. What is empty says nothing, as a variable of a CI job that nobody has set.
 */
final class Variables {
    static final String PREFIX = "AUDIT_ECR_PTC_";

    /** The registry is no option, and a variable of Java's is the launcher's. */
    private static final Set<String> OTHERS = Set.of(PREFIX + "REGISTRY", PREFIX + "JAVA_OPTS");

    /** Not those that picocli itself acts on: a job may well keep its version in such a variable. */
    private static final Set<String> OF_THE_CALL = Set.of("--help", "--version", "--registry");

    /** Options that the call leaves to them, by their variables. */
    private final Map<String, OptionSpec> used = new LinkedHashMap<>();

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment.entrySet().stream()
                .filter(each -> each.getKey().startsWith(PREFIX) && !OTHERS.contains(each.getKey()))
                .filter(each -> !each.getValue().isBlank())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().strip()));
    }

    static String of(OptionSpec option) {
        return PREFIX + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static boolean takes(OptionSpec option) {
        return option.longestName().startsWith("--") && !OF_THE_CALL.contains(option.longestName());
    }

    /**
     * The call with the options that it leaves to the environment in front of it.
     *
     * @param commands all that there are
     * @throws UsageException where a variable's name is a slip: to go on without it may be to audit something else
     */
    List<String> with(List<String> call, CommandLine line, Supplier<List<CommandSpec>> commands) throws UsageException {
        if (environment.isEmpty()) {
            return call;
        }
        ParseResult parsed;
        try {
            parsed = line.parseArgs(call.toArray(String[]::new));
        } catch (ParameterException e) {
            // Said when it is run.
            return call;
        }
        if (parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
            return call;
        }
        checkNames(commands.get());
        List<String> words = new ArrayList<>();
        for (OptionSpec option : line.getCommandSpec().options()) {
            String value = takes(option) ? environment.get(of(option)) : null;
            if (value != null && !parsed.hasMatchedOption(option)) {
                used.put(of(option), option);
                Stream<String> lines = value.lines().map(String::strip).filter(each -> !each.isEmpty());
                lines.forEach(each -> words.add(option.longestName() + "=" + each));
            }
        }
        words.addAll(call);
        return words;
    }

    private void checkNames(List<CommandSpec> commands) throws UsageException {
        Map<String, String> known = commands.stream()
                .flatMap(command -> command.options().stream())
                .filter(Variables::takes)
                .collect(Collectors.toMap(OptionSpec::longestName, Variables::of, (one, same) -> one));
        for (String name : environment.keySet()) {
            String option =
                    "--" + name.substring(PREFIX.length()).replace('_', '-').toLowerCase(Locale.ROOT);
            List<String> nearest = WrongCall.nearest(option, known.keySet());
            if (!known.containsValue(name) && !OF_THE_CALL.contains(option) && !nearest.isEmpty()) {
                throw new UsageException(name + ": there is no such option; did you mean "
                        + nearest.stream().map(known::get).collect(Collectors.joining(" or ")) + "?");
            }
        }
    }

    /** A complaint about an option, as one about the variable that it was read from. */
    String named(String message) {
        String named = message;
        for (Map.Entry<String, OptionSpec> each : used.entrySet()) {
            String names =
                    Stream.of(each.getValue().names()).map(Pattern::quote).collect(Collectors.joining("|"));
            named = Pattern.compile("(?<![\\w-])(?:" + names + ")(?![\\w-])")
                    .matcher(named)
                    .replaceAll(Matcher.quoteReplacement(each.getKey()));
        }
        if (named.equals(message)) {
            // Of what stands in a file, or in the kubeconfig, the message has the value alone.
            for (String name : used.keySet()) {
                boolean about = String.valueOf(environment.get(name))
                        .lines()
                        .map(String::strip)
                        .anyMatch(each -> each.length() > 2 && message.contains(each));
                named += about ? " (from " + name + ")" : "";
            }
        }
        return named;
    }
}

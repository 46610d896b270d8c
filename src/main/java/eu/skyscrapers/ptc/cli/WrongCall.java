package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.text.Words;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a call that picocli refuses, in words that repeat no value: it may be a token or a password. */
final class WrongCall {
    /** As far as a word looks like a name; a token holds digits or dots, or follows the option of its name. */
    private static final Pattern LONG_NAME = Pattern.compile("--(?:token|password|[a-zA-Z-]{1,30}(?=[=\\s]|$))");

    private static final Pattern SHORT_NAME = Pattern.compile("-.?");

    /** Options that people know from elsewhere, and what to write. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "--profile",
            "write --aws-profile PROFILE",
            "--region",
            "write --aws-region REGION",
            "--registry",
            "write the registry's host without an option");

    /** A slip of the finger for so many letters; more would be a guess. A start of a name is as long. */
    private static final int LETTERS_PER_SLIP = 3;

    private WrongCall() {}

    static String message(ParameterException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            message = unknown(
                    unmatched.getUnmatched(),
                    e.getCommandLine().getCommandSpec().optionsMap().keySet());
        } else if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()
                && missing.getMissing().get(0) instanceof OptionSpec option) {
            String name = option.longestName();
            message = "Option '" + name + "' wants a value; if that begins with '-', write " + name + "="
                    + option.paramLabel();
        }
        return message + " (see " + e.getCommandLine().getCommandName() + " --help)";
    }

    /** Names the option that is not known, and none of the words behind it. */
    private static String unknown(List<String> words, Collection<String> names) {
        String option =
                words.stream().filter(word -> word.startsWith("-")).findFirst().orElse("");
        String name = withoutValue(option).replaceFirst("[=*].*", "");
        if (ELSEWHERE.containsKey(name)) {
            return "There is no option " + name + "; " + ELSEWHERE.get(name);
        }
        List<String> nearest = nearest(option, names);
        return "Unknown option: '" + withoutValue(option) + "'"
                + (nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?");
    }

    /** Only the name, also where the value was written onto it. */
    private static String withoutValue(String option) {
        Matcher name = (option.startsWith("--") ? LONG_NAME : SHORT_NAME).matcher(option);
        String shown = name.lookingAt() ? name.group() : "--";
        return shown.length() == option.length() ? option : shown + "***";
    }

    /** The names that begin so, else the nearest. picocli compares pairs of letters, and so finds none for {@code --wiat}. */
    static List<String> nearest(String option, Collection<String> names) {
        int equals = option.indexOf('=');
        String word = (equals < 0 ? option : option.substring(0, equals)).toLowerCase(Locale.ROOT);
        int letters = word.replace("-", "").length();
        List<String> begun = names.stream()
                .filter(name -> letters >= LETTERS_PER_SLIP && name.startsWith(word))
                .sorted()
                .toList();
        return begun.isEmpty()
                ? names.stream()
                        .sorted()
                        .collect(Collectors.groupingBy(
                                name -> Words.distance(word, name), TreeMap::new, Collectors.toList()))
                        .headMap(letters / LETTERS_PER_SLIP, true)
                        .values()
                        .stream()
                        .findFirst()
                        .orElse(List.of())
                : begun;
    }
}

package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.text.Words;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which option was meant by a misspelt one. picocli compares pairs of letters, and so finds none for {@code --wiat}. */
final class NearestOption {
    /** A slip of the finger for so many letters; more would be a guess. A start of a name is as long. */
    private static final int LETTERS_PER_SLIP = 3;

    private NearestOption() {}

    /** Those of {@code names} that begin so, else the nearest; none where none is near. */
    static List<String> of(String given, Set<String> names) {
        int equals = given.indexOf('=');
        String word = (equals < 0 ? given : given.substring(0, equals)).toLowerCase(Locale.ROOT);
        int letters = word.replace("-", "").length();
        List<String> begun = names.stream()
                .filter(name -> letters >= LETTERS_PER_SLIP && name.startsWith(word))
                .sorted()
                .toList();
        if (!begun.isEmpty()) {
            return begun;
        }
        int nearest = names.stream()
                .mapToInt(name -> Words.distance(word, name))
                .min()
                .orElse(Integer.MAX_VALUE);
        return names.stream()
                .filter(name -> Words.distance(word, name) == nearest && nearest <= letters / LETTERS_PER_SLIP)
                .sorted()
                .toList();
    }
}

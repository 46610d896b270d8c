package eu.skyscrapers.ptc.cli;

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
        int nearest = names.stream().mapToInt(name -> slips(word, name)).min().orElse(Integer.MAX_VALUE);
        return names.stream()
                .filter(name -> slips(word, name) == nearest && nearest <= letters / LETTERS_PER_SLIP)
                .sorted()
                .toList();
    }

    /** Letters added, left out, replaced, or swapped with the next (the optimal string alignment distance). */
    private static int slips(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least =
                        Math.min(distance[i - 1][j - 1] + same, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                distance[i][j] = swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
            }
        }
        return distance[a.length()][b.length()];
    }
}

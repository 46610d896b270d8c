package eu.skyscrapers.ptc.kubernetes.access;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The wording that the messages of this package share. */
final class Words {
    private static final int LISTED = 10;
    private static final int NEAREST = 3;

    private Words() {}

    static String oneLine(String text) {
        return text.strip().replaceAll("\\R\\s*", " ");
    }

    static String quote(String name) {
        return '"' + name + '"';
    }

    static String list(Collection<String> names) {
        return names.stream().map(Words::quote).collect(Collectors.joining(", "));
    }

    /** The names that an unknown one could stand for: the nearest ones, then all of them where they are few. */
    static String suggestions(String unknown, Collection<String> known) {
        List<String> nearest = known.stream()
                .filter(name -> isNear(unknown, name))
                .sorted(Comparator.comparingInt(name -> distance(unknown, name)))
                .limit(NEAREST)
                .toList();
        return nearest.isEmpty() ? all(known) : "did you mean " + list(nearest) + "? " + all(known);
    }

    static String all(Collection<String> known) {
        if (known.isEmpty()) {
            return "there is none";
        }
        return known.size() <= LISTED ? "there are " + list(known) : "there are " + known.size() + " of them";
    }

    private static boolean isNear(String unknown, String name) {
        String small = unknown.toLowerCase(Locale.ROOT);
        int distance = distance(unknown, name);
        // Contexts of EKS are named by ARN, and are asked for by the cluster's name at its end.
        return name.toLowerCase(Locale.ROOT).contains(small)
                || (distance <= Math.max(2, unknown.length() / 3) && distance < unknown.length());
    }

    /** Levenshtein distance, with a change of case at no cost. */
    static int distance(String one, String other) {
        String left = one.toLowerCase(Locale.ROOT);
        String right = other.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}

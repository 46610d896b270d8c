package eu.skyscrapers.ptc.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The wording that messages share: names in quotes, and which name was meant by an unknown one. */
public final class Words {
    private static final int SHOWN = 60;
    private static final int LISTED = 15;
    private static final int NEAREST = 3;

    private Words() {}

    public static String oneLine(String text) {
        return text.strip().replaceAll("\\R\\s*", " ");
    }

    public static String quote(String name) {
        return '"' + name + '"';
    }

    /** A short piece of what a file says: it may be megabytes. */
    public static String excerpt(String text) {
        return quote(text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }

    private static String list(Collection<String> names) {
        return names.stream().map(Words::quote).collect(Collectors.joining(", "));
    }

    /** The names that an unknown one could stand for: the nearest ones, then all of them where they are few. */
    public static String suggestions(String unknown, Collection<String> known) {
        List<String> nearest = known.stream()
                .filter(name -> isNear(unknown, name))
                .sorted(Comparator.comparingInt(name -> distance(unknown, name)))
                .limit(NEAREST)
                .toList();
        return nearest.isEmpty() ? all(known) : "did you mean " + list(nearest) + "? " + all(known);
    }

    public static String all(Collection<String> known) {
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

    /**
     * Letters added, left out, replaced, or swapped with the next (the optimal string alignment distance); a change of case
     * costs nothing.
     */
    public static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
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

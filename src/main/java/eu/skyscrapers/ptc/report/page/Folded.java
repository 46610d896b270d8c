package eu.skyscrapers.ptc.report.page;

import java.util.List;

/** What of a list is shown, and the rest, for which a number stands. */
public record Folded<T>(List<T> listed, List<T> rest) {
    /** Never a rest of one, which would take the line that it saves. */
    public static <T> Folded<T> of(List<T> all, int most) {
        int listed = all.size() <= most ? all.size() : most - 1;
        return new Folded<>(all.subList(0, listed), all.subList(listed, all.size()));
    }

    public String more() {
        return "and " + rest.size() + " more, -o wide shows them all";
    }
}

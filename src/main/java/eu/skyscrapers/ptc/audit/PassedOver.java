package eu.skyscrapers.ptc.audit;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was read and not judged, or not to its end: how many of each kind.
 *
 * @param kinds what holds no image to judge, sorted; words as Kubernetes takes them, and words of ours
 * @param unrendered what makes pods that only rendering shows, sorted; the images that it names itself are judged
 */
public record PassedOver(SortedMap<String, Long> kinds, SortedMap<String, Long> unrendered) {
    public static final PassedOver NONE = new PassedOver(new TreeMap<>());

    /** What all kinds beyond the most frequent ones are counted as. No kind starts with a small letter. */
    private static final String OTHER = "other";

    private static final int MOST_KINDS = 20;

    private static final Comparator<Map.Entry<String, Long>> MOST =
            Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

    public PassedOver {
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        unrendered = Collections.unmodifiableSortedMap(new TreeMap<>(unrendered));
    }

    public PassedOver(SortedMap<String, Long> kinds) {
        this(kinds, new TreeMap<>());
    }

    public long total() {
        return kinds.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The most frequent kinds, sorted, and the rest as one: files may hold any number of kinds. */
    public SortedMap<String, Long> bounded() {
        return bounded(kinds);
    }

    private static SortedMap<String, Long> bounded(Map<String, Long> kinds) {
        SortedMap<String, Long> bounded = new TreeMap<>();
        kinds.entrySet().stream()
                .sorted(MOST)
                .forEach(kind ->
                        bounded.merge(bounded.size() < MOST_KINDS ? kind.getKey() : OTHER, kind.getValue(), Long::sum));
        return bounded;
    }

    /** As in "3 ConfigMap, 1 Prometheus"; empty for none. */
    @Override
    public String toString() {
        return words(kinds);
    }

    /** As in "2 HelmRelease"; empty for none. */
    public String unrenderedWords() {
        return words(unrendered);
    }

    private static String words(Map<String, Long> kinds) {
        return bounded(kinds).entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }
}

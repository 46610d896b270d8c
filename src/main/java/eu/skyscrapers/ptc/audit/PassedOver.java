package eu.skyscrapers.ptc.audit;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was read and holds no image to judge: how many of each kind.
 *
 * @param kinds sorted; words as Kubernetes takes them, and words of ours
 */
public record PassedOver(SortedMap<String, Long> kinds) {
    public static final PassedOver NONE = new PassedOver(new TreeMap<>());

    /** What all kinds beyond the most frequent ones are counted as. No kind starts with a small letter. */
    private static final String OTHER = "other";

    private static final int MOST_KINDS = 20;

    private static final Comparator<Map.Entry<String, Long>> MOST =
            Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

    public PassedOver {
        kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
    }

    public long total() {
        return kinds.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The most frequent kinds, sorted, and the rest as one: files may hold any number of kinds. */
    public SortedMap<String, Long> bounded() {
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
        return bounded().entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }
}

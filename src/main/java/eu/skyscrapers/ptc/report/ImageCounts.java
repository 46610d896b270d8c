package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Reason;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How many distinct images of a cluster have which reason and upstream. Its size is bounded: whoever may create a pod writes
 * upstreams, and each of them would be a time series for ever.
 */
final class ImageCounts {
    static final int MOST_UPSTREAMS = 20;

    /** The upstream of all that come after the most. No registry is called so, and if one were, it would be counted here. */
    static final String OTHER = "other";

    /** @param expected how many of the images are accepted; they do not count in {@code unexpected} */
    record Count(int unexpected, int expected) {
        static final Count NONE = new Count(0, 0);

        Count and(Count other) {
            return new Count(unexpected + other.unexpected, expected + other.expected);
        }

        int images() {
            return unexpected + expected;
        }
    }

    private static final Comparator<Map.Entry<String, Count>> MOST_IMAGES = Comparator.comparingInt(
                    (Map.Entry<String, Count> entry) -> -entry.getValue().images())
            .thenComparing(Map.Entry::getKey);

    private final Map<Reason, SortedMap<String, Count>> upstreams = new EnumMap<>(Reason.class);

    /** @param label makes a label's value of an upstream; those that become the same are counted together */
    ImageCounts(List<ImageFinding> findings, Function<String, String> label) {
        Map<Reason, Map<String, Count>> all = new EnumMap<>(Reason.class);
        for (ImageFinding finding : findings) {
            String upstream = finding.judgment().upstream();
            all.computeIfAbsent(finding.judgment().reason(), reason -> new HashMap<>())
                    .merge(
                            upstream == null ? "" : label.apply(upstream),
                            finding.expected() == null ? new Count(1, 0) : new Count(0, 1),
                            Count::and);
        }
        all.forEach((reason, counts) -> upstreams.put(reason, bounded(counts)));
    }

    private static SortedMap<String, Count> bounded(Map<String, Count> counts) {
        SortedMap<String, Count> bounded = new TreeMap<>();
        List<Map.Entry<String, Count>> ranked =
                counts.entrySet().stream().sorted(MOST_IMAGES).toList();
        for (int i = 0; i < ranked.size(); i++) {
            String upstream = i < MOST_UPSTREAMS ? ranked.get(i).getKey() : OTHER;
            bounded.merge(upstream, ranked.get(i).getValue(), Count::and);
        }
        return bounded;
    }

    /** By upstream, sorted; empty for a reason that no image has. */
    SortedMap<String, Count> upstreams(Reason reason) {
        return upstreams.getOrDefault(reason, new TreeMap<>());
    }

    Count of(Reason reason) {
        return upstreams(reason).values().stream().reduce(Count.NONE, Count::and);
    }
}

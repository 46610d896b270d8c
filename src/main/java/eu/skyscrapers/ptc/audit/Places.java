package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.FilePlace;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where files say that one container uses one image.
 *
 * @param listed the first ones, in the order in which they were read
 * @param more how many others there are
 */
public record Places(List<FilePlace> listed, long more) {
    /** Of a cluster, which is no file. */
    public static final Places NONE = new Places(List.of(), 0);

    /** Enough for a file of each environment; recorded pods may be thousands of one workload. */
    private static final int MOST = 10;

    public Places {
        listed = List.copyOf(listed);
    }

    Places and(FilePlace place) {
        if (listed.contains(place)) {
            return this;
        }
        if (listed.size() == MOST) {
            return new Places(listed, more + 1);
        }
        return new Places(Stream.concat(listed.stream(), Stream.of(place)).toList(), more);
    }
}

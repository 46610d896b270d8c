package eu.skyscrapers.ptc.audit;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One distinct image of a cluster.
 *
 * @param image the reference as written
 * @param expected why the image is accepted although it is direct; null when one of its uses is not
 * @param usedBy sorted by workload, container type and container
 * @param cached what the cache has of it, or of its replacement; null where nobody asked, or there is nothing to ask for
 */
public record ImageFinding(
        String image,
        Judgment judgment,
        @Nullable Expectation expected,
        List<Usage> usedBy,
        @Nullable Cached cached) {
    public ImageFinding {
        usedBy = List.copyOf(usedBy);
    }

    /** Of which nobody asked whether it is in the cache. */
    public ImageFinding(String image, Judgment judgment, @Nullable Expectation expected, List<Usage> usedBy) {
        this(image, judgment, expected, usedBy, null);
    }

    public Verdict verdict() {
        return judgment.verdict();
    }

    /** The worst that is endangered where its upstream cannot be reached; null where nothing is, as far as is known. */
    public @Nullable Impact impact() {
        return endangered()
                ? usedBy.stream()
                        .map(Usage::impact)
                        .min(Comparator.naturalOrder())
                        .orElse(null)
                : null;
    }

    /** Whether a node would have to pull it, or what the cache does not have of it, from the upstream. */
    public boolean endangered() {
        return verdict() == Verdict.DIRECT || (verdict() == Verdict.VIA_PTC && isNotThere());
    }

    private boolean isNotThere() {
        return cached != null && (cached.state() == Cached.State.NOT_CACHED || cached.state() == Cached.State.ARCHIVED);
    }

    /** Whether a new node cannot pull it from what the cache has now, and nobody accepts that it stays outside. */
    public boolean lacking() {
        return expected == null && isNotThere();
    }
}

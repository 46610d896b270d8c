package eu.skyscrapers.ptc.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One distinct image of a cluster.
 *
 * @param image the reference as written
 * @param expected why the image is accepted although it is direct; null when one of its uses is not
 * @param usedBy sorted by workload, container type and container
 */
public record ImageFinding(
        String image, Judgment judgment, @Nullable Expectation expected, List<Usage> usedBy) {
    public ImageFinding {
        usedBy = List.copyOf(usedBy);
    }

    public Verdict verdict() {
        return judgment.verdict();
    }
}

package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Impact;
import eu.skyscrapers.ptc.audit.Usage;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the reports with a record for each use make it of.
 *
 * @param usage null for an image that nobody uses, which has one record all the same
 */
public record Use(
        ClusterResult cluster, ImageFinding image, @Nullable Usage usage) {
    /** Those of some of a cluster's images, made while they are asked for. */
    public static Iterable<Use> of(ClusterResult cluster, List<ImageFinding> images) {
        return () -> images.stream()
                .flatMap(image -> image.usedBy().isEmpty()
                        ? Stream.of(new Use(cluster, image, null))
                        : image.usedBy().stream().map(usage -> new Use(cluster, image, usage)))
                .iterator();
    }

    /** What this very use endangers; null where its image endangers nothing. */
    public @Nullable Impact impact() {
        return usage == null || !image.endangered() ? null : usage.impact();
    }

    /** Why this very use is accepted; null when it is not. */
    public @Nullable Expectation expected() {
        return usage == null || usage.expected() == null ? image.expected() : usage.expected();
    }
}

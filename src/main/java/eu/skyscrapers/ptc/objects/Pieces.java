package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.workload.ImageUse.Place;
import org.jspecify.annotations.Nullable;

/**
 * A reference that is not written in one piece.
 *
 * @param registry where its registry stands apart
 * @param name the rest, or all where no registry stands apart
 * @param before what stands in the text of the name before it
 * @param after what the reference has behind the name, of texts that stay: tag and digest
 * @param caution what to mind where the image changes; empty for nothing
 */
public record Pieces(Freedom freedom, @Nullable Piece registry, Piece name, String before, String after, String caution)
        implements Place {
    /** What may change. */
    public enum Freedom {
        ALL,
        /** The registry alone, as it stands before the names of other images too. */
        REGISTRY,
        NOTHING
    }

    /** A text, and where it is written. */
    public record Piece(String text, Place place) {}
}

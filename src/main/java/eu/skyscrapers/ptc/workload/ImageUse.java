package eu.skyscrapers.ptc.workload;

import org.jspecify.annotations.Nullable;

/**
 * One image reference in one pod spec.
 *
 * @param image the reference as written; any text at all, the API server checks almost nothing, and empty for an image
 *     volume without a reference
 * @param container the name of the container, or of the volume
 * @param place where the reference is written; null where nobody wants to change it there
 * @param pullPolicy as written; empty where there is none
 */
public record ImageUse(
        String image,
        String container,
        ContainerType type,
        @Nullable Place place,
        String pullPolicy) {
    /** Where a reference is written, kept when a text is read to be changed. */
    public interface Place {}

    public ImageUse(String image, String container, ContainerType type) {
        this(image, container, type, null, "");
    }
}

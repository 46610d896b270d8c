package eu.skyscrapers.ptc.workload;

/**
 * One image reference in one pod spec.
 *
 * @param image the reference as written; any text at all, the API server checks almost nothing, and empty where the
 *     field is missing
 * @param container the name of the container, or of the volume
 */
public record ImageUse(String image, String container, ContainerType type) {}

package eu.skyscrapers.ptc.workload;

/** The places of a pod spec that make the kubelet pull an image, in the order a pod shows them, and any place elsewhere. */
public enum ContainerType {
    CONTAINER("container"),
    /** Sidecars included: an init container whose {@code restartPolicy} is {@code Always}. */
    INIT_CONTAINER("initContainer"),
    EPHEMERAL_CONTAINER("ephemeralContainer"),
    /** {@code volumes[].image.reference}. */
    IMAGE_VOLUME("imageVolume"),
    /** Of a custom resource, or among the values of a chart; the container's name is the way there. */
    FIELD("field");

    private final String key;

    ContainerType(String key) {
        this.key = key;
    }

    /** The word that reports use; stable, part of the JSON contract. */
    public String key() {
        return key;
    }
}

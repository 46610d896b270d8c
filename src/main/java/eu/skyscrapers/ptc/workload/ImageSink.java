package eu.skyscrapers.ptc.workload;

/** Who takes the images that a source finds, pod by pod. */
public interface ImageSink {
    void accept(PodImages images);

    /** Forgets all that was accepted: the source reads everything again, because what it read no longer holds together. */
    void startOver();
}

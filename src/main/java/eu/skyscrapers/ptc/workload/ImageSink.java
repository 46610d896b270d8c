package eu.skyscrapers.ptc.workload;

/** Who takes the images that a source finds, pod by pod. */
public interface ImageSink {
    void accept(PodImages images);

    /** An object that was accepted before, as one that stands in two files: it is one, even where the two differ. */
    default void acceptAgain(PodImages images) {
        accept(images);
    }

    /**
     * The template of a ReplicaSet or Job that has an owner: what the owner's template was when those pods were made. It
     * uses no image itself, and matters only to a sink that compares.
     */
    default void acceptRevision(PodImages template) {}

    /**
     * Something that holds no image to judge.
     *
     * @param kind of the object, a word as Kubernetes takes it; or words of ours for something that is not an object
     */
    default void passOver(String kind) {}

    /** Something of this kind that makes pods which only rendering shows. */
    default void unrendered(String kind) {}

    /** Forgets all that was accepted: the source reads everything again, because what it read no longer holds together. */
    void startOver();
}

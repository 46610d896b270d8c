package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import org.jspecify.annotations.Nullable;

/** Takes what a reader finds, as it finds it. */
public interface Findings {
    void found(PodImages images);

    /** The template of a ReplicaSet or Job for which its owner's template stands, where there is such an owner. */
    void owned(PodImages images, Workload owner);

    /** An object that holds no pod. */
    void passedOver(String kind);

    /** Whether an object that does not say what it is is a kustomization, for the file is called so. */
    default boolean isKustomization() {
        return false;
    }

    /** The path of the file that is read, empty for standard input; null where nobody asks where an image is written. */
    default @Nullable String file() {
        return null;
    }

    /** Something in a file that makes pods which only rendering shows; the images that it names itself are found too. */
    default void unrendered(long line, Workload object) {}

    /** An object that the scope leaves out. */
    void leftOut();

    /** An object that should hold a pod and does not; reading goes on. */
    void problem(long line, String what);

    /** A value that is not of the shape that its object must have; reading goes on. */
    default void misshapen(long line, String what) {
        problem(line, what);
    }

    /** An object of a kind that holds pods, without any container: a patch of one, for example; reading goes on. */
    default void partial(long line, String what) {
        problem(line, what);
    }

    /** A document that cannot be read, or not to its end; reading goes on behind it. */
    default void malformed(MalformedException e) {
        problem(e.line(), String.valueOf(e.getMessage()));
    }

    /** Values of a chart that cannot be read; reading goes on. */
    default void unreadable(long line, String what) {
        problem(line, what);
    }

    /** A list has been read to its end. */
    void page(ListPage page);
}

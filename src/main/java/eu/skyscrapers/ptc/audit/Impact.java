package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;

/**
 * What cannot start while an image cannot be pulled, the worst first. Which nodes have an image already is not known, so that
 * the last one is the least that is said.
 *
 * <pre>
 *   ephemeral container, or pulled Never                        RESCHEDULE
 *   of a DaemonSet, or of system-node-critical                  BOOT
 *   of system-cluster-critical                                  CRITICAL
 *   pulled Always; or no policy, and no tag or the tag latest   RESTART
 *   else                                                        RESCHEDULE
 * </pre>
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting">Kubernetes, "Default image
 *     pull policy"</a>
 */
public enum Impact implements Keyed {
    BOOT("every new node needs it"),
    CRITICAL("the cluster depends on it"),
    RESTART("every restart pulls it"),
    RESCHEDULE("only a node without it pulls it");

    private static final String NODE_CRITICAL = "system-node-critical";
    private static final String CLUSTER_CRITICAL = "system-cluster-critical";

    private final String meaning;

    Impact(String meaning) {
        this.meaning = meaning;
    }

    /** One clause about the image, for people. */
    public String meaning() {
        return meaning;
    }

    /**
     * @param kind of the workload
     * @param priorityClass its name; empty for none
     */
    static Impact of(String kind, String priorityClass, ImageUse use) {
        // An ephemeral container starts once, in the one pod that it was put into.
        if (use.type() == ContainerType.EPHEMERAL_CONTAINER || use.pullPolicy().equals("Never")) {
            return RESCHEDULE;
        }
        if (kind.equals("DaemonSet") || priorityClass.equals(NODE_CRITICAL)) {
            return BOOT;
        }
        if (priorityClass.equals(CLUSTER_CRITICAL)) {
            return CRITICAL;
        }
        return pulledAgain(use) ? RESTART : RESCHEDULE;
    }

    /** Whether a restart pulls the image even where it has been pulled before. */
    static boolean pulledAgain(ImageUse use) {
        if (use.type() == ContainerType.EPHEMERAL_CONTAINER) {
            return false;
        }
        return use.pullPolicy().isEmpty()
                ? isLatest(use.image())
                : use.pullPolicy().equals("Always");
    }

    /** Decides the policy of a container that has none; the API server writes it into what it stores. */
    private static boolean isLatest(String image) {
        try {
            ImageReference reference = ImageReference.parse(image);
            return reference.tag() == null
                    ? reference.digest() == null
                    : reference.tag().equals("latest");
        } catch (InvalidReferenceException e) {
            return false;
        }
    }
}

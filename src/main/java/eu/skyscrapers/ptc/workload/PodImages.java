package eu.skyscrapers.ptc.workload;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images of one pod, or of one pod template.
 *
 * @param name the pod's own, or that of the object that holds the template; with the workload's namespace, it distinguishes one
 *     pod of a cluster from all others
 * @param workload the owner that an operator knows the pod by
 * @param template whether this is a workload's pod template and no running pod
 * @param endsBy when a pod that is being deleted is to be gone, by the server's clock; null for one that stays
 * @param finished whether the pod has succeeded or failed for good
 * @param revision which template of its workload the pod was made from: the name of its ReplicaSet or Job, the controller
 *     revision of a StatefulSet, the template generation of a DaemonSet. Of the template of a StatefulSet or DaemonSet,
 *     the revision of the pods that are made from it now. Empty if unknown.
 * @param deployer what deploys the object, by its own labels and annotations; null where they do not say
 * @param pullFailures the containers whose image cannot be pulled
 * @param priorityClass the name of its PriorityClass; empty for none
 * @param node the node that the pod is on; empty for a template, and where it is on none
 * @param filledIn how many containers of a template get their image only when a pod is made from it
 */
public record PodImages(
        String name,
        Workload workload,
        boolean template,
        @Nullable Instant endsBy,
        boolean finished,
        String revision,
        @Nullable Deployer deployer,
        List<PullFailure> pullFailures,
        List<ImageUse> images,
        String priorityClass,
        String node,
        long filledIn) {
    public PodImages {
        pullFailures = List.copyOf(pullFailures);
        images = List.copyOf(images);
    }

    /** A pod or template of which no more is known than its images. */
    public PodImages(String name, Workload workload, boolean template, List<ImageUse> images) {
        this(name, workload, template, null, false, "", null, List.of(), images, "", "", 0);
    }

    /** Whether the pod should be gone already. */
    public boolean isOver(Instant now) {
        return endsBy != null && endsBy.isBefore(now);
    }

    /** Whether the pod is being deleted. */
    public boolean terminating() {
        return endsBy != null;
    }
}

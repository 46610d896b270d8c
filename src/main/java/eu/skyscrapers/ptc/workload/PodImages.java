package eu.skyscrapers.ptc.workload;

import java.util.List;

/**
 * The images of one pod, or of one pod template.
 *
 * @param name the pod's own, or that of the object that holds the template; with the workload's namespace, it tells one
 *     pod of a cluster from all others
 * @param workload the owner that an operator knows the pod by
 * @param template whether this is a workload's pod template and no running pod
 * @param terminating whether the pod is being deleted
 */
public record PodImages(String name, Workload workload, boolean template, boolean terminating, List<ImageUse> images) {
    public PodImages {
        images = List.copyOf(images);
    }
}

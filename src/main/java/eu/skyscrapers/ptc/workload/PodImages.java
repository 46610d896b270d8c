package eu.skyscrapers.ptc.workload;

import java.util.List;

/**
 * The images of one pod, or of one pod template.
 *
 * @param workload the owner that an operator knows the pod by
 * @param template whether this is a workload's pod template and no running pod
 */
public record PodImages(Workload workload, boolean template, List<ImageUse> images) {
    public PodImages {
        images = List.copyOf(images);
    }
}

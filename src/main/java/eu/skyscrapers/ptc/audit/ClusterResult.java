package eu.skyscrapers.ptc.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was found in one cluster, or in the files that stand for one.
 *
 * @param name the kubeconfig's context, or the names of the files
 * @param server the API server's address; null for files
 * @param errors what could not be read, one line each; the cluster is complete when there is none
 * @param pods how many pods were read
 * @param templates how many pod templates were read
 * @param images sorted by verdict, then image
 */
public record ClusterResult(
        String name,
        @Nullable String server,
        List<String> errors,
        long pods,
        long templates,
        PassedOver passedOver,
        List<ImageFinding> images,
        Remarks remarks) {
    public ClusterResult {
        errors = List.copyOf(errors);
        images = List.copyOf(images);
    }

    public boolean complete() {
        return errors.isEmpty();
    }

    public List<ImageFinding> images(Verdict verdict) {
        return images.stream().filter(image -> image.verdict() == verdict).toList();
    }

    public Summary summary() {
        return Summary.of(images);
    }
}

package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.ReadError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything found in one cluster, or in the files given in its place.
 *
 * @param name the kubeconfig's context, or the names of the files
 * @param server the API server's address; null for files
 * @param registry the host of its cache's registry, as the user named it
 * @param readErrors the cluster is complete when there is none
 * @param pods how many pods were read
 * @param templates how many pod templates were read
 * @param images sorted by verdict, then image
 * @param pullErrors uses of images that nodes cannot pull, sorted
 * @param drift pods that use another image than the template of their workload, sorted
 * @param nodes where what every new node needs runs now
 */
public record ClusterResult(
        String name,
        @Nullable String server,
        String registry,
        List<ReadError> readErrors,
        long pods,
        long templates,
        PassedOver passedOver,
        List<ImageFinding> images,
        List<PullError> pullErrors,
        List<DriftFinding> drift,
        Nodes nodes) {
    public ClusterResult {
        readErrors = List.copyOf(readErrors);
        images = List.copyOf(images);
        pullErrors = List.copyOf(pullErrors);
        drift = List.copyOf(drift);
    }

    /** The same, with these errors and images in place of its own. */
    ClusterResult with(List<ReadError> otherErrors, List<ImageFinding> otherImages) {
        return new ClusterResult(
                name,
                server,
                registry,
                otherErrors,
                pods,
                templates,
                passedOver,
                otherImages,
                pullErrors,
                drift,
                nodes);
    }

    public boolean complete() {
        return readErrors.isEmpty();
    }

    /** What could not be read, one line each. */
    public List<String> errors() {
        return readErrors.stream().map(ReadError::message).toList();
    }

    public List<ImageFinding> images(Verdict verdict) {
        return images.stream().filter(image -> image.verdict() == verdict).toList();
    }

    public Summary summary() {
        return Summary.of(images);
    }
}

package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.Workload;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A direct image that somebody accepts: one entry of a list of expectations. It accepts what all of its patterns match;
 * a pattern that is not given matches everything.
 *
 * @param image matches the {@link CanonicalName}, which has neither tag nor digest: {@code gcr.io/acme/*}
 * @param workload with a slash matches kind and name, {@code CronJob/nightly-*}; without one only the name
 * @param container matches the name of the container, or of the volume
 * @param cluster matches the cluster's name in the report
 * @param reason one sentence for the report
 * @param until the last day that it accepts anything; null for ever
 * @param source where it stands, for the report: {@code expect.yaml:12}, {@code --expect-image}
 */
public record AcceptedImage(
        @Nullable Glob image,
        @Nullable Glob namespace,
        @Nullable Glob workload,
        @Nullable Glob container,
        @Nullable Glob cluster,
        String reason,
        @Nullable LocalDate until,
        String source) {

    /** What the program itself knows; any tag and digest. */
    public static final List<AcceptedImage> BUILT_IN = List.of(new AcceptedImage(
            new Glob("gcr.io/k8s-staging-multitenancy/hnc-manager"),
            null,
            null,
            null,
            null,
            "Hierarchical Namespace Controller is published on gcr.io only, with no mirror",
            null,
            "built-in"));

    /** @param canonicalImage see {@link CanonicalName} */
    public boolean matches(String clusterName, String canonicalImage, Workload user, String containerName) {
        return matches(cluster, clusterName)
                && matches(namespace, user.namespace())
                && matches(container, containerName)
                && matchesWorkload(user)
                && matches(image, canonicalImage);
    }

    /**
     * A pattern of images means images that can be pulled, and never a text that is not a reference: it is accepted by its very text, or
     * with all that its user runs.
     */
    boolean accepts(String clusterName, Judgment judgment, Workload user, String containerName) {
        return (judgment.reason() != Reason.INVALID_REFERENCE || image == null || image.isLiteral())
                && matches(clusterName, judgment.name(), user, containerName);
    }

    /** Whether it accepts nothing any more. */
    public boolean expired(LocalDate today) {
        return until != null && today.isAfter(until);
    }

    public Expectation expectation() {
        return new Expectation(reason, source);
    }

    private boolean matchesWorkload(Workload user) {
        boolean withKind = workload != null && workload.toString().contains("/");
        return matches(workload, withKind ? user.kind() + '/' + user.name() : user.name());
    }

    private static boolean matches(@Nullable Glob glob, String text) {
        return glob == null || glob.matches(text);
    }
}

package eu.skyscrapers.ptc.audit;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The whole answer, from which every report is written and by which the program exits.
 *
 * @param failOnPullErrors whether an image that cannot be pulled through the cache fails the audit too
 * @param clusters at least one, in the order of the call
 * @param hints those of the whole audit and those of its clusters
 * @param run when it was, which is all that a report may know of the clock
 */
public record AuditResult(
        FailOn failOn,
        boolean failOnPullErrors,
        List<ClusterResult> clusters,
        Review review,
        List<Hint> hints,
        AuditRun run) {
    public AuditResult {
        clusters = List.copyOf(clusters);
        hints = List.copyOf(hints);
    }

    /** The same, with other words for each error. */
    public AuditResult withErrors(UnaryOperator<String> words) {
        List<ClusterResult> other = clusters.stream()
                .map(cluster -> new ClusterResult(
                        cluster.name(),
                        cluster.server(),
                        cluster.registry(),
                        cluster.readErrors().stream()
                                .map(error -> error.saying(words.apply(error.message())))
                                .toList(),
                        cluster.pods(),
                        cluster.templates(),
                        cluster.passedOver(),
                        cluster.images(),
                        cluster.pullErrors(),
                        cluster.drift()))
                .toList();
        return new AuditResult(failOn, failOnPullErrors, other, review, hints, run);
    }

    /** The hosts of the registries by which clusters were judged, in the order of the call. */
    public List<String> registries() {
        return clusters.stream().map(ClusterResult::registry).distinct().toList();
    }

    public Outcome outcome() {
        if (!clusters.stream().allMatch(ClusterResult::complete)) {
            return Outcome.INCOMPLETE;
        }
        return clusters.stream().anyMatch(this::fails)
                        || (review.findsFault() && failOn != FailOn.NEVER)
                        || fails(hintsOfTheWhole())
                ? Outcome.FAILED
                : Outcome.PASSED;
    }

    private boolean fails(ClusterResult cluster) {
        return cluster.images().stream().anyMatch(failOn::fails)
                || (failOnPullErrors && cluster.pullErrors().stream().anyMatch(PullError::isOfTheCache))
                || fails(hintsOf(cluster));
    }

    private boolean fails(List<Hint> some) {
        return failOn != FailOn.NEVER && some.stream().anyMatch(Hint::fails);
    }

    /** How an audit of only this cluster would have ended. */
    public Outcome outcomeOf(ClusterResult cluster) {
        if (!cluster.complete()) {
            return Outcome.INCOMPLETE;
        }
        return fails(cluster) ? Outcome.FAILED : Outcome.PASSED;
    }

    /** Those about one cluster. */
    public List<Hint> hintsOf(ClusterResult cluster) {
        return hints.stream()
                .filter(hint -> cluster.name().equals(hint.cluster()))
                .toList();
    }

    /** Those about no cluster more than another. */
    public List<Hint> hintsOfTheWhole() {
        return hints.stream().filter(hint -> hint.cluster() == null).toList();
    }

    /** What {@code --fail-on} was given, as it is written there. */
    public String failOnWords() {
        return failOn.key() + (failOnPullErrors ? ",pull-errors" : "");
    }
}

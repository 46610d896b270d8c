package eu.skyscrapers.ptc.audit;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The whole answer, from which every report is written and by which the program exits.
 *
 * @param failAlso what fails the audit besides direct images
 * @param clusters at least one, in the order of the call
 * @param hints those of the whole audit and those of its clusters
 * @param run when it was, which is all that a report may know of the clock
 */
public record AuditResult(
        FailOn failOn,
        Set<FailAlso> failAlso,
        List<ClusterResult> clusters,
        Review review,
        List<Hint> hints,
        AuditRun run) {
    public AuditResult {
        failAlso = Set.copyOf(failAlso);
        clusters = List.copyOf(clusters);
        hints = List.copyOf(hints);
    }

    /** The same, with other words for each error. */
    public AuditResult withErrors(UnaryOperator<String> words) {
        List<ClusterResult> other = clusters.stream()
                .map(cluster -> cluster.with(
                        cluster.readErrors().stream()
                                .map(error -> error.saying(words.apply(error.message())))
                                .toList(),
                        cluster.images()))
                .toList();
        return new AuditResult(failOn, failAlso, other, review, hints, run);
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

    public boolean fails(FailAlso also) {
        return failAlso.contains(also);
    }

    private boolean fails(ClusterResult cluster) {
        return cluster.images().stream().anyMatch(failOn::fails)
                || (fails(FailAlso.PULL_ERRORS) && cluster.pullErrors().stream().anyMatch(PullError::isOfTheCache))
                || (fails(FailAlso.NOT_CACHED) && cluster.images().stream().anyMatch(ImageFinding::lacking))
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
        return failOn.key()
                + failAlso.stream().sorted().map(also -> "," + also.key()).collect(Collectors.joining());
    }
}

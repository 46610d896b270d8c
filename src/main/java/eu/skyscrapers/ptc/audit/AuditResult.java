package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.PodKind;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The whole answer, from which every report is written and by which the program exits.
 *
 * @param failAlso what fails the audit besides direct images, and whether only what new nodes need does
 * @param clusters at least one, in the order of the call
 * @param hints those of the whole audit and those of its clusters
 * @param ifDown the upstreams whose outage was asked for; none where that of any may be shown
 * @param run when it was, which is all that a report may know of the clock
 */
public record AuditResult(
        FailOn failOn,
        Set<FailAlso> failAlso,
        List<ClusterResult> clusters,
        Review review,
        List<Hint> hints,
        Set<String> ifDown,
        AuditRun run) {
    public AuditResult {
        failAlso = Set.copyOf(failAlso);
        clusters = List.copyOf(clusters);
        hints = List.copyOf(hints);
        ifDown = Set.copyOf(ifDown);
    }

    /** Of which nobody asked what an outage would do. */
    public AuditResult(
            FailOn failOn,
            Set<FailAlso> failAlso,
            List<ClusterResult> clusters,
            Review review,
            List<Hint> hints,
            AuditRun run) {
        this(failOn, failAlso, clusters, review, hints, Set.of(), run);
    }

    /** The same, with these hints in place of its own, where these outages are asked for. */
    AuditResult with(List<Hint> otherHints, Set<String> upstreams) {
        return new AuditResult(failOn, failAlso, clusters, review, otherHints, upstreams, run);
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
        return new AuditResult(failOn, failAlso, other, review, hints, ifDown, run);
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

    /** Whether this image makes the audit fail, for it is direct. */
    public boolean fails(ImageFinding finding) {
        return failOn.fails(finding)
                && (!fails(FailAlso.BOOT)
                        || finding.usedBy().stream()
                                .anyMatch(usage ->
                                        concerns(usage) && (failOn == FailOn.DIRECT || usage.expected() == null)));
    }

    /** Whether this image makes the audit fail, for the cache does not have it. */
    public boolean failsAsLacking(ImageFinding finding) {
        return fails(FailAlso.NOT_CACHED)
                && finding.lacking()
                && (!fails(FailAlso.BOOT) || finding.usedBy().stream().anyMatch(this::concerns));
    }

    /**
     * Whether this use can make the audit fail, where new nodes are all that matters. What a controller that is not known makes
     * of an object in a file may be a DaemonSet.
     */
    public boolean concerns(Usage usage) {
        return !fails(FailAlso.BOOT)
                || usage.impact() == Impact.BOOT
                || (usage.pods() == 0
                        && !PodKind.kinds().contains(usage.workload().kind()));
    }

    private boolean fails(ClusterResult cluster) {
        return cluster.images().stream().anyMatch(this::fails)
                || (fails(FailAlso.PULL_ERRORS) && cluster.pullErrors().stream().anyMatch(PullError::isOfTheCache))
                || cluster.images().stream().anyMatch(this::failsAsLacking)
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

    /** Which direct images fail the audit, as {@code --fail-on} has it. */
    public String failOnImages() {
        return failOn.key() + (fails(FailAlso.BOOT) ? "," + FailAlso.BOOT.key() : "");
    }

    /** What {@code --fail-on} was given, as it is written there. */
    public String failOnWords() {
        return failOn.key()
                + failAlso.stream().sorted().map(also -> "," + also.key()).collect(Collectors.joining());
    }
}

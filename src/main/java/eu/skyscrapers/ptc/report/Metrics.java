package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.audit.WrongRegistry;
import eu.skyscrapers.ptc.report.data.Exposition;
import eu.skyscrapers.ptc.report.data.ImageCounts;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An audit as metrics for Prometheus, of all its clusters or of one.
 *
 * <p>A series for each pod or image would be a series for each release of each of them, so none is told here; the other
 * reports do. What always has a value is always there, zero or not, so that an alert can tell nothing from none.
 */
public final class Metrics {
    /** As long as the longest host name. */
    private static final int LONGEST_LABEL = 253;

    private record Cluster(String name, ClusterResult result, ImageCounts images) {}

    private final AuditResult audit;
    private final String version;
    private final List<Cluster> clusters;

    /** @param version of this program */
    public Metrics(AuditResult audit, String version) {
        this.audit = audit;
        this.version = version;
        this.clusters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ClusterResult result : audit.clusters()) {
            String name = label(result.name());
            // Two series with the same labels would make the whole text invalid.
            for (int i = 2; !names.add(name); i++) {
                name = label(result.name()) + " (" + i + ")";
            }
            clusters.add(new Cluster(name, result, new ImageCounts(result.images(), Metrics::label)));
        }
    }

    private static String label(String text) {
        if (text.length() <= LONGEST_LABEL) {
            return Printable.of(text);
        }
        int end = LONGEST_LABEL - (Character.isHighSurrogate(text.charAt(LONGEST_LABEL - 1)) ? 1 : 0);
        return Printable.of(text.substring(0, end)) + "...";
    }

    /** What the label {@code cluster} says of each cluster, in the order of the audit; no two are the same. */
    public List<String> clusters() {
        return clusters.stream().map(Cluster::name).toList();
    }

    public void write(Writer out) throws IOException {
        write(clusters, out);
        out.flush();
    }

    /**
     * Writes what is to be said of one cluster, and of the run.
     *
     * @param cluster its place in the audit
     */
    public void write(int cluster, Writer out) throws IOException {
        write(List.of(clusters.get(cluster)), out);
    }

    private void write(List<Cluster> some, Writer writer) throws IOException {
        Exposition out = new Exposition(writer);
        out.comment(
                "Images are counted once for each cluster, however many pods use them. --only changes nothing here.");
        images(some, out);
        upstreams(some, out);
        clusters(some, out);
        run(some, out);
    }

    private void images(List<Cluster> some, Exposition out) throws IOException {
        out.family(
                "audit_ecr_ptc_images",
                "Distinct images, by verdict and reason; expected ones are direct, yet accepted.");
        for (Cluster cluster : some) {
            for (Reason reason : Reason.values()) {
                samples(cluster, reason, cluster.images().of(reason), true, out);
            }
        }
    }

    private void upstreams(List<Cluster> some, Exposition out) throws IOException {
        out.family(
                "audit_ecr_ptc_upstream_images",
                "Distinct images, by the registry that they come from, also behind the cache: for each reason the "
                        + ImageCounts.MOST_UPSTREAMS + " with most images, and the rest together as upstream="
                        + ImageCounts.OTHER + "; without a value where there is none.");
        for (Cluster cluster : some) {
            for (Reason reason : Reason.values()) {
                for (Map.Entry<String, ImageCounts.Count> upstream :
                        cluster.images().upstreams(reason).entrySet()) {
                    samples(cluster, reason, upstream.getValue(), false, out, "upstream", upstream.getKey());
                }
            }
        }
    }

    private void samples(
            Cluster cluster, Reason reason, ImageCounts.Count count, boolean zeros, Exposition out, String... upstream)
            throws IOException {
        if (zeros || count.unexpected() > 0) {
            sample(cluster, count.unexpected(), out, labels(reason, "false", upstream));
        }
        if (count.expected() > 0 || (zeros && reason.verdict() == Verdict.DIRECT)) {
            sample(cluster, count.expected(), out, labels(reason, "true", upstream));
        }
    }

    private static String[] labels(Reason reason, String expected, String... upstream) {
        List<String> labels = new ArrayList<>(
                List.of("verdict", reason.verdict().key(), "reason", reason.key(), "expected", expected));
        labels.addAll(List.of(upstream));
        return labels.toArray(new String[0]);
    }

    private void clusters(List<Cluster> some, Exposition out) throws IOException {
        each(
                some,
                "audit_ecr_ptc_complete",
                "1 when the whole cluster was read, else 0: then the other numbers are those of a part.",
                cluster -> cluster.complete() ? 1 : 0,
                out);
        each(
                some,
                "audit_ecr_ptc_errors",
                "What could not be read.",
                cluster -> cluster.errors().size(),
                out);
        each(some, "audit_ecr_ptc_pods", "Pods that were read.", ClusterResult::pods, out);
        each(some, "audit_ecr_ptc_pod_templates", "Pod templates that were read.", ClusterResult::templates, out);
        passedOver(some, out);
        each(
                some,
                "audit_ecr_ptc_unrendered",
                "Charts in files, as HelmReleases: of these only the images in their values are counted.",
                cluster -> cluster.passedOver().unrendered().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                out);
        each(
                some,
                "audit_ecr_ptc_pull_errors",
                "Uses of images through the cache that nodes cannot pull.",
                cluster -> count(cluster, PullError::isOfTheCache),
                out);
        each(
                some,
                "audit_ecr_ptc_rate_limited",
                "Uses of images that nodes cannot pull because a registry limits how often it may be asked.",
                cluster -> count(cluster, error -> error.cause() == PullCause.RATE_LIMITED),
                out);
        each(
                some,
                "audit_ecr_ptc_nothing_through_cache",
                "1 when no image comes through the cache, yet images seem to come through one of another registry.",
                cluster -> audit.hintsOf(cluster).stream()
                        .map(Hint::key)
                        .filter(WrongRegistry.KEY::equals)
                        .count(),
                out);
        each(
                some,
                "audit_ecr_ptc_hints",
                "Hints about the cluster or the whole audit.",
                cluster ->
                        audit.hintsOf(cluster).size() + audit.hintsOfTheWhole().size(),
                out);
        each(
                some,
                "audit_ecr_ptc_cluster_exit_code",
                "How the audit of this cluster alone would have ended: 0 passed, 1 failed, 3 not complete.",
                cluster -> audit.outcomeOf(cluster).exitCode(),
                out);
        each(
                some,
                "audit_ecr_ptc_last_run_timestamp_seconds",
                "When the cluster was last audited, in seconds since 1970.",
                cluster -> audit.run().ended().getEpochSecond(),
                out);
    }

    private void passedOver(List<Cluster> some, Exposition out) throws IOException {
        out.family(
                "audit_ecr_ptc_passed_over",
                "Objects that hold no image to judge, by kind: those that are most frequent, and the rest as kind=other.");
        for (Cluster cluster : some) {
            for (Map.Entry<String, Long> kind :
                    cluster.result().passedOver().bounded().entrySet()) {
                sample(cluster, kind.getValue(), out, "kind", kind.getKey());
            }
        }
    }

    private static long count(ClusterResult cluster, Predicate<PullError> counted) {
        return cluster.remarks().pullErrors().stream().filter(counted).count();
    }

    /** What is said of the whole run is said of each of its clusters: the run itself has no name to tell it from others. */
    private void run(List<Cluster> some, Exposition out) throws IOException {
        each(
                some,
                "audit_ecr_ptc_exit_code",
                "How the whole audit ended, in which this cluster was: 0 passed, 1 failed, 3 not complete.",
                cluster -> audit.outcome().exitCode(),
                out);
        List<RuleFinding> rules = audit.review().rules();
        if (rules != null) {
            each(
                    some,
                    "audit_ecr_ptc_rule_faults",
                    "Faults in the rules of the cache; not there when no rules were given, and none were checked.",
                    cluster -> rules.size(),
                    out);
        }
        each(
                some,
                "audit_ecr_ptc_run_duration_seconds",
                "How long the whole audit took, in which this cluster was.",
                cluster -> BigDecimal.valueOf(audit.run().took().toMillis(), 3),
                out);
        out.family("audit_ecr_ptc_build_info", "The version of audit-ecr-ptc; always 1.");
        for (Cluster cluster : some) {
            sample(cluster, 1, out, "version", label(version));
        }
    }

    private void each(
            List<Cluster> some, String family, String help, Function<ClusterResult, Number> value, Exposition out)
            throws IOException {
        out.family(family, help);
        for (Cluster cluster : some) {
            sample(cluster, value.apply(cluster.result()), out);
        }
    }

    /** Two files of one folder of the textfile collector may have no series in common. */
    private void sample(Cluster cluster, Number value, Exposition out, String... labels) throws IOException {
        List<String> all = new ArrayList<>(List.of("registry", label(audit.registry()), "cluster", cluster.name()));
        all.addAll(List.of(labels));
        out.sample(value, all);
    }
}

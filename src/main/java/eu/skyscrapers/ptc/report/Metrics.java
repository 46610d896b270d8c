package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cached.State;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Impact;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.audit.WrongRegistry;
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
 * An audit as metrics for Prometheus, of all its clusters or of one, in the text format 0.0.4. Every family is a gauge,
 * and comes whole before the next one.
 *
 * <p>A series for each pod or image would be a series for each release of each of them, so there is none here; the other
 * reports have them. A value that always exists is written even if it is zero, so that an alert can distinguish zero from
 * missing.
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

    /** The value of the label {@code cluster} for each cluster, in the order of the audit; no two are the same. */
    public List<String> clusters() {
        return clusters.stream().map(Cluster::name).toList();
    }

    public void write(Writer out) throws IOException {
        new Text(clusters, out).write();
        out.flush();
    }

    /**
     * Writes the metrics of one cluster, and those of the run.
     *
     * @param cluster its place in the audit
     */
    public void write(int cluster, Writer out) throws IOException {
        new Text(List.of(clusters.get(cluster)), out).write();
    }

    /** The text for some of the clusters. */
    private final class Text {
        private final List<Cluster> some;
        private final Writer out;
        private String family = "";

        Text(List<Cluster> some, Writer out) {
            this.some = some;
            this.out = out;
        }

        void write() throws IOException {
            out.write("# Images are counted once for each cluster, however many pods use them."
                    + " --only changes nothing here.\n");
            images();
            impacts();
            clusters();
            run();
        }

        private void images() throws IOException {
            family(
                    "audit_ecr_ptc_images",
                    "Distinct images, by verdict and reason; expected ones are direct, but accepted.");
            for (Cluster cluster : some) {
                for (Reason reason : Reason.values()) {
                    samples(cluster, reason, cluster.images().of(reason), true);
                }
            }
            family(
                    "audit_ecr_ptc_upstream_images",
                    "Distinct images, by the registry that they come from, also behind the cache: for each reason the "
                            + ImageCounts.MOST_UPSTREAMS + " with most images, and the rest together as upstream="
                            + ImageCounts.OTHER + "; without a value where there is none.");
            for (Cluster cluster : some) {
                for (Reason reason : Reason.values()) {
                    for (Map.Entry<String, ImageCounts.Count> upstream :
                            cluster.images().upstreams(reason).entrySet()) {
                        samples(cluster, reason, upstream.getValue(), false, "upstream", upstream.getKey());
                    }
                }
            }
        }

        private void impacts() throws IOException {
            family(
                    "audit_ecr_ptc_direct_images",
                    "Distinct direct images, by the worst that an outage of their upstream would do: boot (a new node needs"
                            + " it), critical, restart, reschedule; expected ones are accepted.");
            for (Cluster cluster : some) {
                for (Impact impact : Impact.values()) {
                    for (boolean expected : new boolean[] {false, true}) {
                        long number = cluster.result().images(Verdict.DIRECT).stream()
                                .filter(finding ->
                                        finding.impact() == impact && (finding.expected() != null) == expected)
                                .count();
                        sample(cluster, number, "impact", impact.key(), "expected", Boolean.toString(expected));
                    }
                }
            }
        }

        private void samples(Cluster cluster, Reason reason, ImageCounts.Count count, boolean zeros, String... upstream)
                throws IOException {
            for (boolean expected : new boolean[] {false, true}) {
                int number = expected ? count.expected() : count.unexpected();
                if (number > 0 || (zeros && (!expected || reason.verdict() == Verdict.DIRECT))) {
                    List<String> labels =
                            new ArrayList<>(List.of("verdict", reason.verdict().key()));
                    labels.addAll(List.of("reason", reason.key(), "expected", Boolean.toString(expected)));
                    labels.addAll(List.of(upstream));
                    sample(cluster, number, labels.toArray(new String[0]));
                }
            }
        }

        private void clusters() throws IOException {
            each(
                    "audit_ecr_ptc_complete",
                    "1 if the whole cluster was read, else 0; the other numbers then cover only a part of it.",
                    cluster -> cluster.complete() ? 1 : 0);
            each(
                    "audit_ecr_ptc_errors",
                    "Errors, one for each part of the cluster that could not be read.",
                    cluster -> cluster.errors().size());
            each("audit_ecr_ptc_pods", "Pods that were read.", ClusterResult::pods);
            each("audit_ecr_ptc_pod_templates", "Pod templates that were read.", ClusterResult::templates);
            family(
                    "audit_ecr_ptc_passed_over",
                    "Objects that hold no image to judge, by kind: those that are most frequent, and the rest as kind=other.");
            for (Cluster cluster : some) {
                for (Map.Entry<String, Long> kind :
                        cluster.result().passedOver().bounded().entrySet()) {
                    sample(cluster, kind.getValue(), "kind", kind.getKey());
                }
            }
            each(
                    "audit_ecr_ptc_unrendered",
                    "Charts in files, as HelmReleases: of these only the images in their values are counted.",
                    cluster -> cluster.passedOver().unrendered().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
            each(
                    "audit_ecr_ptc_pull_errors",
                    "Uses of images through the cache that nodes cannot pull.",
                    cluster -> count(cluster, PullError::isOfTheCache));
            each(
                    "audit_ecr_ptc_rate_limited",
                    "Uses of images that nodes cannot pull because a registry limits the rate of requests.",
                    cluster -> count(cluster, error -> error.cause() == PullCause.RATE_LIMITED));
            each(
                    "audit_ecr_ptc_nothing_through_cache",
                    "1 when no image comes through the cache, but images seem to come through one of another registry.",
                    cluster -> audit.hintsOf(cluster).stream()
                            .map(Hint::key)
                            .filter(WrongRegistry.KEY::equals)
                            .count());
            cached();
            int whole = audit.hintsOfTheWhole().size();
            each(
                    "audit_ecr_ptc_hints",
                    "Hints about the cluster or the whole audit.",
                    cluster -> audit.hintsOf(cluster).size() + whole);
            each(
                    "audit_ecr_ptc_cluster_exit_code",
                    "How an audit of only this cluster would have ended: 0 passed, 1 failed, 3 not complete.",
                    cluster -> audit.outcomeOf(cluster).exitCode());
            each(
                    "audit_ecr_ptc_last_run_timestamp_seconds",
                    "When the cluster was last audited, in seconds since 1970.",
                    cluster -> audit.run().ended().getEpochSecond());
        }

        /** Not there where nobody asked: a zero would say that all is in the cache. */
        private void cached() throws IOException {
            if (some.stream().noneMatch(cluster -> cachedAs(cluster, State.values()) > 0)) {
                return;
            }
            family(
                    "audit_ecr_ptc_cached_images",
                    "Distinct images that come through the cache, or have a replacement that would, by what the cache has"
                            + " of them now; not there without --check-cached.");
            for (Cluster cluster : some) {
                for (State state : State.values()) {
                    sample(cluster, cachedAs(cluster, state), "state", state.key());
                }
            }
        }

        private static long cachedAs(Cluster cluster, State... states) {
            return cluster.result().images().stream()
                    .map(ImageFinding::cached)
                    .filter(cached -> cached != null && List.of(states).contains(cached.state()))
                    .count();
        }

        /** What is said of the whole run is said of each of its clusters: the run itself has no name of its own. */
        private void run() throws IOException {
            each(
                    "audit_ecr_ptc_exit_code",
                    "How the whole audit ended, in which this cluster was: 0 passed, 1 failed, 3 not complete.",
                    cluster -> audit.outcome().exitCode());
            List<RuleFinding> rules = audit.review().rules();
            if (rules != null) {
                each(
                        "audit_ecr_ptc_rule_faults",
                        "Faults in the rules of the cache; not there when no rules were given, and none were checked.",
                        cluster -> rules.size());
            }
            each(
                    "audit_ecr_ptc_run_duration_seconds",
                    "How long the whole audit took, in which this cluster was.",
                    cluster -> BigDecimal.valueOf(audit.run().took().toMillis(), 3));
            family("audit_ecr_ptc_build_info", "The version of audit-ecr-ptc; always 1.");
            for (Cluster cluster : some) {
                sample(cluster, 1, "version", label(version));
            }
        }

        private void each(String name, String help, Function<ClusterResult, Number> value) throws IOException {
            family(name, help);
            for (Cluster cluster : some) {
                sample(cluster, value.apply(cluster.result()));
            }
        }

        /** Starts a family, to which the samples that follow belong. */
        private void family(String name, String help) throws IOException {
            family = name;
            out.write("# HELP " + family + " " + help + "\n# TYPE " + family + " gauge\n");
        }

        /**
         * Writes a value with labels that no other file in a folder of the textfile collector has: two of them may have
         * no series in common.
         *
         * @param labels names and values in turn; text of others is {@link Printable}
         */
        private void sample(Cluster cluster, Number value, String... labels) throws IOException {
            List<String> all =
                    new ArrayList<>(List.of("registry", label(cluster.result().registry()), "cluster", cluster.name()));
            all.addAll(List.of(labels));
            out.write(family);
            for (int i = 0; i < all.size(); i += 2) {
                String escaped = all.get(i + 1)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n");
                out.write((i == 0 ? "{" : ",") + all.get(i) + "=\"" + escaped + "\"");
            }
            out.write("} " + value + "\n");
        }
    }

    private static long count(ClusterResult cluster, Predicate<PullError> counted) {
        return cluster.pullErrors().stream().filter(counted).count();
    }
}

package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** How an audit or one of its clusters ended, in one line that can be quoted without what stands above it. */
public final class OutcomeSentence {
    private OutcomeSentence() {}

    public static String of(AuditResult audit) {
        return of(audit, Ink.NONE, Integer.MAX_VALUE);
    }

    /** @param columns the width that the counts of a single cluster have to fit into */
    public static String of(AuditResult audit, Ink ink, int columns) {
        List<ClusterResult> clusters = audit.clusters();
        if (clusters.size() == 1) {
            return of(audit, clusters.get(0), true, ink, columns);
        }
        List<PullError> errors = clusters.stream()
                .flatMap(cluster -> cluster.pullErrors().stream())
                .toList();
        return ink.word(audit.outcome()) + ": " + outcomes(audit) + passedDirect(audit)
                + besides(errors, lacking(clusters), ruleFaults(audit), audit.hints());
    }

    public static String of(AuditResult audit, ClusterResult cluster) {
        return of(audit, cluster, Ink.NONE, Integer.MAX_VALUE);
    }

    /** For a cluster as if it were the only one, without the words about the whole audit. */
    public static String of(AuditResult audit, ClusterResult cluster, Ink ink, int columns) {
        return of(audit, cluster, false, ink, columns);
    }

    /**
     * The heaviest first; without what the lines above have said already, where it would stand out of the width.
     *
     * @param whole whether the cluster stands for the whole audit
     */
    private static String of(AuditResult audit, ClusterResult cluster, boolean whole, Ink ink, int columns) {
        Summary summary = cluster.summary();
        Outcome outcome = whole ? audit.outcome() : audit.outcomeOf(cluster);
        List<Hint> hints = whole ? audit.hints() : audit.hintsOf(cluster);
        StringBuilder text = new StringBuilder(": ")
                .append(direct(audit, cluster))
                .append(besides(cluster.pullErrors(), lacking(List.of(cluster)), whole ? ruleFaults(audit) : 0, hints));
        String unrendered = cluster.passedOver().unrenderedWords();
        if (!unrendered.isEmpty()) {
            text.append("; ").append(unrendered).append(" not rendered");
            text.append(cluster.complete() ? " (--accept-unrendered)" : "");
        }
        List<String> parts = new ArrayList<>(List.of(audited(cluster)));
        if (!Clusters.unread(cluster)) {
            parts.add(0, summary.viaPtc() + " via PTC, " + summary.exempt() + " exempt");
        }
        for (String part : parts) {
            if (outcome.name().length() + text.length() + 2 + part.length() > columns) {
                break;
            }
            text.append("; ").append(part);
        }
        return ink.word(outcome) + text;
    }

    private static String direct(AuditResult audit, ClusterResult cluster) {
        Summary summary = cluster.summary();
        boolean complete = cluster.complete();
        if (summary.images() == 0) {
            return complete ? "no images found" : "no image was read";
        }
        int direct = summary.direct();
        int unexpected = summary.unexpected();
        if (direct == 0) {
            return complete ? "no direct images" : "no direct images in the part that was read";
        }
        // Else a reader would wonder what passed with direct images, or failed with expected ones alone.
        boolean boot = audit.fails(FailAlso.BOOT);
        String judged =
                boot ? ", " + cluster.images().stream().filter(audit::fails).count() + " that new nodes need" : "";
        judged += audit.failOn() == FailOn.DIRECT && unexpected > 0 && !boot
                ? ")"
                : ", --fail-on " + audit.failOnImages() + ")";
        judged += complete ? "" : "; not all could be read";
        if (unexpected == direct) {
            return Words.count(direct, "direct image") + " (none expected" + judged;
        }
        String expected = unexpected == 0 ? "all expected" : summary.expected() + " of them expected";
        return Words.count(unexpected, "unexpected image") + " (" + direct + " direct, " + expected + judged;
    }

    private static int ruleFaults(AuditResult audit) {
        return audit.review().rules() == null ? 0 : audit.review().rules().size();
    }

    /** What weighs as much as direct images. */
    private static String besides(List<PullError> errors, long lacking, int ruleFaults, List<Hint> hints) {
        StringBuilder text = new StringBuilder(errors.isEmpty() ? "" : "; " + pullErrors(errors));
        text.append(lacking == 0 ? "" : "; " + Words.count(lacking, "image") + " not cached");
        text.append(ruleFaults == 0 ? "" : "; " + Words.count(ruleFaults, "rule fault"));
        Hint.failures(hints).forEach(failure -> text.append("; ").append(failure));
        return text.toString();
    }

    private static long lacking(List<ClusterResult> clusters) {
        return clusters.stream()
                .flatMap(cluster -> cluster.images().stream())
                .filter(ImageFinding::lacking)
                .map(ImageFinding::image)
                .distinct()
                .count();
    }

    static String pullErrors(List<PullError> errors) {
        long cached = errors.stream().filter(PullError::isOfTheCache).count();
        String number = Words.count(errors.size(), "pull error");
        if (cached == errors.size()) {
            return number;
        }
        return number + (cached == 0 ? " (none" : " (" + cached) + " through the cache)";
    }

    /** How much of a cluster was looked at. */
    public static String audited(ClusterResult cluster) {
        long namespaces = cluster.images().stream()
                .flatMap(finding -> finding.usedBy().stream())
                .filter(usage -> usage.pods() > 0)
                .map(usage -> usage.workload())
                .map(Workload::namespace)
                .filter(namespace -> !namespace.isEmpty())
                .distinct()
                .count();
        return Words.count(cluster.pods(), "pod")
                + (namespaces == 0 ? "" : " in " + Words.count(namespaces, "namespace"))
                + (cluster.templates() == 0 ? "" : ", " + Words.count(cluster.templates(), "pod template"));
    }

    /** The worst first, which is the outcome of the whole. */
    private static String outcomes(AuditResult audit) {
        StringJoiner text = new StringJoiner(", ");
        String of = " of " + audit.clusters().size() + " clusters";
        for (Outcome outcome : List.of(Outcome.INCOMPLETE, Outcome.FAILED, Outcome.PASSED)) {
            long number = audit.clusters().stream()
                    .filter(cluster -> audit.outcomeOf(cluster) == outcome)
                    .count();
            if (number > 0) {
                text.add(number
                        + of
                        + switch (outcome) {
                            case PASSED -> " passed";
                            case FAILED -> " failed";
                            case INCOMPLETE -> " could not be read whole";
                        });
                of = "";
            }
        }
        return text.toString();
    }

    /** Else a reader of "PASSED" would take it for clean. Passed clusters come last, so this stands beside their number. */
    private static String passedDirect(AuditResult audit) {
        long direct = audit.clusters().stream()
                .filter(cluster -> audit.outcomeOf(cluster) == Outcome.PASSED)
                .filter(cluster -> cluster.summary().direct() > 0)
                .count();
        return direct == 0 ? "" : " (" + direct + " with direct images, --fail-on " + audit.failOnImages() + ")";
    }
}

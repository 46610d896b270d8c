package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import java.util.List;
import java.util.StringJoiner;

/**
 * A cluster's outcome and counts, in the words of the last line.
 *
 * @param outcome as if the cluster were the only one
 * @param failures those of hints
 * @param unrendered as {@code PassedOver} tells it
 */
public record Tally(
        Outcome outcome,
        FailOn failOn,
        Summary summary,
        long pods,
        long templates,
        long namespaces,
        List<PullError> pullErrors,
        int ruleFaults,
        List<String> failures,
        String unrendered) {

    public static Tally of(AuditResult audit, ClusterResult cluster) {
        long namespaces = cluster.images().stream()
                .flatMap(finding -> finding.usedBy().stream())
                .filter(usage -> usage.pods() > 0)
                .map(Usage::workload)
                .map(workload -> workload.namespace())
                .filter(namespace -> !namespace.isEmpty())
                .distinct()
                .count();
        return new Tally(
                audit.outcomeOf(cluster),
                audit.failOn(),
                cluster.summary(),
                cluster.pods(),
                cluster.templates(),
                namespaces,
                cluster.remarks().pullErrors(),
                0,
                Hint.failures(audit.hintsOf(cluster)),
                cluster.passedOver().unrenderedWords());
    }

    public static String count(long number, String noun) {
        return count(number, noun, noun + "s");
    }

    public static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    public static String word(Outcome outcome, Ink ink) {
        return outcome == Outcome.PASSED ? ink.good(outcome.name()) : ink.bad(outcome.name());
    }

    /** With the outcome of the whole audit, of which this is the only cluster. */
    public Tally of(AuditResult audit) {
        int faults = audit.review().rules() == null ? 0 : audit.review().rules().size();
        return new Tally(
                audit.outcome(),
                failOn,
                summary,
                pods,
                templates,
                namespaces,
                pullErrors,
                faults,
                Hint.failures(audit.hints()),
                unrendered);
    }

    /** How much was looked at. */
    public String audited() {
        String in = namespaces == 0 ? "" : " in " + count(namespaces, "namespace");
        return count(pods, "pod") + in + (templates == 0 ? "" : ", " + count(templates, "pod template"));
    }

    /** One line that can be quoted without what stands above it. */
    public String sentence(Ink ink) {
        return sentence(ink, Integer.MAX_VALUE);
    }

    /** The heaviest first; without what the lines above have told already, where it would stand out of the width. */
    public String sentence(Ink ink, int columns) {
        StringBuilder text = new StringBuilder(": ").append(direct());
        if (!pullErrors.isEmpty()) {
            text.append("; ").append(PullErrors.count(pullErrors));
        }
        if (ruleFaults > 0) {
            text.append("; ").append(count(ruleFaults, "rule fault"));
        }
        failures.forEach(failure -> text.append("; ").append(failure));
        if (outcome == Outcome.INCOMPLETE) {
            text.append("; not all could be read");
        }
        if (!unrendered.isEmpty()) {
            text.append("; ").append(unrendered).append(" not rendered");
            text.append(outcome == Outcome.INCOMPLETE ? "" : " (--accept-unrendered)");
        }
        for (String part : List.of(summary.viaPtc() + " via PTC, " + summary.exempt() + " exempt", audited())) {
            if (outcome.name().length() + text.length() + 2 + part.length() > columns) {
                break;
            }
            text.append("; ").append(part);
        }
        return word(outcome, ink) + text;
    }

    private String direct() {
        if (summary.images() == 0) {
            return "no images found";
        }
        String verb = summary.direct() == 1 || summary.images() == 1 ? " is direct" : " are direct";
        StringJoiner remarks = new StringJoiner(", ", " (", ")").setEmptyValue("");
        if (summary.expected() > 0) {
            remarks.add(summary.expected() + " expected");
        }
        // Else a reader of "PASSED" would wonder about the direct ones.
        if (summary.direct() > 0 && failOn != FailOn.DIRECT) {
            remarks.add("--fail-on " + failOn.key());
        }
        return summary.direct() + " of " + count(summary.images(), "image") + verb + remarks;
    }
}

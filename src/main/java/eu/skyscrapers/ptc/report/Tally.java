package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import java.util.List;
import java.util.StringJoiner;

/**
 * A cluster's outcome and counts, in the words of the last line.
 *
 * @param outcome as if the cluster were the only one
 */
record Tally(Outcome outcome, FailOn failOn, Summary summary, long pods, long templates, long namespaces) {

    static Tally of(AuditResult audit, ClusterResult cluster) {
        long namespaces = cluster.images().stream()
                .flatMap(finding -> finding.usedBy().stream())
                .filter(usage -> usage.pods() > 0)
                .map(Usage::workload)
                .map(workload -> workload.namespace())
                .filter(namespace -> !namespace.isEmpty())
                .distinct()
                .count();
        return new Tally(
                new AuditResult(audit.registry(), audit.failOn(), List.of(cluster)).outcome(),
                audit.failOn(),
                cluster.summary(),
                cluster.pods(),
                cluster.templates(),
                namespaces);
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String word(Outcome outcome, Ink ink) {
        return outcome == Outcome.PASSED ? ink.good(outcome.name()) : ink.bad(outcome.name());
    }

    /** One line that can be quoted without what stands above it. */
    String sentence(Ink ink) {
        String others = summary.viaPtc() + " via PTC, " + summary.exempt() + " exempt";
        StringBuilder text = new StringBuilder(word(outcome, ink)).append(": ").append(direct());
        text.append("; ").append(others).append("; ").append(count(pods, "pod"));
        if (namespaces > 0) {
            text.append(" in ").append(count(namespaces, "namespace"));
        }
        if (templates > 0) {
            text.append(", ").append(count(templates, "pod template"));
        }
        if (outcome == Outcome.INCOMPLETE) {
            text.append("; what is above is not the whole cluster");
        }
        return text.toString();
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

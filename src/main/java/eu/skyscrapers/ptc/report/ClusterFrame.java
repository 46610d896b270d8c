package eu.skyscrapers.ptc.report;

import static eu.skyscrapers.ptc.report.Lines.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.PullError;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What stands around a cluster's images, in the table and in the wide report alike. */
final class ClusterFrame {
    private static final int MOST_ENTRIES = 20;

    private final AuditResult audit;
    private final ClusterResult cluster;
    private final Tally tally;
    private final Ink ink;
    private final Lines lines;

    ClusterFrame(AuditResult audit, ClusterResult cluster, Ink ink, Lines lines) {
        this.audit = audit;
        this.cluster = cluster;
        this.tally = Tally.of(audit, cluster);
        this.ink = ink;
        this.lines = lines;
    }

    void heading() throws IOException {
        String server = cluster.server();
        if (server == null) {
            lines.line(ink.bold("FILES"), "     ", shown(cluster.name()));
        } else {
            lines.line(ink.bold("CLUSTER"), "   ", shown(cluster.name()));
            lines.line("server    ", shown(server));
        }
        lines.line("cache     ", shown(audit.registry()));
        String passedOver = cluster.passedOver().toString();
        lines.sentence(
                "audited   ",
                10,
                tally.audited() + (passedOver.isEmpty() ? "" : "; passed over: " + shown(passedOver)));
    }

    /** Fails no audit, so it stands before what does. */
    void drift() throws IOException {
        List<DriftFinding> findings = cluster.remarks().drift();
        if (findings.isEmpty()) {
            return;
        }
        lines.apart(1);
        lines.line(ink.bold("DRIFT"), "     pods that use another image than the template of their workload");
        Folded<DriftFinding> folded = lines.folded(findings, MOST_ENTRIES);
        for (DriftFinding finding : folded.listed()) {
            lines.user(
                    "  - ",
                    Users.cells(Tally.count(finding.pods(), "pod"), finding.workload(), shown(finding.container())));
            lines.line("      pod       ", shown(finding.podImage()));
            lines.line(
                    "      template  ", finding.templateImage().isEmpty() ? "(none)" : shown(finding.templateImage()));
            lines.sentence(6, finding.cause().key() + ": ", finding.cause().meaning());
        }
        more(folded);
    }

    void pullErrors() throws IOException {
        List<PullError> errors = cluster.remarks().pullErrors();
        if (errors.isEmpty()) {
            return;
        }
        lines.apart(1);
        boolean fail = audit.failOnPullErrors() && errors.stream().anyMatch(PullError::isOfTheCache);
        String title = fail ? ink.bad("NOT PULLED") : ink.accepted("NOT PULLED");
        lines.line(title, "  ", PullErrors.title(errors));
        Folded<PullError> folded = lines.folded(errors, MOST_ENTRIES);
        for (PullError error : folded.listed()) {
            lines.line(ink.bold("  - " + shown(error.image())));
            lines.user("      ", Users.cells(Users.pods(error.pods()), error.workload(), shown(error.container())));
            for (Map.Entry<String, String> fact : PullErrors.facts(error).entrySet()) {
                lines.sentence(6, fact.getKey() + ": ", shown(fact.getValue()));
            }
        }
        more(folded);
    }

    /** Writes what must be read last of the cluster. */
    void close() throws IOException {
        close(tally);
    }

    /** Writes what must be read last of the only cluster, with the outcome of the whole audit. */
    void closeAll() throws IOException {
        close(tally.of(audit));
    }

    private void close(Tally last) throws IOException {
        errors();
        lines.apart(1);
        lines.line(last.sentence(ink, lines.columns()));
    }

    private void errors() throws IOException {
        List<String> errors = cluster.errors();
        if (errors.isEmpty()) {
            return;
        }
        lines.apart(1);
        String number = Tally.count(errors.size(), "error");
        lines.line(ink.bad("NOT COMPLETE"), ": " + number + ", what is above is not the whole cluster");
        Folded<String> folded = lines.folded(errors, MOST_ENTRIES);
        for (String error : folded.listed()) {
            lines.sentence(2, ink.bad("!") + " ", shown(error));
        }
        more(folded);
    }

    private void more(Folded<?> folded) throws IOException {
        if (!folded.rest().isEmpty()) {
            lines.line("  ", folded.more());
        }
    }
}

package eu.skyscrapers.ptc.report.text;

import static eu.skyscrapers.ptc.report.text.Lines.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.Tally;
import java.io.IOException;

/** What stands around a cluster's images, in the table and in the wide report alike. */
final class ClusterFrame {
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

    /**
     * Writes what must be read last of the cluster.
     *
     * @param several whether there are others; else the outcome is that of the whole audit
     */
    void close(boolean several) throws IOException {
        lines.apart(1);
        lines.line((several ? tally : tally.of(audit)).sentence(ink, lines.columns()));
    }
}

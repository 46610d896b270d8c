package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import java.io.IOException;
import java.io.Writer;

/**
 * The report for people at a terminal or in a log. What needs an eye comes last, next to the prompt, and what fails the
 * audit after what does not.
 *
 * <p>No line starts with text of others, see {@link Printable}.
 */
final class TableReport implements Report {
    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        Ink ink = new Ink(view.color());
        Lines lines = new Lines(out, view.columns());
        CommonImages common = new CommonImages(result);
        ReviewTable review = new ReviewTable(result, ink, lines);
        if (result.clusters().size() > 1) {
            several(result, common, review, view, ink, lines);
        } else {
            ClusterResult cluster = result.clusters().get(0);
            ClusterFrame frame = new ClusterFrame(result, cluster, ink, lines);
            ClusterTable table = new ClusterTable(result, cluster, common, view, ink, lines);
            frame.heading();
            table.quiet();
            review.notes();
            frame.drift();
            table.direct();
            frame.pullErrors();
            review.faults();
            frame.closeAll();
        }
        out.flush();
    }

    private static void several(
            AuditResult result, CommonImages common, ReviewTable review, View view, Ink ink, Lines lines)
            throws IOException {
        for (ClusterResult cluster : result.clusters()) {
            ClusterFrame frame = new ClusterFrame(result, cluster, ink, lines);
            ClusterTable table = new ClusterTable(result, cluster, common, view, ink, lines);
            frame.heading();
            table.quiet();
            frame.drift();
            table.direct();
            frame.pullErrors();
            frame.close();
            lines.apart(2);
        }
        review.notes();
        lines.apart(2);
        if (!common.isEmpty()) {
            new CommonTable(result, common, view, ink, lines).write();
            lines.apart(2);
        }
        review.faults();
        lines.apart(2);
        new Overview(result, ink, lines).write();
    }
}

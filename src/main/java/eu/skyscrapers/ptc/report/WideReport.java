package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import java.io.IOException;
import java.io.Writer;

/**
 * The table with a line for each use of each image, made for {@code grep}, {@code awk} and {@code less -S}: nothing is
 * folded, nothing is wrapped, and each cluster tells all of its own.
 *
 * <p>No line starts with text of others, see {@link Printable}.
 */
final class WideReport implements Report {
    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        Ink ink = new Ink(view.color());
        Lines lines = Lines.whole(out);
        boolean several = result.clusters().size() > 1;
        ReviewTable review = new ReviewTable(result, ink, lines);
        for (ClusterResult cluster : result.clusters()) {
            ClusterFrame frame = new ClusterFrame(result, cluster, ink, lines);
            frame.heading();
            if (!several) {
                review.notes();
            }
            frame.drift();
            new UseRows(cluster, view, ink, lines).write();
            frame.pullErrors();
            if (several) {
                frame.close();
                lines.apart(2);
            } else {
                review.faults();
                frame.closeAll();
            }
        }
        if (several) {
            review.notes();
            review.faults();
            lines.apart(2);
            new Overview(result, ink, lines).write();
        }
        out.flush();
    }
}

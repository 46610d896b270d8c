package eu.skyscrapers.ptc.report.text;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.report.Printable;
import eu.skyscrapers.ptc.report.Report;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Section;
import java.io.IOException;
import java.io.Writer;
import java.util.function.Predicate;

/**
 * The report for people at a terminal or in a log. What needs an eye comes last, next to the prompt, and what fails the
 * audit after what does not.
 *
 * <p>The wide one has a line for each use of each image, made for {@code grep}, {@code awk} and {@code less -S}: nothing
 * is folded, nothing is wrapped, and each cluster tells all of its own.
 *
 * <p>No line starts with text of others, see {@link Printable}.
 */
public final class TableReport implements Report {
    private final boolean wide;

    public TableReport(boolean wide) {
        this.wide = wide;
    }

    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        Ink ink = new Ink(view.color());
        Lines lines = wide ? Lines.whole(out) : new Lines(out, view.columns());
        CommonImages common = new CommonImages(result);
        SectionTable remarks = new SectionTable(new Page(result), ink, lines);
        boolean several = result.clusters().size() > 1;
        for (int i = 0; i < result.clusters().size(); i++) {
            ClusterResult cluster = result.clusters().get(i);
            int place = i;
            Predicate<Section> own = section -> !several || section.cluster() == place;
            ClusterFrame frame = new ClusterFrame(result, cluster, ink, lines);
            ClusterTable table = new ClusterTable(result, cluster, common, view, ink, lines);
            frame.heading();
            if (!wide) {
                table.quiet();
            }
            remarks.write(own.and(section -> !section.needsAnEye()));
            if (wide) {
                new UseRows(cluster, view, ink, lines).write();
            } else {
                table.direct();
            }
            remarks.write(own.and(Section::needsAnEye));
            frame.close(several);
            if (several) {
                lines.apart(2);
            }
        }
        if (several) {
            Predicate<Section> whole = section -> section.cluster() == Section.WHOLE;
            remarks.write(whole.and(section -> !section.needsAnEye()));
            lines.apart(2);
            if (!wide && !common.isEmpty()) {
                new CommonTable(result, common, view, ink, lines).write();
                lines.apart(2);
            }
            remarks.write(whole.and(Section::needsAnEye));
            lines.apart(2);
            new Overview(result, ink, lines).write();
        }
        out.flush();
    }
}

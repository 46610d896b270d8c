package eu.skyscrapers.ptc.report.markdown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Section;
import eu.skyscrapers.ptc.report.page.Section.Weight;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The report for a comment on a pull request, or for the summary of a job: CommonMark with GitHub's tables. What needs an
 * eye comes first, where a reader of a comment starts.
 *
 * <p>What others wrote stands in code spans and nowhere else, see {@link MarkdownText}.
 */
public final class MarkdownReport {
    public static void write(AuditResult result, View view, Writer out) throws IOException {
        List<ClusterResult> clusters = result.clusters();
        boolean several = clusters.size() > 1;
        CommonImages common = new CommonImages(result);
        List<Section> sections = Page.of(result);
        MarkdownPage page = new MarkdownPage();
        head(result, page);
        for (Section section : sections) {
            if (section.weight() == Weight.FIRST) {
                boolean named = several && section.cluster() != Section.WHOLE;
                section(section, named ? clusters.get(section.cluster()).name() : null, page);
            }
        }
        if (several) {
            overview(result, page);
        }
        sections(sections, Weight.FAULT, Section.WHOLE, page);
        if (!common.isEmpty()) {
            common(result, common, view, page);
        }
        for (int i = 0; i < clusters.size(); i++) {
            ClusterResult cluster = clusters.get(i);
            MarkdownCluster images = new MarkdownCluster(result.failOn(), cluster, common, view, page);
            boolean faults = sections(sections, Weight.FAULT, i).findAny().isPresent();
            if (several
                    && (!images.isEmpty()
                            || faults
                            || sections(sections, Weight.TIDY, i).findAny().isPresent())) {
                page.part(
                        faults || images.needsAnEye(),
                        "### " + MarkdownText.name(cluster.name()) + "\n\n" + OutcomeSentence.of(result, cluster)
                                + "\n");
            }
            images.direct();
            sections(sections, Weight.FAULT, i, page);
            sections(sections, Weight.TIDY, i, page);
            images.quiet();
        }
        sections(sections, Weight.TIDY, Section.WHOLE, page);
        page.write(out);
        out.flush();
    }

    private static Stream<Section> sections(List<Section> sections, Weight weight, int cluster) {
        return sections.stream().filter(section -> section.weight() == weight && section.cluster() == cluster);
    }

    private static void sections(List<Section> sections, Weight weight, int cluster, MarkdownPage page) {
        sections(sections, weight, cluster).forEach(section -> section(section, null, page));
    }

    private static void section(Section section, @Nullable String cluster, MarkdownPage page) {
        String heading = "#### " + section.title() + (cluster == null ? "" : " (" + MarkdownText.name(cluster) + ")")
                + (section.caption().isEmpty() ? "" : ": " + section.caption()) + "\n";
        if (section.entries().isEmpty()) {
            page.part(section.needsAnEye(), heading);
        } else {
            page.list(section.needsAnEye(), heading + "\n", section.entries(), MarkdownImages::item);
        }
    }

    private static void head(AuditResult result, MarkdownPage page) {
        ClusterResult first = result.clusters().get(0);
        boolean several = result.clusters().size() > 1;
        String outcome = OutcomeSentence.of(result);
        String where = first.server() == null ? "files " : "cluster ";
        page.part(
                true,
                "**" + outcome + "**\n\n"
                        + (several ? "" : where + MarkdownText.name(first.name()) + ", ")
                        + "cache " + MarkdownText.name(result.registry()) + "\n");
    }

    private static void overview(AuditResult result, MarkdownPage page) {
        page.list(
                true,
                "| | cluster | direct | expected | via PTC | exempt | pods |\n|---|---|--:|--:|--:|--:|--:|\n",
                result.clusters(),
                cluster -> {
                    Summary summary = cluster.summary();
                    return "| " + result.outcomeOf(cluster) + " | " + MarkdownText.cell(cluster.name()) + " | "
                            + summary.direct() + " | " + summary.expected() + " | " + summary.viaPtc() + " | "
                            + summary.exempt() + " | " + cluster.pods() + " |\n";
                });
    }

    private static void common(AuditResult result, CommonImages common, View view, MarkdownPage page) {
        List<ImageFinding> images = common.images();
        String title = "### Direct in every cluster\n\n" + Words.count(images.size(), "image");
        if (view.shows(Verdict.DIRECT)) {
            page.part(true, title + " in " + common.everyCluster() + "\n");
            MarkdownImages.direct(images, result.failOn(), image -> MarkdownImages.commonItem(common, image), page);
        } else {
            page.part(true, title + ", not shown (--only)\n");
        }
    }
}

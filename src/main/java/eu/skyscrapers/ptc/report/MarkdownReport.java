package eu.skyscrapers.ptc.report;

import static eu.skyscrapers.ptc.report.MarkdownText.code;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * The report for a comment on a pull request, or for the summary of a job: CommonMark with GitHub's tables. What needs an
 * eye comes first, where a reader of a comment starts.
 *
 * <p>What others wrote stands in code spans and nowhere else, see {@link MarkdownText}.
 */
final class MarkdownReport implements Report {
    /** One that could not be read, of one of the clusters. */
    private record ClusterError(ClusterResult cluster, String error) {}

    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        List<ClusterResult> clusters = result.clusters();
        boolean several = clusters.size() > 1;
        CommonImages common = new CommonImages(result);
        MarkdownPage page = new MarkdownPage();
        head(result, page);
        errors(clusters, page);
        hints(result.hints(), page);
        if (several) {
            overview(result, page);
        }
        rules(result.review(), page);
        if (!common.isEmpty()) {
            common(result, common, view, page);
        }
        for (ClusterResult cluster : clusters) {
            MarkdownCluster section = new MarkdownCluster(result.failOn(), cluster, common, view, page);
            if (several && !section.isEmpty()) {
                page.part(
                        section.needsAnEye(),
                        "### " + MarkdownText.name(cluster.name()) + "\n\n"
                                + Tally.of(result, cluster).sentence(Ink.NONE) + "\n");
            }
            section.write();
        }
        inputs(result.review(), page);
        page.write(out);
        out.flush();
    }

    private static void head(AuditResult result, MarkdownPage page) {
        ClusterResult first = result.clusters().get(0);
        boolean several = result.clusters().size() > 1;
        String outcome = OutcomeSentence.of(result, Ink.NONE);
        String where = first.server() == null ? "files " : "cluster ";
        page.part(
                true,
                "**" + outcome + "**\n\n"
                        + (several ? "" : where + MarkdownText.name(first.name()) + ", ")
                        + "cache " + MarkdownText.name(result.registry()) + "\n");
    }

    private static void errors(List<ClusterResult> clusters, MarkdownPage page) {
        List<ClusterError> errors = clusters.stream()
                .flatMap(cluster -> cluster.errors().stream().map(error -> new ClusterError(cluster, error)))
                .toList();
        if (!errors.isEmpty()) {
            boolean several = clusters.size() > 1;
            page.list(
                    true,
                    "**NOT COMPLETE**: " + Tally.count(errors.size(), "error") + "\n\n",
                    errors,
                    error -> "- " + (several ? MarkdownText.name(error.cluster().name()) + ": " : "")
                            + code(error.error()) + "\n");
        }
    }

    private static void hints(List<Hint> hints, MarkdownPage page) {
        if (!hints.isEmpty()) {
            page.list(true, "**Hints**\n\n", hints, hint -> "- " + code(hint.line()) + "\n");
        }
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

    private static void rules(Review review, MarkdownPage page) {
        List<RuleFinding> findings = review.rules();
        if (findings == null) {
            return;
        }
        if (findings.isEmpty()) {
            page.part(false, "The cache's rules are as the platform needs them.\n");
            return;
        }
        page.list(
                true,
                "#### " + Tally.count(findings.size(), "fault") + " in the cache's rules\n\n",
                findings,
                finding -> "- " + code(finding.prefix()) + "\n  - fault: " + code(finding.problem())
                        + (finding.place() == null ? "" : " in " + code(finding.place()))
                        + "\n  - -> " + code(finding.change()) + "\n");
    }

    private static void common(AuditResult result, CommonImages common, View view, MarkdownPage page) {
        List<ImageFinding> images = common.images();
        int all = result.clusters().size();
        String where = common.clusters() == all
                ? "all " + all + " clusters"
                : "each cluster that could be read, " + common.clusters() + " of " + all;
        String title = "### Direct in every cluster\n\n" + Tally.count(images.size(), "image");
        if (view.shows(Verdict.DIRECT)) {
            page.part(true, title + " in " + where + "\n");
            MarkdownImages.direct(images, image -> MarkdownImages.commonItem(common, image), page);
        } else {
            page.part(true, title + ", not shown (--only)\n");
        }
    }

    /** What to tidy up in what the audit judged by. */
    private static void inputs(Review review, MarkdownPage page) {
        entries(review.unused(), "expectation accepted nothing", "expectations accepted nothing", page);
        entries(review.expired(), "expectation has expired", "expectations have expired", page);
        if (!review.outlived().isEmpty()) {
            page.list(
                    false,
                    "#### " + Tally.count(review.outlived().size(), "entry", "entries") + " of the baseline "
                            + ReviewTable.OUTLIVED + "\n\n",
                    review.outlived(),
                    MarkdownReport::outlived);
        }
    }

    private static void entries(List<AcceptedImage> entries, String one, String many, MarkdownPage page) {
        if (!entries.isEmpty()) {
            page.list(
                    false,
                    "#### " + Tally.count(entries.size(), one, many) + "\n\n",
                    entries,
                    entry -> "- " + code(entry.source()) + ": " + code(entry.reason())
                            + (entry.until() == null ? "" : ", until " + entry.until()) + "\n");
        }
    }

    private static String outlived(Baseline.Entry entry) {
        return "- " + code(entry.repository()) + " in " + code(entry.cluster()) + ": "
                + MarkdownImages.workload(new Workload(entry.namespace(), entry.kind(), entry.name())) + ", "
                + code(entry.container()) + "\n";
    }
}

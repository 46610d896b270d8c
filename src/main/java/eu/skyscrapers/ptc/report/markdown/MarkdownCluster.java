package eu.skyscrapers.ptc.report.markdown;

import static eu.skyscrapers.ptc.report.markdown.MarkdownText.code;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.Words;
import java.util.List;

/** What a page of Markdown says of one cluster. */
final class MarkdownCluster {
    private final FailOn failOn;
    private final ClusterResult cluster;
    private final CommonImages common;
    private final View view;
    private final MarkdownPage page;

    /** @param common the images that this part only counts */
    MarkdownCluster(FailOn failOn, ClusterResult cluster, CommonImages common, View view, MarkdownPage page) {
        this.failOn = failOn;
        this.cluster = cluster;
        this.common = common;
        this.view = view;
        this.page = page;
    }

    boolean isEmpty() {
        return cluster.images().isEmpty() && cluster.passedOver().total() == 0;
    }

    /** Whether there is more than what is as it should be. */
    boolean needsAnEye() {
        return cluster.summary().direct() > cluster.summary().expected();
    }

    void direct() {
        List<ImageFinding> direct = of(Verdict.DIRECT);
        if (view.shows(Verdict.DIRECT)) {
            unexpected(direct);
        } else {
            notShown(direct, needsAnEye(), "direct");
        }
    }

    void quiet() {
        if (view.shows(Verdict.DIRECT)) {
            expected(of(Verdict.DIRECT));
        }
        quiet(Verdict.VIA_PTC, "via PTC");
        quiet(Verdict.EXEMPT, "exempt");
        if (cluster.passedOver().total() > 0) {
            page.list(
                    false,
                    "#### Passed over\n\n",
                    List.copyOf(cluster.passedOver().bounded().entrySet()),
                    kind -> "- " + kind.getValue() + " " + code(kind.getKey()) + "\n");
        }
    }

    private List<ImageFinding> of(Verdict verdict) {
        return cluster.images().stream()
                .filter(finding -> finding.verdict() == verdict)
                .toList();
    }

    private void notShown(List<ImageFinding> findings, boolean needsAnEye, String verdict) {
        if (!findings.isEmpty()) {
            page.part(needsAnEye, Words.count(findings.size(), "image") + " " + verdict + ", not shown (--only)\n");
        }
    }

    private void unexpected(List<ImageFinding> direct) {
        List<ImageFinding> unexpected =
                direct.stream().filter(finding -> finding.expected() == null).toList();
        List<ImageFinding> own =
                unexpected.stream().filter(finding -> !common.contains(finding)).toList();
        if (own.size() < unexpected.size()) {
            page.part(true, "Direct in every cluster, told above: " + (unexpected.size() - own.size()) + "\n");
        }
        MarkdownImages.direct(own, failOn, image -> MarkdownImages.item(Images.entry(image)), page);
    }

    private void expected(List<ImageFinding> direct) {
        for (Images.Group group : Images.groups(direct, Verdict.DIRECT, failOn)) {
            if (group.expected()) {
                page.folded(
                        Words.count(group.images().size(), "image") + " expected: " + group.meaning(),
                        group.images(),
                        image -> MarkdownImages.item(Images.entry(image)));
            }
        }
    }

    /** Images that need nothing done. */
    private void quiet(Verdict verdict, String words) {
        List<ImageFinding> findings = of(verdict);
        if (!view.shows(verdict)) {
            notShown(findings, false, words);
        } else if (!findings.isEmpty()) {
            page.folded(Words.count(findings.size(), "image") + " " + words, findings, finding -> {
                String note = finding.judgment().note();
                return "- " + code(finding.image()) + (note == null ? "" : ", note: " + code(note)) + "\n";
            });
        }
    }
}

package eu.skyscrapers.ptc.report.text;

import static eu.skyscrapers.ptc.report.text.Lines.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.Ink;
import eu.skyscrapers.ptc.report.page.Tally;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.util.List;

/** The images of one cluster, in the table. */
final class ClusterTable {
    private final AuditResult audit;
    private final ClusterResult cluster;
    private final CommonImages common;
    private final View view;
    private final Ink ink;
    private final Lines lines;

    /** @param common the images that this part only counts */
    ClusterTable(AuditResult audit, ClusterResult cluster, CommonImages common, View view, Ink ink, Lines lines) {
        this.audit = audit;
        this.cluster = cluster;
        this.common = common;
        this.view = view;
        this.ink = ink;
        this.lines = lines;
    }

    /** The images that nothing has to be done about. */
    void quiet() throws IOException {
        bucket(Verdict.VIA_PTC);
        bucket(Verdict.EXEMPT);
    }

    void direct() throws IOException {
        bucket(Verdict.DIRECT);
    }

    private void bucket(Verdict verdict) throws IOException {
        List<ImageFinding> findings = cluster.images().stream()
                .filter(finding -> finding.verdict() == verdict)
                .toList();
        lines.apart(1);
        if (findings.isEmpty()) {
            lines.line(title(verdict), cluster.complete() ? "no images" : "none in what could be read");
        } else if (!view.shows(verdict)) {
            lines.line(title(verdict), Tally.count(findings.size(), "image"), ", not shown (--only)");
        } else if (verdict == Verdict.DIRECT) {
            direct(findings);
        } else {
            quiet(verdict, findings);
        }
    }

    private String title(Verdict verdict) {
        return switch (verdict) {
            case VIA_PTC -> ink.bold("VIA PTC") + "   ";
            case EXEMPT -> ink.bold("EXEMPT") + "    ";
            case DIRECT -> direct("DIRECT") + "    ";
        };
    }

    private String direct(String title) {
        Summary summary = cluster.summary();
        if (summary.direct() == 0) {
            return ink.bold(title);
        }
        return summary.direct() == summary.expected() ? ink.accepted(title) : ink.bad(title);
    }

    /** Images that need nothing done: short, and by host, which spares the eye the same forty characters in each line. */
    private void quiet(Verdict verdict, List<ImageFinding> findings) throws IOException {
        lines.line(title(verdict), Tally.count(findings.size(), "image"), " ", Images.meaning(verdict));
        ImageRows rows = new ImageRows(lines, findings.size(), 2, i -> quietRow(findings, i), image -> image, ink::dim);
        for (int i = 0; i < findings.size(); i++) {
            if (sharesHost(findings, i, i + 1) && !sharesHost(findings, i, i - 1)) {
                lines.line("  from ", shown(host(findings.get(i))));
            }
            rows.write(i);
            String note = findings.get(i).judgment().note();
            if (note != null) {
                lines.sentence(6, "note: ", shown(note));
            }
        }
    }

    private static ImageRows.Row quietRow(List<ImageFinding> findings, int i) {
        ImageFinding finding = findings.get(i);
        boolean below = sharesHost(findings, i, i + 1) || sharesHost(findings, i, i - 1);
        String image = below
                ? "    - " + shown(finding.image().substring(host(finding).length()))
                : "  - " + shown(finding.image());
        List<Workload> workloads =
                finding.usedBy().stream().map(Usage::workload).distinct().toList();
        if (workloads.isEmpty()) {
            return new ImageRows.Row(image, List.of());
        }
        Workload first = workloads.get(0);
        String more = workloads.size() == 1 ? "" : " and " + (workloads.size() - 1) + " more (-o wide)";
        return new ImageRows.Row(image, List.of(List.of("in " + Users.namespace(first), Users.owner(first) + more)));
    }

    private static boolean sharesHost(List<ImageFinding> findings, int i, int other) {
        return other >= 0
                && other < findings.size()
                && !host(findings.get(i)).isEmpty()
                && host(findings.get(i)).equals(host(findings.get(other)));
    }

    private static String host(ImageFinding finding) {
        return finding.image().substring(0, finding.image().indexOf('/') + 1);
    }

    private void direct(List<ImageFinding> findings) throws IOException {
        int expected = cluster.summary().expected();
        lines.line(
                title(Verdict.DIRECT),
                Tally.count(findings.size(), "image"),
                " ",
                Images.meaning(Verdict.DIRECT),
                expected == 0 ? "" : ", " + expected + " expected");
        List<ImageFinding> own =
                findings.stream().filter(finding -> !common.contains(finding)).toList();
        DirectImages images = new DirectImages(audit.failOn(), ink, lines);
        images.write(own, finding -> Users.lines("", finding.usedBy()), finding -> finding);
        if (own.size() < findings.size()) {
            images.heading(
                    ink.bad("in every cluster"), findings.size() - own.size(), "told once, after the last cluster");
        }
    }
}

package eu.skyscrapers.ptc.report;

import static eu.skyscrapers.ptc.report.Lines.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.util.List;

/** One cluster's part of the table. */
final class ClusterTable {
    private static final int MOST_ERRORS = 20;

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

    void write() throws IOException {
        heading();
        for (Verdict verdict : Verdict.values()) {
            bucket(verdict);
        }
        pullErrors();
        drift();
    }

    /** Writes what must be read last of the cluster. */
    void close(Tally tally) throws IOException {
        errors();
        lines.line();
        lines.line(tally.sentence(ink));
    }

    private void pullErrors() throws IOException {
        if (cluster.remarks().pullErrors().isEmpty()) {
            return;
        }
        lines.line();
        String number = Tally.count(cluster.remarks().pullErrors().size(), "use");
        lines.line(ink.accepted("NOT PULLED"), " " + number + " of images through the cache that nodes cannot pull");
        Folded<PullError> folded = Folded.of(cluster.remarks().pullErrors(), MOST_ERRORS);
        for (PullError error : folded.listed()) {
            Workload workload = error.workload();
            lines.line("  - ", shown(error.image()));
            lines.line(
                    "      ",
                    Tally.count(error.pods(), "pod"),
                    "  ",
                    shown(workload.namespace()),
                    "  ",
                    shown(workload.kind() + "/" + workload.name()),
                    "  ",
                    shown(error.container()));
            lines.sentence(6, "waiting: ", shown(error.reason()) + ": " + shown(error.message()));
        }
        if (!folded.rest().isEmpty()) {
            lines.line("  " + folded.more());
        }
    }

    private void drift() throws IOException {
        List<DriftFinding> findings = cluster.remarks().drift();
        if (findings.isEmpty()) {
            return;
        }
        lines.line();
        lines.line(ink.bold("DRIFT"), "     pods that use another image than the template of their workload");
        Folded<DriftFinding> folded = Folded.of(findings, MOST_ERRORS);
        for (DriftFinding finding : folded.listed()) {
            lines.line(
                    "  - ",
                    Tally.count(finding.pods(), "pod"),
                    "  ",
                    Users.namespace(finding.workload()),
                    "  ",
                    Users.owner(finding.workload()),
                    "  ",
                    shown(finding.container()));
            lines.line("      pod       ", shown(finding.podImage()));
            lines.line(
                    "      template  ", finding.templateImage().isEmpty() ? "(none)" : shown(finding.templateImage()));
            lines.sentence(6, finding.cause().key() + ": ", finding.cause().meaning());
        }
        if (!folded.rest().isEmpty()) {
            lines.line("  " + folded.more());
        }
    }

    private void heading() throws IOException {
        String server = cluster.server();
        if (server == null) {
            lines.line(ink.bold("FILES"), "     ", shown(cluster.name()));
        } else {
            lines.line(ink.bold("CLUSTER"), "   ", shown(cluster.name()));
            lines.line("server    ", shown(server));
        }
        lines.line("cache     ", shown(audit.registry()));
        lines.line("audited   ", audited());
    }

    private String audited() {
        StringBuilder text = new StringBuilder(Tally.count(cluster.pods(), "pod"));
        if (cluster.templates() > 0) {
            text.append(", ").append(Tally.count(cluster.templates(), "pod template"));
        }
        if (cluster.skipped() > 0) {
            text.append("; skipped ")
                    .append(Tally.count(cluster.skipped(), "object"))
                    .append(" without pods");
        }
        return text.toString();
    }

    private void bucket(Verdict verdict) throws IOException {
        List<ImageFinding> findings = cluster.images().stream()
                .filter(finding -> finding.verdict() == verdict)
                .toList();
        lines.line();
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

    private static String meaning(Verdict verdict) {
        return switch (verdict) {
            case VIA_PTC -> "through the cache";
            case EXEMPT -> "on Amazon ECR, no cache needed";
            case DIRECT -> "not through the cache";
        };
    }

    /** Images that need nothing done: short, and by host, which spares the eye the same forty characters in each line. */
    private void quiet(Verdict verdict, List<ImageFinding> findings) throws IOException {
        lines.line(title(verdict), Tally.count(findings.size(), "image"), " ", meaning(verdict));
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
        String more = workloads.size() == 1 ? "" : " and " + (workloads.size() - 1) + " more (-o json)";
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
                meaning(Verdict.DIRECT),
                expected == 0 ? "" : ", " + expected + " expected");
        List<ImageFinding> own =
                findings.stream().filter(finding -> !common.contains(finding)).toList();
        DirectImages images = new DirectImages(audit.failOn(), ink, lines);
        images.write(own, finding -> Users.lines("", finding.usedBy()));
        if (own.size() < findings.size()) {
            images.heading(
                    ink.bad("in every cluster"), findings.size() - own.size(), "told once, after the last cluster");
        }
    }

    private void errors() throws IOException {
        List<String> errors = cluster.errors();
        if (errors.isEmpty()) {
            return;
        }
        lines.line();
        String number = Tally.count(errors.size(), "error");
        lines.line(ink.bad("NOT COMPLETE"), ": " + number + ", what is above is not the whole cluster");
        Folded<String> folded = Folded.of(errors, MOST_ERRORS);
        for (String error : folded.listed()) {
            lines.line("  ", ink.bad("!"), " ", shown(error));
        }
        if (!folded.rest().isEmpty()) {
            lines.line("  ", folded.more());
        }
    }
}

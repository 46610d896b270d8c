package eu.skyscrapers.ptc.report;

import static eu.skyscrapers.ptc.report.Lines.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** One cluster's part of the table. */
final class ClusterTable {
    private static final int MOST_USERS = 10;
    private static final int MOST_ERRORS = 20;

    private final AuditResult audit;
    private final ClusterResult cluster;
    private final View view;
    private final Ink ink;
    private final Lines lines;

    ClusterTable(AuditResult audit, ClusterResult cluster, View view, Ink ink, Lines lines) {
        this.audit = audit;
        this.cluster = cluster;
        this.view = view;
        this.ink = ink;
        this.lines = lines;
    }

    void write() throws IOException {
        heading();
        for (Verdict verdict : Verdict.values()) {
            bucket(verdict);
        }
        errors();
        lines.line();
        lines.line(Tally.of(audit, cluster).sentence(ink));
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
            return new ImageRows.Row(image, List.of(), "");
        }
        Workload first = workloads.get(0);
        String more = workloads.size() == 1 ? "" : " and " + (workloads.size() - 1) + " more (-o json)";
        return new ImageRows.Row(image, List.of(List.of("in " + namespace(first), owner(first) + more)), "");
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
        ImageRows rows =
                new ImageRows(lines, findings.size(), 4, i -> directRow(findings.get(i)), ink::bold, users -> users);
        group(rows, findings, finding -> finding.expected() != null, ink.accepted("expected"), accepted());
        Reason[] reasons = Reason.values();
        // What can be mended at once comes last, next to the prompt.
        for (int i = reasons.length - 1; i >= 0; i--) {
            Reason reason = reasons[i];
            group(
                    rows,
                    findings,
                    finding -> finding.expected() == null && finding.judgment().reason() == reason,
                    ink.bad(reason.key()),
                    meaning(reason));
        }
    }

    private String accepted() {
        return audit.failOn() == FailOn.DIRECT
                ? "accepted, yet direct (--fail-on unexpected lets them pass)"
                : "accepted, yet direct";
    }

    private static String meaning(Reason reason) {
        return switch (reason) {
            case CACHE_RULE -> "a cache rule's repository";
            case ECR_PUBLIC -> "Amazon ECR Public";
            case ECR_PRIVATE -> "a private ECR repository";
            case CACHEABLE -> "a cache rule serves this upstream, use the name after \"->\"";
            case NO_RULE -> "ECR can cache this upstream, but no known cache rule does";
            case UNSUPPORTED_UPSTREAM -> "ECR cannot cache this upstream";
            case INVALID_REFERENCE -> "not a valid image reference, nothing can be pulled by it";
        };
    }

    private void group(
            ImageRows rows, List<ImageFinding> findings, Predicate<ImageFinding> member, String title, String meaning)
            throws IOException {
        int[] members = IntStream.range(0, findings.size())
                .filter(i -> member.test(findings.get(i)))
                .toArray();
        if (members.length == 0) {
            return;
        }
        lines.line();
        lines.line("  ", title, " (" + members.length + "): ", meaning);
        for (int i : members) {
            rows.write(i);
            remarks(findings.get(i));
        }
    }

    private void remarks(ImageFinding finding) throws IOException {
        Judgment judgment = finding.judgment();
        if (judgment.replacement() != null) {
            lines.line("      ", ink.good("->"), " ", shown(judgment.replacement()));
        }
        Expectation expected = finding.expected();
        if (expected != null) {
            Reason reason = judgment.reason();
            lines.sentence(6, "reason: ", meaning(reason) + " (" + reason.key() + ")");
            lines.sentence(6, "expected: ", shown(expected.reason()) + " (" + shown(expected.source()) + ")");
        }
        if (judgment.note() != null) {
            lines.sentence(6, "note: ", shown(judgment.note()));
        }
    }

    private static ImageRows.Row directRow(ImageFinding finding) {
        List<Usage> users = finding.usedBy();
        int listed = users.size() <= MOST_USERS ? users.size() : MOST_USERS - 1;
        return new ImageRows.Row(
                "  - " + shown(finding.image()),
                users.stream().limit(listed).map(ClusterTable::cells).toList(),
                listed == users.size() ? "" : "and " + (users.size() - listed) + " more, -o json shows them all");
    }

    private static List<String> cells(Usage usage) {
        String container = shown(usage.container());
        return List.of(
                usage.pods() == 0 ? "template" : Tally.count(usage.pods(), "pod"),
                namespace(usage.workload()),
                owner(usage.workload()),
                usage.containerType() == ContainerType.CONTAINER
                        ? container
                        : container + " (" + usage.containerType().key() + ")");
    }

    private static String namespace(Workload workload) {
        return workload.namespace().isEmpty() ? "(no namespace)" : shown(workload.namespace());
    }

    private static String owner(Workload workload) {
        return shown(workload.kind() + "/" + workload.name());
    }

    private void errors() throws IOException {
        List<String> errors = cluster.errors();
        if (errors.isEmpty()) {
            return;
        }
        lines.line();
        String number = Tally.count(errors.size(), "error");
        lines.line(ink.bad("NOT COMPLETE"), ": " + number + ", what is above is not the whole cluster");
        int listed = errors.size() <= MOST_ERRORS ? errors.size() : MOST_ERRORS - 1;
        for (String error : errors.subList(0, listed)) {
            lines.line("  ", ink.bad("!"), " ", shown(error));
        }
        if (listed < errors.size()) {
            lines.line("  and " + (errors.size() - listed) + " more, -o json shows them all");
        }
    }
}

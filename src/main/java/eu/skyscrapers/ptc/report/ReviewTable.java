package eu.skyscrapers.ptc.report;

import static eu.skyscrapers.ptc.report.Lines.shown;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.util.List;

/** What the table says of the rules, the expectations and the baseline that the audit judged by, and the hints. */
final class ReviewTable {
    /** Of entries of the baseline. */
    static final String OUTLIVED = "no longer direct: a new baseline would be smaller";

    private static final int MOST_ENTRIES = 20;

    private final AuditResult audit;
    private final Review review;
    private final Ink ink;
    private final Lines lines;

    ReviewTable(AuditResult audit, Ink ink, Lines lines) {
        this.audit = audit;
        this.review = audit.review();
        this.ink = ink;
        this.lines = lines;
    }

    /** What fails no audit. Writes nothing when there is nothing to say. */
    void notes() throws IOException {
        if (review.rules() != null && review.rules().isEmpty()) {
            lines.apart(1);
            lines.line(ink.bold("RULES"), "     as the platform needs them");
        }
        if (!review.unused().isEmpty() || !review.expired().isEmpty()) {
            expectations();
        }
        if (!review.outlived().isEmpty()) {
            baseline();
        }
    }

    /** What fails it, or may. Writes nothing when there is nothing to say. */
    void faults() throws IOException {
        rules();
        hints();
    }

    private void hints() throws IOException {
        if (audit.hints().isEmpty()) {
            return;
        }
        lines.apart(1);
        boolean fail = audit.failOn() != FailOn.NEVER && audit.hints().stream().anyMatch(Hint::fails);
        lines.line(fail ? ink.bad("HINTS") : ink.bold("HINTS"));
        for (Hint hint : audit.hints()) {
            lines.sentence(2, "- ", shown(hint.line()));
        }
    }

    private void rules() throws IOException {
        List<RuleFinding> findings = review.rules();
        if (findings == null || findings.isEmpty()) {
            return;
        }
        lines.apart(1);
        lines.line(ink.bad("RULES"), "     ", Tally.count(findings.size(), "fault"), " in the cache's rules");
        for (RuleFinding finding : findings) {
            String place = finding.place() == null ? "" : " (" + shown(finding.place()) + ")";
            lines.line("  - ", shown(finding.prefix()));
            lines.sentence(6, "fault: ", shown(finding.problem()) + place);
            lines.line("      ", ink.good("->"), " ", shown(finding.change()));
        }
    }

    private void expectations() throws IOException {
        lines.apart(1);
        lines.line(
                ink.bold("EXPECT"),
                "    ",
                review.unused().size() + " accepted nothing, "
                        + review.expired().size() + " expired");
        Folded<AcceptedImage> unused = lines.folded(review.unused(), MOST_ENTRIES);
        for (AcceptedImage entry : unused.listed()) {
            lines.line("  - ", shown(entry.source()));
            lines.sentence(6, "accepted nothing: ", shown(entry.reason()));
        }
        more(unused);
        Folded<AcceptedImage> expired = lines.folded(review.expired(), MOST_ENTRIES);
        for (AcceptedImage entry : expired.listed()) {
            lines.line("  - ", shown(entry.source()));
            lines.sentence(6, "expired after " + entry.until() + ": ", shown(entry.reason()));
        }
        more(expired);
    }

    private void baseline() throws IOException {
        lines.apart(1);
        String number = Tally.count(review.outlived().size(), "entry", "entries");
        lines.line(ink.bold("BASELINE"), "  ", number, " ", OUTLIVED);
        Folded<Baseline.Entry> folded = lines.folded(review.outlived(), MOST_ENTRIES);
        String cluster = null;
        for (Baseline.Entry entry : folded.listed()) {
            if (!entry.cluster().equals(cluster)) {
                cluster = entry.cluster();
                lines.line("  of ", shown(cluster));
            }
            Workload workload = new Workload(entry.namespace(), entry.kind(), entry.name());
            lines.line("  - ", shown(entry.repository()));
            lines.line(
                    "      in ",
                    Users.namespace(workload),
                    "  ",
                    Users.owner(workload),
                    "  ",
                    shown(entry.container()));
        }
        more(folded);
    }

    private void more(Folded<?> folded) throws IOException {
        if (!folded.rest().isEmpty()) {
            lines.line("  ", folded.more());
        }
    }
}

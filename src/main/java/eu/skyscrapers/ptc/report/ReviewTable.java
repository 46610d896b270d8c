package eu.skyscrapers.ptc.report;

import static eu.skyscrapers.ptc.report.Lines.shown;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import java.io.IOException;
import java.util.List;

/** What the table says of the rules, the expectations and the baseline that the audit judged by. */
final class ReviewTable {
    private static final int MOST_ENTRIES = 20;

    private final Review review;
    private final Ink ink;
    private final Lines lines;

    ReviewTable(Review review, Ink ink, Lines lines) {
        this.review = review;
        this.ink = ink;
        this.lines = lines;
    }

    /** Writes nothing when there is nothing to say. */
    void write() throws IOException {
        if (review.rules() != null) {
            rules(review.rules());
        }
        if (!review.unused().isEmpty() || !review.expired().isEmpty()) {
            expectations();
        }
        if (!review.outlived().isEmpty()) {
            baseline();
        }
    }

    private void rules(List<RuleFinding> findings) throws IOException {
        lines.line();
        if (findings.isEmpty()) {
            lines.line(ink.bold("RULES"), "     as the platform needs them");
            return;
        }
        lines.line(ink.bad("RULES"), "     ", Tally.count(findings.size(), "fault"), " in the cache's rules");
        for (RuleFinding finding : findings) {
            String place = finding.place() == null ? "" : " (" + shown(finding.place()) + ")";
            lines.line("  - ", shown(finding.prefix()));
            lines.sentence(6, "fault: ", shown(finding.problem()) + place);
            lines.line("      ", ink.good("->"), " ", shown(finding.change()));
        }
    }

    private void expectations() throws IOException {
        lines.line();
        lines.line(
                ink.bold("EXPECT"),
                "    ",
                review.unused().size() + " accepted nothing, "
                        + review.expired().size() + " expired");
        for (AcceptedImage entry : Folded.of(review.unused(), MOST_ENTRIES).listed()) {
            lines.line("  - ", shown(entry.source()));
            lines.sentence(6, "accepted nothing: ", shown(entry.reason()));
        }
        for (AcceptedImage entry : Folded.of(review.expired(), MOST_ENTRIES).listed()) {
            lines.line("  - ", shown(entry.source()));
            lines.sentence(6, "expired after " + entry.until() + ": ", shown(entry.reason()));
        }
        more(Folded.of(review.unused(), MOST_ENTRIES).rest().size()
                + Folded.of(review.expired(), MOST_ENTRIES).rest().size());
    }

    private void baseline() throws IOException {
        lines.line();
        lines.line(
                ink.bold("BASELINE"),
                "  ",
                Tally.count(review.outlived().size(), "entry", "entries"),
                " no longer direct: take a new baseline, so that it can shrink");
        Folded<Baseline.Entry> folded = Folded.of(review.outlived(), MOST_ENTRIES);
        for (Baseline.Entry entry : folded.listed()) {
            lines.line(
                    "  - ",
                    shown(entry.repository()),
                    " in ",
                    shown(entry.cluster()),
                    " ",
                    shown(entry.namespace()),
                    " ",
                    shown(entry.kind() + "/" + entry.name()),
                    " ",
                    shown(entry.container()));
        }
        more(folded.rest().size());
    }

    private void more(int number) throws IOException {
        if (number > 0) {
            lines.line("  and " + number + " more, -o json shows them all");
        }
    }
}

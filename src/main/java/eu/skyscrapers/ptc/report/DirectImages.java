package eu.skyscrapers.ptc.report;

import static eu.skyscrapers.ptc.report.Lines.shown;

import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Direct images, grouped by what there is to do about them, each with its users and its replacement. */
final class DirectImages {
    private final FailOn failOn;
    private final Ink ink;
    private final Lines lines;

    DirectImages(FailOn failOn, Ink ink, Lines lines) {
        this.failOn = failOn;
        this.ink = ink;
        this.lines = lines;
    }

    /**
     * @param users the lines that tell an image's users
     * @param whole the image with all its users; asked for one at a time
     */
    void write(
            List<ImageFinding> findings,
            Function<ImageFinding, List<List<String>>> users,
            UnaryOperator<ImageFinding> whole)
            throws IOException {
        IntFunction<ImageRows.Row> row =
                i -> new ImageRows.Row("  - " + shown(findings.get(i).image()), users.apply(findings.get(i)));
        ImageRows rows = new ImageRows(lines, findings.size(), Users.CELLS, row, ink::bold, line -> line);
        group(rows, findings, whole, finding -> finding.expected() != null, ink.accepted("expected"), accepted(failOn));
        Reason[] reasons = Reason.values();
        // What can be mended at once comes last, next to the prompt.
        for (int i = reasons.length - 1; i >= 0; i--) {
            Reason reason = reasons[i];
            group(
                    rows,
                    findings,
                    whole,
                    finding -> finding.expected() == null && finding.judgment().reason() == reason,
                    ink.bad(reason.key()),
                    meaning(reason));
        }
    }

    /** One clause about the images that somebody expects. */
    static String accepted(FailOn failOn) {
        return failOn == FailOn.DIRECT
                ? "accepted, yet direct (--fail-on unexpected lets them pass)"
                : "accepted, yet direct";
    }

    /** One clause about the images of this reason. */
    static String meaning(Reason reason) {
        return switch (reason) {
            case CACHE_RULE -> "a cache rule's repository";
            case ECR_PUBLIC -> "Amazon ECR Public";
            case ECR_PRIVATE -> "a private ECR repository";
            case CACHEABLE -> "a cache rule serves this upstream, use the name after \"->\"";
            case TIER_DISABLED -> "the cluster's definition switches this upstream off";
            case NO_RULE -> "ECR can cache this upstream, but no known cache rule does";
            case UNSUPPORTED_UPSTREAM -> "ECR cannot cache this upstream";
            case INVALID_REFERENCE -> "no valid image reference, nothing can be pulled by it";
        };
    }

    private void group(
            ImageRows rows,
            List<ImageFinding> findings,
            UnaryOperator<ImageFinding> whole,
            Predicate<ImageFinding> member,
            String title,
            String meaning)
            throws IOException {
        int[] members = IntStream.range(0, findings.size())
                .filter(i -> member.test(findings.get(i)))
                .toArray();
        if (members.length == 0) {
            return;
        }
        heading(title, members.length, meaning);
        for (int i : members) {
            rows.write(i);
            remarks(whole.apply(findings.get(i)));
        }
    }

    /** Starts a group; the numbers of a section's groups add up to that of the section. */
    void heading(String title, int number, String meaning) throws IOException {
        lines.apart(1);
        lines.sentence(2, title + " (" + number + "): ", meaning);
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
        String accepted = acceptedUsers(finding);
        if (!accepted.isEmpty()) {
            lines.sentence(6, "note: ", accepted);
        }
        if (judgment.note() != null) {
            lines.sentence(6, "note: ", shown(judgment.note()));
        }
    }

    /** What the image's own expectation leaves untold of its users; empty where that is nothing. */
    static String acceptedUsers(ImageFinding finding) {
        List<Usage> users = finding.usedBy();
        if (finding.expected() != null) {
            // The first user's stands for all of them, though others may have another.
            long expectations = users.stream().map(Usage::expected).distinct().count();
            return expectations > 1
                    ? "accepted for " + expectations + " reasons, -o wide shows which user for which"
                    : "";
        }
        long accepted = users.stream().filter(usage -> usage.expected() != null).count();
        return accepted == 0
                ? ""
                : accepted + " of its " + Tally.count(users.size(), "user") + (accepted == 1 ? " is" : " are")
                        + " accepted, -o wide shows which";
    }
}

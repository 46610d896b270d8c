package eu.skyscrapers.ptc.report.text;

import static eu.skyscrapers.ptc.report.text.Lines.shown;

import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.Ink;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Direct images in the table, grouped by what there is to do about them, each with its users and its replacement. */
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
        List<Images.Group> groups = Images.groups(findings, Verdict.DIRECT, failOn);
        // What can be mended at once comes last, next to the prompt.
        Collections.reverse(groups);
        List<ImageFinding> images =
                groups.stream().flatMap(group -> group.images().stream()).toList();
        IntFunction<ImageRows.Row> row =
                i -> new ImageRows.Row("  - " + shown(images.get(i).image()), users.apply(images.get(i)));
        ImageRows rows = new ImageRows(lines, images.size(), Users.CELLS, row, ink::bold, line -> line);
        int next = 0;
        for (Images.Group group : groups) {
            String title = group.expected() ? ink.accepted(group.title()) : ink.bad(group.title());
            heading(title, group.images().size(), group.meaning());
            for (ImageFinding image : group.images()) {
                rows.write(next++);
                lines.facts(Images.entry(whole.apply(image)), ink);
            }
        }
    }

    /** Starts a group; the numbers of a section's groups add up to that of the section. */
    void heading(String title, int number, String meaning) throws IOException {
        lines.apart(1);
        lines.sentence(2, title + " (" + number + "): ", meaning);
    }
}

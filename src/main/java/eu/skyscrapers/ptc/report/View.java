package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Verdict;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How to show a result. Nothing here changes the outcome or a count.
 *
 * @param only the verdicts whose images are listed
 * @param color whether the table may use the terminal's colours
 * @param columns the width that the table is laid out for, in characters
 * @param version of this program
 * @param frame what stands around the rows of {@code -o wide}
 */
public record View(Set<Verdict> only, boolean color, int columns, String version, Frame frame) {
    /** How much a report of rows says beside them. */
    public enum Frame {
        /** For people: what was audited stands first. */
        WHOLE,
        /** For a pipe or a file: the titles of the columns stand first, and what else there is to say last. */
        ROWS_FIRST,
        /** Only the rows. */
        ROWS
    }

    public View(Set<Verdict> only, boolean color, int columns, String version) {
        this(only, color, columns, version, Frame.WHOLE);
    }

    public View {
        EnumSet<Verdict> copy = EnumSet.noneOf(Verdict.class);
        copy.addAll(only);
        // In the order of every report, so that no hash order reaches an output.
        only = Collections.unmodifiableSet(copy);
    }

    public boolean shows(Verdict verdict) {
        return only.contains(verdict);
    }

    /** A cluster's images that are listed. */
    public List<ImageFinding> listed(ClusterResult cluster) {
        return cluster.images().stream()
                .filter(finding -> shows(finding.verdict()))
                .toList();
    }
}

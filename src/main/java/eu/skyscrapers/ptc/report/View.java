package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Keyed;
import eu.skyscrapers.ptc.audit.Verdict;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to show a result. Nothing here changes the outcome or a count.
 *
 * @param only which images are listed
 * @param whole whether lists for people are whole, however long
 * @param color whether the table may use the terminal's colours
 * @param columns the width that the table is laid out for, in characters
 * @param version of this program
 * @param frame what stands around the rows of {@code -o wide}
 * @param room the most that {@code -o markdown} may write, in bytes of UTF-8
 * @param binding of {@code -o admission-policy}
 */
public record View(
        Set<Only> only,
        boolean whole,
        boolean color,
        int columns,
        String version,
        Frame frame,
        int room,
        Binding binding) {
    /** A comment on GitHub has 65,536 characters at most; this leaves some for what a workflow puts around it. */
    private static final int COMMENT = 60_000;

    /** The words of {@code --only}. */
    public enum Only implements Keyed {
        VIA_PTC(Verdict.VIA_PTC),
        EXEMPT(Verdict.EXEMPT),
        DIRECT(Verdict.DIRECT),
        /** Of the direct images those that nobody accepts. */
        UNEXPECTED(Verdict.DIRECT);

        /** Every image. */
        public static final Set<Only> ALL = Collections.unmodifiableSet(EnumSet.of(VIA_PTC, EXEMPT, DIRECT));

        private final Verdict verdict;

        Only(Verdict verdict) {
            this.verdict = verdict;
        }
    }

    /** How much a report of rows says beside them. */
    public enum Frame {
        /** For people: what was audited stands first. */
        WHOLE,
        /** For a pipe or a file: the titles of the columns stand first, and what else there is to say last. */
        ROWS_FIRST,
        /** Only the rows. */
        ROWS
    }

    /**
     * Where an admission policy holds.
     *
     * @param api the version of {@code admissionregistration.k8s.io}
     * @param label that a namespace must have
     * @param value of that label; null for any
     */
    public record Binding(
            String api, String label, @Nullable String value) {
        /** The first version is the default. */
        public static final List<String> APIS = List.of("v1", "v1beta1");

        public static final Binding DEFAULT = new Binding(APIS.get(0), "ecr-pull-through-cache", "enabled");
    }

    public View(Set<Only> only, boolean color, int columns, String version) {
        this(only, false, color, columns, version, Frame.WHOLE);
    }

    public View(Set<Only> only, boolean whole, boolean color, int columns, String version, Frame frame) {
        this(only, whole, color, columns, version, frame, COMMENT, Binding.DEFAULT);
    }

    public View withRoom(int bytes) {
        return new View(only, whole, color, columns, version, frame, bytes, binding);
    }

    public View with(Binding other) {
        return new View(only, whole, color, columns, version, frame, room, other);
    }

    public View {
        EnumSet<Only> copy = EnumSet.noneOf(Only.class);
        copy.addAll(only);
        // In the order of every report, so that no hash order reaches an output.
        only = Collections.unmodifiableSet(copy);
    }

    /** Whether no image is left out. */
    public boolean showsAll() {
        return only.containsAll(Only.ALL);
    }

    /** Whether images of this verdict are listed, though perhaps not all of them. */
    public boolean shows(Verdict verdict) {
        return only.stream().anyMatch(each -> each.verdict == verdict);
    }

    public boolean shows(ImageFinding finding) {
        return finding.expected() == null ? shows(finding.verdict()) : showsExpected();
    }

    /** Whether direct images are listed although somebody accepts them. */
    public boolean showsExpected() {
        return only.contains(Only.DIRECT);
    }

    /** A cluster's images that are listed. */
    public List<ImageFinding> listed(ClusterResult cluster) {
        return cluster.images().stream().filter(this::shows).toList();
    }
}

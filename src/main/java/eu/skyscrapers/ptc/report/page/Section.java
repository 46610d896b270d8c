package eu.skyscrapers.ptc.report.page;

import java.util.List;
import java.util.Locale;

/**
 * One thing that a report says besides the images, of one cluster or of the whole audit.
 *
 * @param title one or two words of ours
 * @param fails whether it fails the audit
 * @param caption some words of ours that say more than the title; may be empty
 * @param cluster its place in the audit, or {@link #WHOLE}
 * @param entries made when they are asked for: all at once they may be more than fits into memory as text
 */
public record Section(String title, Weight weight, boolean fails, String caption, int cluster, List<Entry> entries) {
    public static final int WHOLE = -1;

    /** The heaviest first. */
    public enum Weight {
        /** Nobody may miss it. */
        FIRST,
        /** Weighs more than any image. */
        FAULT,
        /** What should be tidied up. */
        TIDY
    }

    public boolean needsAnEye() {
        return weight != Weight.TIDY;
    }

    /** To link to it. */
    public String id() {
        return title.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}

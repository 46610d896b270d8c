package eu.skyscrapers.ptc.audit;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of any report should know besides images, pulls and faults of the rules: every report shows it, and
 * standard error does. A new one costs the one place that makes it.
 *
 * @param key a word for programs; stable
 * @param cluster the name of the cluster that it is about; null where it is about the whole audit
 * @param text a sentence, with what to do
 * @param failure a few words for the line of the outcome; null for a hint that fails no audit
 */
public record Hint(
        String key,
        @Nullable String cluster,
        String text,
        @Nullable String failure) {

    /** About the whole audit, which does not fail by it. */
    public Hint(String key, String text) {
        this(key, null, text, null);
    }

    /** Whether it fails the audit, unless nothing does. */
    public boolean fails() {
        return failure != null;
    }

    /** What these say of the outcome, each once. */
    public static List<String> failures(List<Hint> hints) {
        return hints.stream()
                .map(Hint::failure)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** For a list of hints. The name stands behind the text, as it may be so long that a report cuts the line. */
    public String line() {
        return cluster == null ? text : text + " (in " + cluster + ")";
    }
}

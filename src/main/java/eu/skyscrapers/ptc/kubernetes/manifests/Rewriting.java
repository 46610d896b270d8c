package eu.skyscrapers.ptc.kubernetes.manifests;

import eu.skyscrapers.ptc.kubernetes.manifests.Node.Alias;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A text of manifests, YAML or JSON, in which other images take the place of some. */
public final class Rewriting {
    private final String before;
    private final List<Edit> edits;
    private final List<String> warnings;

    private Rewriting(String before, List<Edit> edits, List<String> warnings) {
        this.before = before;
        this.edits = List.copyOf(edits);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * @param replacement the image to put in the place of another, or null to leave it: one that YAML takes without quotes,
     *     as it takes every image reference
     * @throws ManifestException when the text cannot be read to its end
     */
    public static Rewriting of(String text, Function<String, @Nullable String> replacement) throws ManifestException {
        List<Edit> edits = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Documents.read(text, root -> {
            Images images = Images.of(root);
            SideEffects sideEffects = new SideEffects();
            for (Scalar image : images.written()) {
                String other = replacement.apply(image.text);
                if (other != null) {
                    edits.add(edit(image, other, text));
                    sideEffects.changed(image);
                }
            }
            for (Alias alias : images.aliases()) {
                // An image that is written where it is used changes there, and its aliases with it. The anchor of any
                // other text is none of ours: it may well be the tag in a label.
                if (alias.target instanceof Scalar image && !images.written().contains(image)) {
                    String other = replacement.apply(image.text);
                    if (other != null) {
                        edits.add(new Edit(alias.start, alias.end, other));
                        sideEffects.changed(alias);
                    }
                }
            }
            warnings.addAll(sideEffects.warnings());
        });
        edits.sort(Comparator.comparingInt(Edit::start));
        return new Rewriting(text, edits, warnings);
    }

    private static Edit edit(Scalar image, String other, String text) {
        return switch (image.style) {
            case PLAIN -> new Edit(image.start, image.end, other);
            case SINGLE_QUOTED -> new Edit(image.start, image.end, "'" + other + "'");
            case DOUBLE_QUOTED -> new Edit(image.start, image.end, '"' + other + '"');
            case BLOCK -> {
                int start = blockContent(image.start, text);
                if (!text.startsWith(image.text, start)) {
                    throw new IllegalStateException("the image of a block scalar is not in its first line");
                }
                yield new Edit(start, start + image.text.length(), other);
            }
        };
    }

    /** Behind the line of the indicator and the indentation: a reference has no line breaks, and so one line. */
    private static int blockContent(int start, String text) {
        int i = start;
        while (text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        i += text.startsWith("\r\n", i) ? 2 : 1;
        while (text.charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    public boolean changes() {
        return !edits.isEmpty();
    }

    /** What changes besides images, one line each, which begins with the number of its line in the text. */
    public List<String> warnings() {
        return warnings;
    }

    /** The text with the other images in it. */
    public String after() {
        StringBuilder after = new StringBuilder(before.length() + edits.size() * 64);
        int done = 0;
        for (Edit edit : edits) {
            after.append(before, done, edit.start()).append(edit.text());
            done = edit.end();
        }
        return after.append(before, done, before.length()).toString();
    }

    /**
     * The changes as a unified diff, which {@code patch} applies; empty when there are none.
     *
     * @param shown how each line of the text is to be shown; as it is, if it shall be applied
     */
    public String diff(UnaryOperator<String> shown) {
        return new UnifiedDiff(before, edits, shown).toString();
    }
}

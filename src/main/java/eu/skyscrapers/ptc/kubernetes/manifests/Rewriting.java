package eu.skyscrapers.ptc.kubernetes.manifests;

import eu.skyscrapers.ptc.kubernetes.manifests.Node.Alias;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Mapping;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Scalar;
import eu.skyscrapers.ptc.kubernetes.manifests.NodeTokens.At;
import eu.skyscrapers.ptc.kubernetes.objects.Findings;
import eu.skyscrapers.ptc.kubernetes.objects.ListPage;
import eu.skyscrapers.ptc.kubernetes.objects.MalformedException;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A text of manifests, YAML or JSON, in which other images take the place of some. */
public final class Rewriting {
    /** Which image comes in the place of another. */
    public interface Replacement {
        /** Null to leave the image; else one that YAML takes without quotes, as it takes every image reference. */
        @Nullable
        String of(Workload workload, ImageUse use);
    }

    private final String before;
    private final List<Edit> edits;
    private final List<String> warnings;

    private Rewriting(String before, List<Edit> edits, List<String> warnings) {
        this.before = before;
        this.edits = List.copyOf(edits);
        this.warnings = List.copyOf(warnings);
    }

    /** @throws ManifestException when the text cannot be read to its end */
    public static Rewriting of(String text, Replacement replacement) throws ManifestException {
        List<Edit> edits = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Documents.read(text, root -> {
            Images images = new Images(replacement);
            if (root instanceof Mapping) {
                images.read(root);
            }
            Map<Node, @Nullable String> changes = images.changes;
            SideEffects sideEffects = new SideEffects();
            changes.forEach((node, other) -> {
                // An image that is written where it is used changes there, and its aliases with it. The anchor of any
                // other text is none of ours: it may well be the tag in a label.
                if (other != null && !(node instanceof Alias alias && changes.containsKey(alias.target))) {
                    edits.add(
                            node instanceof Alias alias
                                    ? new Edit(alias.start, alias.end, other)
                                    : edit((Scalar) node, other, text));
                    sideEffects.changed(node);
                }
            });
            warnings.addAll(sideEffects.warnings());
        });
        edits.sort(Comparator.comparingInt(Edit::start));
        return new Rewriting(text, edits, warnings);
    }

    /** The images of one document, as an audit finds them. */
    private static final class Images implements Findings {
        private final Replacement replacement;
        /** What comes in the place of each image; null for one that stays. */
        private final Map<Node, @Nullable String> changes = new LinkedHashMap<>();

        private @Nullable ManifestException misshapen;

        private Images(Replacement replacement) {
            this.replacement = replacement;
        }

        private void read(Node root) throws ManifestException {
            try {
                eu.skyscrapers.ptc.kubernetes.objects.Documents.readDocument(new NodeTokens(root), this);
            } catch (MalformedException e) {
                throw new ManifestException((int) e.line(), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (misshapen != null) {
                throw misshapen;
            }
        }

        @Override
        public void found(PodImages images) {
            for (ImageUse use : images.images()) {
                if (use.place() instanceof At at) {
                    at.follow();
                    changes.put(at.node(), replacement.of(images.workload(), use));
                }
            }
        }

        @Override
        public void owned(PodImages images, Workload owner) {
            found(images);
        }

        @Override
        public void passedOver(String kind) {}

        @Override
        public void leftOut() {}

        @Override
        public void problem(long line, String what) {}

        @Override
        public void misshapen(long line, String what) {
            misshapen = misshapen == null ? new ManifestException((int) line, what) : misshapen;
        }

        @Override
        public void page(ListPage page) {}
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

package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.manifests.Changes.Change;
import eu.skyscrapers.ptc.manifests.Node.Alias;
import eu.skyscrapers.ptc.manifests.Node.Mapping;
import eu.skyscrapers.ptc.manifests.Node.Scalar;
import eu.skyscrapers.ptc.manifests.NodeTokens.Within;
import eu.skyscrapers.ptc.objects.Documents;
import eu.skyscrapers.ptc.objects.Findings;
import eu.skyscrapers.ptc.objects.ListPage;
import eu.skyscrapers.ptc.objects.MalformedException;
import eu.skyscrapers.ptc.objects.NoManifest;
import eu.skyscrapers.ptc.text.TextEncoding;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** A text of manifests, YAML or JSON, in which other images take the place of some. */
public final class Rewriting {
    /** Which image comes in the place of another. */
    public interface Replacement {
        /** Null to leave the image; else one that YAML takes without quotes, as it takes every image reference. */
        @Nullable
        String of(Workload workload, ImageUse use);
    }

    /**
     * One change of a text.
     *
     * @param start the first character that goes
     * @param end behind the last character that goes
     * @param text what comes in their place
     */
    record Edit(int start, int end, String text) {}

    /** The line of a block's indicator and the first indentation: a reference has no line breaks, and so one line. */
    private static final Pattern BLOCK_HEAD = Pattern.compile(".*+\\R *+");

    private final String before;
    private final Charset charset;
    private final List<Edit> edits = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<MalformedException> objections = new ArrayList<>();
    private boolean blank = true;
    private boolean anyObject;

    private Rewriting(String before, Charset charset) {
        this.before = before;
        this.charset = charset;
    }

    /** @throws MalformedException when the text cannot be read to its end */
    public static Rewriting of(byte[] manifests, Replacement replacement) throws IOException {
        Optional<String> other = NoManifest.byBytes(manifests);
        if (other.isPresent()) {
            throw new MalformedException(1, other.get());
        }
        Charset charset = TextEncoding.of(manifests);
        Rewriting rewriting = new Rewriting(TextEncoding.text(manifests, charset), charset);
        NodeReader.read(rewriting.before, 0, rewriting.new Objects(replacement));
        rewriting.edits.sort(Comparator.comparingInt(Edit::start));
        return rewriting;
    }

    /** The objects of the text as an audit reads them, and their images as it finds them. */
    private final class Objects implements NodeReader.Visitor, Findings {
        private final Replacement replacement;
        private Changes changes = new Changes();
        private @Nullable MalformedException misshapen;

        private Objects(Replacement replacement) {
            this.replacement = replacement;
        }

        @Override
        public void object(Mapping object) throws IOException {
            blank = false;
            changes = new Changes();
            Documents.readDocument(new NodeTokens(object, before), this);
            if (misshapen != null) {
                throw misshapen;
            }
            SideEffects sideEffects = new SideEffects();
            for (Change change : changes.agreed()) {
                edits.add(edit(change, before));
                sideEffects.changed(change.at().node());
                if (change.at().within() != null) {
                    sideEffects.changed(change.at().within().text().scalar);
                }
            }
            warnings.addAll(changes.warnings());
            warnings.addAll(sideEffects.warnings());
        }

        @Override
        public void other(MalformedException what) {
            blank = false;
            objections.add(what);
        }

        @Override
        public void found(PodImages images) {
            anyObject = true;
            for (ImageUse use : images.images()) {
                if (use.place() != null) {
                    changes.add(use, replacement.of(images.workload(), use));
                }
            }
        }

        @Override
        public void owned(PodImages images, Workload owner) {
            found(images);
        }

        @Override
        public void passedOver(String kind) {
            anyObject = true;
        }

        @Override
        public void unrendered(long line, Workload object) {
            anyObject = true;
        }

        @Override
        public void leftOut() {}

        @Override
        public void problem(long line, String what) {
            other(new MalformedException(line, what));
        }

        /** There is no image in it. */
        @Override
        public void partial(long line, String what) {
            anyObject = true;
        }

        @Override
        public void misshapen(long line, String what) {
            misshapen = misshapen == null ? new MalformedException(line, what) : misshapen;
        }

        @Override
        public void unreadable(long line, String what) {
            warnings.add(line + ": " + what);
        }

        @Override
        public void page(ListPage page) {}
    }

    private static Edit edit(Change change, String text) {
        Within within = change.at().within();
        String holder = within == null ? text : within.text().scalar.text;
        Edit edit = change.at().node() instanceof Alias alias
                ? new Edit(alias.start, alias.end, change.then())
                : edit((Scalar) change.at().node(), change.then(), holder);
        return within == null ? edit : within.text().outer(edit);
    }

    private static Edit edit(Scalar image, String other, String text) {
        if (image.isBlock()) {
            Matcher head = BLOCK_HEAD.matcher(text).region(image.start, image.end);
            int start = head.lookingAt() ? head.end() : image.start;
            if (!text.startsWith(image.text, start)) {
                throw new IllegalStateException("the image of a block scalar is not in its first line");
            }
            return new Edit(start, start + image.text.length(), other);
        }
        String quote = image.style == ScalarStyle.PLAIN ? "" : text.substring(image.start, image.start + 1);
        return new Edit(image.start, image.end, quote + other + quote);
    }

    public boolean changes() {
        return !edits.isEmpty();
    }

    /** What changes besides images, one line each, which begins with the number of its line in the text. */
    public List<String> warnings() {
        return warnings;
    }

    /** The audit's words for documents that are not objects. */
    public List<MalformedException> objections() {
        return objections;
    }

    /** Whether there is nothing in the text, but for comments. */
    public boolean blank() {
        return blank;
    }

    /** Whether any document is an object, of whatever kind; a text without one is no manifest, whatever objects to it. */
    public boolean anyObject() {
        return anyObject;
    }

    /** The text with the other images in it, in its encoding. */
    public byte[] after() {
        StringBuilder after = new StringBuilder(before.length() + edits.size() * 64);
        int done = 0;
        for (Edit edit : edits) {
            after.append(before, done, edit.start()).append(edit.text());
            done = edit.end();
        }
        return after.append(before, done, before.length()).toString().getBytes(charset);
    }

    /**
     * The changes as a unified diff, which {@code patch} applies; empty when there are none.
     *
     * @param from what the text is called
     * @param to what the rewritten text is called
     * @param shown how each line of the text is to be shown; as it is, if it shall be applied
     */
    public String diff(String from, String to, UnaryOperator<String> shown) {
        return edits.isEmpty() ? "" : "--- " + from + "\n+++ " + to + "\n" + UnifiedDiff.of(before, edits, shown);
    }
}

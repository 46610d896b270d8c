package eu.skyscrapers.ptc.kubernetes.manifests;

import eu.skyscrapers.ptc.kubernetes.manifests.Node.Alias;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Mapping;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Scalar;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Sequence;
import eu.skyscrapers.ptc.kubernetes.objects.MalformedException;
import eu.skyscrapers.ptc.kubernetes.objects.Tokens;
import eu.skyscrapers.ptc.text.Meaning;
import eu.skyscrapers.ptc.workload.ImageUse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one document whose places are known: the same reader finds the same images in it as in the text of an
 * audit.
 */
final class NodeTokens implements Tokens {
    /**
     * The place of a scalar.
     *
     * @param node the scalar, or the alias that stands for it
     * @param via the aliases that lead there
     */
    record At(Node node, @Nullable Via via) implements ImageUse.Place {
        /** Marks the aliases that lead to an image. */
        void follow() {
            for (Via each = via; each != null; each = each.before()) {
                each.alias().followed = true;
            }
        }
    }

    record Via(Alias alias, @Nullable Via before) {}

    /** An object or array that is open for the reader. */
    private static final class Frame {
        private final @Nullable Mapping mapping;
        private final Iterator<Node> values;
        private final @Nullable Via via;
        /** The value of the field that was read last. */
        private @Nullable Node value;

        private Frame(@Nullable Mapping mapping, List<Node> values, @Nullable Via via) {
            this.mapping = mapping;
            this.values = values.iterator();
            this.via = via;
        }
    }

    private final Deque<Frame> frames = new ArrayDeque<>();
    private @Nullable Node root;
    private int unfolded;
    private long line;
    private String text = "";
    private boolean binary;
    private boolean opened;
    private @Nullable At place;

    NodeTokens(Node root) {
        this.root = root;
        this.line = root.line;
    }

    @Override
    public Token next() throws MalformedException {
        Frame frame = frames.peek();
        if (frame == null) {
            Node whole = root;
            root = null;
            return whole == null ? Token.END : value(whole, null);
        }
        Node value = frame.value;
        if (value != null) {
            frame.value = null;
            return value(value, frame.via);
        }
        opened = false;
        if (frame.mapping != null && frame.mapping.refusal != null) {
            throw frame.mapping.refusal;
        }
        if (!frame.values.hasNext()) {
            frames.pop();
            return frame.mapping != null ? Token.END_OBJECT : Token.END_ARRAY;
        }
        Node next = frame.values.next();
        if (frame.mapping == null) {
            return value(next, frame.via);
        }
        line = next.line;
        text = String.valueOf(next.field);
        binary = false;
        frame.value = next;
        return Token.FIELD;
    }

    private Token value(Node node, @Nullable Via before) throws MalformedException {
        line = node.line;
        Via via = node instanceof Alias alias ? new Via(alias, before) : before;
        if (via != null && ++unfolded > MAX_UNFOLDED) {
            throw new MalformedException(line, TOO_MANY);
        }
        Node content = node.content();
        opened = !(content instanceof Scalar);
        place = null;
        if (content instanceof Scalar scalar) {
            text = scalar.text;
            binary = scalar.meaning == Meaning.BINARY;
            place = scalar.meaning == Meaning.NULL ? null : new At(node, via);
            return place == null ? Token.NULL : Token.SCALAR;
        }
        if (content instanceof Mapping mapping) {
            frames.push(new Frame(mapping, mapping.values(), via));
            return Token.OBJECT;
        }
        frames.push(new Frame(null, ((Sequence) content).items, via));
        return Token.ARRAY;
    }

    @Override
    public String text() throws MalformedException {
        if (binary) {
            throw new MalformedException(line, BINARY);
        }
        return text;
    }

    @Override
    public @Nullable At place() {
        return place;
    }

    @Override
    public void skip() {
        if (opened) {
            frames.pop();
            opened = false;
        }
    }

    @Override
    public long line() {
        return line;
    }
}

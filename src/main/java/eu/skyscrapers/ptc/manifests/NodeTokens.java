package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.manifests.Node.Alias;
import eu.skyscrapers.ptc.manifests.Node.Mapping;
import eu.skyscrapers.ptc.manifests.Node.Scalar;
import eu.skyscrapers.ptc.manifests.Node.Sequence;
import eu.skyscrapers.ptc.objects.MalformedException;
import eu.skyscrapers.ptc.objects.Tokens;
import eu.skyscrapers.ptc.text.Meaning;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.ImageUse.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
     * @param within the string in which it stands; null for the text itself
     */
    record At(Node node, @Nullable Via via, @Nullable Within within) implements ImageUse.Place {
        /** Marks the aliases that lead to an image. */
        void follow() {
            for (Via each = via; each != null; each = each.before()) {
                each.alias().followed = true;
            }
            if (within != null) {
                within.at().follow();
            }
        }

        /** Whether the text can be changed where it is written. */
        boolean reachable() {
            return within == null || within.text().mapped();
        }
    }

    /**
     * What a scalar holds.
     *
     * @param at the scalar
     */
    record Within(Embedded text, At at) {}

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
    private final String whole;
    private final @Nullable Within within;
    private final Map<Scalar, Embedded> embedded;
    private @Nullable Node root;
    private int unfolded;
    private long line;
    private String text = "";
    private boolean binary;
    private boolean opened;
    private @Nullable At place;

    /** @param whole the text that the document is a part of */
    NodeTokens(Node root, String whole) {
        this(root, whole, null, new HashMap<>());
    }

    private NodeTokens(@Nullable Node root, String whole, @Nullable Within within, Map<Scalar, Embedded> embedded) {
        this.root = root;
        this.whole = whole;
        this.within = within;
        this.embedded = embedded;
        this.line = root == null ? 1 : root.line;
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
            place = scalar.meaning == Meaning.NULL ? null : new At(node, via, within);
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
    public boolean isBinary() {
        return binary;
    }

    @Override
    public @Nullable At place() {
        return place;
    }

    @Override
    public Tokens within(String yaml, long first, @Nullable Place scalar) throws MalformedException {
        At at = (At) Objects.requireNonNull(scalar);
        Scalar holder = (Scalar) at.node().content();
        Embedded text = embedded.get(holder);
        if (text == null) {
            text = new Embedded(holder, whole);
            try {
                Documents.read(yaml, (int) first, text);
            } catch (ManifestException e) {
                throw new MalformedException(e.line(), String.valueOf(e.getMessage()));
            }
            embedded.put(holder, text);
        }
        return new NodeTokens(text.root, yaml, new Within(text, at), embedded);
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

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
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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

    /**
     * An object or array that is open for the reader.
     *
     * @param node null for the document, around its root
     * @param values those that are left
     */
    private record Frame(
            Node.@Nullable Collection node,
            Iterator<Node> values,
            @Nullable Via via) {}

    private final Deque<Frame> frames = new ArrayDeque<>();
    private final String whole;
    private final @Nullable Within within;
    private final Map<Scalar, Embedded> embedded;

    /** Of the field that was read last. */
    private @Nullable Node value;

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
        this.frames.push(new Frame(null, Stream.ofNullable(root).iterator(), null));
        this.whole = whole;
        this.within = within;
        this.embedded = embedded;
        this.line = root == null ? 1 : root.line;
    }

    @Override
    public Token next() throws MalformedException {
        Frame frame = frames.element();
        Node due = value;
        if (due != null) {
            value = null;
            return value(due, frame.via());
        }
        opened = false;
        Mapping mapping = frame.node() instanceof Mapping object ? object : null;
        if (mapping != null && mapping.refusal != null) {
            throw mapping.refusal;
        }
        if (!frame.values().hasNext()) {
            if (frame.node() == null) {
                return Token.END;
            }
            frames.pop();
            return mapping != null ? Token.END_OBJECT : Token.END_ARRAY;
        }
        Node next = frame.values().next();
        if (mapping == null) {
            return value(next, frame.via());
        }
        line = next.line;
        text = String.valueOf(next.field());
        binary = false;
        value = next;
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
            frames.push(new Frame(mapping, mapping.values().iterator(), via));
            return Token.OBJECT;
        }
        Sequence sequence = (Sequence) content;
        frames.push(new Frame(sequence, sequence.items.iterator(), via));
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
    public Tokens within(String yaml, long first, @Nullable Place scalar) throws IOException {
        At at = (At) Objects.requireNonNull(scalar);
        Scalar holder = (Scalar) at.node().content();
        Embedded text = embedded.get(holder);
        if (text == null) {
            text = new Embedded(holder, whole);
            NodeReader.read(yaml, (int) first, text);
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

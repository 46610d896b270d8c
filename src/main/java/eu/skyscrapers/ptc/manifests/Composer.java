package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.manifests.Node.Alias;
import eu.skyscrapers.ptc.manifests.Node.Mapping;
import eu.skyscrapers.ptc.manifests.Node.Scalar;
import eu.skyscrapers.ptc.manifests.Node.Sequence;
import eu.skyscrapers.ptc.manifests.Node.Style;
import eu.skyscrapers.ptc.objects.Tokens;
import eu.skyscrapers.ptc.text.Meaning;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the nodes of one document together, in the order of its text and however deep they lie. */
final class Composer {
    private final Map<String, Node> anchors = new HashMap<>();
    private @Nullable Node open;
    private @Nullable Node root;

    /** Which field of the open mapping the next value is of. */
    private @Nullable String field;

    private boolean merge;

    /** How many fields merge keys have brought. */
    private int merged;

    /** The document, once it has ended; null when it is empty. */
    @Nullable
    Node root() {
        return root;
    }

    void scalar(int line, @Nullable String anchor, Meaning meaning, String text, Style style, int start, int end) {
        Scalar scalar = new Scalar(open, line, meaning, text, style, start, end);
        place(scalar);
        anchor(scalar, anchor);
        close(scalar);
    }

    void alias(int line, String name, int start, int end) throws ManifestException {
        Node target = anchors.get(name);
        if (target == null) {
            throw new ManifestException(line, Tokens.NO_ANCHOR);
        }
        Alias alias = new Alias(open, line, target, start, end);
        target.aliases.add(alias);
        place(alias);
        close(alias);
    }

    /** @param flow whether it is one in braces, in YAML */
    void mapping(int line, @Nullable String anchor, boolean flow) {
        open(new Mapping(open, line, flow), anchor);
    }

    void sequence(int line, @Nullable String anchor) {
        open(new Sequence(open, line), anchor);
    }

    private void open(Node collection, @Nullable String anchor) {
        place(collection);
        // The name is free until the collection ends: an alias within itself would have no end.
        if (anchor != null) {
            anchors.remove(anchor);
            collection.anchor = anchor;
        }
        open = collection;
    }

    /** Ends the collection that was opened last. */
    void end() throws ManifestException {
        Node ended = open;
        if (ended == null) {
            throw new IllegalStateException("no collection is open");
        }
        if (ended instanceof Mapping mapping) {
            merged += mapping.end();
            if (merged > Tokens.MAX_UNFOLDED) {
                throw new ManifestException(ended.line, Tokens.TOO_MANY);
            }
        }
        anchor(ended, ended.anchor);
        open = ended.parent;
        close(ended);
    }

    private void anchor(Node node, @Nullable String anchor) {
        if (anchor != null) {
            node.anchor = anchor;
            anchors.put(anchor, node);
        }
    }

    private void place(Node node) {
        if (open instanceof Mapping mapping) {
            node.field = mapping.atKey ? null : field;
            node.merged = !mapping.atKey && merge;
        } else if (open == null) {
            root = node;
        }
    }

    private void close(Node node) {
        if (open instanceof Mapping mapping) {
            if (mapping.atKey) {
                Scalar key = node.content() instanceof Scalar scalar ? scalar : null;
                field = key == null ? null : key.text;
                merge = key != null && key.meaning == Meaning.MERGE;
                if (key == null || key.meaning == Meaning.BINARY) {
                    mapping.refuse(node.line, key == null ? Tokens.KEY_NOT_TEXT : Tokens.BINARY);
                } else if (mapping.flow && key.style == Style.PLAIN && key.text.startsWith("?")) {
                    mapping.refuse(node.line, Tokens.QUESTION_MARK);
                }
            } else {
                mapping.add(node);
            }
            mapping.atKey = !mapping.atKey;
        } else if (open instanceof Sequence sequence) {
            sequence.items.add(node);
        }
    }
}

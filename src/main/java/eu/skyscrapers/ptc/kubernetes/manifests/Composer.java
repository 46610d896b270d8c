package eu.skyscrapers.ptc.kubernetes.manifests;

import eu.skyscrapers.ptc.kubernetes.manifests.Node.Alias;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Mapping;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Scalar;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Sequence;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Style;
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

    void scalar(int line, @Nullable String anchor, String text, Style style, int start, int end) {
        Scalar scalar = new Scalar(open, line, text, style, start, end);
        place(scalar);
        anchor(scalar, anchor);
        close(scalar);
    }

    void alias(int line, String name, int start, int end) throws ManifestException {
        Node target = anchors.get(name);
        if (target == null) {
            throw new ManifestException(line, "the alias *" + name + " has no anchor before it");
        }
        Alias alias = new Alias(open, line, target, start, end);
        target.aliases.add(alias);
        place(alias);
        close(alias);
    }

    void mapping(int line, @Nullable String anchor) {
        open(new Mapping(open, line), anchor);
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
            if (merged > NodeTokens.MAX_UNFOLDED) {
                throw new ManifestException(ended.line, NodeTokens.TOO_MANY);
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
                field = node.content() instanceof Scalar key ? key.text : null;
                merge = node.content() instanceof Scalar key && key.style == Style.PLAIN && key.text.equals(Node.MERGE);
            } else {
                mapping.add(node);
            }
            mapping.atKey = !mapping.atKey;
        } else if (open instanceof Sequence sequence) {
            sequence.items.add(node);
        }
    }
}

package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.objects.MalformedException;
import eu.skyscrapers.ptc.objects.Tokens;
import eu.skyscrapers.ptc.text.Meaning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** A value of a document and where it stands. Nodes are equal to themselves only. */
abstract sealed class Node {
    /** From 1. */
    final int line;

    /** The mapping or sequence that this stands in; null for a document's root. */
    final @Nullable Collection parent;

    /** The key of its mapping that this is the value of; null elsewhere, and where the key is not a text. */
    private final @Nullable Scalar key;

    @Nullable
    String anchor;

    final List<Alias> aliases = new ArrayList<>(0);

    private Node(@Nullable Collection parent, int line) {
        this.parent = parent;
        this.line = line;
        this.key = parent instanceof Mapping mapping ? mapping.key : null;
    }

    /** Which field of its mapping this is the value of; null elsewhere, and where the key is not a text. */
    @Nullable
    String field() {
        return key == null ? null : key.text;
    }

    /** Whether this is the value of a merge key. */
    boolean merged() {
        return key != null && key.meaning == Meaning.MERGE;
    }

    /** What an alias stands for; this itself otherwise. */
    Node content() {
        return this instanceof Alias alias ? alias.target : this;
    }

    abstract static sealed class Collection extends Node {
        private Collection(@Nullable Collection parent, int line) {
            super(parent, line);
        }

        /** Takes in the next of its nodes, which has been read to its end; of a mapping, keys and values by turns. */
        abstract void add(Node node);
    }

    static final class Mapping extends Collection {
        /**
         * The values of each field, which are several where it is written twice; with the fields that merge keys bring, once
         * the mapping has been read to its end. Such a field is the same list as that of the mapping it comes from.
         */
        private final Map<@Nullable String, List<Node>> fields = new LinkedHashMap<>(4);

        private final List<Node> merges = new ArrayList<>(0);
        private final boolean flow;
        private boolean atKey = true;

        /** Of the value that comes next. */
        private @Nullable Scalar key;

        /** Why it cannot be read; null if it can. */
        @Nullable
        MalformedException refusal;

        /** @param flow whether it is one in braces, in YAML */
        Mapping(@Nullable Collection parent, int line, boolean flow) {
            super(parent, line);
            this.flow = flow;
        }

        @Nullable
        List<Node> field(@Nullable String name) {
            return name == null ? null : fields.get(name);
        }

        /** Each with the name of its field. */
        List<Node> values() {
            return fields.values().stream().flatMap(List::stream).toList();
        }

        @Override
        void add(Node node) {
            if (atKey) {
                key = node.content() instanceof Scalar scalar ? scalar : null;
                if (key == null || key.meaning == Meaning.BINARY) {
                    refuse(node.line, key == null ? Tokens.KEY_NOT_TEXT : Tokens.BINARY);
                } else if (flow && key.style == ScalarStyle.PLAIN && key.text.startsWith("?")) {
                    refuse(node.line, Tokens.QUESTION_MARK);
                }
            } else if (node.merged()) {
                merge(node);
            } else {
                fields.computeIfAbsent(node.field(), name -> new ArrayList<>(1)).add(node);
            }
            atKey = !atKey;
            key = atKey ? null : key;
        }

        private void merge(Node value) {
            List<Node> sources = value.content() instanceof Sequence sequence ? sequence.items : List.of(value);
            for (Node source : sources) {
                if (!(source.content() instanceof Mapping mapping)) {
                    refuse(value.line, Tokens.MERGE_OF_NONE);
                } else if (mapping.refusal != null) {
                    refusal = mapping.refusal;
                } else if (!Collections.disjoint(fields.keySet(), mapping.fields.keySet())) {
                    refuse(value.line, Tokens.MERGE_BEHIND);
                }
            }
            // Of several merge keys the last counts, of several mappings the first.
            merges.addAll(0, sources);
        }

        private void refuse(int place, String words) {
            refusal = new MalformedException(place, words);
        }

        /**
         * What the mapping says itself goes before what it merges.
         *
         * @return how many fields there were to merge
         */
        int end() {
            int merged = 0;
            for (Node from : merges) {
                if (from.content() instanceof Mapping mapping) {
                    mapping.fields.forEach(fields::putIfAbsent);
                    merged += mapping.fields.size();
                }
            }
            merges.clear();
            return merged;
        }
    }

    static final class Sequence extends Collection {
        final List<Node> items = new ArrayList<>();

        Sequence(@Nullable Collection parent, int line) {
            super(parent, line);
        }

        @Override
        void add(Node node) {
            items.add(node);
        }
    }

    static final class Scalar extends Node {
        final Meaning meaning;
        final String text;
        final ScalarStyle style;

        /** Without anchor and tag. */
        final int start;

        final int end;

        Scalar(
                @Nullable Collection parent,
                int line,
                Meaning meaning,
                String text,
                ScalarStyle style,
                int start,
                int end) {
            super(parent, line);
            this.meaning = meaning;
            this.text = text;
            this.style = style;
            this.start = start;
            this.end = end;
        }

        boolean isBlock() {
            return style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
        }
    }

    static final class Alias extends Node {
        final Node target;
        final int start;
        final int end;

        /** Whether an object is read through this alias on the way to an image. */
        boolean followed;

        Alias(@Nullable Collection parent, int line, Node target, int start, int end) {
            super(parent, line);
            this.target = target;
            this.start = start;
            this.end = end;
        }
    }
}

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

/** A value of a document and where it stands. Nodes are equal to themselves only. */
abstract sealed class Node {
    /** From 1. */
    final int line;

    /** The mapping or sequence that this stands in; null for a document's root. */
    final @Nullable Node parent;

    /** Which field of its mapping this is the value of; null elsewhere, and for a key that is no text. */
    @Nullable
    String field;

    /** Whether this is the value of a merge key. */
    boolean merged;

    @Nullable
    String anchor;

    final List<Alias> aliases = new ArrayList<>(0);

    private Node(@Nullable Node parent, int line) {
        this.parent = parent;
        this.line = line;
    }

    static final class Mapping extends Node {
        /** With those that merge keys bring, once the mapping has been read to its end. */
        private final Map<@Nullable String, Field> fields = new LinkedHashMap<>(4);

        private final List<Node> merges = new ArrayList<>(0);
        final boolean flow;
        boolean atKey = true;

        /** Why it cannot be read, to whoever reads it; null where it can. */
        @Nullable
        MalformedException refusal;

        Mapping(@Nullable Node parent, int line, boolean flow) {
            super(parent, line);
            this.flow = flow;
        }

        @Nullable
        Field field(@Nullable String name) {
            return name == null ? null : fields.get(name);
        }

        /** Each with the name of its field. */
        List<Node> values() {
            return fields.values().stream()
                    .flatMap(field -> field.values.stream())
                    .toList();
        }

        /** A value of the field of this name; a field that is written twice has two. */
        void add(Node value) {
            if (!value.merged) {
                fields.computeIfAbsent(value.field, name -> new Field()).values.add(value);
                return;
            }
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

        void refuse(int place, String words) {
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

    /** The values of one field: the same for the mapping that says it and for those that merge it. */
    static final class Field {
        final List<Node> values = new ArrayList<>(1);
    }

    static final class Sequence extends Node {
        final List<Node> items = new ArrayList<>();

        Sequence(@Nullable Node parent, int line) {
            super(parent, line);
        }
    }

    static final class Scalar extends Node {
        final String text;
        final Style style;
        final Meaning meaning;

        /** Without anchor and tag. */
        final int start;

        final int end;

        Scalar(@Nullable Node parent, int line, Meaning meaning, String text, Style style, int start, int end) {
            super(parent, line);
            this.meaning = meaning;
            this.text = text;
            this.style = style;
            this.start = start;
            this.end = end;
        }
    }

    enum Style {
        PLAIN,
        SINGLE_QUOTED,
        DOUBLE_QUOTED,
        BLOCK
    }

    static final class Alias extends Node {
        final Node target;
        final int start;
        final int end;

        /** Whether an object is read through this alias on the way to an image. */
        boolean followed;

        Alias(@Nullable Node parent, int line, Node target, int start, int end) {
            super(parent, line);
            this.target = target;
            this.start = start;
            this.end = end;
        }
    }

    /** What an alias stands for; this itself otherwise. */
    Node content() {
        return this instanceof Alias alias ? alias.target : this;
    }
}

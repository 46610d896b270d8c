package eu.skyscrapers.ptc.text;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a file in YAML, or in JSON, which is YAML too: with its place and its name, which every complaint has.
 *
 * <p>Values are looked at on demand: an alias costs nothing until it is followed, and a mistake where nobody looks hurts
 * nobody. Aliases may repeat each other without end: who follows them all has to count.
 */
public final class Value {
    /** Far beyond any plugin's configuration, far below what an environment variable can carry. */
    private static final int JSON_LIMIT = 10_000;

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern OLD_NUMBER = Pattern.compile("[-+]?(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
            + "|([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9_]+)([eE][-+]?[0-9_]+)?|\\.(inf|Inf|INF|nan|NaN|NAN))");
    private static final Set<Tag> KEYS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

    private final Source source;
    private final String name;
    private final Node node;
    /** What replaces this mapping's own fields; null for a field that is taken away. */
    private final Map<String, @Nullable Value> instead;

    private Value(Source source, String name, Node node, Map<String, @Nullable Value> instead) {
        this.source = source;
        this.name = name;
        this.node = node;
        this.instead = instead;
    }

    private Value(Source source, String name, Node node) {
        this(source, name, node, Map.of());
    }

    /**
     * The documents of a file; none if there are only white space and comments.
     *
     * @param file what messages call it
     */
    public static List<Value> read(String file, byte[] content) throws ConfigurationException {
        return read(new Source(file, false), content);
    }

    /** The documents of a kubeconfig, which is read as kubectl does, and of which no message shows a value. */
    public static List<Value> readKubeconfig(Path file, byte[] content) throws ConfigurationException {
        return read(new Source(file.toString(), true), content);
    }

    private static List<Value> read(Source source, byte[] content) throws ConfigurationException {
        return YamlDocuments.read(source, content).stream()
                .map(document -> new Value(source, "", document))
                .toList();
    }

    /**
     * A text, a flag, a list or a mapping of such, that stands in no kubeconfig but is taken for a part of one.
     *
     * @param place what complaints name instead; below its folder, the working directory for a bare word, are paths looked
     *     for
     */
    public static Value of(Path place, Object value) {
        return new Value(new Source(place.toString(), true), "", made(value));
    }

    private static Node made(Object value) {
        if (value instanceof Map<?, ?> fields) {
            List<NodeTuple> tuples = new ArrayList<>();
            fields.forEach((key, field) -> tuples.add(new NodeTuple(made(key), made(field))));
            return new MappingNode(Tag.MAP, tuples, FlowStyle.FLOW);
        }
        if (value instanceof List<?> items) {
            return new SequenceNode(Tag.SEQ, items.stream().map(Value::made).toList(), FlowStyle.FLOW);
        }
        return value instanceof Boolean
                ? new ScalarNode(Tag.BOOL, value.toString(), ScalarStyle.PLAIN)
                : new ScalarNode(Tag.STR, value.toString(), ScalarStyle.DOUBLE_QUOTED);
    }

    /** This mapping with other fields; null takes one away. */
    public Value with(Map<String, @Nullable Value> fields) {
        return new Value(source, name, node, fields);
    }

    /** A null at this place. */
    public Value nothing() {
        return new Value(
                source,
                name,
                new ScalarNode(Tag.NULL, true, "", ScalarStyle.PLAIN, node.getStartMark(), node.getEndMark()));
    }

    /** {@code FILE:LINE:COLUMN}; of a kubeconfig {@code FILE:LINE}. */
    public String place() {
        return source.place(line(node), column(node));
    }

    /** {@code FILE:LINE} */
    public String line() {
        return source.file() + (line(node) > 0 ? ":" + line(node) : "");
    }

    /** From one; zero where the place is not known. */
    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private static int column(Node node) {
        return node.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
    }

    public ConfigurationException problem(String words) {
        return problem(node, words);
    }

    private ConfigurationException problem(Node at, String words) {
        return source.problem(line(at), column(at), words);
    }

    /** What this value means to somebody. */
    public interface Meaning<T> {
        T of() throws InvalidValueException;
    }

    /** @param subject what a complaint is about, in words */
    public <T> T meaning(String subject, Meaning<T> meaning) throws ConfigurationException {
        try {
            return meaning.of();
        } catch (InvalidValueException e) {
            throw problem(subject + " " + e.predicate());
        }
    }

    /** A path in this file, relative to the folder that holds it. */
    public Path resolve(String path) throws InvalidValueException {
        return SmallFile.resolve(Path.of(source.file()).toAbsolutePath().resolveSibling(""), path);
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    /** Whether it is a mapping or a list without anything in it. */
    public boolean isEmpty() {
        return node instanceof CollectionNode<?> collection
                && collection.getValue().isEmpty();
    }

    /** Neither mapping nor list; may be null. */
    private boolean isSingle() {
        return node instanceof ScalarNode;
    }

    /** Whether it is a single value without quotes. */
    private boolean isPlain() {
        return node instanceof ScalarNode scalar && scalar.isPlain();
    }

    /** {@code 1.10} without quotes is a number, and a number is 1.1. */
    private boolean isText() {
        return node.getTag().equals(Tag.STR);
    }

    /**
     * Whether go-yaml 2, by which kubectl reads, takes it for text too: it follows YAML 1.1, with more words for true and
     * false and more ways to write a number.
     */
    private boolean isOldText() {
        return isText()
                && !(isPlain()
                        && (oldFlag().isPresent() || OLD_NUMBER.matcher(raw()).matches()));
    }

    /** What the characters of a single value mean in YAML 1.1, which has more words for true and false; quotes or not. */
    private Optional<Boolean> oldFlag() {
        return switch (raw()) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> Optional.of(true);
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The characters of a single value of any type, without their quotes; empty where it is none. */
    public String raw() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** The characters of a single value of any type. */
    public String scalar() throws ConfigurationException {
        if (!isSingle() || isNull()) {
            throw wrongType("a single value");
        }
        return raw();
    }

    /** Text, and only text, to whoever reads the file. */
    public String text() throws ConfigurationException {
        if (source.isKubeconfig() ? isOldText() : isText()) {
            return raw();
        }
        if (source.isKubeconfig()) {
            throw isSingle()
                    ? problem(name + " must be a string, and kubectl takes it for something else; put it in quotes")
                    : wrongType("a string");
        }
        throw wrongType(isSingle() && !isNull() ? "text; put it in quotes" : "text");
    }

    /** To kubectl the words of YAML 1.1 are flags too, and a quoted "true" is a string. Elsewhere they are refused. */
    public boolean flag() throws ConfigurationException {
        Optional<Boolean> meant = oldFlag();
        if (meant.isEmpty() || (source.isKubeconfig() && !isPlain())) {
            throw wrongType("true or false");
        }
        if (source.isKubeconfig() || node.getTag().equals(Tag.BOOL)) {
            return meant.get();
        }
        if (raw().equalsIgnoreCase(meant.get().toString())) {
            throw problem(name + " must be true or false, not text in quotes; take the quotes away");
        }
        String found =
                isPlain() ? Words.excerpt(raw()) + ", which some readers of YAML take for text" : "text in quotes";
        throw problem(name + " must be true or false, not " + found + "; write " + meant.get());
    }

    public List<Value> items() throws ConfigurationException {
        if (!(node instanceof SequenceNode list)) {
            throw wrongType("a list");
        }
        List<Value> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(new Value(source, name + "[" + items.size() + "]", item));
        }
        return items;
    }

    public ConfigurationException wrongType(String wanted) {
        String found = "a single value";
        if (isList() || isMapping()) {
            found = isList() ? "a list" : "a mapping";
        } else if (!source.isKubeconfig()) {
            found = isNull() ? "nothing" : isText() ? "text" : Words.excerpt(raw());
        }
        String subject = name.isEmpty() ? source.isKubeconfig() ? "a kubeconfig" : "the file" : name;
        return problem(subject + " must be " + wanted + ", not " + found);
    }

    /** The value of a key, even a null; Java's null only where the key is missing. */
    public @Nullable Value get(String key) throws ConfigurationException {
        if (instead.containsKey(key)) {
            return instead.get(key);
        }
        // All keys of a kubeconfig are read, as kubectl does: none stands twice.
        NodeTuple field = fields(source.isKubeconfig() ? null : Set.of(key)).get(key);
        return field == null ? null : child(key, field.getValueNode());
    }

    /** The value of a key; null where the key is missing or its value is {@code null}, which is the same to Go. */
    public @Nullable Value given(String key) throws ConfigurationException {
        Value value = get(key);
        return value == null || (value.isNull() && value.instead.isEmpty()) ? null : value;
    }

    /** The mapping under a key; an empty one, at this place, where there is none. */
    public Value mapping(String key) throws ConfigurationException {
        Value value = given(key);
        return value != null ? value : child(key, nothing().node);
    }

    /** The text of a key; null where it is missing or empty, which is the same to kubectl. */
    public @Nullable String text(String key) throws ConfigurationException {
        Value value = given(key);
        String text = value == null ? "" : value.text();
        return text.isEmpty() ? null : text;
    }

    public boolean flag(String key) throws ConfigurationException {
        Value value = given(key);
        return value != null && value.flag();
    }

    public List<Value> list(String key) throws ConfigurationException {
        Value value = given(key);
        return value == null ? List.of() : value.items();
    }

    public List<String> texts(String key) throws ConfigurationException {
        List<String> texts = new ArrayList<>();
        for (Value item : list(key)) {
            texts.add(item.isNull() ? "" : item.text());
        }
        return texts;
    }

    /** In the order of the file. */
    public Set<String> keys() throws ConfigurationException {
        Set<String> keys = new LinkedHashSet<>(fields(null).keySet());
        instead.forEach((key, value) -> {
            if (value == null) {
                keys.remove(key);
            } else {
                keys.add(key);
            }
        });
        return keys;
    }

    /** The mapping's keys that are none of the known ones, in the order of the file. Also finds a key that stands twice. */
    public List<Value> unknownKeys(Collection<String> known) throws ConfigurationException {
        List<Value> unknown = new ArrayList<>();
        fields(null).forEach((key, field) -> {
            if (!known.contains(key)) {
                unknown.add(new Value(source, name, field.getKeyNode()));
            }
        });
        return unknown;
    }

    private Value child(String key, Node value) {
        return new Value(source, name.isEmpty() ? key : name + "." + key, value);
    }

    /**
     * The fields of a mapping and of its merge keys, in the order of the file.
     *
     * @param asked the keys to return, and not to stand twice; null for all
     */
    private Map<String, NodeTuple> fields(@Nullable Set<String> asked) throws ConfigurationException {
        Map<String, NodeTuple> fields = new LinkedHashMap<>();
        // A mapping that says nothing is an empty one to kubectl.
        if (!(source.isKubeconfig() && isNull())) {
            if (!isMapping()) {
                throw wrongType("a mapping");
            }
            collect(node, asked, fields, Collections.newSetFromMap(new IdentityHashMap<>()));
        }
        return fields;
    }

    /**
     * Adds the fields of a mapping and of its merge keys, as they stand; {@code seen} ends a circle. To YAML a mapping's own
     * field goes before a merged one, to go-yaml 2, by which kubectl reads, whichever stands last.
     */
    private void collect(Node from, @Nullable Set<String> asked, Map<String, NodeTuple> fields, Set<Node> seen)
            throws ConfigurationException {
        if (!seen.add(from)) {
            return;
        }
        Set<String> own = new HashSet<>();
        for (NodeTuple tuple : ((MappingNode) from).getValue()) {
            Node key = tuple.getKeyNode();
            String word = key instanceof ScalarNode scalar ? scalar.getValue() : "";
            boolean merge = word.equals("<<");
            boolean wanted = merge || asked == null || asked.contains(word);
            if (merge && own.add(word)) {
                for (Map.Entry<String, NodeTuple> merged :
                        merged(tuple, asked, seen).entrySet()) {
                    if (fields.putIfAbsent(merged.getKey(), merged.getValue()) != null) {
                        throw ambiguous(
                                key,
                                "the merge key << repeats the key " + merged.getKey()
                                        + " before it; write << once, and first");
                    }
                }
            } else if (wanted && !(key instanceof ScalarNode && KEYS.contains(key.getTag()))) {
                throw problem(key, "a key must be text");
            } else if (wanted && !own.add(word)) {
                // kubectl takes the last one and never says so.
                throw problem(key, "the key " + Words.excerpt(word) + " appears twice in one mapping; remove one");
            } else if (wanted) {
                fields.put(word, tuple);
            }
        }
    }

    /** What a merge key adds: the fields of a mapping, or of several, of which the first goes first. */
    private Map<String, NodeTuple> merged(NodeTuple merge, @Nullable Set<String> asked, Set<Node> seen)
            throws ConfigurationException {
        Node key = merge.getKeyNode();
        int length = key.getEndMark().map(Mark::getIndex).orElse(0)
                - key.getStartMark().map(Mark::getIndex).orElse(0);
        List<Node> mappings =
                merge.getValueNode() instanceof SequenceNode list ? list.getValue() : List.of(merge.getValueNode());
        // In quotes it is no merge key, but with a tag it may be one.
        if (length != 2 || !mappings.stream().allMatch(MappingNode.class::isInstance)) {
            throw ambiguous(key, "a key << merges one mapping, or a list of them, and stands without quotes and tag");
        }
        Map<String, NodeTuple> all = new LinkedHashMap<>();
        for (Node mapping : mappings) {
            Map<String, NodeTuple> fields = new LinkedHashMap<>();
            collect(mapping, asked, fields, seen);
            fields.forEach(all::putIfAbsent);
        }
        return all;
    }

    private ConfigurationException ambiguous(Node key, String words) {
        return problem(key, Source.AMBIGUOUS + words);
    }

    /** Writes this value as JSON, for a plugin that wants its configuration. */
    public void writeTo(JsonGenerator json) throws IOException, ConfigurationException {
        write(json, this, new int[] {JSON_LIMIT});
    }

    private void write(JsonGenerator json, Value value, int[] budget) throws IOException, ConfigurationException {
        // Aliases may repeat each other without end: the text written is counted, not the text read.
        if (--budget[0] < 0) {
            throw problem(name + " is too large for a credential plugin");
        }
        if (value.isMapping()) {
            json.writeStartObject();
            for (Map.Entry<String, NodeTuple> field : value.fields(null).entrySet()) {
                json.writeFieldName(field.getKey());
                write(json, new Value(source, name, field.getValue().getValueNode()), budget);
            }
            json.writeEndObject();
        } else if (value.isList()) {
            json.writeStartArray();
            for (Value item : value.items()) {
                write(json, item, budget);
            }
            json.writeEndArray();
        } else if (value.isNull()) {
            json.writeNull();
        } else if (value.isPlain() && value.oldFlag().isPresent()) {
            json.writeBoolean(value.oldFlag().get());
        } else if (value.isOldText()) {
            json.writeString(value.raw());
        } else if (JSON_NUMBER.matcher(value.raw()).matches()) {
            json.writeNumber(value.raw());
        } else {
            throw problem(name + " holds a number that JSON cannot hold as it is written; put it in quotes");
        }
    }
}

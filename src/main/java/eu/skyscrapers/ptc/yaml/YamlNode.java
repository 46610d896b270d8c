package eu.skyscrapers.ptc.yaml;

import eu.skyscrapers.ptc.yaml.YamlException.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * One value with its place, looked at on demand: an alias costs nothing until it is followed, and a mistake where nobody
 * looks hurts nobody. Aliases may repeat each other without end: who follows them all has to count.
 */
public final class YamlNode {
    public record Field(YamlNode key, YamlNode value) {}

    private final Node node;

    YamlNode(Node node) {
        this.node = node;
    }

    /** A text, a flag, a list or a mapping of such, that stands in no file. */
    public static YamlNode of(Object value) {
        return new YamlNode(made(value));
    }

    private static Node made(Object value) {
        if (value instanceof Map<?, ?> fields) {
            List<NodeTuple> tuples = new ArrayList<>();
            fields.forEach((key, field) -> tuples.add(new NodeTuple(made(key), made(field))));
            return new MappingNode(Tag.MAP, tuples, FlowStyle.FLOW);
        }
        if (value instanceof List<?> items) {
            return new SequenceNode(Tag.SEQ, items.stream().map(YamlNode::made).toList(), FlowStyle.FLOW);
        }
        return value instanceof Boolean
                ? new ScalarNode(Tag.BOOL, value.toString(), ScalarStyle.PLAIN)
                : new ScalarNode(Tag.STR, value.toString(), ScalarStyle.DOUBLE_QUOTED);
    }

    /** From one; zero where the place is not known. */
    public int line() {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    /** From one; zero where the place is not known. */
    public int column() {
        return node.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Neither mapping nor list; may be null. */
    public boolean isSingle() {
        return node instanceof ScalarNode;
    }

    public boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    public boolean isText() {
        return node.getTag().equals(Tag.STR);
    }

    public boolean isFlag() {
        return node.getTag().equals(Tag.BOOL);
    }

    /** Not every way to write one is Java's. */
    public boolean isInteger() {
        return node.getTag().equals(Tag.INT);
    }

    /** Not every way to write one is Java's. */
    public boolean isDecimal() {
        return node.getTag().equals(Tag.FLOAT);
    }

    /** Whether it is a single value without quotes. */
    public boolean isPlain() {
        return node instanceof ScalarNode scalar && scalar.isPlain();
    }

    /** Whether it is a mapping or a list without anything in it. */
    public boolean isEmpty() {
        return node instanceof CollectionNode<?> collection
                && collection.getValue().isEmpty();
    }

    /** The characters of a single value of any type, without their quotes; empty where it is none. */
    public String raw() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** What the characters of a single value mean in YAML 1.1, which has more words for true and false; quotes or not. */
    public Optional<Boolean> oldFlag() {
        return switch (raw()) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> Optional.of(true);
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The items of a list; none where it is no list. */
    public List<YamlNode> items() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(YamlNode::new).toList()
                : List.of();
    }

    /** A null at this place. */
    public YamlNode nothing() {
        return new YamlNode(
                new ScalarNode(Tag.NULL, true, "", ScalarStyle.PLAIN, node.getStartMark(), node.getEndMark()));
    }

    /**
     * The fields of a mapping and of its merge keys, in the order of the file; none where it is no mapping.
     *
     * @param asked the keys to return, and not to stand twice; null for all
     */
    public Map<String, Field> fields(@Nullable Set<String> asked) throws YamlException {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (isMapping()) {
            collect(node, asked, fields, Collections.newSetFromMap(new IdentityHashMap<>()));
        }
        return fields;
    }

    /** Adds a mapping's own fields, then those of its merge keys that it has not; {@code seen} ends a circle. */
    private static void collect(Node source, @Nullable Set<String> asked, Map<String, Field> fields, Set<Node> seen)
            throws YamlException {
        if (!seen.add(source)) {
            return;
        }
        if (source instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                collect(item, asked, fields, seen);
            }
        }
        if (!(source instanceof MappingNode mapping)) {
            return;
        }
        Set<String> own = new HashSet<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlNode key = new YamlNode(tuple.getKeyNode());
            boolean wanted = asked == null || asked.contains(key.raw());
            if (key.isPlain() && key.raw().equals("<<")) {
                merged.add(tuple.getValueNode());
            } else if (wanted && !key.isSingle()) {
                throw key.fault(Fault.KEY_NOT_TEXT, "");
            } else if (wanted && !own.add(key.raw())) {
                // kubectl takes the last one and never says so.
                throw key.fault(Fault.KEY_TWICE, key.raw());
            } else if (wanted) {
                fields.putIfAbsent(key.raw(), new Field(key, new YamlNode(tuple.getValueNode())));
            }
        }
        for (Node other : merged) {
            collect(other, asked, fields, seen);
        }
    }

    private YamlException fault(Fault fault, String clause) {
        return new YamlException(fault, line(), column(), clause);
    }
}

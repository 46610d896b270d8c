package eu.skyscrapers.ptc.text;

import eu.skyscrapers.ptc.text.YamlException.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
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
 * One value with its place, looked at on demand: an alias costs nothing until it is followed, and a mistake where nobody
 * looks hurts nobody. Aliases may repeat each other without end: who follows them all has to count.
 */
public final class YamlNode {
    public record Field(YamlNode key, YamlNode value) {}

    private static final Pattern OLD_NUMBER = Pattern.compile("[-+]?(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
            + "|([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9_]+)([eE][-+]?[0-9_]+)?|\\.(inf|Inf|INF|nan|NaN|NAN))");

    private static final Set<Tag> KEYS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

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

    /**
     * Whether go-yaml 2, by which kubectl reads, takes it for text too: it follows YAML 1.1, with more words for true and
     * false and more ways to write a number.
     */
    public boolean isOldText() {
        return isText()
                && !(isPlain()
                        && (oldFlag().isPresent() || OLD_NUMBER.matcher(raw()).matches()));
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

    /**
     * Adds the fields of a mapping and of its merge keys, as they stand; {@code seen} ends a circle. To YAML a mapping's own
     * field goes before a merged one, to go-yaml 2, by which kubectl reads, whichever stands last.
     */
    private static void collect(Node source, @Nullable Set<String> asked, Map<String, Field> fields, Set<Node> seen)
            throws YamlException {
        if (!seen.add(source)) {
            return;
        }
        Set<String> own = new HashSet<>();
        for (NodeTuple tuple : ((MappingNode) source).getValue()) {
            YamlNode key = new YamlNode(tuple.getKeyNode());
            boolean merge = key.raw().equals("<<");
            boolean wanted = merge || asked == null || asked.contains(key.raw());
            if (merge && own.add(key.raw())) {
                for (Map.Entry<String, Field> merged :
                        key.merged(tuple.getValueNode(), asked, seen).entrySet()) {
                    if (fields.putIfAbsent(merged.getKey(), merged.getValue()) != null) {
                        throw key.fault(
                                Fault.AMBIGUOUS,
                                "the merge key << repeats the key " + merged.getKey()
                                        + " before it; write << once, and first");
                    }
                }
            } else if (wanted
                    && !(key.isSingle() && KEYS.contains(tuple.getKeyNode().getTag()))) {
                throw key.fault(Fault.KEY_NOT_TEXT, "");
            } else if (wanted && !own.add(key.raw())) {
                // kubectl takes the last one and never says so.
                throw key.fault(Fault.KEY_TWICE, key.raw());
            } else if (wanted) {
                fields.put(key.raw(), new Field(key, new YamlNode(tuple.getValueNode())));
            }
        }
    }

    /** What the value of this merge key adds: the fields of a mapping, or of several, of which the first goes first. */
    private Map<String, Field> merged(Node value, @Nullable Set<String> asked, Set<Node> seen) throws YamlException {
        int length = node.getEndMark().map(Mark::getIndex).orElse(0)
                - node.getStartMark().map(Mark::getIndex).orElse(0);
        List<Node> sources = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        // In quotes it is no merge key, but with a tag it may be one.
        if (length != 2 || !sources.stream().allMatch(MappingNode.class::isInstance)) {
            throw fault(
                    Fault.AMBIGUOUS,
                    "a key << merges one mapping, or a list of them, and stands without quotes and tag");
        }
        Map<String, Field> all = new LinkedHashMap<>();
        for (Node source : sources) {
            Map<String, Field> fields = new LinkedHashMap<>();
            collect(source, asked, fields, seen);
            fields.forEach(all::putIfAbsent);
        }
        return all;
    }

    private YamlException fault(Fault fault, String clause) {
        return new YamlException(fault, line(), column(), clause);
    }
}

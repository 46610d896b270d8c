package eu.skyscrapers.ptc.policy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One value of a file in YAML, or in JSON, which is YAML too, with its place.
 *
 * <p>Values stay nodes and are looked at on demand: most of a cluster definition is nobody's business here, and an alias
 * costs nothing until it is followed.
 */
final class YamlValue {
    private record Field(YamlValue key, YamlValue value) {}

    private final String file;
    private final String name;
    private final Node node;

    private YamlValue(String file, String name, Node node) {
        this.file = file;
        this.name = name;
        this.node = node;
    }

    /** The documents of a file; none where there is nothing but white space and comments. */
    static List<YamlValue> read(String file, byte[] content) throws PolicyException {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new SchemaWithoutMerge())
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            List<YamlValue> documents = new ArrayList<>();
            for (Node node : new Compose(settings).composeAllFromString(decode(file, content))) {
                documents.add(new YamlValue(file, "", node));
            }
            return documents;
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new PolicyException(file + mark.map(YamlValue::place).orElse("") + ": not valid YAML or JSON: "
                    + hint(e.getContext() + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new PolicyException(
                    file + ": not valid YAML or JSON: a control character, or another version of YAML; remove it");
        } catch (StackOverflowError e) {
            throw new PolicyException(file + ": nested too deeply; name another file");
        }
    }

    private static String decode(String file, byte[] content) throws PolicyException {
        StringWriter text = new StringWriter(content.length);
        // PowerShell writes UTF-16 with a byte order mark; this reader knows it.
        try (Reader reader = new YamlUnicodeReader(new ByteArrayInputStream(content))) {
            reader.transferTo(text);
        } catch (CharacterCodingException e) {
            throw new PolicyException(file + ": not UTF-8 text; name another file, or convert it");
        } catch (IOException e) {
            throw new PolicyException(file + ": cannot be read: " + e.getMessage());
        }
        String yaml = text.toString();
        String start = yaml.stripLeading();
        // JSON may be indented by tabs, YAML may not; within a JSON string a bare tab is not allowed anyway.
        return start.startsWith("{") || start.startsWith("[") ? yaml.replace('\t', ' ') : yaml;
    }

    /** What to do about it; the library's own words are for who writes parsers. */
    private static String hint(String words) {
        if (words.contains("TAB")) {
            return "a tab; indent with spaces";
        } else if (words.contains("cannot start any token")) {
            return "a value that begins with a reserved character; put it in quotes";
        } else if (words.contains("alias")) {
            return "an alias without an anchor; put a value that begins with * in quotes";
        } else if (words.contains("mapping values are not allowed")) {
            return "a colon where no key can stand; look at the indentation, or put the value in quotes";
        } else if (words.contains("unexpected end of stream")) {
            return "a quote or bracket is never closed";
        }
        return "look at the indentation, quotes and brackets before this place";
    }

    private static String place(Mark mark) {
        return ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** {@code FILE:LINE:COLUMN} */
    String place() {
        return file + node.getStartMark().map(YamlValue::place).orElse("");
    }

    /** {@code FILE:LINE} */
    String line() {
        return file
                + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }

    PolicyException problem(String words) {
        return new PolicyException(place() + ": " + words);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    /** Whether it is a mapping or a list without anything in it. */
    boolean isEmpty() {
        return node instanceof CollectionNode<?> collection
                && collection.getValue().isEmpty();
    }

    /** The value of a key, even a null; Java's null only where the key is missing. */
    @Nullable
    YamlValue get(String key) throws PolicyException {
        Field field = fields(Set.of(key)).get(key);
        return field == null ? null : field.value();
    }

    /** The mapping's keys that are none of the known ones, in the order of the file. Also finds a key that stands twice. */
    List<YamlValue> unknownKeys(Collection<String> known) throws PolicyException {
        List<YamlValue> unknown = new ArrayList<>();
        for (Map.Entry<String, Field> field : fields(null).entrySet()) {
            if (!known.contains(field.getKey())) {
                unknown.add(field.getValue().key());
            }
        }
        return unknown;
    }

    /** Text, and only text: {@code 1.10} without quotes is a number, and a number is 1.1. */
    String text() throws PolicyException {
        if (!node.getTag().equals(Tag.STR)) {
            throw wrongType(node instanceof ScalarNode && !isNull() ? "text; put it in quotes" : "text");
        }
        return raw();
    }

    /** The characters of a single value of any type. */
    String scalar() throws PolicyException {
        if (!(node instanceof ScalarNode) || isNull()) {
            throw wrongType("a single value");
        }
        return raw();
    }

    /** The characters of a key; empty where it is none that anybody looks for. */
    String raw() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    boolean flag() throws PolicyException {
        if (node.getTag().equals(Tag.BOOL)) {
            return Boolean.parseBoolean(raw());
        }
        if (node instanceof ScalarNode scalar) {
            switch (raw()) {
                case "true", "True", "TRUE", "false", "False", "FALSE" ->
                    throw problem(name + " must be true or false, not text in quotes; take the quotes away");
                case "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> throw oldFlag(scalar, true);
                case "no", "No", "NO", "off", "Off", "OFF", "n", "N" -> throw oldFlag(scalar, false);
                default -> {}
            }
        }
        throw wrongType("true or false");
    }

    private PolicyException oldFlag(ScalarNode scalar, boolean meant) {
        String found =
                scalar.isPlain() ? Words.quote(raw()) + ", which some readers of YAML take for text" : "text in quotes";
        return problem(name + " must be true or false, not " + found + "; write " + meant);
    }

    List<YamlValue> items() throws PolicyException {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrongType("a list");
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlValue(file, name + "[" + items.size() + "]", item));
        }
        return items;
    }

    PolicyException wrongType(String wanted) {
        String found = isNull()
                ? "nothing"
                : isList()
                        ? "a list"
                        : isMapping() ? "a mapping" : node.getTag().equals(Tag.STR) ? "text" : Words.quote(raw());
        return problem((name.isEmpty() ? "the file" : name) + " must be " + wanted + ", not " + found);
    }

    /** @param asked the keys that must not stand twice; null for all */
    private Map<String, Field> fields(@Nullable Set<String> asked) throws PolicyException {
        if (!isMapping()) {
            throw wrongType("a mapping");
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        collect(node, asked, fields, Collections.newSetFromMap(new IdentityHashMap<>()));
        return fields;
    }

    /** Adds a mapping's own fields, then those of its merge keys that it has not; {@code seen} ends a circle. */
    private void collect(Node source, @Nullable Set<String> asked, Map<String, Field> fields, Set<Node> seen)
            throws PolicyException {
        if (source instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                collect(item, asked, fields, seen);
            }
        }
        if (!(source instanceof MappingNode mapping) || !seen.add(source)) {
            return;
        }
        Set<String> own = new HashSet<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(file, name, tuple.getKeyNode());
            boolean wanted = asked == null || asked.contains(key.raw());
            if (isMerge(tuple)) {
                merged.add(tuple.getValueNode());
            } else if (wanted && !(tuple.getKeyNode() instanceof ScalarNode)) {
                throw key.problem("a key must be text");
            } else if (wanted && !own.add(key.raw())) {
                throw key.problem("the key " + Words.quote(key.raw()) + " stands twice in one mapping; remove one");
            } else if (wanted) {
                String child = name.isEmpty() ? key.raw() : name + "." + key.raw();
                fields.putIfAbsent(key.raw(), new Field(key, new YamlValue(file, child, tuple.getValueNode())));
            }
        }
        for (Node other : merged) {
            collect(other, asked, fields, seen);
        }
    }

    private static boolean isMerge(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key
                && key.isPlain()
                && key.getValue().equals("<<");
    }

    /** Merge keys are followed here: the library's own way does not end where a mapping merges itself. */
    private static final class SchemaWithoutMerge extends CoreSchema {
        private final ScalarResolver resolver = new CoreScalarResolver(false);

        @Override
        public ScalarResolver getScalarResolver() {
            return resolver;
        }
    }
}

package eu.skyscrapers.ptc.kubernetes.access;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One value of a kubeconfig, in YAML or JSON, with its place: every complaint names file and line.
 *
 * <p>Values stay nodes and are looked at on demand, so an alias costs nothing until it is followed, and a mistake in a
 * context that nobody asks for hurts nobody.
 */
final class YamlValue {
    /** Far beyond any plugin's configuration, far below what an environment variable can carry. */
    private static final int JSON_LIMIT = 10_000;

    private final Path file;
    private final String name;
    private final Node node;

    private YamlValue(Path file, String name, Node node) {
        this.file = file;
        this.name = name;
        this.node = node;
    }

    /** Reads a file's only document; null where there is nothing but white space and comments. */
    static @Nullable YamlValue read(Path file, byte[] content) throws ConfigurationException {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new SchemaWithoutMerge())
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            Iterator<Node> documents = new Compose(settings)
                    .composeAllFromString(decode(file, content))
                    .iterator();
            if (!documents.hasNext()) {
                return null;
            }
            YamlValue value = new YamlValue(file, "", documents.next());
            if (documents.hasNext()) {
                // kubectl would read the first one and never say so.
                throw new ConfigurationException(file
                        + ": holds more than one YAML document; keep one, or split it and list both in KUBECONFIG");
            }
            return value;
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new ConfigurationException(file
                    + mark.map(place -> ":" + (place.getLine() + 1)).orElse("")
                    + ": not valid YAML"
                    + mark.map(place -> " at column " + (place.getColumn() + 1)).orElse("")
                    + hint(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ConfigurationException(
                    file + ": not valid YAML: a control character, or another version of YAML");
        } catch (StackOverflowError e) {
            throw new ConfigurationException(file + ": not a kubeconfig: nested too deeply");
        }
    }

    private static String decode(Path file, byte[] content) throws ConfigurationException {
        StringWriter text = new StringWriter(content.length);
        // PowerShell writes UTF-16 with a byte order mark; this reader knows it.
        try (Reader reader = new YamlUnicodeReader(new ByteArrayInputStream(content))) {
            reader.transferTo(text);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": not a kubeconfig: not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read: " + e.getMessage());
        }
        String yaml = text.toString();
        // JSON may be indented by tabs, YAML may not; within a JSON string a bare tab is not allowed anyway.
        return yaml.stripLeading().startsWith("{") ? yaml.replace('\t', ' ') : yaml;
    }

    /** The library's own words quote the file, so they are never shown: {@code password: *x} is an unknown alias "x". */
    private static String hint(@Nullable String problem) {
        if (problem == null) {
            return "";
        } else if (problem.contains("TAB")) {
            return ": a tab; indent with spaces";
        } else if (problem.contains("cannot start any token")) {
            return ": a value that begins with a reserved character; put it in quotes";
        } else if (problem.contains("undefined alias")) {
            return ": an alias without an anchor; put a value that begins with * in quotes";
        } else if (problem.contains("mapping values are not allowed")) {
            return ": a colon where no key can stand; look at the indentation, or put the value in quotes";
        } else if (problem.contains("unexpected end of stream")) {
            return ": a quote or bracket is never closed";
        }
        return "";
    }

    /** A path of the kubeconfig, relative to the folder that holds it. */
    Path resolve(String path) throws InvalidValueException {
        return LocalFiles.resolve(file.toAbsolutePath().resolveSibling(""), path);
    }

    String place() {
        return file
                + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }

    ConfigurationException problem(String words) {
        return new ConfigurationException(place() + ": " + words);
    }

    /** The value of a key; null where the key is missing or its value is {@code null}, as for kubectl. */
    @Nullable
    YamlValue get(String key) throws ConfigurationException {
        Node value = fields().get(key);
        return value == null || isNull(value) ? null : child(key, value);
    }

    /** The mapping under a key; an empty one, at this place, where there is none. */
    YamlValue mapping(String key) throws ConfigurationException {
        YamlValue value = get(key);
        return value != null
                ? value
                : child(
                        key,
                        new ScalarNode(Tag.NULL, true, "", ScalarStyle.PLAIN, node.getStartMark(), node.getEndMark()));
    }

    /** The text of a key; null where it is missing or empty, which is the same to kubectl. */
    @Nullable
    String text(String key) throws ConfigurationException {
        YamlValue value = get(key);
        String text = value == null ? "" : value.text();
        return text.isEmpty() ? null : text;
    }

    String text() throws ConfigurationException {
        if (node instanceof ScalarNode scalar) {
            // An unquoted number is taken as it is written; kubectl refuses it.
            return scalar.getValue();
        }
        throw wrongType("a string");
    }

    boolean flag(String key) throws ConfigurationException {
        YamlValue value = get(key);
        if (value == null) {
            return false;
        }
        // The words of YAML 1.1, which kubectl reads. A quoted "true" is a string to it, too.
        if (value.node instanceof ScalarNode scalar && scalar.isPlain()) {
            switch (scalar.getValue()) {
                case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> {
                    return true;
                }
                case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" -> {
                    return false;
                }
                default -> {}
            }
        }
        throw value.wrongType("true or false");
    }

    List<YamlValue> list(String key) throws ConfigurationException {
        YamlValue value = get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value.node instanceof SequenceNode sequence)) {
            throw value.wrongType("a list");
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(value.child("[" + items.size() + "]", item));
        }
        return items;
    }

    List<String> texts(String key) throws ConfigurationException {
        List<String> texts = new ArrayList<>();
        for (YamlValue item : list(key)) {
            texts.add(isNull(item.node) ? "" : item.text());
        }
        return texts;
    }

    Set<String> keys() throws ConfigurationException {
        return fields().keySet();
    }

    private YamlValue child(String key, Node value) {
        return new YamlValue(file, name.isEmpty() || key.startsWith("[") ? name + key : name + "." + key, value);
    }

    private Map<String, Node> fields() throws ConfigurationException {
        if (isNull(node)) {
            return Map.of();
        }
        if (!(node instanceof MappingNode)) {
            throw wrongType("a mapping");
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        collect(node, fields, Collections.newSetFromMap(new IdentityHashMap<>()));
        return fields;
    }

    /** Adds a mapping's own fields, then those of its merge keys that it has not; {@code seen} ends a circle. */
    private void collect(Node source, Map<String, Node> fields, Set<Node> seen) throws ConfigurationException {
        if (source instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                collect(item, fields, seen);
            }
        }
        if (!(source instanceof MappingNode mapping) || !seen.add(source)) {
            return;
        }
        Set<String> own = new HashSet<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new YamlValue(file, name, tuple.getKeyNode()).problem("a key must be text");
            }
            if (key.isPlain() && key.getValue().equals("<<")) {
                merged.add(tuple.getValueNode());
            } else if (!own.add(key.getValue())) {
                // kubectl takes the last one and never says so.
                throw new YamlValue(file, name, key)
                        .problem("the key " + Words.quote(key.getValue()) + " stands twice in one mapping; remove one");
            } else {
                fields.putIfAbsent(key.getValue(), tuple.getValueNode());
            }
        }
        for (Node other : merged) {
            collect(other, fields, seen);
        }
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private ConfigurationException wrongType(String wanted) {
        String found = node.getNodeType() == NodeType.SEQUENCE
                ? "a list"
                : node.getNodeType() == NodeType.MAPPING ? "a mapping" : "a single value";
        return problem((name.isEmpty() ? "a kubeconfig" : name) + " must be " + wanted + ", not " + found);
    }

    /** Writes this value as JSON, for a plugin that wants its configuration. */
    void writeTo(JsonGenerator json) throws IOException, ConfigurationException {
        write(json, node, new int[] {JSON_LIMIT});
    }

    private void write(JsonGenerator json, Node value, int[] budget) throws IOException, ConfigurationException {
        // Aliases may repeat each other without end: what is written is counted, not what is read.
        if (--budget[0] < 0) {
            throw problem(name + " is too large for a credential plugin");
        }
        if (value instanceof MappingNode) {
            json.writeStartObject();
            for (Map.Entry<String, Node> field :
                    new YamlValue(file, name, value).fields().entrySet()) {
                json.writeFieldName(field.getKey());
                write(json, field.getValue(), budget);
            }
            json.writeEndObject();
        } else if (value instanceof SequenceNode sequence) {
            json.writeStartArray();
            for (Node item : sequence.getValue()) {
                write(json, item, budget);
            }
            json.writeEndArray();
        } else if (value instanceof ScalarNode scalar) {
            writeScalar(json, scalar);
        }
    }

    private static void writeScalar(JsonGenerator json, ScalarNode scalar) throws IOException {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        try {
            if (tag.equals(Tag.NULL)) {
                json.writeNull();
            } else if (tag.equals(Tag.BOOL)) {
                json.writeBoolean(Boolean.parseBoolean(text));
            } else if (tag.equals(Tag.INT)) {
                json.writeNumber(new BigInteger(text));
            } else if (tag.equals(Tag.FLOAT)) {
                json.writeNumber(new BigDecimal(text));
            } else {
                json.writeString(text);
            }
        } catch (NumberFormatException e) {
            // 0x1F, .inf: numbers to YAML, but not to JSON.
            json.writeString(text);
        }
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

package eu.skyscrapers.ptc.kubernetes.access;

import com.fasterxml.jackson.core.JsonGenerator;
import eu.skyscrapers.ptc.text.YamlDocuments;
import eu.skyscrapers.ptc.text.YamlException;
import eu.skyscrapers.ptc.text.YamlNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One value of a kubeconfig, in YAML or JSON, with its place: every complaint names file and line.
 *
 * <p>Values stay nodes and are looked at on demand, so an alias costs nothing until it is followed, and a mistake in a
 * context that nobody asks for hurts nobody.
 */
final class YamlValue {
    /** Far beyond any plugin's configuration, far below what an environment variable can carry. */
    private static final int JSON_LIMIT = 10_000;

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final Path file;
    private final String name;
    private final YamlNode node;
    /** What stands in the place of this mapping's own fields; null for a field that is taken away. */
    private final Map<String, @Nullable YamlValue> instead;

    private YamlValue(Path file, String name, YamlNode node) {
        this(file, name, node, Map.of());
    }

    private YamlValue(Path file, String name, YamlNode node, Map<String, @Nullable YamlValue> instead) {
        this.file = file;
        this.name = name;
        this.node = node;
        this.instead = instead;
    }

    /**
     * A text, a flag, a list or a mapping of such, that stands in no file.
     *
     * @param place what complaints name instead; below its folder, the working directory for a bare word, are paths looked
     *     for
     */
    static YamlValue of(Path place, Object value) {
        return new YamlValue(place, "", YamlNode.of(value));
    }

    /** This mapping with other fields; null takes one away. */
    YamlValue with(Map<String, @Nullable YamlValue> fields) {
        return new YamlValue(file, name, node, fields);
    }

    /** A mapping without fields at this place. */
    YamlValue nothing() {
        return new YamlValue(file, name, node.nothing());
    }

    /** Reads a file's only document; null where there is nothing but white space and comments. */
    static @Nullable YamlValue read(Path file, byte[] content) throws ConfigurationException {
        try {
            YamlDocuments documents = YamlDocuments.read(content);
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
        } catch (YamlException e) {
            throw refusal(file, e);
        }
    }

    private static ConfigurationException refusal(Path file, YamlException e) {
        String words = switch (e.fault()) {
            case NOT_TEXT -> "not a kubeconfig: not UTF-8 text";
            case SYNTAX ->
                "not valid YAML"
                        + (e.line() > 0 ? " at column " + e.column() : "")
                        + (e.clause().isEmpty() ? "" : ": " + e.clause());
            case CHARACTER -> "not valid YAML: a control character, or another version of YAML";
            case TOO_DEEP -> "not a kubeconfig: nested too deeply";
            case KEY_NOT_TEXT -> "a key must be text";
            case KEY_TWICE -> "the key " + Words.quote(e.clause()) + " stands twice in one mapping; remove one";
            case AMBIGUOUS -> "programs that read YAML differ on its meaning: " + e.clause();
        };
        return new ConfigurationException(place(file, e.line()) + ": " + words);
    }

    private static String place(Path file, int line) {
        return file + (line > 0 ? ":" + line : "");
    }

    /** A path of the kubeconfig, relative to the folder that holds it. */
    Path resolve(String path) throws InvalidValueException {
        return LocalFiles.resolve(file.toAbsolutePath().resolveSibling(""), path);
    }

    String place() {
        return place(file, node.line());
    }

    ConfigurationException problem(String words) {
        return new ConfigurationException(place() + ": " + words);
    }

    /** The value of a key; null where the key is missing or its value is {@code null}, as for kubectl. */
    @Nullable
    YamlValue get(String key) throws ConfigurationException {
        if (instead.containsKey(key)) {
            return instead.get(key);
        }
        YamlNode value = fields().get(key);
        return value == null || value.isNull() ? null : child(key, value);
    }

    /** The mapping under a key; an empty one, at this place, where there is none. */
    YamlValue mapping(String key) throws ConfigurationException {
        YamlValue value = get(key);
        return value != null ? value : child(key, node.nothing());
    }

    /** The text of a key; null where it is missing or empty, which is the same to kubectl. */
    @Nullable
    String text(String key) throws ConfigurationException {
        YamlValue value = get(key);
        String text = value == null ? "" : value.text();
        return text.isEmpty() ? null : text;
    }

    String text() throws ConfigurationException {
        if (node.isOldText()) {
            return node.raw();
        }
        throw node.isSingle()
                ? problem(name + " must be a string, and kubectl takes it for something else; put it in quotes")
                : wrongType("a string");
    }

    boolean flag(String key) throws ConfigurationException {
        YamlValue value = get(key);
        if (value == null) {
            return false;
        }
        // The words of YAML 1.1, which kubectl reads. A quoted "true" is a string to it, too.
        Optional<Boolean> flag = value.node.isPlain() ? value.node.oldFlag() : Optional.empty();
        return flag.orElseThrow(() -> value.wrongType("true or false"));
    }

    List<YamlValue> list(String key) throws ConfigurationException {
        YamlValue value = get(key);
        if (value == null) {
            return List.of();
        }
        if (!value.node.isList()) {
            throw value.wrongType("a list");
        }
        List<YamlValue> items = new ArrayList<>();
        for (YamlNode item : value.node.items()) {
            items.add(value.child("[" + items.size() + "]", item));
        }
        return items;
    }

    List<String> texts(String key) throws ConfigurationException {
        List<String> texts = new ArrayList<>();
        for (YamlValue item : list(key)) {
            texts.add(item.node.isNull() ? "" : item.text());
        }
        return texts;
    }

    /** In the order of the file. */
    Set<String> keys() throws ConfigurationException {
        Set<String> keys = new LinkedHashSet<>(fields().keySet());
        instead.forEach((key, value) -> {
            if (value == null) {
                keys.remove(key);
            } else {
                keys.add(key);
            }
        });
        return keys;
    }

    private YamlValue child(String key, YamlNode value) {
        return new YamlValue(file, name.isEmpty() || key.startsWith("[") ? name + key : name + "." + key, value);
    }

    private Map<String, YamlNode> fields() throws ConfigurationException {
        if (!node.isNull() && !node.isMapping()) {
            throw wrongType("a mapping");
        }
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        if (!node.isNull()) {
            try {
                node.fields(null).forEach((key, field) -> fields.put(key, field.value()));
            } catch (YamlException e) {
                throw refusal(file, e);
            }
        }
        return fields;
    }

    private ConfigurationException wrongType(String wanted) {
        String found = node.isList() ? "a list" : node.isMapping() ? "a mapping" : "a single value";
        return problem((name.isEmpty() ? "a kubeconfig" : name) + " must be " + wanted + ", not " + found);
    }

    /** Writes this value as JSON, for a plugin that wants its configuration. */
    void writeTo(JsonGenerator json) throws IOException, ConfigurationException {
        write(json, node, new int[] {JSON_LIMIT});
    }

    private void write(JsonGenerator json, YamlNode value, int[] budget) throws IOException, ConfigurationException {
        // Aliases may repeat each other without end: what is written is counted, not what is read.
        if (--budget[0] < 0) {
            throw problem(name + " is too large for a credential plugin");
        }
        if (value.isMapping()) {
            json.writeStartObject();
            for (Map.Entry<String, YamlNode> field :
                    new YamlValue(file, name, value).fields().entrySet()) {
                json.writeFieldName(field.getKey());
                write(json, field.getValue(), budget);
            }
            json.writeEndObject();
        } else if (value.isList()) {
            json.writeStartArray();
            for (YamlNode item : value.items()) {
                write(json, item, budget);
            }
            json.writeEndArray();
        } else {
            writeScalar(json, value);
        }
    }

    private void writeScalar(JsonGenerator json, YamlNode scalar) throws IOException, ConfigurationException {
        Optional<Boolean> flag = scalar.isPlain() ? scalar.oldFlag() : Optional.empty();
        if (scalar.isNull()) {
            json.writeNull();
        } else if (flag.isPresent()) {
            json.writeBoolean(flag.get());
        } else if (scalar.isOldText()) {
            json.writeString(scalar.raw());
        } else if (JSON_NUMBER.matcher(scalar.raw()).matches()) {
            json.writeNumber(scalar.raw());
        } else {
            throw problem(name + " holds a number that JSON cannot hold as it is written; put it in quotes");
        }
    }
}

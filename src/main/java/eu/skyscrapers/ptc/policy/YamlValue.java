package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.text.YamlDocuments;
import eu.skyscrapers.ptc.text.YamlException;
import eu.skyscrapers.ptc.text.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value of a file in YAML, or in JSON, which is YAML too, with its place.
 *
 * <p>Values stay nodes and are looked at on demand: most of a cluster definition is nobody's business here, and an alias
 * costs nothing until it is followed.
 */
final class YamlValue {
    private final String file;
    private final String name;
    private final YamlNode node;

    private YamlValue(String file, String name, YamlNode node) {
        this.file = file;
        this.name = name;
        this.node = node;
    }

    /** The documents of a file; none where there is nothing but white space and comments. */
    static List<YamlValue> read(String file, byte[] content) throws PolicyException {
        try {
            List<YamlValue> values = new ArrayList<>();
            YamlDocuments documents = YamlDocuments.read(content);
            while (documents.hasNext()) {
                values.add(new YamlValue(file, "", documents.next()));
            }
            return values;
        } catch (YamlException e) {
            throw refusal(file, e);
        }
    }

    private static PolicyException refusal(String file, YamlException e) {
        String words = switch (e.fault()) {
            case NOT_TEXT -> "not UTF-8 text; name another file, or convert it";
            case SYNTAX ->
                "not valid YAML or JSON: "
                        + (e.clause().isEmpty()
                                ? "look at the indentation, quotes and brackets before this place"
                                : e.clause());
            case CHARACTER -> "not valid YAML or JSON: a control character, or another version of YAML; remove it";
            case TOO_DEEP -> "nested too deeply; name another file";
            case KEY_NOT_TEXT -> "a key must be text";
            case KEY_TWICE -> "the key " + Words.quote(e.clause()) + " stands twice in one mapping; remove one";
            case AMBIGUOUS -> "programs that read YAML differ on its meaning: " + e.clause();
        };
        return new PolicyException(place(file, e.line(), e.column()) + ": " + words);
    }

    private static String place(String file, int line, int column) {
        return file + (line > 0 ? ":" + line + ":" + column : "");
    }

    /** {@code FILE:LINE:COLUMN} */
    String place() {
        return place(file, node.line(), node.column());
    }

    /** {@code FILE:LINE} */
    String line() {
        return file + (node.line() > 0 ? ":" + node.line() : "");
    }

    PolicyException problem(String words) {
        return new PolicyException(place() + ": " + words);
    }

    boolean isMapping() {
        return node.isMapping();
    }

    boolean isList() {
        return node.isList();
    }

    boolean isNull() {
        return node.isNull();
    }

    /** Whether it is a mapping or a list without anything in it. */
    boolean isEmpty() {
        return node.isEmpty();
    }

    /** The value of a key, even a null; Java's null only where the key is missing. */
    @Nullable
    YamlValue get(String key) throws PolicyException {
        YamlNode.Field field = fields(Set.of(key)).get(key);
        return field == null ? null : child(key, field.value());
    }

    /** The mapping's keys that are none of the known ones, in the order of the file. Also finds a key that stands twice. */
    List<YamlValue> unknownKeys(Collection<String> known) throws PolicyException {
        List<YamlValue> unknown = new ArrayList<>();
        for (Map.Entry<String, YamlNode.Field> field : fields(null).entrySet()) {
            if (!known.contains(field.getKey())) {
                unknown.add(new YamlValue(file, name, field.getValue().key()));
            }
        }
        return unknown;
    }

    /** Text, and only text: {@code 1.10} without quotes is a number, and a number is 1.1. */
    String text() throws PolicyException {
        if (!node.isText()) {
            throw wrongType(node.isSingle() && !isNull() ? "text; put it in quotes" : "text");
        }
        return raw();
    }

    /** The characters of a single value of any type. */
    String scalar() throws PolicyException {
        if (!node.isSingle() || isNull()) {
            throw wrongType("a single value");
        }
        return raw();
    }

    /** The characters of a key; empty where it is none that anybody looks for. */
    String raw() {
        return node.raw();
    }

    boolean flag() throws PolicyException {
        if (node.isFlag()) {
            return Boolean.parseBoolean(raw());
        }
        Optional<Boolean> meant = node.oldFlag();
        if (meant.isEmpty()) {
            throw wrongType("true or false");
        }
        if (raw().equalsIgnoreCase(meant.get().toString())) {
            throw problem(name + " must be true or false, not text in quotes; take the quotes away");
        }
        String found =
                node.isPlain() ? Words.quote(raw()) + ", which some readers of YAML take for text" : "text in quotes";
        throw problem(name + " must be true or false, not " + found + "; write " + meant.get());
    }

    List<YamlValue> items() throws PolicyException {
        if (!isList()) {
            throw wrongType("a list");
        }
        List<YamlValue> items = new ArrayList<>();
        for (YamlNode item : node.items()) {
            items.add(new YamlValue(file, name + "[" + items.size() + "]", item));
        }
        return items;
    }

    PolicyException wrongType(String wanted) {
        String found = isNull()
                ? "nothing"
                : isList() ? "a list" : isMapping() ? "a mapping" : node.isText() ? "text" : Words.quote(raw());
        return problem((name.isEmpty() ? "the file" : name) + " must be " + wanted + ", not " + found);
    }

    private YamlValue child(String key, YamlNode value) {
        return new YamlValue(file, name.isEmpty() ? key : name + "." + key, value);
    }

    /** @param asked the keys that must not stand twice; null for all */
    private Map<String, YamlNode.Field> fields(@Nullable Set<String> asked) throws PolicyException {
        if (!isMapping()) {
            throw wrongType("a mapping");
        }
        try {
            return node.fields(asked);
        } catch (YamlException e) {
            throw refusal(file, e);
        }
    }
}

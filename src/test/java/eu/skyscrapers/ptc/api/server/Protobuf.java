package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Objects of the Kubernetes API in protobuf, made from their JSON, as the recorded server writes them, byte for byte: fields by
 * number, maps by key, and what is no pointer in Go's types written always. The program's own table plays no part in it.
 */
public final class Protobuf {
    public static final String TYPE = "application/vnd.kubernetes.protobuf";

    private static final String INLINE = "INLINE";
    private static final Map<String, List<Field>> MESSAGES = messages();

    /** @param type of what is written, or a message */
    private record Field(int number, String name, String type, boolean always, boolean list) {}

    private Protobuf() {}

    /** An answer: a list, or a Status. */
    public static byte[] of(JsonNode object) {
        String kind = object.path("kind").asText();
        return envelope(object.path("apiVersion").asText(), kind, message(kind, object, Set.of("kind", "apiVersion")));
    }

    /** Around an object that is encoded already. */
    public static byte[] envelope(String apiVersion, String kind, byte[] object) {
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        bytes(type, 1, apiVersion.getBytes(UTF_8));
        bytes(type, 2, kind.getBytes(UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("k8s\0".getBytes(UTF_8));
        bytes(out, 1, type.toByteArray());
        bytes(out, 2, object);
        bytes(out, 3, new byte[0]);
        bytes(out, 4, new byte[0]);
        return out.toByteArray();
    }

    /** One message without anything around it, for example a {@code Pod} of a list. */
    public static byte[] message(String name, JsonNode object) {
        return message(name, object, Set.of());
    }

    private static byte[] message(String name, JsonNode object, Set<String> told) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Set<String> missing = new HashSet<>(told);
        write(name, object, out, missing);
        object.fieldNames().forEachRemaining(field -> {
            if (!missing.contains(field)) {
                throw new IllegalArgumentException("no number is known for the field " + field + " of a " + name);
            }
        });
        return out.toByteArray();
    }

    private static void write(String name, JsonNode object, ByteArrayOutputStream out, Set<String> written) {
        for (Field field : MESSAGES.get(name)) {
            if (field.name().equals(INLINE)) {
                ByteArrayOutputStream inner = new ByteArrayOutputStream();
                write(field.type(), object, inner, written);
                bytes(out, field.number(), inner.toByteArray());
                continue;
            }
            written.add(field.name());
            JsonNode value = object.path(field.name());
            if (field.list()) {
                value.forEach(element -> value(field, element, out));
            } else if (field.always() || !(value.isMissingNode() || value.isNull())) {
                value(field, value.isNull() ? MissingNode.getInstance() : value, out);
            }
        }
    }

    private static void value(Field field, JsonNode value, ByteArrayOutputStream out) {
        int number = field.number();
        switch (field.type()) {
            case "text" -> bytes(out, number, value.asText().getBytes(UTF_8));
            case "int", "bool" -> number(out, number, value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.asLong());
            case "time" -> bytes(out, number, time(value.asText()));
            case "quantity" -> bytes(out, number, quantity(value));
            case "intOrText" -> bytes(out, number, intOrText(value));
            case "json" -> {
                ByteArrayOutputStream raw = new ByteArrayOutputStream();
                bytes(raw, 1, value.toString().getBytes(UTF_8));
                bytes(out, number, raw.toByteArray());
            }
            case "map", "quantities" -> {
                Map<String, JsonNode> sorted = new TreeMap<>();
                value.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
                sorted.forEach((key, each) -> {
                    ByteArrayOutputStream entry = new ByteArrayOutputStream();
                    bytes(entry, 1, key.getBytes(UTF_8));
                    bytes(entry, 2, field.type().equals("map") ? each.asText().getBytes(UTF_8) : quantity(each));
                    bytes(out, number, entry.toByteArray());
                });
            }
            default -> bytes(out, number, message(field.type(), value));
        }
    }

    private static byte[] time(String text) {
        ByteArrayOutputStream time = new ByteArrayOutputStream();
        if (!text.isEmpty()) {
            number(time, 1, Instant.parse(text).getEpochSecond());
            number(time, 2, 0);
        }
        return time.toByteArray();
    }

    private static byte[] quantity(JsonNode value) {
        ByteArrayOutputStream quantity = new ByteArrayOutputStream();
        bytes(quantity, 1, value.asText().getBytes(UTF_8));
        return quantity.toByteArray();
    }

    private static byte[] intOrText(JsonNode value) {
        ByteArrayOutputStream either = new ByteArrayOutputStream();
        number(either, 1, value.isTextual() ? 1 : 0);
        number(either, 2, value.isTextual() ? 0 : value.asLong());
        bytes(either, 3, (value.isTextual() ? value.asText() : "").getBytes(UTF_8));
        return either.toByteArray();
    }

    /** A field of bytes: a text, a message. */
    public static void bytes(ByteArrayOutputStream out, int number, byte[] value) {
        varint(out, (long) number << 3 | 2);
        varint(out, value.length);
        out.writeBytes(value);
    }

    public static void number(ByteArrayOutputStream out, int number, long value) {
        varint(out, (long) number << 3);
        varint(out, value);
    }

    public static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        for (; (left & ~0x7FL) != 0; left >>>= 7) {
            out.write((int) ((left & 0x7F) | 0x80));
        }
        out.write((int) left);
    }

    private static Map<String, List<Field>> messages() {
        Map<String, List<Field>> messages = new HashMap<>();
        String text;
        try {
            text = Files.readString(Path.of("src/test/resources/protobuf/messages.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String line :
                text.replaceAll("(?m)^#.*\n", "").replace("\n    ", " ").split("\n", -1)) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                List<Field> fields = new ArrayList<>();
                for (String field : line.substring(colon + 2).split(", ", -1)) {
                    String[] words = field.split(" ", -1);
                    fields.add(new Field(
                            Integer.parseInt(words[0]),
                            words[1],
                            words[2].replaceAll("[\\[\\]!]", ""),
                            words[2].endsWith("!"),
                            words[2].startsWith("[")));
                }
                messages.put(line.substring(0, colon), fields);
            }
        }
        return messages;
    }
}

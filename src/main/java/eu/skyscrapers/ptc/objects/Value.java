package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.objects.Tokens.Token;
import eu.skyscrapers.ptc.workload.ImageUse.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of whatever shape, for kinds that are not known: one object at a time, and only from files. */
sealed interface Value {
    /** Far above any object that a person wrote, far below what the stack of a thread has room for. */
    int DEPTH_MAX = 200;

    /** In the place of a text in base64: no reference, which nothing may pass by. */
    String BINARY = "!!binary";

    record Fields(Map<String, Value> byName) implements Value {
        @Nullable
        Value get(String name) {
            return byName.get(name);
        }

        /** Null where there is none, and for an empty one: to an image that is the same. */
        @Nullable
        Text text(String name) {
            return get(name) instanceof Text text && !text.text().isEmpty() ? text : null;
        }
    }

    record Items(List<Value> all) implements Value {}

    /** A string, number or boolean; empty for null. */
    record Text(String text, long line, @Nullable Place place) implements Value {}

    /** Reads the value that comes next; of a key twice the last counts, as for kubectl. */
    static Value read(Tokens tokens) throws IOException {
        return read(tokens, tokens.next(), 0);
    }

    private static Value read(Tokens tokens, Token token, int depth) throws IOException {
        if (depth > DEPTH_MAX) {
            throw new MalformedException(tokens.line(), "nested more than " + DEPTH_MAX + " deep");
        }
        switch (token) {
            case OBJECT -> {
                Map<String, Value> fields = new LinkedHashMap<>();
                while (tokens.next() == Token.FIELD) {
                    String name = tokens.text();
                    fields.put(name, read(tokens, tokens.next(), depth + 1));
                }
                return new Fields(fields);
            }
            case ARRAY -> {
                List<Value> items = new ArrayList<>();
                for (Token next; (next = tokens.next()) != Token.END_ARRAY; ) {
                    items.add(read(tokens, next, depth + 1));
                }
                return new Items(items);
            }
            case SCALAR -> {
                return new Text(tokens.isBinary() ? BINARY : tokens.text(), tokens.line(), tokens.place());
            }
            default -> {
                return new Text("", tokens.line(), null);
            }
        }
    }
}

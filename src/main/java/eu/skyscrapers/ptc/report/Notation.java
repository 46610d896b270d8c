package eu.skyscrapers.ptc.report;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the report for programs is written in: objects, arrays and values, one after the other. Every value of an object
 * follows its name.
 */
interface Notation {
    void startObject() throws IOException;

    void endObject() throws IOException;

    void startArray() throws IOException;

    void endArray() throws IOException;

    /** @param key a camel-case word of ours, which no notation has to quote */
    void name(String key) throws IOException;

    /** @param key any words */
    void quotedName(String key) throws IOException;

    void text(@Nullable String value) throws IOException;

    void number(long value) throws IOException;

    void truth(boolean value) throws IOException;

    default void startObject(String key) throws IOException {
        name(key);
        startObject();
    }

    default void startArray(String key) throws IOException {
        name(key);
        startArray();
    }

    default void text(String key, @Nullable String value) throws IOException {
        name(key);
        text(value);
    }

    default void number(String key, long value) throws IOException {
        name(key);
        number(value);
    }

    default void truth(String key, boolean value) throws IOException {
        name(key);
        truth(value);
    }

    default void nothing(String key) throws IOException {
        text(key, null);
    }
}

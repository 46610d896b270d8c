package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.workload.Workload;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of the reports for programs: its fields in their order, by names of ours in camel case. A value is a text, a
 * number, a truth, null, another object, a map with names of others, or an {@link Iterable} of such.
 */
final class Fields {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    Fields with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    Fields with(Fields others) {
        values.putAll(others.values);
        return this;
    }

    Fields with(Workload workload) {
        return with("namespace", workload.namespace())
                .with("kind", workload.kind())
                .with("name", workload.name());
    }

    Map<String, @Nullable Object> values() {
        return values;
    }

    /** As a cell of a line; nothing for what there is not. */
    String text(String name) {
        Object value = values.get(name);
        return value == null ? "" : value.toString();
    }

    /** A list whose items are made when they are asked for: all at once they may be more than fits into memory. */
    static <T> Iterable<Fields> each(Collection<T> all, Function<T, Fields> fields) {
        return () -> all.stream().map(fields).iterator();
    }
}

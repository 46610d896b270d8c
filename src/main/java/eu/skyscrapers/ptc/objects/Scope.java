package eu.skyscrapers.ptc.objects;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a call narrows an audit to.
 *
 * @param namespaces none for all; an object of a file that names no namespace is in each
 * @param selector on the labels of the object itself
 */
public record Scope(Set<String> namespaces, @Nullable LabelSelector selector) {
    public static final Scope ALL = new Scope(Set.of(), null);

    public Scope {
        namespaces = Collections.unmodifiableSet(new TreeSet<>(namespaces));
    }

    boolean includes(String namespace, Map<String, String> labels) {
        return (namespaces.isEmpty() || namespace.isEmpty() || namespaces.contains(namespace))
                && (selector == null || selector.matches(labels));
    }

    /** For a message: what follows "no pod", blank in front; empty for all. */
    @Override
    public String toString() {
        String in = namespaces.isEmpty()
                ? ""
                : (namespaces.size() == 1 ? " in namespace " : " in namespaces ") + String.join(", ", namespaces);
        return selector == null ? in : in + " with labels " + selector;
    }
}

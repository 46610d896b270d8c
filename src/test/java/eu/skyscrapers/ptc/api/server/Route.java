package eu.skyscrapers.ptc.api.server;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request asks for.
 *
 * @param list what is listed or watched; empty where a namespace itself is asked for, or the list of them
 * @param namespace empty for all
 * @param selector empty for everything
 */
record Route(Optional<Resource> list, String namespace, String selector) {
    private static final Pattern LIST =
            Pattern.compile("(?<root>/api/v1|/apis/[a-z]+/v1)(/namespaces/(?<namespace>[^/]+))?/(?<plural>[a-z]+)");
    private static final Pattern NAMESPACE = Pattern.compile("/api/v1/namespaces(?:/([^/]+))?");
    private static final Pattern EQUALITY = Pattern.compile("(?<label>[\\w./-]+)(?<operator>==?|!=)(?<value>[\\w.-]*)");

    /** Empty for what the server does not know. */
    static Optional<Route> of(Request request) {
        Matcher namespace = NAMESPACE.matcher(request.path());
        if (namespace.matches()) {
            return Optional.of(new Route(Optional.empty(), Objects.requireNonNullElse(namespace.group(1), ""), ""));
        }
        Matcher list = LIST.matcher(request.path());
        if (list.matches()) {
            for (Resource resource : Resource.values()) {
                if (resource.root().equals(list.group("root"))
                        && resource.plural().equals(list.group("plural"))) {
                    String in = list.group("namespace");
                    return Optional.of(
                            new Route(Optional.of(resource), in == null ? "" : in, request.query("labelSelector")));
                }
            }
        }
        return Optional.empty();
    }

    boolean wantsAll() {
        return namespace.isEmpty() && selector.isEmpty();
    }

    /**
     * The objects that are asked for.
     *
     * @throws IllegalArgumentException for a selector by anything but equality
     */
    Predicate<ApiObject> wanted() {
        Predicate<ApiObject> wanted =
                object -> namespace.isEmpty() || object.namespace().equals(namespace);
        if (!selector.isEmpty()) {
            for (String term : selector.split(",", -1)) {
                wanted = wanted.and(wanted(term));
            }
        }
        return wanted;
    }

    private static Predicate<ApiObject> wanted(String term) {
        Matcher equality = EQUALITY.matcher(term.strip());
        if (!equality.matches()) {
            throw new IllegalArgumentException("this server cannot do the label selector " + term);
        }
        String label = equality.group("label");
        String value = equality.group("value");
        Predicate<ApiObject> equal = object -> value.equals(object.labels().get(label));
        return equality.group("operator").equals("!=") ? equal.negate() : equal;
    }
}

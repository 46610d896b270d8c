package eu.skyscrapers.ptc.audit;

import java.util.List;

/**
 * A way into the cache, as it changes the start of a {@link CanonicalName}: {@code quay.io/} into {@code REGISTRY/quay/}.
 *
 * @param from the upstream and the path that the rule stands for; ends in a slash
 * @param to the cache's registry and the rule's prefix; ends in a slash
 * @param longest of the canonical names that can go this way, in characters
 * @param taken what the names of the cache's other rules, with longer prefixes, begin with here: these do not go this way
 */
public record Route(String from, String to, int longest, List<String> taken) {
    public Route {
        taken = List.copyOf(taken);
    }

    /** Whether an image that the pattern matches may go this way; sometimes said of one that cannot. */
    boolean mayTake(Glob image) {
        String start = image.literalStart();
        return from.startsWith(start) || start.startsWith(from);
    }
}

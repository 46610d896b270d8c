package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.manifests.Node.Alias;
import eu.skyscrapers.ptc.manifests.Node.Mapping;
import eu.skyscrapers.ptc.manifests.Node.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a change within an anchor changes elsewhere: each of its aliases that no object reads an image through. The place
 * of the anchor itself is taken for the mere definition of what its aliases use.
 */
final class SideEffects {
    /**
     * A node with a change in it.
     *
     * @param field which of its fields the change is in; null where that is not known
     */
    private record Change(Node in, @Nullable String field) {}

    private final Deque<Change> left = new ArrayDeque<>();
    private final Set<Change> known = new HashSet<>();
    private final Set<List<Node>> fields = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Node, List<Alias>> strays = new LinkedHashMap<>();

    void changed(Node node) {
        add(new Change(node, null));
    }

    /** One line for each anchor. */
    List<String> warnings() {
        for (Change change; (change = left.poll()) != null; ) {
            spread(change, change.in());
            for (Alias alias : change.in().aliases) {
                if (!alias.followed && mergedInto(alias) == null) {
                    strays.computeIfAbsent(change.in(), anchored -> new ArrayList<>())
                            .add(alias);
                }
                spread(change, alias);
            }
        }
        List<String> warnings = new ArrayList<>();
        strays.forEach((anchored, aliases) -> warnings.add(warning(anchored, aliases)));
        return warnings;
    }

    private static String warning(Node anchored, List<Alias> aliases) {
        String more = aliases.size() == 1 ? "" : " (and " + (aliases.size() - 1) + " more)";
        return "%d: the anchor &%s holds an image that is rewritten, and its alias in line %d%s changes too, although it is not an image"
                .formatted(anchored.line, anchored.anchor, aliases.get(0).line, more);
    }

    /** To what the change's node stands in, at one of its places. */
    private void spread(Change change, Node place) {
        Mapping merged = mergedInto(place);
        if (merged != null) {
            List<Node> field = merged.field(change.field());
            if (field == null ? change.field() == null : fields.contains(field)) {
                add(new Change(merged, change.field()));
            }
        } else if (place.parent instanceof Mapping mapping) {
            List<Node> field = mapping.field(place.field());
            if (field != null) {
                fields.add(field);
            }
            add(new Change(mapping, place.field()));
        } else if (place.parent instanceof Sequence sequence) {
            add(new Change(sequence, change.field()));
        }
    }

    /** The mapping that takes the fields of this place over by its merge key; null for any other place. */
    private static @Nullable Mapping mergedInto(Node place) {
        Node key = place.parent instanceof Sequence sequence && sequence.merged() ? sequence : place;
        return key.merged() && key.parent instanceof Mapping mapping ? mapping : null;
    }

    private void add(Change change) {
        if (known.add(change)) {
            left.add(change);
        }
    }
}

package eu.skyscrapers.ptc.api.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Objects and their history: each change makes a new resource version, and the old ones stay until they are compacted. */
final class ObjectStore {
    /** Of the recorded lists. */
    private static final long FIRST_VERSION = 329;

    private record Change(long version, Resource resource, String type, ApiObject object) {
        private void tell(Watch watch) {
            watch.tell(type, resource, object);
        }
    }

    private final NavigableMap<Long, Map<Resource, List<ApiObject>>> snapshots = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();

    ObjectStore() {
        snapshots.put(FIRST_VERSION, new EnumMap<>(Resource.class));
    }

    synchronized long version() {
        return snapshots.lastKey();
    }

    /** All objects as they were, sorted; empty where nobody remembers. */
    synchronized Optional<List<ApiObject>> at(long version, Resource resource) {
        return Optional.ofNullable(snapshots.get(version)).map(snapshot -> snapshot.getOrDefault(resource, List.of()));
    }

    /** Lays the objects of the current version down; no change that anybody could watch. */
    synchronized void lay(Resource resource, List<ApiObject> sorted) {
        snapshots.lastEntry().getValue().put(resource, sorted);
    }

    synchronized void put(Resource resource, ApiObject object) {
        List<ApiObject> objects = new ArrayList<>(at(version(), resource).orElseThrow());
        boolean known = objects.removeIf(other -> other.key().equals(object.key()));
        ApiObject next = object.withResourceVersion(version() + 1);
        objects.add(next);
        objects.sort(Comparator.comparing(ApiObject::key));
        advance(resource, objects, known ? "MODIFIED" : "ADDED", next);
    }

    synchronized void delete(Resource resource, String key) {
        List<ApiObject> objects = new ArrayList<>(at(version(), resource).orElseThrow());
        ApiObject object = objects.stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + resource.kind() + " " + key));
        objects.remove(object);
        advance(resource, objects, "DELETED", object.withResourceVersion(version() + 1));
    }

    private void advance(Resource resource, List<ApiObject> objects, String type, ApiObject object) {
        advance().put(resource, List.copyOf(objects));
        Change change = new Change(version(), resource, type, object);
        changes.add(change);
        watches.forEach(change::tell);
    }

    private Map<Resource, List<ApiObject>> advance() {
        Map<Resource, List<ApiObject>> next =
                new EnumMap<>(snapshots.lastEntry().getValue());
        snapshots.put(version() + 1, next);
        return next;
    }

    /** Time goes on, and all before is forgotten: lists cannot be continued, and watches not be resumed. */
    synchronized void compact() {
        advance();
        snapshots.headMap(version()).clear();
        changes.clear();
    }

    /**
     * Tells a watch all objects as they are, or the changes since a version; then the changes to come, until it is
     * forgotten.
     */
    synchronized void open(Watch watch, Resource resource, String since) {
        if (since.isEmpty() || since.equals("0")) {
            at(version(), resource).orElseThrow().forEach(object -> watch.tell("ADDED", resource, object));
        } else if (Long.parseLong(since) < snapshots.firstKey()) {
            watch.expire();
        } else {
            changes.stream()
                    .filter(change -> change.version() > Long.parseLong(since))
                    .forEach(change -> change.tell(watch));
        }
        watches.add(watch);
    }

    synchronized void forget(Watch watch) {
        watches.remove(watch);
    }
}

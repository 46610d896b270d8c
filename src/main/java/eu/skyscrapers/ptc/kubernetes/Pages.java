package eu.skyscrapers.ptc.kubernetes;

import eu.skyscrapers.ptc.kubernetes.objects.ListPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pages of lists that were saved to files, as {@code kubectl get --raw '/api/v1/pods?limit=500'} does: one page
 * looks like a whole list but for its continue token.
 */
final class Pages {
    private record ListKey(String kind, String resourceVersion) {}

    private static final class Seen {
        private String unfinished = "";
        private long items;
        private long announced;
        private boolean last;
    }

    private final Map<ListKey, Seen> lists = new LinkedHashMap<>();

    void add(String file, ListPage page) {
        Seen seen = lists.computeIfAbsent(new ListKey(page.kind(), page.resourceVersion()), key -> new Seen());
        seen.items += page.items();
        seen.last |= page.last();
        if (!page.last()) {
            seen.unfinished = seen.unfinished.isEmpty() ? file : seen.unfinished;
            seen.announced = Math.max(seen.announced, page.items() + Math.max(page.remaining(), 0));
        }
    }

    /** The lists of which some page is not there. */
    List<String> missing() {
        return lists.entrySet().stream()
                .filter(list -> !list.getValue().unfinished.isEmpty())
                .filter(list -> !list.getValue().last || list.getValue().items < list.getValue().announced)
                .map(list -> list.getValue().unfinished + ": is one page of a longer "
                        + list.getKey().kind() + "; give all its pages, or save the list with kubectl get -o json")
                .toList();
    }
}

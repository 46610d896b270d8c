package eu.skyscrapers.ptc.manifests;

import eu.skyscrapers.ptc.objects.ListPage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pages of lists that were saved to files, as {@code kubectl get --raw '/api/v1/pods?limit=500'} does: one page
 * looks like a whole list but for its continue token. A list of which some page has one counts as complete only where
 * the counts in its pages prove it.
 *
 * <p>No page says whether another came before it: pages that lack only the first ones look like a whole list.
 */
final class Pages {
    private static final String SAVE_WHOLE = "save the list with kubectl get -o json";

    private record ListKey(String kind, String resourceVersion) {}

    private static final class Seen {
        private final Set<String> continueTokens = new HashSet<>();
        private String unfinished = "";
        private boolean uncounted;
        private int lastPages;
        private long items;
        /** By the page that announces most, which is the first: any later one announces only the rest. */
        private long announced;

        private boolean isComplete() {
            return unfinished.isEmpty() || (!uncounted && lastPages == 1 && items == announced);
        }
    }

    private final Map<ListKey, Seen> lists = new LinkedHashMap<>();
    private final List<String> repeated = new ArrayList<>();

    void add(String file, ListPage page) {
        Seen seen = lists.computeIfAbsent(new ListKey(page.kind(), page.resourceVersion()), key -> new Seen());
        if (!page.last() && !seen.continueTokens.add(page.continueToken())) {
            repeated.add(file + ": this page of a " + page.kind() + " is given twice; give each page once");
            return;
        }
        seen.items += page.items();
        seen.announced = Math.max(seen.announced, page.items() + Math.max(page.remaining(), 0));
        if (page.last() && page.remaining() <= 0) {
            seen.lastPages++;
            return;
        }
        seen.uncounted |= page.remaining() < 0;
        seen.unfinished = seen.unfinished.isEmpty() ? file : seen.unfinished;
    }

    /** What keeps the lists from being complete; none when all of them are. */
    List<String> problems() {
        List<String> problems = new ArrayList<>(repeated);
        lists.forEach((key, seen) -> {
            if (!seen.isComplete()) {
                problems.add(seen.unfinished + ": is one page of a longer " + key.kind()
                        + (seen.uncounted
                                ? " of unknown length (as with a label selector), so that nothing proves"
                                        + " that all its pages are given; " + SAVE_WHOLE
                                : "; give all its pages, each once, or " + SAVE_WHOLE));
            }
        });
        return problems;
    }
}

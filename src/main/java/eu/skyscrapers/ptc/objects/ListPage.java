package eu.skyscrapers.ptc.objects;

/**
 * What a list says of itself: it may be one page of several.
 *
 * @param kind for example {@code PodList}; {@code List} from kubectl
 * @param resourceVersion of the snapshot that all pages of a list show; empty where there is none
 * @param continueToken what asks for the next page; empty on the last
 * @param remaining how many items the next pages hold; -1 where the server does not say
 * @param items how many this page holds
 */
public record ListPage(String kind, String resourceVersion, String continueToken, long remaining, long items) {
    public boolean last() {
        return continueToken.isEmpty();
    }
}

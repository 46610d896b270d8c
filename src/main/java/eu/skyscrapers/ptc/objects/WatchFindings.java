package eu.skyscrapers.ptc.objects;

/** Takes what a watch says: an object that was added or changed is found. */
public interface WatchFindings extends Findings {
    void gone(String namespace, String name);

    /** After each event, bookmarks included: a watch from here goes on with the next. */
    void at(String resourceVersion);
}

package eu.skyscrapers.ptc.policy;

import java.util.Collection;
import java.util.stream.Collectors;

/** The wording that the messages of this room share. */
final class Words {
    private static final int SHOWN = 60;

    private Words() {}

    /** A short piece of what a file says: it may be megabytes. */
    static String quote(String text) {
        int end = Math.min(text.length(), SHOWN);
        return '"' + text.substring(0, end) + (end < text.length() ? "…" : "") + '"';
    }

    static String list(Collection<String> names) {
        return names.stream().collect(Collectors.joining(", "));
    }
}

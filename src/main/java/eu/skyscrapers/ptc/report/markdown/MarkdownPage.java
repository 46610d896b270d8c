package eu.skyscrapers.ptc.report.markdown;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The parts of a page that must not grow beyond what GitHub takes: a comment has 65,536 characters at most. What is left
 * out is counted where it would stand.
 *
 * <p>Items are asked for again whenever they are needed, since a part may have more of them than fit into memory as text.
 */
public final class MarkdownPage {
    /** In characters, with some room for what a workflow puts around it. */
    public static final int MOST = 60_000;

    /** The longest that a sentence about what is left out can be, with its empty lines. */
    private static final int SENTENCE = 150;

    /** Longer than what is known of any image that can be pulled; a longer item would take the room of others. */
    private static final int LONGEST_ITEM = MOST / 10;

    /**
     * @param needsAnEye whether it gets its room before those that do not
     * @param start what stands before the items in any case
     */
    private record Part<T>(
            boolean needsAnEye, String start, List<T> items, Function<? super T, String> text, String end) {
        /** Without any item. */
        int bare() {
            return 1 + start.length() + (items.isEmpty() ? 0 : SENTENCE) + end.length();
        }

        /** What the items take; beyond the most it does not matter how much. */
        int full() {
            int length = 0;
            for (int i = 0; i < items.size() && length < MOST; i++) {
                int item = text.apply(items.get(i)).length();
                length += item <= LONGEST_ITEM ? item : 0;
            }
            return length;
        }

        /** @param room for the items; one that is too long for it does not hide the next */
        void write(int room, Writer out) throws IOException {
            out.write(start);
            int left = room;
            int hidden = 0;
            for (T item : items) {
                String line = text.apply(item);
                if (line.length() <= Math.min(left, LONGEST_ITEM)) {
                    out.write(line);
                    left -= line.length();
                } else {
                    hidden++;
                }
            }
            if (hidden > 0) {
                boolean apart = hidden == items.size() && start.endsWith("\n\n");
                out.write((apart ? "" : "\n") + hidden + " of " + items.size() + leftOut(hidden));
            }
            out.write(end);
        }
    }

    private final List<Part<?>> parts = new ArrayList<>();

    void part(boolean needsAnEye, String text) {
        parts.add(new Part<>(needsAnEye, text, List.of(), item -> "", ""));
    }

    /** @param start ends where the first item can stand */
    <T> void list(boolean needsAnEye, String start, List<T> items, Function<? super T, String> text) {
        parts.add(new Part<>(needsAnEye, start, items, text, ""));
    }

    /** A list that a reader has to open. */
    <T> void folded(String title, List<T> items, Function<? super T, String> text) {
        String start = "<details><summary>" + title + "</summary>\n\n";
        parts.add(new Part<>(false, start, items, text, "\n</details>\n"));
    }

    void write(Writer out) throws IOException {
        boolean[] shown = new boolean[parts.size()];
        int room = MOST - SENTENCE - bare(shown);
        int[] rooms = new int[parts.size()];
        room -= share(shown, true, room, rooms);
        share(shown, false, room, rooms);
        String gap = "";
        int hidden = 0;
        for (int i = 0; i < rooms.length; i++) {
            if (shown[i]) {
                out.write(gap);
                parts.get(i).write(rooms[i], out);
                gap = "\n";
            } else {
                hidden++;
            }
        }
        if (hidden > 0) {
            out.write("\n" + hidden + " of " + rooms.length + " parts of this report" + leftOut(hidden));
        }
    }

    private static String leftOut(int number) {
        return (number == 1 ? " is" : " are") + " not shown, for want of room; `-o json` or `-o csv` shows them all\n";
    }

    /** Chooses the parts for which there is room at all, the last ones being left out; returns what they take bare. */
    private int bare(boolean[] shown) {
        int taken = 0;
        for (boolean needsAnEye : new boolean[] {true, false}) {
            for (int i = 0; i < shown.length; i++) {
                if (parts.get(i).needsAnEye() == needsAnEye) {
                    if (taken + parts.get(i).bare() > MOST - SENTENCE) {
                        return taken;
                    }
                    taken += parts.get(i).bare();
                    shown[i] = true;
                }
            }
        }
        return taken;
    }

    /** Gives each of these parts what it needs, or as much as all others that need more; returns what is taken. */
    private int share(boolean[] shown, boolean needsAnEye, int room, int[] rooms) {
        List<Integer> hungry = new ArrayList<>();
        int[] needs = new int[rooms.length];
        for (int i = 0; i < rooms.length; i++) {
            if (shown[i] && parts.get(i).needsAnEye() == needsAnEye) {
                needs[i] = parts.get(i).full();
                hungry.add(i);
            }
        }
        hungry.sort((one, other) -> Integer.compare(needs[one], needs[other]));
        int taken = 0;
        for (int served = 0; served < hungry.size(); served++) {
            int i = hungry.get(served);
            rooms[i] = Math.min(needs[i], (room - taken) / (hungry.size() - served));
            taken += rooms[i];
        }
        return taken;
    }
}

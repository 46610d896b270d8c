package eu.skyscrapers.ptc.report.markdown;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The parts of a page that must not grow beyond what GitHub takes. What is left out is counted where it would stand.
 *
 * <p>Items are asked for again whenever they are needed, since a part may have more of them than fit into memory as text.
 */
final class MarkdownPage {
    /** The comment is not shown: a bot that writes this on a pull request finds by it what it wrote before. */
    static final String HEAD = "<!-- audit-ecr-ptc -->\n### ECR pull-through cache audit\n\n";

    /** The longest that a sentence about what is left out can be, with its empty lines. */
    private static final int SENTENCE = 150;

    /** Longer than what is known of any image that can be pulled; a longer item would take the room of others. */
    private static final int LONGEST_ITEM = 6_000;

    /** When a part is shown. */
    enum When {
        ALWAYS,
        /** Where everything that needs an eye fits. */
        WHOLE,
        /** Where it does not. */
        CUT
    }

    private static final class Part<T> {
        /** Whether it gets its room before those that do not. */
        private final boolean needsAnEye;
        /** What stands before the items in any case. */
        private final String start;

        private final List<T> items;
        private final Function<? super T, String> text;
        private final String end;
        private final When when;
        /** What the items take, as far as there is room at all. */
        private int needs;
        /** For the items; negative when there is none for the part at all. */
        private int room = -1;

        Part(When when, boolean needsAnEye, String start, List<T> items, Function<? super T, String> text, String end) {
            this.when = when;
            this.needsAnEye = needsAnEye;
            this.start = start;
            this.items = items;
            this.text = text;
            this.end = end;
        }

        /** Without any item. */
        int bare() {
            return 1 + size(start) + (items.isEmpty() ? 0 : SENTENCE) + size(end);
        }

        /** What the items take; beyond the most it does not matter how much. */
        int full(int most) {
            int length = 0;
            for (int i = 0; i < items.size() && length < most; i++) {
                int item = size(text.apply(items.get(i)));
                length += item <= LONGEST_ITEM ? item : 0;
            }
            return length;
        }

        /** Writes it with the items that there is room for; one that is too long does not hide the next. */
        void write(Writer out) throws IOException {
            out.write(start);
            int left = room;
            int hidden = 0;
            for (T item : items) {
                String line = text.apply(item);
                int size = size(line);
                if (size <= Math.min(left, LONGEST_ITEM)) {
                    out.write(line);
                    left -= size;
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
        parts.add(new Part<>(When.ALWAYS, needsAnEye, text, List.of(), item -> "", ""));
    }

    /** @param start ends where the first item can stand */
    <T> void list(boolean needsAnEye, String start, List<T> items, Function<? super T, String> text) {
        parts.add(new Part<>(When.ALWAYS, needsAnEye, start, items, text, ""));
    }

    /** One that needs an eye, if it is shown at all. */
    <T> void list(When when, String start, List<T> items, Function<? super T, String> text) {
        parts.add(new Part<>(when, true, start, items, text, ""));
    }

    /** A list that a reader has to open. */
    <T> void folded(String title, List<T> items, Function<? super T, String> text) {
        String start = "<details><summary>" + title + "</summary>\n\n";
        parts.add(new Part<>(When.ALWAYS, false, start, items, text, "\n</details>\n"));
    }

    /** @param most how much this may write, in bytes of UTF-8 */
    void write(Writer out, int most) throws IOException {
        List<Part<?>> some = without(When.CUT);
        if (!fits(some, most)) {
            some = without(When.WHOLE);
            fits(some, most);
        }
        String gap = HEAD;
        int hidden = 0;
        for (Part<?> part : some) {
            if (part.room >= 0) {
                out.write(gap);
                part.write(out);
                gap = "\n";
            } else {
                hidden++;
            }
        }
        if (hidden > 0) {
            out.write(gap + hidden + " of " + some.size() + " parts of this report" + leftOut(hidden));
        }
    }

    private List<Part<?>> without(When when) {
        return parts.stream().filter(part -> part.when != when).toList();
    }

    /** Gives each of these parts its room, and returns whether all that needs an eye has enough. */
    private static boolean fits(List<Part<?>> some, int most) {
        List<Part<?>> ranked = new ArrayList<>(some);
        ranked.sort(Comparator.comparing(part -> !part.needsAnEye));
        int room = most - SENTENCE - size(HEAD);
        int fit = 0;
        while (fit < ranked.size() && ranked.get(fit).bare() <= room) {
            room -= ranked.get(fit++).bare();
        }
        ranked.subList(fit, ranked.size()).forEach(part -> part.room = -1);
        List<Part<?>> shown = ranked.subList(0, fit);
        List<Part<?>> first = shown.stream().filter(part -> part.needsAnEye).toList();
        int rest = share(first, room);
        share(shown.stream().filter(part -> !part.needsAnEye).toList(), rest);
        return (fit == ranked.size() || !ranked.get(fit).needsAnEye)
                && first.stream().allMatch(part -> part.room == part.needs);
    }

    /** Gives each of these parts what it needs, or as much as all others that need more; returns what is left. */
    private static int share(List<Part<?>> some, int room) {
        List<Part<?>> hungry = new ArrayList<>(some);
        hungry.forEach(part -> part.needs = part.full(room + 1));
        hungry.sort(Comparator.comparingInt(part -> part.needs));
        int left = room;
        for (int served = 0; served < hungry.size(); served++) {
            Part<?> part = hungry.get(served);
            part.room = Math.min(part.needs, left / (hungry.size() - served));
            left -= part.room;
        }
        return left;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String leftOut(int number) {
        return (number == 1 ? " is" : " are") + " not shown, for want of room; `-o json` or `-o csv` shows them all\n";
    }
}

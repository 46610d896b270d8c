package eu.skyscrapers.ptc.report.markdown;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The parts of a page that must not grow beyond what GitHub takes: a comment has 65,536 characters at most. What is left
 * out is counted where it would stand.
 *
 * <p>Items are asked for again whenever they are needed, since a part may have more of them than fit into memory as text.
 */
final class MarkdownPage {
    /** In characters, with some room for what a workflow puts around it. */
    static final int MOST = 60_000;

    /** The comment is not shown: a bot that writes this on a pull request finds by it what it wrote before. */
    static final String HEAD = "<!-- audit-ecr-ptc -->\n### ECR pull-through cache audit\n\n";

    /** The longest that a sentence about what is left out can be, with its empty lines. */
    private static final int SENTENCE = 150;

    /** Longer than what is known of any image that can be pulled; a longer item would take the room of others. */
    private static final int LONGEST_ITEM = MOST / 10;

    private static final class Part<T> {
        /** Whether it gets its room before those that do not. */
        private final boolean needsAnEye;
        /** What stands before the items in any case. */
        private final String start;

        private final List<T> items;
        private final Function<? super T, String> text;
        private final String end;
        /** For the items; negative when there is none for the part at all. */
        private int room = -1;

        Part(boolean needsAnEye, String start, List<T> items, Function<? super T, String> text, String end) {
            this.needsAnEye = needsAnEye;
            this.start = start;
            this.items = items;
            this.text = text;
            this.end = end;
        }

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

        /** Writes it with the items that there is room for; one that is too long does not hide the next. */
        void write(Writer out) throws IOException {
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
        List<Part<?>> ranked = new ArrayList<>(parts);
        ranked.sort(Comparator.comparing(part -> !part.needsAnEye));
        int room = MOST - SENTENCE - HEAD.length();
        int fit = 0;
        while (fit < ranked.size() && ranked.get(fit).bare() <= room) {
            room -= ranked.get(fit++).bare();
        }
        List<Part<?>> shown = ranked.subList(0, fit);
        int rest = share(shown.stream().filter(part -> part.needsAnEye), room);
        share(shown.stream().filter(part -> !part.needsAnEye), rest);
        String gap = HEAD;
        for (Part<?> part : parts) {
            if (part.room >= 0) {
                out.write(gap);
                part.write(out);
                gap = "\n";
            }
        }
        int hidden = parts.size() - fit;
        if (hidden > 0) {
            out.write("\n" + hidden + " of " + parts.size() + " parts of this report" + leftOut(hidden));
        }
    }

    /** Gives each of these parts what it needs, or as much as all others that need more; returns what is left. */
    private static int share(Stream<Part<?>> some, int room) {
        List<Part<?>> hungry = new ArrayList<>(some.toList());
        hungry.forEach(part -> part.room = part.full());
        hungry.sort(Comparator.comparingInt(part -> part.room));
        int left = room;
        for (int served = 0; served < hungry.size(); served++) {
            Part<?> part = hungry.get(served);
            part.room = Math.min(part.room, left / (hungry.size() - served));
            left -= part.room;
        }
        return left;
    }

    private static String leftOut(int number) {
        return (number == 1 ? " is" : " are") + " not shown, for want of room; `-o json` or `-o csv` shows them all\n";
    }
}

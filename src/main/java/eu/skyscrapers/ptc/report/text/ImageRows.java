package eu.skyscrapers.ptc.report.text;

import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The images of one bucket with their users: beside the image in columns where the width allows, else below it.
 *
 * <p>Rows are asked for again whenever they are needed, since a cluster may have more of them than fit into memory as
 * text.
 */
final class ImageRows {
    /**
     * One image.
     *
     * @param image with its indentation and its mark; never cut, so it may be wider than its column
     * @param users the cells of each line, or one that is no part of the columns; the first starts with a word of ours
     */
    record Row(String image, List<List<String>> users) {}

    /** How many cells a user has at most: pods, namespace, owner, container, and what deploys it. */
    static final int CELLS = 5;

    static final int GAP = 2;
    private static final int MOST_USERS = 10;
    private static final int BELOW = 6;
    /** A single cell wider than this stands out of its column, so that it does not push away everybody else's. */
    private static final int WIDEST_CELL = 48;
    /** Narrower than this, an image column would be overrun by most images. */
    private static final int NARROWEST_IMAGE = 48;
    /** Digests would push the users of all other images too far away from them. */
    private static final int WIDEST_IMAGE = 80;

    private final Lines lines;
    private final IntFunction<Row> rows;
    private final UnaryOperator<String> imageInk;
    private final UnaryOperator<String> usersInk;
    private final int[] widths;
    private final int usersAt;
    private final boolean beside;
    private final boolean aligned;

    /**
     * @param cells how many a line of users has at most
     * @param imageInk adds only colour, likewise {@code usersInk}
     */
    ImageRows(
            Lines lines,
            int count,
            int cells,
            IntFunction<Row> rows,
            UnaryOperator<String> imageInk,
            UnaryOperator<String> usersInk) {
        this.lines = lines;
        this.rows = rows;
        this.imageInk = imageInk;
        this.usersInk = usersInk;
        widths = new int[cells];
        for (int i = 0; i < count; i++) {
            measure(rows.apply(i).users(), widths);
        }
        int columns = (int) IntStream.of(widths).filter(width -> width > 0).count();
        int users = IntStream.of(widths).sum() + GAP * Math.max(0, columns - 1);
        int room = lines.columns() - GAP - users;
        int image = room < NARROWEST_IMAGE ? 0 : widestImage(count, Math.min(room, WIDEST_IMAGE));
        beside = image > 0;
        usersAt = beside ? image + GAP : BELOW;
        aligned = usersAt + users <= lines.columns();
    }

    private static void measure(List<List<String>> users, int[] widths) {
        for (List<String> cells : users) {
            for (int i = 0; i < cells.size() && cells.size() > 1; i++) {
                int width = cells.get(i).length();
                if (width <= WIDEST_CELL) {
                    widths[i] = Math.max(widths[i], width);
                }
            }
        }
    }

    private int widestImage(int count, int room) {
        int widest = 0;
        for (int i = 0; i < count; i++) {
            int width = rows.apply(i).image().length();
            if (width <= room) {
                widest = Math.max(widest, width);
            }
        }
        return widest;
    }

    void write(int index) throws IOException {
        Row row = rows.apply(index);
        String image = imageInk.apply(row.image());
        String indent = " ".repeat(usersAt);
        String lead = image + " ".repeat(Math.max(0, usersAt - row.image().length()));
        if (!beside || row.users().isEmpty() || row.image().length() + GAP > usersAt) {
            lines.line(image);
            lead = indent;
        }
        int[] ownWidths = aligned ? widths : new int[widths.length];
        if (!aligned) {
            measure(row.users(), ownWidths);
        }
        for (List<String> user : row.users()) {
            lines.user(lead, usersAt, user, ownWidths, usersInk);
            lead = indent;
        }
    }

    /** One line for each user, as long as there are not too many. */
    static List<List<String>> users(String indent, List<Usage> usages) {
        Folded<Usage> folded = Folded.of(usages, MOST_USERS);
        List<List<String>> lines = new ArrayList<>();
        folded.listed().forEach(usage -> lines.add(user(indent, usage)));
        if (!folded.rest().isEmpty()) {
            lines.add(List.of(indent + folded.more()));
        }
        return lines;
    }

    static List<String> user(String indent, Usage usage) {
        List<String> cells = new ArrayList<>(List.of(
                indent + Words.pods(usage.pods()),
                Words.namespace(usage.workload()),
                Words.owner(usage.workload()),
                Words.container(usage)));
        if (usage.deployer() != null) {
            cells.add("by " + Words.deployer(usage.deployer()));
        }
        return cells;
    }
}

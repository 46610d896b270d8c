package eu.skyscrapers.ptc.report.text;

import static eu.skyscrapers.ptc.report.text.Lines.shown;

import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Tally;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/** The users of images in the words of the table. */
public final class Users {
    /** How many cells tell a usage: pods, namespace, owner, container, and what deploys it. */
    static final int CELLS = 5;

    static final int GAP = 2;

    /** What makes a cell one that a line may start with; the first two share a line. */
    private static final List<String> LEADS = List.of("", "", "of ", "as ", "");

    private static final int MOST = 10;

    private Users() {}

    /** One line for each usage, as long as there are not too many. */
    static List<List<String>> lines(String indent, List<Usage> usages) {
        Folded<Usage> folded = Folded.of(usages, MOST);
        List<List<String>> lines = new ArrayList<>();
        folded.listed().forEach(usage -> lines.add(cells(indent, usage)));
        if (!folded.rest().isEmpty()) {
            lines.add(List.of(indent + folded.more()));
        }
        return lines;
    }

    static List<String> cells(String indent, Usage usage) {
        List<String> cells = cells(indent + pods(usage.pods()), usage.workload(), container(usage));
        if (usage.deployer() != null) {
            cells.add("by " + deployer(usage.deployer()));
        }
        return cells;
    }

    public static String pods(long number) {
        return number == 0 ? "template" : Tally.count(number, "pod");
    }

    /** @param container fit to be shown */
    private static List<String> cells(String pods, Workload workload, String container) {
        return new ArrayList<>(List.of(pods, namespace(workload), owner(workload), container));
    }

    /** Where a change has to be made, when it would be undone in the cluster. */
    public static String deployer(Deployer deployer) {
        return deployer.kind() + " " + shown(place(deployer));
    }

    /** A deployer's name behind its namespace, where it has one; not yet fit to be shown. */
    public static String place(Deployer deployer) {
        return deployer.namespace().isEmpty() ? deployer.name() : deployer.namespace() + "/" + deployer.name();
    }

    /**
     * A user's cells as one line; or as more, each starting with a word of ours, where they would stand out of the
     * width.
     *
     * @param widths of the columns
     */
    static List<String> laidOut(List<String> cells, int[] widths, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(cells.get(0));
        for (int i = 1; i < cells.size(); i++) {
            String cell = cells.get(i);
            int gap = GAP
                    + (lines.isEmpty()
                            ? Math.max(0, widths[i - 1] - cells.get(i - 1).length())
                            : 0);
            if (i > 1 && line.length() + gap + cell.length() > room) {
                lines.add(line.toString());
                line = new StringBuilder("    ").append(LEADS.get(i)).append(cell);
            } else {
                line.append(" ".repeat(gap)).append(cell);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    public static String container(Usage usage) {
        String container = shown(usage.container());
        return usage.containerType() == ContainerType.CONTAINER
                ? container
                : container + " (" + usage.containerType().key() + ")";
    }

    public static String namespace(Workload workload) {
        return workload.namespace().isEmpty() ? "(no namespace)" : shown(workload.namespace());
    }

    public static String owner(Workload workload) {
        return shown(workload.kind() + "/" + workload.name());
    }
}

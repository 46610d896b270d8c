package eu.skyscrapers.ptc.report;

import static eu.skyscrapers.ptc.report.Lines.shown;

import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The users of images in the words of the table. */
final class Users {
    /** How many cells tell a usage. */
    static final int CELLS = 4;

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

    private static List<String> cells(String indent, Usage usage) {
        String container = shown(usage.container());
        return List.of(
                indent + (usage.pods() == 0 ? "template" : Tally.count(usage.pods(), "pod")),
                namespace(usage.workload()),
                owner(usage.workload()),
                (usage.containerType() == ContainerType.CONTAINER
                                ? container
                                : container + " (" + usage.containerType().key() + ")")
                        + deployer(usage.deployer()));
    }

    /** Where a change has to be made, when it would be undone in the cluster. */
    private static String deployer(@Nullable Deployer deployer) {
        if (deployer == null) {
            return "";
        }
        String namespace = deployer.namespace().isEmpty() ? "" : deployer.namespace() + "/";
        return "  by " + deployer.kind() + " " + shown(namespace + deployer.name());
    }

    static String namespace(Workload workload) {
        return workload.namespace().isEmpty() ? "(no namespace)" : shown(workload.namespace());
    }

    static String owner(Workload workload) {
        return shown(workload.kind() + "/" + workload.name());
    }
}

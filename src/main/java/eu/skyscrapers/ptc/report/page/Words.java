package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.Places;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.Printable;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.stream.Collectors;

/** Words that reports have in common. */
public final class Words {
    /** Longer than any image that can be pulled; beyond it a line helps nobody. */
    private static final int LONGEST = 1000;

    private Words() {}

    public static String count(long number, String noun) {
        return count(number, noun, noun + "s");
    }

    public static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    public static String pods(long number) {
        return number == 0 ? "template" : count(number, "pod");
    }

    /** What others wrote, fit to stand within a line, though not at its start. */
    public static String shown(String hostile) {
        String text = Printable.of(hostile.length() > LONGEST ? hostile.substring(0, LONGEST) : hostile);
        if (hostile.length() > LONGEST) {
            return text + "... (" + hostile.length() + " characters, -o json shows them all)";
        }
        boolean blankEdge = text.isEmpty() || text.startsWith(" ") || text.endsWith(" ");
        return blankEdge ? '"' + text + '"' : text;
    }

    /** As {@link #shown}, and without a blank, so that a line of words has as many as it has columns. */
    public static String word(String hostile) {
        if (hostile.isEmpty()) {
            return "\"\"";
        }
        String text = Printable.of(hostile.length() > LONGEST ? hostile.substring(0, LONGEST) : hostile)
                .replace(" ", "\\u0020");
        return hostile.length() > LONGEST ? text + "...(" + hostile.length() + "_characters,_see_-o_json)" : text;
    }

    public static String namespace(Workload workload) {
        return workload.namespace().isEmpty() ? "(no namespace)" : shown(workload.namespace());
    }

    public static String owner(Workload workload) {
        return shown(workload.kind() + "/" + workload.name());
    }

    public static String container(Usage usage) {
        String container = shown(usage.container());
        return usage.containerType() == ContainerType.CONTAINER
                ? container
                : container + " (" + usage.containerType().key() + ")";
    }

    /** As in {@code web.yaml:12, prod.yaml:7 and 3 more}. */
    public static String places(Places places) {
        String listed = places.listed().stream()
                .map(place -> (place.file().isEmpty() ? "standard input" : shown(place.file())) + ":" + place.line())
                .collect(Collectors.joining(", "));
        return listed + (places.more() == 0 ? "" : " and " + places.more() + " more");
    }

    /** Where a change has to be made, when it would be undone in the cluster. */
    public static String deployer(Deployer deployer) {
        return deployer.kind() + " " + shown(place(deployer));
    }

    /** A deployer's name behind its namespace, where it has one; not yet fit to be shown. */
    public static String place(Deployer deployer) {
        return deployer.namespace().isEmpty() ? deployer.name() : deployer.namespace() + "/" + deployer.name();
    }
}

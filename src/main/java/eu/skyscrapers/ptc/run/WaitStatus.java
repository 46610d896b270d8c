package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Says what a wait still waits for: on a terminal in one line that changes, elsewhere in a line for each change. */
public final class WaitStatus {
    private static final int NAMED = 3;

    private final boolean terminal;
    private final Consumer<String> line;
    private String before = "";

    /** @param line gets each, one of which takes the place of the one before on a terminal */
    public WaitStatus(boolean terminal, Consumer<String> line) {
        this.terminal = terminal;
        this.line = line;
    }

    void show(AuditResult now, Duration left) {
        String waitsFor = waitsFor(now);
        if (terminal) {
            line.accept("waiting " + left.toSeconds() + "s more for " + waitsFor);
        } else if (!waitsFor.equals(before) && !now.clusters().stream().allMatch(WaitStatus::isBeingRead)) {
            line.accept("waiting for " + waitsFor);
        }
        before = waitsFor;
    }

    private static String why(List<ClusterResult> unread) {
        List<String> errors = unread.stream()
                .filter(cluster -> !isBeingRead(cluster))
                .map(cluster -> cluster.errors().get(0))
                .toList();
        return errors.isEmpty() ? "" : ": " + String.join("; ", errors);
    }

    private static boolean isBeingRead(ClusterResult cluster) {
        return cluster.errors().stream().anyMatch(error -> error.endsWith(Waiting.NOT_YET));
    }

    private static String waitsFor(AuditResult now) {
        List<ClusterResult> unread =
                now.clusters().stream().filter(cluster -> !cluster.complete()).toList();
        Set<String> failing = new TreeSet<>();
        for (ClusterResult cluster : now.clusters()) {
            for (ImageFinding finding : cluster.images()) {
                if (now.failOn().fails(finding)) {
                    failing.add(finding.image());
                }
            }
        }
        StringJoiner waitsFor = new StringJoiner("; ");
        if (!failing.isEmpty()) {
            waitsFor.add(failing.size()
                    + (failing.size() == 1 ? " image: " : " images: ")
                    + failing.stream().limit(NAMED).collect(Collectors.joining(", "))
                    + (failing.size() > NAMED ? ", ..." : ""));
        }
        if (!unread.isEmpty()) {
            waitsFor.add((unread.size() == 1 ? "cluster " : "clusters ")
                    + unread.stream().map(ClusterResult::name).collect(Collectors.joining(", "))
                    + " to be read"
                    + why(unread));
        }
        now.hints().stream().filter(Hint::fails).map(Hint::key).distinct().forEach(key -> waitsFor.add("hint: " + key));
        return waitsFor.toString();
    }
}

package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.report.page.ClusterNames;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what a wait still waits for, and how long it may: on a terminal in one line that changes, elsewhere in a line for each
 * change, and for each minute without one, as a silent CI job looks like one that hangs.
 */
public final class WaitStatus {
    private static final int NAMED = 3;

    private static final Duration HEARTBEAT = Duration.ofMinutes(1);
    private static final String PASSES = "passes";

    private final boolean terminal;
    private final Consumer<String> line;
    private String before = "";
    private @Nullable Duration leftAtLast;
    /** Whether it did not pass as soon as it was read. */
    private boolean waited;

    private String end = "";
    private boolean interrupted;

    /** @param line gets each, one of which takes the place of the one before on a terminal */
    public WaitStatus(boolean terminal, Consumer<String> line) {
        this.terminal = terminal;
        this.line = line;
    }

    void show(AuditResult now, Duration left) {
        String waitsFor = waitsFor(now);
        boolean read = !now.clusters().stream().allMatch(WaitStatus::isBeingRead);
        waited |= read;
        if (terminal) {
            line.accept("waiting " + inWords(left) + " more for " + waitsFor);
        } else {
            Duration last = leftAtLast == null ? left : leftAtLast;
            boolean says =
                    (read && !waitsFor.equals(before)) || last.minus(left).compareTo(HEARTBEAT) >= 0;
            leftAtLast = says ? left : last;
            if (says) {
                line.accept("waiting for " + waitsFor + "; " + inWords(left) + " left");
            }
        }
        before = waitsFor;
    }

    /** @param more for how long it has to go on passing */
    void passes(Duration more) {
        waited = true;
        if (terminal || !before.equals(PASSES)) {
            line.accept("passes; watching " + inWords(more) + " more");
        }
        before = PASSES;
    }

    void passed(Duration after) {
        end = waited ? "passed after " + inWords(after) : "";
    }

    void timeIsUp(Duration limit) {
        end = "time is up after " + inWords(limit);
    }

    void interrupted(Duration after) {
        interrupted = true;
        end = "interrupted after " + inWords(after) + ": the report shows that moment";
    }

    /** How the wait ended; empty where there was nothing to wait for, or no use in it. */
    public String end() {
        return end;
    }

    public boolean wasInterrupted() {
        return interrupted;
    }

    /** As Go writes it; less than a second is one. */
    private static String inWords(Duration time) {
        long seconds = Math.max(1, (time.toMillis() + 999) / 1000);
        return Duration.ofSeconds(seconds).toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static boolean passesUnlessExpected(AuditResult now) {
        AuditResult unexpected = new AuditResult(
                FailOn.UNEXPECTED, now.failAlso(), now.clusters(), now.review(), now.hints(), now.run());
        return now.failOn() == FailOn.DIRECT && unexpected.outcome() == Outcome.PASSED;
    }

    private static String why(List<ClusterResult> unread) {
        List<String> errors = unread.stream()
                .filter(cluster -> !isBeingRead(cluster))
                .map(cluster -> cluster.errors().get(0))
                .toList();
        return errors.isEmpty() ? "" : ": " + String.join("; ", errors);
    }

    private static boolean isBeingRead(ClusterResult cluster) {
        return cluster.errors().stream().anyMatch(error -> error.endsWith(Waiting.NOT_YET.message()));
    }

    private static String waitsFor(AuditResult now) {
        List<ClusterResult> unread =
                now.clusters().stream().filter(cluster -> !cluster.complete()).toList();
        Set<String> failing = new TreeSet<>();
        for (ClusterResult cluster : now.clusters()) {
            for (ImageFinding finding : cluster.images()) {
                if (now.fails(finding)) {
                    failing.add(finding.image());
                }
            }
        }
        StringJoiner waitsFor = new StringJoiner("; ");
        if (!failing.isEmpty()) {
            waitsFor.add(failing.size()
                    + (failing.size() == 1 ? " image: " : " images: ")
                    + failing.stream().limit(NAMED).collect(Collectors.joining(", "))
                    + (failing.size() > NAMED ? ", ..." : "")
                    + (passesUnlessExpected(now) ? " (expected: --fail-on unexpected would pass now)" : ""));
        }
        if (!unread.isEmpty()) {
            ClusterNames names = ClusterNames.of(now);
            waitsFor.add((unread.size() == 1 ? "cluster " : "clusters ")
                    + unread.stream()
                            .map(cluster -> names.shortOf(cluster.name()))
                            .collect(Collectors.joining(", "))
                    + " to be read"
                    + why(unread));
        }
        now.hints().stream().filter(Hint::fails).map(Hint::key).distinct().forEach(key -> waitsFor.add("hint: " + key));
        return waitsFor.toString();
    }
}

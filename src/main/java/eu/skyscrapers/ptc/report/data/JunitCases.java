package eu.skyscrapers.ptc.report.data;

import static eu.skyscrapers.ptc.report.page.Words.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which testcases an audit has, and how each of them ended.
 *
 * <p>A CI server goes by these and never sees the exit code, so the two must not disagree: an audit or cluster that failed
 * has a failure, one that is not complete has an error, and one that passed has neither.
 */
final class JunitCases {
    private static final String NOT_COMPLETE = "(not complete)";
    private static final String HINTS = "(hints)";
    private static final String AUDIT = "(audit)";
    private static final int MOST_LISTED = 20;

    private final AuditResult audit;
    private final View view;

    JunitCases(AuditResult audit, View view) {
        this.audit = audit;
        this.view = view;
    }

    /** Gives all of one cluster, in the order of every report. */
    void of(ClusterResult cluster, JunitCase.Sink sink) throws IOException {
        boolean[] failed = new boolean[1];
        JunitCase.Sink watched = testcase -> {
            failed[0] |= testcase.kind() == JunitCase.Kind.FAILED;
            sink.accept(testcase);
        };
        for (ImageFinding finding : cluster.images()) {
            image(cluster, finding, watched);
        }
        for (PullError error : cluster.remarks().pullErrors()) {
            watched.accept(pullError(cluster, error));
        }
        for (Hint hint : audit.hintsOf(cluster)) {
            watched.accept(hint(group(cluster, HINTS), hint));
        }
        if (!failed[0] && audit.outcomeOf(cluster) == Outcome.FAILED) {
            sink.accept(onlyExpected(cluster));
        }
        for (String error : cluster.errors()) {
            sink.accept(new JunitCase(
                    JunitCase.Kind.BROKEN,
                    group(cluster, NOT_COMPLETE),
                    shown(error),
                    "incomplete",
                    "not complete: " + shown(error),
                    List.of("error: " + shown(error), "What else is told of this cluster is not the whole cluster.")));
        }
    }

    /** What no testcase says: the outcome, and the notes on images that pass. */
    List<String> remarks(ClusterResult cluster) {
        Folded<ImageFinding> notes = Folded.of(
                cluster.images().stream()
                        .filter(finding -> finding.verdict() != Verdict.DIRECT)
                        .filter(finding -> finding.judgment().note() != null && view.shows(finding.verdict()))
                        .toList(),
                MOST_LISTED);
        List<String> lines = new ArrayList<>(List.of(OutcomeSentence.of(audit, cluster)));
        for (ImageFinding finding : notes.listed()) {
            lines.add("note: " + shown(finding.image()) + ": "
                    + shown("" + finding.judgment().note()));
        }
        if (!notes.rest().isEmpty()) {
            lines.add(notes.more());
        }
        return lines;
    }

    /** Gives those of the cache's rules: one for each fault, or one that passed. */
    void of(List<RuleFinding> rules, JunitCase.Sink sink) throws IOException {
        if (rules.isEmpty()) {
            sink.accept(JunitCase.passed("cache.rules", "as the platform needs them"));
        }
        for (RuleFinding finding : rules) {
            String place = finding.place() == null ? "" : " (" + shown(finding.place()) + ")";
            sink.accept(new JunitCase(
                    audit.failOn() == FailOn.NEVER ? JunitCase.Kind.SKIPPED : JunitCase.Kind.FAILED,
                    "cache.rules",
                    shown(finding.prefix()) + " " + finding.fault().key(),
                    finding.fault().key(),
                    "rule " + shown(finding.prefix()) + ": " + shown(finding.problem()),
                    List.of("fault: " + shown(finding.problem()) + place, "change: " + shown(finding.change()))));
        }
    }

    /** Gives the hints that are about no cluster more than another. */
    void ofHints(JunitCase.Sink sink) throws IOException {
        for (Hint hint : audit.hintsOfTheWhole()) {
            sink.accept(hint("audit.hints", hint));
        }
    }

    private JunitCase hint(String group, Hint hint) {
        return new JunitCase(
                hint.fails() && audit.failOn() != FailOn.NEVER ? JunitCase.Kind.FAILED : JunitCase.Kind.SKIPPED,
                group,
                hint.key(),
                hint.key(),
                shown(hint.text()),
                List.of("hint: " + shown(hint.text())));
    }

    private void image(ClusterResult cluster, ImageFinding finding, JunitCase.Sink sink) throws IOException {
        boolean listed = view.shows(finding.verdict());
        for (Usage usage : finding.usedBy()) {
            JunitCase testcase = use(cluster, finding, usage);
            // Asked for some verdicts only, the report is shorter, yet leaves out nothing that fails the audit.
            if (listed || testcase.kind() == JunitCase.Kind.FAILED) {
                sink.accept(testcase);
            }
        }
    }

    private JunitCase use(ClusterResult cluster, ImageFinding finding, Usage usage) {
        String group = group(cluster, Words.namespace(usage.workload()));
        String name = Words.owner(usage.workload()) + " " + Words.container(usage) + " " + shown(finding.image());
        if (finding.verdict() != Verdict.DIRECT) {
            return JunitCase.passed(group, name);
        }
        Expectation expected = usage.expected() == null ? finding.expected() : usage.expected();
        boolean fails = expected == null && audit.failOn().fails(finding);
        return new JunitCase(
                fails ? JunitCase.Kind.FAILED : JunitCase.Kind.SKIPPED,
                group,
                name,
                finding.judgment().reason().key(),
                message(finding.judgment(), expected),
                details(finding, usage, expected));
    }

    private String message(Judgment judgment, @Nullable Expectation expected) {
        String direct = "direct: " + meaning(judgment);
        if (expected != null) {
            String unless = audit.failOn() == FailOn.DIRECT ? ", yet fails the audit without --fail-on unexpected" : "";
            return "expected: " + shown(expected.reason()) + unless + "; " + direct;
        }
        return audit.failOn() == FailOn.NEVER ? direct + " (--fail-on never)" : direct;
    }

    private static String meaning(Judgment judgment) {
        if (judgment.reason() != Reason.CACHEABLE) {
            return Images.meaning(judgment.reason());
        }
        return judgment.replacement() == null
                ? "a cache rule serves this upstream"
                : "use " + shown(judgment.replacement());
    }

    private static List<String> details(ImageFinding finding, Usage usage, @Nullable Expectation expected) {
        Judgment judgment = finding.judgment();
        List<String> lines = new ArrayList<>();
        lines.add("image: " + shown(finding.image()));
        lines.add("reason: " + judgment.reason().key());
        if (judgment.replacement() != null) {
            lines.add("replacement: " + shown(judgment.replacement()));
        }
        lines.add("used by: " + place(usage.workload(), Words.container(usage)) + ", "
                + (usage.pods() == 0 ? "pod template only" : Words.count(usage.pods(), "pod")));
        lines.add("change it in: " + whereToChange(usage));
        if (expected != null) {
            lines.add("expected: " + shown(expected.reason()) + " (" + shown(expected.source()) + ")");
        }
        if (judgment.note() != null) {
            lines.add("note: " + shown(judgment.note()));
        }
        return lines;
    }

    /** What deploys a workload would undo a change of the workload itself. */
    private static String whereToChange(Usage usage) {
        return usage.deployer() == null ? Words.owner(usage.workload()) : Words.deployer(usage.deployer());
    }

    private JunitCase pullError(ClusterResult cluster, PullError error) {
        boolean fails = audit.failOnPullErrors() && error.isOfTheCache();
        String unless = fails || !error.isOfTheCache()
                ? ""
                : " (--fail-on " + audit.failOn().key() + ",pull-errors fails on it)";
        List<String> facts = Page.facts(error).stream()
                .map(fact -> fact.label() + ": " + fact.words().drawn(Words::shown))
                .toList();
        List<String> lines = new ArrayList<>(List.of(
                "image: " + shown(error.image()),
                "used by: " + place(error.workload(), shown(error.container())) + ", " + Words.pods(error.pods())));
        lines.addAll(facts);
        return new JunitCase(
                fails ? JunitCase.Kind.FAILED : JunitCase.Kind.SKIPPED,
                group(cluster, Words.namespace(error.workload())),
                Words.owner(error.workload()) + " " + shown(error.container()) + " " + shown(error.image())
                        + " not pulled: " + shown(error.reason().isEmpty() ? "the reference" : error.reason()),
                "pull-error",
                "not pulled" + (error.isOfTheCache() ? " through the cache" : "") + ": " + String.join("; ", facts)
                        + unless,
                lines);
    }

    /** All that fails the cluster is expected, and each of these is told as skipped: that alone would look like a pass. */
    private JunitCase onlyExpected(ClusterResult cluster) {
        Folded<ImageFinding> failing = Folded.of(
                cluster.images().stream().filter(audit.failOn()::fails).toList(), MOST_LISTED);
        List<String> lines = new ArrayList<>();
        failing.listed().forEach(finding -> lines.add("image: " + shown(finding.image())));
        if (!failing.rest().isEmpty()) {
            lines.add(failing.more());
        }
        int number = failing.listed().size() + failing.rest().size();
        return new JunitCase(
                JunitCase.Kind.FAILED,
                group(cluster, AUDIT),
                "--fail-on " + audit.failOnWords(),
                "expected-direct",
                "--fail-on " + audit.failOnWords() + " fails on expected images too, of which there "
                        + (number == 1 ? "is " : "are ") + number + "; --fail-on unexpected lets them pass",
                lines);
    }

    /** Jenkins takes what stands before the last dot for the package, and the rest for the class. */
    private static String group(ClusterResult cluster, String within) {
        return shown(cluster.name()) + "." + within;
    }

    private static String place(Workload workload, String container) {
        return "namespace " + Words.namespace(workload) + ", " + Words.owner(workload) + ", " + container;
    }
}

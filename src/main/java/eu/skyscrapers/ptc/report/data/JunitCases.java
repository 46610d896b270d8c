package eu.skyscrapers.ptc.report.data;

import static eu.skyscrapers.ptc.report.page.Words.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.RuleNote;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.page.Folded;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.report.page.Page;
import eu.skyscrapers.ptc.report.page.Use;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which testcases an audit has, and how each of them ended.
 *
 * <p>A CI server acts on these and never sees the exit code, so the two must not disagree: an audit or cluster that failed
 * has a failure, one that is not complete has an error, and one that passed has neither.
 */
final class JunitCases {
    /** What CI servers distinguish, with the element that says so; none for a case that passed. */
    enum Kind {
        PASSED(""),
        SKIPPED("skipped"),
        FAILED("failure"),
        BROKEN("error");

        private final String element;

        Kind(String element) {
            this.element = element;
        }

        String element() {
            return element;
        }

        static Kind of(boolean fails) {
            return fails ? FAILED : SKIPPED;
        }
    }

    /**
     * A testcase, in words that are fit to be shown.
     *
     * @param group what it belongs to, within the suite
     * @param type one word; empty for a case that passed, as are the message and the details
     * @param details lines, none of which starts with text of others
     */
    record Case(Kind kind, String group, String name, String type, String message, List<String> details) {
        static Case passed(String group, String name) {
            return new Case(Kind.PASSED, group, name, "", "", List.of());
        }
    }

    /** Who takes testcases one by one: a second list of 20,000 of them would take the memory that the first one needs. */
    interface Sink {
        void accept(Case testcase) throws IOException;
    }

    private static final int MOST_LISTED = 20;
    private static final String RULES = "cache.rules";

    private final AuditResult audit;
    private final View view;

    JunitCases(AuditResult audit, View view) {
        this.audit = audit;
        this.view = view;
    }

    /** Gives all of one cluster, in the order of every report. */
    void of(ClusterResult cluster, Sink sink) throws IOException {
        boolean[] failed = new boolean[1];
        Sink watched = testcase -> {
            failed[0] |= testcase.kind() == Kind.FAILED;
            sink.accept(testcase);
        };
        for (Use use : Use.of(cluster, cluster.images())) {
            if (use.usage() == null) {
                continue;
            }
            Case testcase = use(use, use.usage());
            // With --only the report is shorter, yet leaves out nothing that fails the audit.
            if (view.shows(use.image()) || testcase.kind() == Kind.FAILED) {
                watched.accept(testcase);
            }
        }
        for (PullError error : cluster.pullErrors()) {
            watched.accept(pullError(cluster, error));
        }
        for (ImageFinding finding : cluster.images()) {
            if (finding.lacking()) {
                watched.accept(lacking(cluster, finding));
            }
        }
        for (Hint hint : audit.hintsOf(cluster)) {
            watched.accept(hint(group(cluster, "(hints)"), hint));
        }
        if (!failed[0] && audit.outcomeOf(cluster) == Outcome.FAILED) {
            sink.accept(onlyExpected(cluster));
        }
        for (String error : cluster.errors()) {
            sink.accept(new Case(
                    Kind.BROKEN,
                    group(cluster, "(not complete)"),
                    shown(error),
                    "incomplete",
                    "not complete: " + shown(error),
                    List.of("error: " + shown(error), "The other testcases of this cluster do not cover all of it.")));
        }
    }

    /** What no testcase says: the outcome, and the notes on images that pass. */
    List<String> remarks(ClusterResult cluster) {
        Folded<ImageFinding> notes = Folded.of(
                view.listed(cluster).stream()
                        .filter(finding -> finding.verdict() != Verdict.DIRECT
                                && finding.judgment().note() != null)
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

    /** Gives those of the cache's rules: one for each fault, or one that passed, and one for each note. */
    void ofRules(Sink sink) throws IOException {
        List<RuleFinding> rules = audit.review().rules();
        if (rules != null && rules.isEmpty()) {
            sink.accept(Case.passed(RULES, "as the platform needs them"));
        }
        for (RuleFinding finding : rules == null ? List.<RuleFinding>of() : rules) {
            String place = finding.place() == null ? "" : " (" + shown(finding.place()) + ")";
            sink.accept(new Case(
                    Kind.of(audit.failOn() != FailOn.NEVER),
                    RULES,
                    shown(finding.prefix()) + " " + finding.fault().key(),
                    finding.fault().key(),
                    "rule " + shown(finding.prefix()) + ": " + shown(finding.problem()),
                    List.of("fault: " + shown(finding.problem()) + place, "change: " + shown(finding.change()))));
        }
        for (RuleNote note : audit.review().notes()) {
            String key = note.kind().key();
            String prefixes = shown(String.join(", ", note.prefixes()));
            String text = shown(note.text());
            sink.accept(
                    note.kind().isGood()
                            ? Case.passed(RULES, prefixes + " " + key + ": " + text)
                            : new Case(
                                    Kind.SKIPPED,
                                    RULES,
                                    prefixes + " " + key,
                                    key,
                                    "rule " + prefixes + ": " + text,
                                    List.of("note: " + text)));
        }
    }

    /** Gives the hints that are about no cluster more than another. */
    void ofHints(Sink sink) throws IOException {
        for (Hint hint : audit.hintsOfTheWhole()) {
            sink.accept(hint("audit.hints", hint));
        }
    }

    private Case hint(String group, Hint hint) {
        return new Case(
                Kind.of(hint.fails() && audit.failOn() != FailOn.NEVER),
                group,
                hint.key(),
                hint.key(),
                shown(hint.text()),
                List.of("hint: " + shown(hint.text())));
    }

    private Case use(Use use, Usage usage) {
        ImageFinding finding = use.image();
        String group = group(use.cluster(), Words.namespace(usage.workload()));
        String name = Words.owner(usage.workload()) + " " + Words.container(usage) + " " + name(use.cluster(), finding);
        if (finding.verdict() != Verdict.DIRECT) {
            return Case.passed(group, name);
        }
        Judgment judgment = finding.judgment();
        Expectation expected = use.expected();
        List<String> details = new ArrayList<>();
        details.add("image: " + shown(finding.image()));
        details.add("reason: " + judgment.reason().key());
        details.add("impact: " + usage.impact().key() + ", " + usage.impact().meaning());
        if (judgment.replacement() != null) {
            details.add("replacement: " + shown(judgment.replacement()));
        }
        details.add("used by: " + place(usage.workload(), Words.container(usage)) + ", "
                + (usage.pods() == 0 ? "pod template only" : Words.count(usage.pods(), "pod")));
        if (!usage.places().listed().isEmpty()) {
            details.add("written in: " + Words.places(usage.places()));
        }
        // What deploys a workload would undo a change of the workload itself.
        details.add("change it in: "
                + (usage.deployer() == null ? Words.owner(usage.workload()) : Words.deployer(usage.deployer())));
        if (expected != null) {
            details.add("expected: " + shown(expected.reason()) + " (" + shown(expected.source()) + ")");
        }
        if (judgment.note() != null) {
            details.add("note: " + shown(judgment.note()));
        }
        return new Case(
                Kind.of(expected == null && audit.failOn().fails(finding) && audit.concerns(usage)),
                group,
                name,
                judgment.reason().key(),
                message(judgment, expected),
                details);
    }

    /** An image of the cache without the host, which most names of a list would begin with. */
    private static String name(ClusterResult cluster, ImageFinding finding) {
        String host = cluster.registry() + "/";
        return finding.verdict() == Verdict.VIA_PTC && finding.image().startsWith(host)
                ? "cache:" + shown(finding.image().substring(host.length()))
                : shown(finding.image());
    }

    private String message(Judgment judgment, @Nullable Expectation expected) {
        String direct = "direct: "
                + (judgment.replacement() == null
                        ? Images.cause(judgment.reason())
                        : "use " + shown(judgment.replacement()));
        if (expected != null) {
            String unless = audit.failOn() == FailOn.DIRECT ? ", yet fails the audit without --fail-on unexpected" : "";
            return "expected: " + shown(expected.reason()) + unless + "; " + direct;
        }
        return audit.failOn() == FailOn.NEVER ? direct + " (--fail-on never)" : direct;
    }

    private Case pullError(ClusterResult cluster, PullError error) {
        boolean fails = audit.fails(FailAlso.PULL_ERRORS) && error.isOfTheCache();
        String unless = fails || !error.isOfTheCache()
                ? ""
                : " (--fail-on " + audit.failOn().key() + ",pull-errors fails on it)";
        List<String> facts = Page.facts(error).stream()
                .map(fact -> fact.label() + ": " + fact.words().drawn(Words::shown))
                .toList();
        List<String> details = new ArrayList<>(List.of(
                "image: " + shown(error.image()),
                "used by: " + place(error.workload(), shown(error.container())) + ", " + Words.pods(error.pods())));
        details.addAll(facts);
        return new Case(
                Kind.of(fails),
                group(cluster, Words.namespace(error.workload())),
                Words.owner(error.workload()) + " " + shown(error.container()) + " " + shown(error.image())
                        + " not pulled: " + shown(error.reason().isEmpty() ? "the reference" : error.reason()),
                "pull-error",
                "not pulled" + (error.isOfTheCache() ? " through the cache" : "") + ": " + String.join("; ", facts)
                        + unless,
                details);
    }

    private Case lacking(ClusterResult cluster, ImageFinding finding) {
        boolean fails = audit.failsAsLacking(finding);
        String cached = shown(Images.cached(finding.cached()));
        String unless = fails ? "" : " (--fail-on " + audit.failOn().key() + ",not-cached fails on it)";
        List<String> details = new ArrayList<>(List.of("image: " + shown(finding.image()), "cache: " + cached));
        if (finding.judgment().replacement() != null) {
            details.add("replacement: " + shown(finding.judgment().replacement()));
        }
        return new Case(
                Kind.of(fails),
                group(cluster, "(not cached)"),
                name(cluster, finding),
                "not-cached",
                cached + unless,
                details);
    }

    /** All that fails the cluster is expected, and each of these is skipped: without this case it would look like a pass. */
    private Case onlyExpected(ClusterResult cluster) {
        List<ImageFinding> failing =
                cluster.images().stream().filter(audit::fails).toList();
        Folded<ImageFinding> folded = Folded.of(failing, MOST_LISTED);
        List<String> details = new ArrayList<>();
        folded.listed().forEach(finding -> details.add("image: " + shown(finding.image())));
        if (!folded.rest().isEmpty()) {
            details.add(folded.more());
        }
        return new Case(
                Kind.FAILED,
                group(cluster, "(audit)"),
                "--fail-on " + audit.failOnWords(),
                "expected-direct",
                "--fail-on " + audit.failOnWords() + " fails on expected images too, of which there "
                        + (failing.size() == 1 ? "is " : "are ") + failing.size()
                        + "; --fail-on unexpected lets them pass",
                details);
    }

    /** Jenkins takes what stands before the last dot for the package, and the rest for the class. */
    private static String group(ClusterResult cluster, String within) {
        return shown(cluster.name()) + "." + within;
    }

    private static String place(Workload workload, String container) {
        return "namespace " + Words.namespace(workload) + ", " + Words.owner(workload) + ", " + container;
    }
}

package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.Cached;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Drill;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Keyed;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.RuleNote;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.page.Outage;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The report for programs, described by {@code report.schema.json} in the folder above: its keys and their order. */
final class ReportTree {
    /** Raised when a key is renamed or removed or changes its meaning; new keys do not raise it. */
    static final int SCHEMA_VERSION = 1;

    private ReportTree() {}

    static Fields of(AuditResult result, View view) {
        Outcome outcome = result.outcome();
        Review review = result.review();
        return new Fields()
                .with("schemaVersion", SCHEMA_VERSION)
                .with("tool", new Fields().with("name", "audit-ecr-ptc").with("version", view.version()))
                .with(
                        "registry",
                        result.registries().size() == 1 ? result.registries().get(0) : null)
                .with("time", time(result.run().ended()))
                .with("passed", outcome == Outcome.PASSED)
                .with("failOn", result.failOnWords())
                .with("exitCode", outcome.exitCode())
                .with("only", view.only().stream().map(Only::key).toList())
                .with("ruleFaults", review.rules() == null ? null : Fields.each(review.rules(), ReportTree::rule))
                .with("ruleNotes", Fields.each(review.notes(), ReportTree::note))
                .with("unusedExpectations", Fields.each(review.unused(), ReportTree::accepted))
                .with("expiredExpectations", Fields.each(review.expired(), ReportTree::accepted))
                .with("outlivedBaseline", Fields.each(review.outlived(), ReportTree::outlived))
                .with("hints", Fields.each(result.hints(), ReportTree::hint))
                .with("clusters", Fields.each(result.clusters(), cluster -> cluster(result, cluster, view)));
    }

    private static Fields note(RuleNote note) {
        return new Fields()
                .with("note", note.kind().key())
                .with("prefixes", note.prefixes())
                .with("text", note.text());
    }

    private static Fields rule(RuleFinding finding) {
        return new Fields()
                .with("fault", finding.fault().key())
                .with("prefix", finding.prefix())
                .with("place", finding.place())
                .with("problem", finding.problem())
                .with("change", finding.change());
    }

    private static Fields accepted(AcceptedImage entry) {
        return new Fields()
                .with("source", entry.source())
                .with("reason", entry.reason())
                .with("until", entry.until() == null ? null : entry.until().toString());
    }

    static Fields outlived(Baseline.Entry entry) {
        return new Fields()
                .with("cluster", entry.cluster())
                .with("namespace", entry.namespace())
                .with("kind", entry.kind())
                .with("name", entry.name())
                .with("container", entry.container())
                .with("repository", entry.repository());
    }

    private static Fields hint(Hint hint) {
        return new Fields()
                .with("key", hint.key())
                .with("cluster", hint.cluster())
                .with("text", hint.text())
                .with("fails", hint.fails());
    }

    private static Fields cluster(AuditResult result, ClusterResult cluster, View view) {
        Summary summary = cluster.summary();
        return new Fields()
                .with("name", cluster.name())
                .with("server", cluster.server())
                .with("registry", cluster.registry())
                .with("outcome", result.outcomeOf(cluster).key())
                .with("complete", cluster.complete())
                .with("errors", cluster.errors())
                .with("readErrors", Fields.each(cluster.readErrors(), ReportTree::readError))
                .with("pods", cluster.pods())
                .with("templates", cluster.templates())
                .with("skipped", cluster.passedOver().total())
                .with("passedOver", cluster.passedOver().kinds())
                .with("unrendered", cluster.passedOver().unrendered())
                .with(
                        "summary",
                        new Fields()
                                .with("viaPtc", summary.viaPtc())
                                .with("exempt", summary.exempt())
                                .with("direct", summary.direct())
                                .with("expected", summary.expected())
                                .with("unexpected", summary.unexpected()))
                .with("images", Fields.each(view.listed(cluster), ReportTree::image))
                .with("pullErrors", Fields.each(cluster.pullErrors(), ReportTree::pullError))
                .with("drift", Fields.each(cluster.drift(), ReportTree::drift))
                .with("ifDown", Fields.each(Drill.of(result, cluster), ReportTree::drill));
    }

    private static Fields readError(ReadError error) {
        return new Fields().with("kind", error.kind().key()).with("message", error.message());
    }

    static Fields pullError(PullError error) {
        PullCause cause = error.cause();
        return new Fields()
                .with("image", error.image())
                .with("verdict", error.verdict().key())
                .with(error.workload())
                .with("container", error.container())
                .with("reason", error.reason())
                .with("message", error.message())
                .with("cause", cause == null ? null : cause.key())
                .with("explanation", cause == null ? null : cause.text())
                .with("help", cause == null ? null : cause.help())
                .with("pods", error.pods());
    }

    static Fields drift(DriftFinding finding) {
        return new Fields()
                .with(finding.workload())
                .with("container", finding.container())
                .with("containerType", finding.containerType().key())
                .with("templateImage", finding.templateImage())
                .with("podImage", finding.podImage())
                .with("pods", finding.pods())
                .with("cause", finding.cause().key());
    }

    private static Fields drill(Drill drill) {
        return new Fields()
                .with("upstream", drill.upstream())
                .with("text", Outage.sentence(drill).drawn(UnaryOperator.identity()))
                .with("boot", workloads(drill.boot()))
                .with("nodes", drill.nodes())
                .with("critical", workloads(drill.critical()))
                .with("restart", workloads(drill.restart()))
                .with("others", drill.others())
                .with("pods", drill.pods())
                .with("namespaces", drill.namespaces())
                .with("pullsOfNewNode", drill.pulls());
    }

    private static Iterable<Fields> workloads(List<Workload> workloads) {
        return Fields.each(workloads, workload -> new Fields().with(workload));
    }

    private static Fields image(ImageFinding finding) {
        return judged(finding)
                .with("expected", expected(finding.expected()))
                .with("impact", key(finding.impact()))
                .with("cached", cached(finding.cached()))
                .with("usedBy", Fields.each(finding.usedBy(), usage -> usage(finding, usage)));
    }

    /** An image without its users. */
    static Fields judged(ImageFinding finding) {
        Judgment judgment = finding.judgment();
        return new Fields()
                .with("image", finding.image())
                .with("verdict", judgment.verdict().key())
                .with("reason", judgment.reason().key())
                .with("upstream", judgment.upstream())
                .with("replacement", judgment.replacement())
                .with("note", judgment.note());
    }

    static @Nullable Fields cached(@Nullable Cached cached) {
        return cached == null
                ? null
                : new Fields()
                        .with("state", cached.state().key())
                        .with("pushed", time(cached.pushed()))
                        .with("lastPulled", time(cached.pulled()))
                        .with("problem", cached.problem());
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static @Nullable Fields expected(@Nullable Expectation expected) {
        return expected == null
                ? null
                : new Fields().with("reason", expected.reason()).with("source", expected.source());
    }

    static @Nullable String key(@Nullable Keyed word) {
        return word == null ? null : word.key();
    }

    static Fields usage(ImageFinding finding, Usage usage) {
        return new Fields()
                .with(usage.workload())
                .with("container", usage.container())
                .with("containerType", usage.containerType().key())
                .with("pods", usage.pods())
                .with("impact", key(finding.endangered() ? usage.impact() : null))
                .with("deployer", deployer(usage.deployer()))
                .with("expected", expected(usage.expected()));
    }

    private static @Nullable Fields deployer(@Nullable Deployer deployer) {
        return deployer == null
                ? null
                : new Fields()
                        .with("kind", deployer.kind())
                        .with("namespace", deployer.namespace())
                        .with("name", deployer.name());
    }
}

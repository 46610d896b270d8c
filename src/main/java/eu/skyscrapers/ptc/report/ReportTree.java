package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Baseline;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.DriftFinding;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.audit.PullCause;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report for programs, described by {@code report.schema.json} beside this class: its keys and their order. */
final class ReportTree {
    /** Raised when a key is renamed or removed or changes its meaning; new keys do not raise it. */
    static final int SCHEMA_VERSION = 1;

    private ReportTree() {}

    static void write(AuditResult result, View view, Notation tree) throws IOException {
        Outcome outcome = result.outcome();
        tree.startObject();
        tree.number("schemaVersion", SCHEMA_VERSION);
        tree.startObject("tool");
        tree.text("name", "audit-ecr-ptc");
        tree.text("version", view.version());
        tree.endObject();
        tree.text("registry", result.registry());
        tree.truth("passed", outcome == Outcome.PASSED);
        tree.text("failOn", result.failOnWords());
        tree.number("exitCode", outcome.exitCode());
        tree.startArray("only");
        for (Verdict verdict : view.only()) {
            tree.text(verdict.key());
        }
        tree.endArray();
        review(result.review(), tree);
        hints(result.hints(), tree);
        tree.startArray("clusters");
        for (ClusterResult cluster : result.clusters()) {
            cluster(cluster, view, tree);
        }
        tree.endArray();
        tree.endObject();
    }

    private static void review(Review review, Notation tree) throws IOException {
        if (review.rules() == null) {
            tree.nothing("ruleFaults");
        } else {
            tree.startArray("ruleFaults");
            for (RuleFinding finding : review.rules()) {
                tree.startObject();
                tree.text("fault", finding.fault().key());
                tree.text("prefix", finding.prefix());
                tree.text("place", finding.place());
                tree.text("problem", finding.problem());
                tree.text("change", finding.change());
                tree.endObject();
            }
            tree.endArray();
        }
        entries("unusedExpectations", review.unused(), tree);
        entries("expiredExpectations", review.expired(), tree);
        tree.startArray("outlivedBaseline");
        for (Baseline.Entry entry : review.outlived()) {
            tree.startObject();
            tree.text("cluster", entry.cluster());
            tree.text("namespace", entry.namespace());
            tree.text("kind", entry.kind());
            tree.text("name", entry.name());
            tree.text("container", entry.container());
            tree.text("repository", entry.repository());
            tree.endObject();
        }
        tree.endArray();
    }

    private static void hints(List<Hint> hints, Notation tree) throws IOException {
        tree.startArray("hints");
        for (Hint hint : hints) {
            tree.startObject();
            tree.text("key", hint.key());
            tree.text("cluster", hint.cluster());
            tree.text("text", hint.text());
            tree.truth("fails", hint.fails());
            tree.endObject();
        }
        tree.endArray();
    }

    private static void entries(String name, List<AcceptedImage> entries, Notation tree) throws IOException {
        tree.startArray(name);
        for (AcceptedImage entry : entries) {
            tree.startObject();
            tree.text("source", entry.source());
            tree.text("reason", entry.reason());
            tree.text("until", entry.until() == null ? null : entry.until().toString());
            tree.endObject();
        }
        tree.endArray();
    }

    private static void cluster(ClusterResult cluster, View view, Notation tree) throws IOException {
        tree.startObject();
        tree.text("name", cluster.name());
        tree.text("server", cluster.server());
        tree.truth("complete", cluster.complete());
        tree.startArray("errors");
        for (String error : cluster.errors()) {
            tree.text(error);
        }
        tree.endArray();
        tree.number("pods", cluster.pods());
        tree.number("templates", cluster.templates());
        tree.number("skipped", cluster.passedOver().total());
        tree.startObject("passedOver");
        for (Map.Entry<String, Long> kind : cluster.passedOver().kinds().entrySet()) {
            tree.quotedName(kind.getKey());
            tree.number(kind.getValue());
        }
        tree.endObject();
        summary(cluster.summary(), tree);
        tree.startArray("images");
        for (ImageFinding finding : cluster.images()) {
            if (view.shows(finding.verdict())) {
                image(finding, tree);
            }
        }
        tree.endArray();
        tree.startArray("pullErrors");
        for (PullError error : cluster.remarks().pullErrors()) {
            pullError(error, tree);
        }
        tree.endArray();
        tree.startArray("drift");
        for (DriftFinding finding : cluster.remarks().drift()) {
            drift(finding, tree);
        }
        tree.endArray();
        tree.endObject();
    }

    private static void pullError(PullError error, Notation tree) throws IOException {
        tree.startObject();
        PullCause cause = error.cause();
        tree.text("image", error.image());
        tree.text("verdict", error.verdict().key());
        workload(error.workload(), tree);
        tree.text("container", error.container());
        tree.text("reason", error.reason());
        tree.text("message", error.message());
        tree.text("cause", cause == null ? null : cause.key());
        tree.text("explanation", cause == null ? null : cause.text());
        tree.text("help", cause == null ? null : cause.help());
        tree.number("pods", error.pods());
        tree.endObject();
    }

    private static void drift(DriftFinding finding, Notation tree) throws IOException {
        tree.startObject();
        workload(finding.workload(), tree);
        tree.text("container", finding.container());
        tree.text("containerType", finding.containerType().key());
        tree.text("templateImage", finding.templateImage());
        tree.text("podImage", finding.podImage());
        tree.number("pods", finding.pods());
        tree.text("cause", finding.cause().key());
        tree.endObject();
    }

    private static void deployer(@Nullable Deployer deployer, Notation tree) throws IOException {
        if (deployer == null) {
            tree.nothing("deployer");
            return;
        }
        tree.startObject("deployer");
        tree.text("kind", deployer.kind());
        tree.text("namespace", deployer.namespace());
        tree.text("name", deployer.name());
        tree.endObject();
    }

    private static void workload(Workload workload, Notation tree) throws IOException {
        tree.text("namespace", workload.namespace());
        tree.text("kind", workload.kind());
        tree.text("name", workload.name());
    }

    private static void summary(Summary summary, Notation tree) throws IOException {
        tree.startObject("summary");
        tree.number("viaPtc", summary.viaPtc());
        tree.number("exempt", summary.exempt());
        tree.number("direct", summary.direct());
        tree.number("expected", summary.expected());
        tree.endObject();
    }

    private static void image(ImageFinding finding, Notation tree) throws IOException {
        Judgment judgment = finding.judgment();
        tree.startObject();
        tree.text("image", finding.image());
        tree.text("verdict", judgment.verdict().key());
        tree.text("reason", judgment.reason().key());
        tree.text("upstream", judgment.upstream());
        tree.text("replacement", judgment.replacement());
        tree.text("note", judgment.note());
        expected(finding.expected(), tree);
        tree.startArray("usedBy");
        for (Usage usage : finding.usedBy()) {
            usage(usage, tree);
        }
        tree.endArray();
        tree.endObject();
    }

    private static void expected(@Nullable Expectation expected, Notation tree) throws IOException {
        if (expected == null) {
            tree.nothing("expected");
            return;
        }
        tree.startObject("expected");
        tree.text("reason", expected.reason());
        tree.text("source", expected.source());
        tree.endObject();
    }

    private static void usage(Usage usage, Notation tree) throws IOException {
        tree.startObject();
        workload(usage.workload(), tree);
        tree.text("container", usage.container());
        tree.text("containerType", usage.containerType().key());
        tree.number("pods", usage.pods());
        deployer(usage.deployer(), tree);
        expected(usage.expected(), tree);
        tree.endObject();
    }
}

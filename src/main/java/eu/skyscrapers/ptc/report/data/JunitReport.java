package eu.skyscrapers.ptc.report.data;

import static eu.skyscrapers.ptc.report.page.Words.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.View;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The report that CI servers read: a suite for each cluster, one for the cache's rules where they were checked, and
 * one for hints about no cluster more than another.
 *
 * <p>The form is JUnit's, of which there are several: only elements and attributes are written that the schema of Jenkins'
 * xUnit plugin knows ({@code junit-10.xsd}), in the order in which Ant writes them.
 */
public final class JunitReport {
    /** Gives the testcases of a suite, as often as it is asked to. */
    private interface Cases {
        void give(JunitCases.Sink sink) throws IOException;
    }

    /** @param cluster null for a suite that is about none */
    private record Suite(String name, @Nullable ClusterResult cluster, Cases cases) {}

    /** How many testcases ended in which way. */
    private static final class Count {
        private int tests;
        private int failures;
        private int errors;
        private int skipped;

        void add(JunitCases.Case testcase) {
            tests++;
            switch (testcase.kind()) {
                case PASSED -> {}
                case SKIPPED -> skipped++;
                case FAILED -> failures++;
                case BROKEN -> errors++;
            }
        }
    }

    private final AuditResult audit;
    private final View view;
    private final JunitCases cases;
    private final Xml xml;

    private JunitReport(AuditResult audit, View view, Writer out) {
        this.audit = audit;
        this.view = view;
        this.cases = new JunitCases(audit, view);
        this.xml = new Xml(out);
    }

    public static void write(AuditResult audit, View view, Writer out) throws IOException {
        new JunitReport(audit, view, out).write();
        out.flush();
    }

    private void write() throws IOException {
        List<Suite> suites = new ArrayList<>();
        for (ClusterResult cluster : audit.clusters()) {
            suites.add(new Suite(shown(cluster.name()), cluster, sink -> cases.of(cluster, sink)));
        }
        List<RuleFinding> rules = audit.review().rules();
        if (rules != null) {
            suites.add(new Suite("cache rules", null, sink -> cases.of(rules, sink)));
        }
        if (!audit.hintsOfTheWhole().isEmpty()) {
            suites.add(new Suite("hints", null, cases::ofHints));
        }
        Count all = new Count();
        for (Suite suite : suites) {
            suite.cases().give(all::add);
        }
        xml.declaration();
        xml.start(0, "testsuites")
                .with("name", "audit-ecr-ptc")
                .with("tests", all.tests)
                .with("failures", all.failures)
                .with("errors", all.errors)
                .with("time", seconds(audit.run()))
                .open();
        for (Suite suite : suites) {
            suite(suite);
        }
        xml.close(0, "testsuites");
    }

    private void suite(Suite suite) throws IOException {
        Count count = new Count();
        suite.cases().give(count::add);
        AuditRun run = audit.run();
        ClusterResult cluster = suite.cluster();
        xml.start(1, "testsuite")
                .with("name", suite.name())
                .with("tests", count.tests)
                .with("failures", count.failures)
                .with("errors", count.errors)
                .with("skipped", count.skipped)
                .with(
                        "timestamp",
                        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(run.ended()
                                .minus(run.took())
                                .truncatedTo(ChronoUnit.SECONDS)
                                .atOffset(ZoneOffset.UTC)))
                // Several clusters are read at the same time, while servers add up the times of suites.
                .with("time", cluster != null && audit.clusters().size() == 1 ? seconds(run) : "0")
                .open();
        if (cluster != null) {
            properties(cluster);
        }
        suite.cases().give(this::testcase);
        if (cluster != null) {
            xml.start(2, "system-out").text(String.join("\n", cases.remarks(cluster)));
        }
        xml.close(1, "testsuite");
    }

    private static String seconds(AuditRun run) {
        return BigDecimal.valueOf(run.took().toMillis(), 3).toPlainString();
    }

    private void properties(ClusterResult cluster) throws IOException {
        Summary summary = cluster.summary();
        xml.start(2, "properties").open();
        property("cache", shown(audit.registry()));
        if (cluster.server() != null) {
            property("server", shown(cluster.server()));
        }
        property("fail-on", audit.failOnWords());
        property("outcome", audit.outcomeOf(cluster));
        property("listed", view.only().stream().map(Verdict::key).collect(Collectors.joining(",")));
        property("pods", cluster.pods());
        property("pod-templates", cluster.templates());
        if (cluster.passedOver().total() > 0) {
            property("passed-over", shown(cluster.passedOver().toString()));
        }
        property("via-ptc", summary.viaPtc());
        property("exempt", summary.exempt());
        property("direct", summary.direct());
        property("expected", summary.expected());
        xml.close(2, "properties");
    }

    private void property(String name, Object value) throws IOException {
        xml.start(3, "property").with("name", name).with("value", value).empty();
    }

    private void testcase(JunitCases.Case testcase) throws IOException {
        xml.start(2, "testcase")
                .with("classname", testcase.group())
                .with("name", testcase.name())
                .with("time", 0);
        if (testcase.kind() == JunitCases.Kind.PASSED) {
            xml.empty();
            return;
        }
        xml.open();
        xml.start(3, testcase.kind().element())
                .with("message", testcase.message())
                .with("type", testcase.type())
                .text(String.join("\n", testcase.details()));
        xml.close(2, "testcase");
    }
}

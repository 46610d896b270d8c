package eu.skyscrapers.ptc.report.data;

import static eu.skyscrapers.ptc.report.page.Words.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.RuleFinding;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.report.View;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The report that CI servers read: a suite for each cluster, one for the cache's rules where they were checked, and
 * one for hints about no cluster more than another.
 *
 * <p>The form is JUnit's, of which there are several: only elements and attributes are written that the schema of Jenkins'
 * xUnit plugin knows ({@code junit-10.xsd}), in the order in which Ant writes them.
 */
public final class JunitReport {
    /** How many testcases ended in which way. */
    private static final class Count {
        private int tests;
        private int failures;
        private int errors;
        private int skipped;

        void add(JunitCase testcase) {
            tests++;
            switch (testcase.kind()) {
                case PASSED -> {}
                case SKIPPED -> skipped++;
                case FAILED -> failures++;
                case BROKEN -> errors++;
            }
        }
    }

    /** Gives the testcases of a suite, as often as it is asked to. */
    private interface Cases {
        void give(JunitCase.Sink sink) throws IOException;
    }

    public static void write(AuditResult result, View view, Writer out) throws IOException {
        Xml xml = new Xml(out);
        JunitCases cases = new JunitCases(result, view);
        List<RuleFinding> rules = result.review().rules();
        Count all = new Count();
        for (ClusterResult cluster : result.clusters()) {
            cases.of(cluster, all::add);
        }
        Map<String, Cases> besides = new LinkedHashMap<>();
        if (rules != null) {
            besides.put("cache rules", sink -> cases.of(rules, sink));
        }
        if (!result.hintsOfTheWhole().isEmpty()) {
            besides.put("hints", cases::ofHints);
        }
        for (Cases suite : besides.values()) {
            suite.give(all::add);
        }
        xml.declaration();
        xml.open(
                0,
                "testsuites",
                "name",
                "audit-ecr-ptc",
                "tests",
                Integer.toString(all.tests),
                "failures",
                Integer.toString(all.failures),
                "errors",
                Integer.toString(all.errors),
                "time",
                seconds(result.run()));
        // Several clusters are read at the same time, while servers add up what suites tell.
        String time = result.clusters().size() == 1 ? seconds(result.run()) : "0";
        for (ClusterResult cluster : result.clusters()) {
            Count count = new Count();
            cases.of(cluster, count::add);
            open(shown(cluster.name()), count, result.run(), time, xml);
            properties(result, cluster, view, xml);
            cases.of(cluster, testcase -> testcase(testcase, xml));
            xml.text(2, "system-out", String.join("\n", cases.remarks(cluster)));
            xml.close(1, "testsuite");
        }
        for (Map.Entry<String, Cases> suite : besides.entrySet()) {
            Count count = new Count();
            suite.getValue().give(count::add);
            open(suite.getKey(), count, result.run(), "0", xml);
            suite.getValue().give(testcase -> testcase(testcase, xml));
            xml.close(1, "testsuite");
        }
        xml.close(0, "testsuites");
        out.flush();
    }

    private static void open(String name, Count count, AuditRun run, String time, Xml xml) throws IOException {
        String started = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                run.ended().minus(run.took()).truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
        xml.open(
                1,
                "testsuite",
                "name",
                name,
                "tests",
                Integer.toString(count.tests),
                "failures",
                Integer.toString(count.failures),
                "errors",
                Integer.toString(count.errors),
                "skipped",
                Integer.toString(count.skipped),
                "timestamp",
                started,
                "time",
                time);
    }

    private static String seconds(AuditRun run) {
        return BigDecimal.valueOf(run.took().toMillis(), 3).toPlainString();
    }

    private static void properties(AuditResult result, ClusterResult cluster, View view, Xml xml) throws IOException {
        Summary summary = cluster.summary();
        xml.open(2, "properties");
        property("cache", shown(result.registry()), xml);
        if (cluster.server() != null) {
            property("server", shown(cluster.server()), xml);
        }
        property("fail-on", result.failOnWords(), xml);
        property("outcome", result.outcomeOf(cluster).name(), xml);
        String listed = view.only().stream().map(verdict -> verdict.key()).collect(Collectors.joining(","));
        property("listed", listed, xml);
        property("pods", Long.toString(cluster.pods()), xml);
        property("pod-templates", Long.toString(cluster.templates()), xml);
        if (cluster.passedOver().total() > 0) {
            property("passed-over", shown(cluster.passedOver().toString()), xml);
        }
        property("via-ptc", Integer.toString(summary.viaPtc()), xml);
        property("exempt", Integer.toString(summary.exempt()), xml);
        property("direct", Integer.toString(summary.direct()), xml);
        property("expected", Integer.toString(summary.expected()), xml);
        xml.close(2, "properties");
    }

    private static void property(String name, String value, Xml xml) throws IOException {
        xml.empty(3, "property", "name", name, "value", value);
    }

    private static void testcase(JunitCase testcase, Xml xml) throws IOException {
        String[] attributes = {"classname", testcase.group(), "name", testcase.name(), "time", "0"};
        if (testcase.kind() == JunitCase.Kind.PASSED) {
            xml.empty(2, "testcase", attributes);
            return;
        }
        xml.open(2, "testcase", attributes);
        xml.text(
                3,
                testcase.kind().element(),
                String.join("\n", testcase.details()),
                "message",
                testcase.message(),
                "type",
                testcase.type());
        xml.close(2, "testcase");
    }
}

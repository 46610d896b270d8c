package eu.skyscrapers.ptc.report.data;

import static eu.skyscrapers.ptc.report.page.Words.shown;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.report.View;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.data.JunitCases.Case;
import eu.skyscrapers.ptc.report.data.JunitCases.Kind;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
        if (audit.review().rules() != null || !audit.review().notes().isEmpty()) {
            suites.add(new Suite("cache rules", null, cases::ofRules));
        }
        if (!audit.hintsOfTheWhole().isEmpty()) {
            suites.add(new Suite("hints", null, cases::ofHints));
        }
        Map<Kind, Integer> all = new EnumMap<>(Kind.class);
        for (Suite suite : suites) {
            suite.cases().give(testcase -> all.merge(testcase.kind(), 1, Integer::sum));
        }
        xml.declaration();
        start(0, "testsuites", "audit-ecr-ptc", all)
                .with("time", seconds(audit.run()))
                .open();
        for (Suite suite : suites) {
            suite(suite);
        }
        xml.close(0, "testsuites");
    }

    private void suite(Suite suite) throws IOException {
        Map<Kind, Integer> count = new EnumMap<>(Kind.class);
        suite.cases().give(testcase -> count.merge(testcase.kind(), 1, Integer::sum));
        AuditRun run = audit.run();
        ClusterResult cluster = suite.cluster();
        start(1, "testsuite", suite.name(), count)
                .with("skipped", count.getOrDefault(Kind.SKIPPED, 0))
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

    /** Starts an element that says how many of its testcases ended in which way. */
    private Xml start(int indent, String element, String name, Map<Kind, Integer> count) throws IOException {
        return xml.start(indent, element)
                .with("name", name)
                .with(
                        "tests",
                        count.values().stream().mapToInt(Integer::intValue).sum())
                .with("failures", count.getOrDefault(Kind.FAILED, 0))
                .with("errors", count.getOrDefault(Kind.BROKEN, 0));
    }

    private static String seconds(AuditRun run) {
        return BigDecimal.valueOf(run.took().toMillis(), 3).toPlainString();
    }

    private void properties(ClusterResult cluster) throws IOException {
        Summary summary = cluster.summary();
        xml.start(2, "properties").open();
        property("cache", shown(cluster.registry()));
        if (cluster.server() != null) {
            property("server", shown(cluster.server()));
        }
        property("fail-on", audit.failOnWords());
        property("outcome", audit.outcomeOf(cluster));
        property("listed", view.only().stream().map(Only::key).collect(Collectors.joining(",")));
        property("pods", cluster.pods());
        property("pod-templates", cluster.templates());
        if (cluster.passedOver().total() > 0) {
            property("passed-over", shown(cluster.passedOver().toString()));
        }
        property("via-ptc", summary.viaPtc());
        property("exempt", summary.exempt());
        property("direct", summary.direct());
        property("expected", summary.expected());
        property("unexpected", summary.unexpected());
        xml.close(2, "properties");
    }

    private void property(String name, Object value) throws IOException {
        xml.start(3, "property").with("name", name).with("value", value).empty();
    }

    private void testcase(Case testcase) throws IOException {
        xml.start(2, "testcase")
                .with("classname", testcase.group())
                .with("name", testcase.name())
                .with("time", 0);
        if (testcase.kind() == Kind.PASSED) {
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

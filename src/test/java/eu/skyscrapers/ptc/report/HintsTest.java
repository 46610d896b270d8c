package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hint that is made up here comes out of every report, and fails the audit where it is to. */
class HintsTest {
    private static AuditResult audit(String sample, FailOn failOn, Hint... hints) {
        AuditResult of = Samples.all().get(sample);
        return new AuditResult(failOn, Set.of(), of.clusters(), of.review(), List.of(hints), of.run());
    }

    private static Hint hint(@Nullable String cluster, @Nullable String failure) {
        return new Hint("made-up", cluster, "something made up here", failure);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROMETHEUS")
    void everyReportShowsIt(Format format) {
        for (String sample : List.of("passed", "clean-clusters")) {
            for (String cluster : new String[] {"development", null}) {
                AuditResult audit = audit(sample, FailOn.DIRECT, hint(cluster, "made up"));
                assertThat(Samples.write(format, audit, Samples.view(80)))
                        .contains("something made up here")
                        .contains(cluster == null ? "" : cluster);
            }
        }
    }

    @Test
    void metricsCountIt() {
        AuditResult audit = audit(
                "clean-clusters", FailOn.DIRECT, hint("development", null), hint("staging", null), hint(null, null));
        ExpositionText metrics = ExpositionText.parse(Samples.write(Format.PROMETHEUS, audit, Samples.view(80)));
        assertThat(metrics.sum("audit_ecr_ptc_hints", "cluster", "development")).isEqualTo(2);
        assertThat(metrics.sum("audit_ecr_ptc_nothing_through_cache")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "development, made up, DIRECT, FAILED, FAILED",
        "development, made up, UNEXPECTED, FAILED, FAILED",
        "development, made up, NEVER, PASSED, PASSED",
        "development, , DIRECT, PASSED, PASSED",
        "staging, made up, DIRECT, FAILED, PASSED",
        ", made up, DIRECT, FAILED, PASSED",
        ", made up, NEVER, PASSED, PASSED",
        ", , DIRECT, PASSED, PASSED",
    })
    void failsTheAuditAndItsCluster(
            @Nullable String cluster, @Nullable String failure, FailOn failOn, Outcome whole, Outcome development) {
        AuditResult audit = audit("clean-clusters", failOn, hint(cluster, failure));
        ClusterResult first = audit.clusters().get(0);
        assertThat(audit.outcome()).isEqualTo(whole);
        assertThat(audit.outcomeOf(first)).isEqualTo(development);
    }

    @Test
    void anIncompleteAuditStaysIncomplete() {
        assertThat(audit("incomplete", FailOn.DIRECT, hint(null, "made up")).outcome())
                .isEqualTo(Outcome.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"passed", "clean-clusters"})
    void itsReasonStandsInTheLineOfTheOutcome(String sample) {
        AuditResult audit = audit(
                sample, FailOn.DIRECT, hint("development", "made up"), hint(null, "made up"), hint(null, "or not"));
        assertThat(OutcomeSentence.of(audit)).startsWith("FAILED: ").contains("; made up; or not");
    }
}

package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeSentenceTest {
    private static ClusterResult cluster(String kind) {
        return switch (kind) {
            case "clean" -> Samples.all().get("passed").clusters().get(0);
            case "accepted" -> Samples.all().get("expected").clusters().get(0);
            case "direct" -> Samples.recorded();
            case "unread" -> Samples.unread();
            default -> throw new AssertionError(kind);
        };
    }

    private static String sentence(FailOn failOn, ClusterResult... clusters) {
        return OutcomeSentence.of(Samples.audit(failOn, clusters));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DIRECT     | clean    | clean    | PASSED: 2 of 2 clusters passed",
                "DIRECT     | clean    | accepted | FAILED: 1 of 2 clusters failed, 1 passed",
                "UNEXPECTED | accepted | clean    | PASSED: 2 of 2 clusters passed (1 with direct images, --fail-on unexpected)",
                "UNEXPECTED | accepted | direct   | FAILED: 1 of 2 clusters failed, 1 passed (1 with direct images, --fail-on unexpected)",
                "NEVER      | accepted | direct   | PASSED: 2 of 2 clusters passed (2 with direct images, --fail-on never)",
                "NEVER      | clean    | clean    | PASSED: 2 of 2 clusters passed",
                "NEVER      | unread   | direct   | INCOMPLETE: 1 of 2 clusters could not be read whole, 1 passed (1 with direct images, --fail-on never)",
            })
    void whatPassedWithDirectImagesIsNotSaidToBeClean(FailOn failOn, String one, String other, String sentence) {
        assertThat(sentence(failOn, cluster(one), cluster(other))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 pull error", "2, 2 pull errors"})
    void pullErrorsAreCountedOfAllClusters(int number, String words) {
        ClusterResult clean = cluster("clean");
        PullError error =
                new PullError("x", Verdict.VIA_PTC, new Workload("a", "Pod", "b"), "c", "ErrImagePull", "no", null, 1);
        ClusterResult broken = new ClusterResult(
                "broken", clean.server(), List.of(), 1, 0, PassedOver.NONE, clean.images(), List.of(error), List.of());
        List<ClusterResult> clusters = number == 1 ? List.of(clean, broken) : List.of(broken, broken);
        AuditResult result =
                new AuditResult(Samples.REGISTRY, FailOn.DIRECT, false, clusters, Review.NONE, List.of(), Samples.RUN);
        assertThat(OutcomeSentence.of(result)).isEqualTo("PASSED: 2 of 2 clusters passed; " + words);
    }
}

package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Nodes;
import eu.skyscrapers.ptc.audit.PassedOver;
import eu.skyscrapers.ptc.audit.PullError;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.Verdict;
import eu.skyscrapers.ptc.report.page.OutcomeSentence;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    @CsvSource(
            delimiter = '|',
            value = {
                "DIRECT     | 0 | 0  | PASSED: no direct images; 1",
                "UNEXPECTED | 0 | 0  | PASSED: no direct images; 1",
                "DIRECT     | 1 | 0  | FAILED: 1 direct image (none expected); 1",
                "DIRECT     | 2 | 0  | FAILED: 2 direct images (none expected); 1",
                "DIRECT     | 2 | 10 | FAILED: 2 unexpected images (12 direct, 10 of them expected); 1",
                "UNEXPECTED | 1 | 1  | FAILED: 1 unexpected image (2 direct, 1 of them expected, --fail-on unexpected); 1",
                "UNEXPECTED | 0 | 3  | PASSED: 0 unexpected images (3 direct, all expected, --fail-on unexpected); 1",
                "DIRECT     | 0 | 1  | FAILED: 0 unexpected images (1 direct, all expected, --fail-on direct); 1",
                "NEVER      | 2 | 0  | PASSED: 2 direct images (none expected, --fail-on never); 1",
            })
    void theNumberThatDecidesComesFirst(FailOn failOn, int unexpected, int expected, String start) {
        ClusterResult clean = cluster("clean");
        List<ImageFinding> images = new ArrayList<>(clean.images());
        for (int i = 0; i < unexpected + expected; i++) {
            Judgment judgment = new Judgment("x", Reason.NO_RULE, "x.example", null, null);
            Expectation accepted = i < expected ? new Expectation("known", "expect.yaml:1") : null;
            images.add(new ImageFinding("x.example/" + i, judgment, accepted, List.of()));
        }
        assertThat(sentence(failOn, Samples.cluster("c", images))).startsWith(start);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 pull error", "2, 2 pull errors"})
    void pullErrorsAreCountedOfAllClusters(int number, String words) {
        ClusterResult clean = cluster("clean");
        PullError error =
                new PullError("x", Verdict.VIA_PTC, new Workload("a", "Pod", "b"), "c", "ErrImagePull", "no", null, 1);
        ClusterResult broken = new ClusterResult(
                "broken",
                clean.server(),
                Samples.REGISTRY,
                List.of(),
                1,
                0,
                PassedOver.NONE,
                clean.images(),
                List.of(error),
                List.of(),
                Nodes.NONE);
        List<ClusterResult> clusters = number == 1 ? List.of(clean, broken) : List.of(broken, broken);
        AuditResult result = new AuditResult(FailOn.DIRECT, Set.of(), clusters, Review.NONE, List.of(), Samples.RUN);
        assertThat(OutcomeSentence.of(result)).isEqualTo("PASSED: 2 of 2 clusters passed; " + words);
    }
}

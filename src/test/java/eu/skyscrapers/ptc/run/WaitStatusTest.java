package eu.skyscrapers.ptc.run;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitStatusTest {
    private static final String HNC = "gcr.io/k8s-staging-multitenancy/hnc-manager:v1";

    private final List<String> lines = new ArrayList<>();

    private static AuditResult found(FailOn failOn, String... images) {
        Criteria criteria = BuiltIn.criteria(failOn);
        Fold fold = new Fold(false);
        for (String image : images) {
            fold.accept(new PodImages(
                    image,
                    new Workload("n", "Pod", image),
                    false,
                    List.of(new ImageUse(image, "c", ContainerType.CONTAINER))));
        }
        return criteria.result(
                List.of(fold.result("prod", "https://prod", List.of(), "nothing", criteria.judge("prod"))),
                AuditRun.between(Instant.EPOCH, Instant.EPOCH));
    }

    private static ClusterResult unread(String name) {
        return new Fold(false)
                .result(
                        name,
                        "https://x",
                        List.of(new ReadError(ReadError.Kind.UNREACHABLE, "no answer")),
                        "nothing",
                        BuiltIn.criteria(FailOn.DIRECT).judge(name));
    }

    private static Duration left(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void clustersHaveTheirShortNames() {
        String arn = "arn:aws:eks:eu-west-1:111122223333:cluster/";
        AuditResult now = new AuditResult(
                FailOn.DIRECT,
                Set.of(),
                List.of(unread(arn + "a"), unread(arn + "b")),
                Review.NONE,
                List.of(),
                AuditRun.between(Instant.EPOCH, Instant.EPOCH));
        new WaitStatus(true, lines::add).show(now, left(5));
        assertThat(lines).containsExactly("waiting 5s more for clusters a, b to be read: no answer; no answer");
    }

    @Test
    void eachChangeAndEachMinuteHasALineWithTheTimeThatIsLeft() {
        WaitStatus status = new WaitStatus(false, lines::add);
        status.show(found(FailOn.DIRECT, "nginx", "redis"), left(900));
        status.show(found(FailOn.DIRECT, "nginx", "redis"), left(870));
        status.show(found(FailOn.DIRECT, "nginx"), left(860));
        status.show(found(FailOn.DIRECT, "nginx"), left(801));
        status.show(found(FailOn.DIRECT, "nginx"), left(800));
        status.show(found(FailOn.DIRECT, "nginx"), left(799));
        status.passes(Duration.ofSeconds(3));
        status.passes(Duration.ofSeconds(2));
        status.show(found(FailOn.DIRECT, "nginx"), left(790));
        assertThat(lines)
                .containsExactly(
                        "waiting for 2 images: nginx, redis; 15m left",
                        "waiting for 1 image: nginx; 14m20s left",
                        "waiting for 1 image: nginx; 13m20s left",
                        "passes; watching 3s more",
                        "waiting for 1 image: nginx; 13m10s left");
    }

    @Test
    void onATerminalTheLineIsAlwaysNew() {
        WaitStatus status = new WaitStatus(true, lines::add);
        status.show(found(FailOn.DIRECT, "nginx"), left(61));
        status.show(found(FailOn.DIRECT, "nginx"), left(60));
        status.passes(Duration.ofSeconds(3));
        status.passes(Duration.ofMillis(1500));
        assertThat(lines)
                .containsExactly(
                        "waiting 1m1s more for 1 image: nginx",
                        "waiting 1m more for 1 image: nginx",
                        "passes; watching 3s more",
                        "passes; watching 2s more");
    }

    @Test
    void whereOnlyExpectedImagesAreLeftItSaysWhatWouldPass() {
        WaitStatus status = new WaitStatus(false, lines::add);
        status.show(found(FailOn.DIRECT, HNC, "nginx"), left(60));
        status.show(found(FailOn.DIRECT, HNC), left(60));
        assertThat(lines.get(0)).doesNotContain("--fail-on unexpected");
        assertThat(lines.get(1))
                .isEqualTo("waiting for 1 image: " + HNC + " (expected: --fail-on unexpected would pass now); 1m left");
    }

    @Test
    void theEndIsSaidOnlyWhereThereWasSomethingToWaitFor() {
        WaitStatus atOnce = new WaitStatus(false, lines::add);
        atOnce.passed(Duration.ofSeconds(13));
        assertThat(atOnce.end()).isEmpty();
        WaitStatus status = new WaitStatus(false, lines::add);
        status.show(found(FailOn.DIRECT, "nginx"), left(60));
        status.passed(Duration.ofSeconds(13));
        assertThat(status.end()).isEqualTo("passed after 13s");
        status.timeIsUp(Duration.ofMinutes(15));
        assertThat(status.end()).isEqualTo("time is up after 15m");
        assertThat(status.wasInterrupted()).isFalse();
        status.interrupted(Duration.ofSeconds(75));
        assertThat(status.end()).isEqualTo("interrupted after 1m15s: the report shows that moment");
        assertThat(status.wasInterrupted()).isTrue();
    }
}

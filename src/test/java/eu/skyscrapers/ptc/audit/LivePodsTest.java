package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.LiveSink;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PullFailure;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LivePodsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Judge JUDGE = Judge.of(Cache.builtIn("123456789012.dkr.ecr.eu-west-1.amazonaws.com"));

    private final LivePods pods = new LivePods(() -> {});
    private final LiveSink feed = pods.feed();

    private static PodImages pod(String name, String image, @Nullable Instant endsBy) {
        Workload workload = new Workload("n", "Pod", name);
        List<ImageUse> images = List.of(new ImageUse(image, "c", ContainerType.CONTAINER));
        return new PodImages(name, workload, false, endsBy, false, "", null, List.of(), images, "", "", 0);
    }

    private static ReadError error(String message) {
        return new ReadError(ReadError.Kind.UNREACHABLE, message);
    }

    private void settle(PodImages... list) {
        feed.startOver();
        for (PodImages pod : list) {
            feed.accept(pod);
        }
        feed.settled(List.of());
    }

    private ClusterResult result(Instant now) {
        return pods.result("prod", "https://prod", error("not read"), errors -> errors, "nothing", JUDGE, now);
    }

    @Test
    void aMomentIsTheSameAsLongAsNothingChanges() {
        settle(pod("a", "nginx", null));
        LivePods.Moment before = pods.moment(NOW);

        feed.accept(pod("a", "nginx", null));
        feed.gone("n", "never there");
        feed.settled(List.of());

        assertThat(pods.moment(NOW.plusSeconds(60))).isEqualTo(before);
    }

    /** Whatever a result could tell: else the one before would be told again, which may be a clean one. */
    @Test
    void aMomentIsAnotherAfterEachChange() {
        List<Runnable> changes = List.of(
                () -> settle(pod("a", "nginx", null)),
                () -> feed.accept(pod("b", "redis", null)),
                () -> feed.accept(pod("b", "redis:2", null)),
                () -> feed.accept(pod("b", "redis:2", NOW.plusSeconds(1000))),
                () -> feed.gone("n", "b"),
                () -> feed.acceptRevision(pod("r", "busybox", null)),
                () -> feed.gone("n", "r"),
                () -> feed.stale(List.of(error("broken"))),
                () -> feed.settled(List.of(error("still broken"))),
                () -> feed.settled(List.of()),
                () -> settle(pod("a", "redis", null)),
                this::settle,
                pods::feed);
        Set<LivePods.Moment> before = new HashSet<>(Set.of(pods.moment(NOW)));
        for (int i = 0; i < changes.size(); i++) {
            changes.get(i).run();
            assertThat(before.add(pods.moment(NOW))).as("change %d", i).isTrue();
        }
    }

    /** The list of errors is the follower's, who goes on with it. */
    @Test
    void anErrorThatComesToTheOthersIsAChange() {
        settle(pod("a", "nginx", null));
        List<ReadError> errors = new ArrayList<>();
        feed.settled(errors);
        LivePods.Moment before = pods.moment(NOW);
        errors.add(error("broken"));
        assertThat(result(NOW).errors()).isEmpty();

        feed.stale(errors);

        assertThat(pods.moment(NOW)).isNotEqualTo(before);
        assertThat(result(NOW).errors()).containsExactly("broken");
    }

    @Test
    void aPodThatShouldBeGoneIsAChange() {
        settle(pod("a", "nginx", null), pod("b", "redis", NOW.plusSeconds(10)));
        LivePods.Moment before = pods.moment(NOW);
        assertThat(pods.moment(NOW.plusSeconds(10))).isEqualTo(before);
        assertThat(pods.moment(NOW.plusSeconds(11))).isNotEqualTo(before);
        assertThat(result(NOW).pods()).isEqualTo(2);
        assertThat(result(NOW.plusSeconds(11)).pods()).isEqualTo(1);
    }

    @Test
    void whatWasReadOfAListThatIsNotWholeIsReported() {
        feed.startOver();
        feed.accept(pod("a", "nginx", null));
        pods.feed().settled(List.of(error("broken")));
        assertThat(result(NOW).pods()).isEqualTo(1);
        assertThat(result(NOW).errors()).containsExactly("not read", "broken");
    }

    @Test
    void anEventIsToldFromWhatWasListed() {
        settle(pod("a", "nginx", null));
        feed.accept(pod("a", "nginx", null));
        feed.settled(List.of());
        assertThat(pods.asListed()).isTrue();
        feed.gone("n", "a");
        assertThat(pods.asListed()).isFalse();
    }

    @Test
    void whatOnlyPodsOfThePastHadIsNotKeptForEver() {
        settle(pod("a", "nginx", null));
        for (int i = 0; i < 10_000; i++) {
            feed.accept(pod("job-" + i, "image-" + i, null));
            feed.gone("n", "job-" + i);
        }
        assertThat(pods.sharedValues()).isLessThan(2000);
        assertThat(result(NOW).pods()).isEqualTo(1);
    }

    /** Also while a list is read again, when there are twice as many. */
    @Test
    void whatPodsHaveIsKeptForThoseToCome() {
        PodImages[] list = new PodImages[5000];
        for (int i = 0; i < list.length; i++) {
            list[i] = pod("p-" + i, "image-" + i, null);
        }
        for (int round = 0; round < 2; round++) {
            settle(list);
            assertThat(pods.sharedValues()).isGreaterThan(2 * list.length);
        }
    }

    @Test
    void tellsOfEachChangeOnceItIsWhole() {
        AtomicInteger told = new AtomicInteger();
        LivePods watched = new LivePods(told::incrementAndGet);
        LiveSink first = watched.feed();
        LiveSink second = watched.feed();
        assertThat(watched.settled()).isFalse();
        first.startOver();
        first.accept(pod("a", "nginx", null));
        assertThat(told).hasValue(0);
        first.settled(List.of());
        assertThat(told).hasValue(1);
        assertThat(watched.settled()).isFalse();
        second.stale(List.of(error("broken")));
        assertThat(told).hasValue(2);
        assertThat(watched.settled()).isTrue();
    }

    /** As a {@link Fold} has it that was given the same. */
    @Test
    void aPodComesOutAsItWentIn() {
        Workload web = new Workload("n", "Deployment", "web");
        Deployer helm = new Deployer(Deployer.HELM, "n", "web");
        List<ImageUse> now = List.of(new ImageUse("nginx:2", "c", ContainerType.CONTAINER, null, "Always"));
        List<ImageUse> old = List.of(new ImageUse("nginx:1", "c", ContainerType.CONTAINER, null, "Never"));
        List<PullFailure> failures = List.of(new PullFailure("c", "ErrImagePull", "denied"));
        PodImages template = new PodImages("web", web, true, null, false, "", helm, List.of(), now, "", "", 1);
        PodImages revision = new PodImages(
                "web-1",
                new Workload("n", "ReplicaSet", "web-1"),
                true,
                null,
                false,
                "",
                null,
                List.of(),
                old,
                "",
                "",
                0);
        PodImages pod = new PodImages(
                "web-1-a", web, false, null, false, "web-1", null, failures, old, "system-node-critical", "node", 0);
        Fold fold = new Fold(true, NOW);
        fold.accept(template);
        fold.acceptRevision(revision);
        fold.accept(pod);
        for (PodImages each : List.of(template, pod)) {
            pods.feed().accept(each);
        }
        pods.feed().acceptRevision(revision);
        pods.feed().settled(List.of());
        assertThat(result(NOW))
                .usingRecursiveComparison()
                .ignoringFields("server", "readErrors")
                .isEqualTo(fold.result("prod", null, List.of(), "nothing", JUDGE));
        assertThat(result(NOW).drift()).extracting(DriftFinding::cause).containsExactly(DriftCause.OLD);
    }
}

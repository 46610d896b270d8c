package eu.skyscrapers.ptc.run;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.cli.Cli;
import eu.skyscrapers.ptc.objects.LiveSource;
import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.LiveSink;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingTest {
    private static final String CACHED = Cli.REGISTRY + "/quay/a/b:1";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** A cluster where happens what a test says; it counts how often it is judged. */
    private static final class Scripted implements LiveSource {
        private final Part script;
        private final AtomicInteger judgments = new AtomicInteger();

        private Scripted(Script script) {
            this.script = (sink, progress) -> {
                try {
                    script.play(sink);
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
        }

        @Override
        public List<Part> parts() {
            return List.of(script);
        }

        @Override
        public List<ReadError> joined(List<ReadError> errors) {
            return errors;
        }

        @Override
        public String nothingFound() {
            judgments.incrementAndGet();
            return "nothing";
        }

        @Override
        public String name() {
            return "prod";
        }

        @Override
        public String server() {
            return "https://prod";
        }

        @Override
        public boolean readsTemplates() {
            return false;
        }

        @Override
        public Reading read(ImageSink sink, Progress progress) {
            throw new AssertionError("it is followed");
        }
    }

    private interface Script {
        void play(LiveSink sink) throws InterruptedException;
    }

    private static PodImages pod(String name, String image) {
        return new PodImages(
                name,
                new Workload("n", "Pod", name),
                false,
                List.of(new ImageUse(image, "c", ContainerType.CONTAINER)));
    }

    private static void list(LiveSink sink, PodImages... pods) {
        sink.startOver();
        List.of(pods).forEach(sink::accept);
        sink.settled(List.of());
    }

    private static AuditResult await(Duration limit, LiveSource... sources) {
        Criteria criteria = BuiltIn.criteria(FailOn.DIRECT);
        return new Waiting(
                        criteria,
                        limit,
                        (name, pods, expected) -> {},
                        new WaitStatus(false, line -> {}),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        NOW)
                .result(List.of(sources));
    }

    @Test
    void judgesNothingAnewWhereNothingHasChanged() {
        Scripted source = new Scripted(sink -> list(sink, pod("a", "nginx")));

        AuditResult result = await(Duration.ofMillis(2500), source);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(source.judgments.get())
                .as("before, while and after it was read")
                .isBetween(1, 3);
    }

    /** Whether it was judged before it was deleted, or not: it may have been in the list alone. */
    @ParameterizedTest
    @ValueSource(longs = {0, 700})
    void aRestartDoesNotPass(long millisToItsEnd) {
        AuditResult result = await(Duration.ofMillis(2500), new Scripted(sink -> {
            list(sink, pod("a", CACHED), pod("b", "nginx"));
            TimeUnit.MILLISECONDS.sleep(millisToItsEnd);
            sink.gone("n", "b");
            TimeUnit.MILLISECONDS.sleep(1000);
            sink.accept(pod("b", "nginx"));
            sink.settled(List.of());
        }));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void whatPassesHoldsForThreeSecondsIfItDidNotFromTheStart() {
        long began = System.nanoTime();
        AuditResult result = await(Duration.ofSeconds(60), new Scripted(sink -> {
            list(sink, pod("a", CACHED), pod("b", "nginx"));
            sink.gone("n", "b");
        }));
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(30));
    }

    @Test
    void whatPassesFromTheStartNeedNotHold() {
        long began = System.nanoTime();
        AuditResult result = await(Duration.ofSeconds(60), new Scripted(sink -> {
            list(sink, pod("a", CACHED));
            sink.accept(pod("a", CACHED));
            sink.settled(List.of());
        }));
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aClusterThatFillsTheMemoryDoesNotCostTheOthersTheirs() {
        AuditResult result = await(
                Duration.ofSeconds(60),
                new Scripted(sink -> {
                    sink.startOver();
                    sink.accept(pod("a", "nginx"));
                    throw new OutOfMemoryError("Java heap space");
                }),
                new Scripted(sink -> {
                    TimeUnit.MILLISECONDS.sleep(300);
                    list(sink, pod("b", CACHED));
                }));
        assertThat(result.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(result.clusters().get(0).errors())
                .singleElement()
                .asString()
                .contains(
                        "context prod (https://prod): memory ran out (Java heap space)",
                        "AUDIT_ECR_PTC_JAVA_OPTS=-Xmx");
        assertThat(result.clusters()).extracting(ClusterResult::pods).containsExactly(0L, 1L);
    }

    @Test
    void whatWasNotReadWhenTheUserInterruptedHasThatKind() {
        Thread.currentThread().interrupt();
        AuditResult result = await(Duration.ofMinutes(1), new Scripted(sink -> {}));
        assertThat(result.clusters().get(0).readErrors())
                .extracting(ReadError::kind)
                .containsExactly(ReadError.Kind.INTERRUPTED);
    }
}

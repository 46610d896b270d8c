package eu.skyscrapers.ptc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.kubernetes.LiveSource;
import eu.skyscrapers.ptc.kubernetes.Progress;
import eu.skyscrapers.ptc.kubernetes.Reading;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** A cluster with one direct pod, where nothing happens; it counts how often it is judged. */
    private static final class Quiet implements LiveSource {
        private final AtomicInteger judgments = new AtomicInteger();

        @Override
        public List<Part> parts() {
            return List.of((sink, progress) -> {
                sink.startOver();
                sink.accept(new PodImages(
                        "a",
                        new Workload("n", "Pod", "a"),
                        false,
                        List.of(new ImageUse("nginx", "c", ContainerType.CONTAINER))));
                sink.settled(List.of());
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
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

    @Test
    void judgesNothingAnewWhereNothingHasChanged() {
        PrintStream err = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        Policy policy = new Policy(
                new CacheChoice(Cache.builtIn(Cli.REGISTRY), false, Map.of(), List.of()),
                Expectations.BUILT_IN,
                false,
                new JudgmentOptions.Fails(FailOn.DIRECT, false));
        Waiting waiting = new Waiting(
                policy,
                Duration.ofMillis(2500),
                (name, pods, expected) -> {},
                new WaitStatus(new Messages(err), new ProgressLine(err, 80), false),
                Clock.fixed(NOW, ZoneOffset.UTC),
                NOW);
        Quiet source = new Quiet();

        AuditResult result = waiting.result(List.of(source));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(source.judgments.get())
                .as("before, while and after it was read")
                .isBetween(1, 3);
    }
}

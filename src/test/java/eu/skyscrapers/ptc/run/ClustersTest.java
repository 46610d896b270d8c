package eu.skyscrapers.ptc.run;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.objects.ObjectSource;
import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClustersTest {
    private static final Criteria CRITERIA = BuiltIn.criteria(FailOn.DIRECT);

    /**
     * A cluster of one pod.
     *
     * @param failures how often memory runs out behind it
     */
    private record OfOnePod(String name, AtomicInteger failures) implements ObjectSource {
        private OfOnePod(String name, int failures) {
            this(name, new AtomicInteger(failures));
        }

        @Override
        public String server() {
            return "https://" + name;
        }

        @Override
        public boolean readsTemplates() {
            return false;
        }

        @Override
        public Reading read(ImageSink sink, Progress progress) {
            sink.accept(new PodImages(
                    "p",
                    new Workload("n", "Pod", "p"),
                    false,
                    List.of(new ImageUse("nginx", "c", ContainerType.CONTAINER))));
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            return new Reading(List.of(), List.of(), "nothing");
        }
    }

    private final Queue<Clusters.Read> ended = new ConcurrentLinkedQueue<>();

    private List<Clusters.Read> read(ObjectSource... sources) {
        return new Clusters(CRITERIA, (name, read, expected) -> {}, ended::add, Instant.EPOCH).read(List.of(sources));
    }

    @Test
    void aClusterThatFillsTheMemoryIsIncompleteAndTheOthersAreReported() {
        List<Clusters.Read> read =
                read(new OfOnePod("large", 9), new OfOnePod("beside it", 1), new OfOnePod("small", 0));
        assertThat(read).extracting(each -> each.result().name()).containsExactly("large", "beside it", "small");
        assertThat(read).extracting(each -> each.result().pods()).containsExactly(0L, 1L, 1L);
        assertThat(read).extracting(each -> each.result().complete()).containsExactly(false, true, true);
        assertThat(read.get(0).result().errors())
                .singleElement()
                .asString()
                .matches("context large \\(https://large\\): memory ran out \\(Java heap space\\); raise it with"
                        + " AUDIT_ECR_PTC_JAVA_OPTS=-Xmx[0-9]+m, .*\\(-n\\) at a time");
        assertThat(ended).as("each once, by its last reading").containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void anOnlyClusterMayFillTheMemoryToo() {
        assertThat(read(new OfOnePod("large", 9)))
                .singleElement()
                .satisfies(each -> assertThat(each.result().complete()).isFalse());
        assertThat(ended)
                .singleElement()
                .satisfies(each -> assertThat(each.result().readErrors())
                        .extracting(ReadError::kind)
                        .containsExactly(ReadError.Kind.INTERNAL));
    }
}

package eu.skyscrapers.ptc.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.objects.Documents;
import eu.skyscrapers.ptc.objects.Findings;
import eu.skyscrapers.ptc.objects.ListPage;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code rewrite} may change is what an audit of the same text finds: the same images, of the same workloads. */
class SameAsAuditTest {

    private static List<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/manifests"))) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void inTheCorpus(Path file) throws Exception {
        assertSame(Files.readString(file));
    }

    @Test
    void inGeneratedManifests() throws Exception {
        for (long seed = 0; seed < 1_000; seed++) {
            assertSame(new ManifestGenerator(seed).before());
        }
    }

    private static void assertSame(String text) throws Exception {
        List<String> rewriting = new ArrayList<>();
        Rewriting.of(text.getBytes(UTF_8), (workload, use) -> {
            add(rewriting, workload, use);
            return null;
        });
        List<String> audit = new ArrayList<>();
        audit(text, audit);
        assertThat(rewriting).as(text).isEqualTo(audit);
    }

    /** Adds what an audit of the text finds, and says whether it finds fault with it. */
    static boolean audit(String text, List<String> uses) throws IOException {
        List<String> problems = new ArrayList<>();
        Documents.read(new ByteArrayInputStream(text.getBytes(UTF_8)), Scope.ALL, new Audit(uses, problems));
        return !problems.isEmpty();
    }

    private static void add(List<String> uses, Workload workload, ImageUse use) {
        if (!use.image().isEmpty()) {
            uses.add(workload + " " + use.container() + " " + use.type() + " " + use.image());
        }
    }

    private record Audit(List<String> uses, List<String> problems) implements Findings {
        @Override
        public void found(PodImages images) {
            images.images().forEach(use -> add(uses, images.workload(), use));
        }

        @Override
        public void owned(PodImages images, Workload owner) {
            found(images);
        }

        @Override
        public void passedOver(String kind) {}

        @Override
        public void leftOut() {}

        @Override
        public void problem(long line, String what) {
            problems.add(what);
        }

        @Override
        public void page(ListPage page) {}
    }
}

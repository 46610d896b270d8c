package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.PodGenerator;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestApiServer.Encoding;
import eu.skyscrapers.ptc.report.Format;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gigabyte of pods passes through a small heap, wherever it comes from. */
class BulkIT {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String HEAP = "-Xmx128m";
    private static final PodGenerator PODS = new PodGenerator(100_000, 20_000, 400, REGISTRY);
    /** Fewer, as the test server makes protobuf slowly; still more than the heap. */
    private static final PodGenerator PODS_IN_PROTOBUF = new PodGenerator(20_000, 4_000, 400, REGISTRY);

    private static final int MINUTES_MAX = 5;

    private interface Input {
        void write(OutputStream out) throws IOException;
    }

    @TempDir
    private Path temp;

    @Test
    void standardInput() throws Exception {
        assertAudits(PODS, audit(PODS::writeAsKubectl, "-f", "-"));
    }

    /** 20,000 distinct images with 100,000 pods, in one run. */
    @Test
    void everyFormat() throws Exception {
        List<String> outputs = new ArrayList<>();
        for (Format format : Format.values()) {
            outputs.addAll(List.of("-o", format.key() + "=" + temp.resolve(format.key())));
        }
        outputs.addAll(List.of("-f", "-"));
        assertAudits(PODS, audit(PODS::writeAsKubectl, outputs.toArray(String[]::new)));
        for (Format format : Format.values()) {
            assertThat(temp.resolve(format.key())).as(format.key()).isNotEmptyFile();
        }
        assertThat(new ObjectMapper().readTree(temp.resolve("json").toFile()).at("/clusters/0/images"))
                .hasSize(PODS.images());
        assertThat(temp.resolve("html")).content().endsWith("</html>\n");
        assertThat(temp.resolve("junit")).content().endsWith("</testsuites>\n");
    }

    @Test
    void file() throws Exception {
        Path file = Files.createTempFile(Path.of("target"), "pods", ".json");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                PODS.writeAsKubectl(out);
            }
            assertAudits(PODS, audit(out -> {}, "-f", file.toString()));
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @EnumSource
    void apiServer(Encoding encoding) throws Exception {
        PodGenerator pods = encoding == Encoding.JSON ? PODS : PODS_IN_PROTOBUF;
        try (TestApiServer server = TestApiServer.http().encoding(encoding).pods(pods)) {
            Path kubeconfig = Kubeconfigs.in(temp).context("bulk", server).write();

            assertAudits(pods, audit(out -> {}, "--kubeconfig", kubeconfig.toString()));

            assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(pods.size() / 500);
        }
    }

    private static void assertAudits(PodGenerator pods, JsonNode report) {
        JsonNode cluster = report.path("clusters").path(0);

        assertThat(cluster.path("complete").asBoolean()).isTrue();
        assertThat(cluster.path("pods").asInt()).isEqualTo(pods.size());
        assertThat(cluster.path("images").size()).isEqualTo(pods.images());
        assertThat(cluster.at("/summary/viaPtc").asInt()).isEqualTo(pods.viaPtc());
        assertThat(cluster.at("/summary/exempt").asInt()).isEqualTo(pods.exempt());
        assertThat(cluster.at("/summary/direct").asInt()).isEqualTo(pods.direct());
    }

    /** Runs the distribution to its end, which must be 1 for direct images, and gives its JSON report. */
    private JsonNode audit(Input input, String... source) throws Exception {
        Path report = temp.resolve("report.json");
        Path messages = temp.resolve("messages.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(HEAP, "-jar", "target/audit-ecr-ptc/lib/audit-ecr-ptc.jar"));
        command.addAll(List.of(REGISTRY, "-o", "json=" + report));
        command.addAll(List.of(source));

        Process process = new ProcessBuilder(command)
                .redirectOutput(messages.toFile())
                .redirectErrorStream(true)
                .start();
        CompletableFuture.delayedExecutor(MINUTES_MAX, TimeUnit.MINUTES).execute(process::destroyForcibly);
        try (OutputStream in = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
            input.write(in);
        } catch (IOException e) {
            // It stopped reading; its messages say why.
            assertThat(process.waitFor()).as(Files.readString(messages)).isEqualTo(1);
            throw e;
        }
        int exitCode = process.waitFor();
        assertThat(exitCode).as(Files.readString(messages)).isEqualTo(1);
        return new ObjectMapper().readTree(report.toFile());
    }
}

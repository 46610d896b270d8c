package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be said of the image without building it. */
class DockerfileTest {
    /** The instructions, continued lines joined, without comments. */
    private static List<String> instructions() throws IOException {
        String text = Files.readString(Path.of("src/container/Dockerfile"))
                .replaceAll("(?m)^#.*\n", "")
                .replaceAll("\\\\\n\\s*", "");
        return Arrays.stream(text.split("\n")).filter(line -> !line.isBlank()).toList();
    }

    private static List<String> runtimeStage() throws IOException {
        List<String> all = instructions();
        int last = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).startsWith("FROM ")) {
                last = i;
            }
        }
        return all.subList(last, all.size());
    }

    private static String only(String instruction) throws IOException {
        List<String> found = runtimeStage().stream()
                .filter(line -> line.startsWith(instruction + " "))
                .toList();
        assertThat(found).as(instruction).hasSize(1);
        return found.get(0).substring(instruction.length() + 1);
    }

    @Test
    void theBasesArePinnedByDigest() throws IOException {
        assertThat(instructions().stream().filter(line -> line.startsWith("FROM ")))
                .hasSize(2)
                .allMatch(line -> line.matches("FROM [a-z0-9./-]+:[\\w.-]+@sha256:[0-9a-f]{64}( AS build)?"));
    }

    /** The runtime's base has no shell to run anything in. */
    @Test
    void theRuntimeStageRunsNothing() throws IOException {
        assertThat(runtimeStage()).noneMatch(line -> line.matches("(RUN|SHELL|CMD|HEALTHCHECK|ADD) .*"));
    }

    /** The kubelet cannot tell for a name whether it is root. */
    @Test
    void theUserIsANumberAndNotRoot() throws IOException {
        assertThat(only("USER")).matches("[1-9]\\d*:[1-9]\\d*");
    }

    @Test
    void theEntrypointStartsJavaWithoutAShell() throws IOException {
        List<?> entrypoint = new ObjectMapper().readValue(only("ENTRYPOINT"), List.class);

        assertThat(entrypoint.get(0)).isEqualTo("/opt/audit-ecr-ptc/runtime/bin/java");
        assertThat(entrypoint.subList(entrypoint.size() - 2, entrypoint.size()))
                .isEqualTo(List.of("-jar", "/opt/audit-ecr-ptc/lib/audit-ecr-ptc.jar"));
        assertThat(entrypoint.toString())
                .as("a cluster that fills the memory does not cost the others their reports")
                .doesNotContain("OnOutOfMemoryError");
    }
}

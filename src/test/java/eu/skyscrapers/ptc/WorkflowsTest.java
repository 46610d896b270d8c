package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The style of the workflows: what they run is pinned, and they may do no more than they must. */
class WorkflowsTest {
    private static final Pattern USES = Pattern.compile("(?m)^ *(?:- )?uses: (.*)$");
    private static final String PINNED = "[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+";

    static Stream<Path> workflows() {
        return ShippedYaml.files(Path.of(".github/workflows"), ".yml").stream();
    }

    static Stream<Path> workflowsAndActions() {
        return Stream.concat(workflows(), ShippedYaml.files(Path.of(".github/actions"), ".yml").stream());
    }

    /** A tag can be moved to other code; a commit cannot. */
    @ParameterizedTest
    @MethodSource("workflowsAndActions")
    void actionsArePinnedToACommit(Path file) throws Exception {
        List<String> used = USES.matcher(Files.readString(file))
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(used).allMatch(action -> action.startsWith("./") || action.matches(PINNED));
        assertThat(used.isEmpty()).isEqualTo(file.endsWith("action.yml"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void jobsMayReadTheSourcesUnlessTheySayMore(Path file) {
        JsonNode workflow = ShippedYaml.documents(file).get(0);

        assertThat(workflow.path("permissions").toString()).isIn("{}", "{\"contents\":\"read\"}");
        workflow.path("jobs").forEach(job -> {
            assertThat(job.path("timeout-minutes").asInt()).isPositive();
            if (workflow.path("permissions").isEmpty()) {
                assertThat(job.path("permissions").isObject()).isTrue();
            }
        });
        assertThat(workflow.toString()).doesNotContain("pull_request_target");
    }

    /** GitHub puts the value of an expression into the script's text, where the shell runs it. */
    @ParameterizedTest
    @MethodSource("workflows")
    void scriptsHoldNoExpressions(Path file) {
        ShippedYaml.documents(file)
                .get(0)
                .path("jobs")
                .forEach(job -> job.path("steps").forEach(step -> {
                    assertThat(step.path("run").asText()).doesNotContain("${{");
                    if (step.path("uses").asText().startsWith("actions/checkout@")) {
                        assertThat(step.at("/with/persist-credentials").asBoolean(true))
                                .isFalse();
                    }
                }));
    }
}

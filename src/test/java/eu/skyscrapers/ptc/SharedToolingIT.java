package eu.skyscrapers.ptc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.aws.server.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CronJob in SharedTooling as its pod runs it: the image's own command in a process of its own, with the variables of
 * pod identity, in which it finds all that it needs to know of AWS.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it needs unshare")
class SharedToolingIT {
    private static final Path DISTRIBUTION = Path.of("target/audit-ecr-ptc").toAbsolutePath();

    @TempDir
    private Path folder;

    private final SharedTooling tooling = new SharedTooling();

    @AfterEach
    void close() {
        tooling.close();
    }

    /** The image's command, with this Java and this distribution, and the arguments of the CronJob. */
    private List<String> command() throws Exception {
        Matcher entrypoint = Pattern.compile("ENTRYPOINT (\\[.*])")
                .matcher(Files.readString(Path.of("src/container/Dockerfile")).replace("\\\n", ""));
        assertThat(entrypoint.find()).isTrue();
        List<String> command = new ArrayList<>();
        for (JsonNode word : Json.read(entrypoint.group(1).getBytes(UTF_8))) {
            command.add(word.asText()
                    .replace("/opt/audit-ecr-ptc/runtime", System.getProperty("java.home"))
                    .replace("/opt/audit-ecr-ptc", DISTRIBUTION.toString()));
        }
        // Which Java 25 brought.
        command.removeIf(
                word -> word.startsWith("-XX:AOTCache=") && Runtime.version().feature() < 25);
        command.addAll(SharedTooling.arguments(folder));
        return command;
    }

    private ProcessRun run(List<String> command) throws Exception {
        // Nothing else: no HOME, no PATH.
        Map<String, String> variables =
                new HashMap<>(tooling.aws.podIdentity(tooling.cron, folder, SharedTooling.REGION));
        variables.put("AUDIT_ECR_PTC_REGISTRY", SharedTooling.REGISTRY);
        variables.put("LANG", "C.UTF-8");
        return ProcessRun.of(Path.of("/"), variables, command);
    }

    private void assertAuditsEveryCluster(ProcessRun run) throws Exception {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).as(run.out()).isZero();
        String report = Files.readString(folder.resolve("reports/audit.json"));
        assertThat(Json.read(report.getBytes(UTF_8)).path("clusters"))
                .extracting(cluster -> cluster.path("name").asText())
                .isEqualTo(tooling.clusters.stream().map(Cluster::arn).toList());
        assertThat(tooling.servers.values())
                .allMatch(server -> !server.requests().isEmpty());
        assertThat(run.out() + report).doesNotContain(tooling.aws.secrets()).doesNotContainPattern("k8s-aws-v1\\.\\w");
    }

    @Test
    void auditsAsTheImageDoes() throws Exception {
        assertAuditsEveryCluster(run(command()));
    }

    /** In a file system of its own that is read-only but for the volume of the reports, /tmp too. */
    @Test
    void writesNothingButItsReports() throws Exception {
        String reports = folder.resolve("reports").toString();
        String script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro / || exit 90; "
                + "(: >/tmp/x) 2>/dev/null && exit 91; exec \"$@\"";
        List<String> readOnly = new ArrayList<>(List.of("/usr/bin/unshare", "-rm", "/bin/sh", "-c", script, reports));
        Files.createDirectories(Path.of(reports));
        assumeThat(tries(readOnly))
                .as("this machine lets nobody make a file system of their own")
                .isZero();
        readOnly.addAll(command());

        assertAuditsEveryCluster(run(readOnly));
    }

    private int tries(List<String> readOnly) throws Exception {
        List<String> nothing = new ArrayList<>(readOnly);
        nothing.add("/bin/true");
        return run(nothing).exitCode();
    }
}

package eu.skyscrapers.ptc;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Ctrl-C leaves behind, and the end of a CI job: the packaged program, and real signals. */
@PosixOnly
class InterruptIT {
    private static final Path LAUNCHER = Path.of("target/audit-ecr-ptc/bin/audit-ecr-ptc");
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    /** Much longer than a report takes, much shorter than the wait that is interrupted. */
    private static final int BOUND_SECONDS = 30;

    enum Signal {
        HUP(1),
        INT(2),
        TERM(15);

        private final int number;

        Signal(int number) {
            this.number = number;
        }

        /** As every shell counts. */
        int exitCode() {
            return 128 + number;
        }

        /** Whoever is started with an ignored signal, behind {@code nohup} or a shell's {@code &}, goes on ignoring it. */
        boolean isIgnored() throws IOException {
            Path status = Path.of("/proc/self/status");
            if (!Files.exists(status)) {
                return false;
            }
            try (Stream<String> lines = Files.lines(status)) {
                return lines.filter(line -> line.startsWith("SigIgn:"))
                        .mapToLong(
                                line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                        .anyMatch(mask -> (mask & 1L << (number - 1)) != 0);
            }
        }
    }

    @TempDir
    private Path folder;

    private TestApiServer server;
    private Process program;

    @BeforeEach
    void serve() {
        server = TestApiServer.http().pods(pod("n", "a", "nginx"));
    }

    @AfterEach
    void stop() {
        if (program != null) {
            program.destroyForcibly();
        }
        server.close();
    }

    private void start(String... options) throws IOException {
        start(Kubeconfigs.in(folder).context("prod", server), options);
    }

    private void start(Kubeconfigs kubeconfig, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                LAUNCHER.toAbsolutePath().toString(),
                REGISTRY,
                "--kubeconfig",
                kubeconfig.write().toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", "/usr/bin:/bin");
        program = builder.start();
    }

    /** It arrives at the launcher, which passes it on to Java. */
    private void interrupt(Signal signal) throws IOException, InterruptedException {
        assumeThat(signal.isIgnored()).isFalse();
        assertThat(program.isAlive()).as(read("err")).isTrue();
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(program.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(program.waitFor(BOUND_SECONDS, TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        assertThat(program.exitValue()).as(read("err")).isEqualTo(signal.exitCode());
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file), UTF_8);
    }

    private void untilAsked() throws InterruptedException {
        while (program.isAlive()
                && server.requests().stream().allMatch(each -> each.method().equals("POST"))) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWaitReportsWhatItKnows(Signal signal) throws Exception {
        start("--wait", "5m", "-o", "table", "-o", "json=report.json");
        server.nextWatch();
        interrupt(signal);
        assertThat(read("out"))
                .contains("nginx")
                .endsWith("1 pod in 1 namespace\n")
                .contains("FAILED: 1 direct image (none expected)");
        assertThat(read("err").lines())
                .last()
                .asString()
                .matches("audit-ecr-ptc: interrupted after [0-9ms]+: the report shows that moment");
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(report.at("/clusters/0/images/0/image").asText()).isEqualTo("nginx");
        assertThat(report.at("/passed").asBoolean()).isFalse();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing is left over")
                    .containsExactlyInAnyOrder("kubeconfig", "out", "err", "report.json");
        }
    }

    /** Who kills it may wait for the end of what it prints. */
    @Test
    void aWaitEndsWithALauncherThatIsKilled() throws Exception {
        start("--wait", "5m");
        server.nextWatch();
        program.destroyForcibly().waitFor();
        for (int tries = 0; read("out").isEmpty() && tries < BOUND_SECONDS * 50; tries++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(read("out")).contains("FAILED: 1 direct image (none expected)");
    }

    @Test
    void aWaitThatHasReadNothingSaysSo() throws Exception {
        server.fault(request -> request.method().equals("GET"), Fault.stall());
        start("--wait", "5m");
        untilAsked();
        interrupt(Signal.TERM);
        assertThat(read("out")).contains("INCOMPLETE");
        assertThat(read("err")).contains("was not read to its end when the wait was interrupted");
    }

    /** As one that waits for a login in the browser. */
    @Test
    void aPluginEndsWithTheAudit() throws Exception {
        try (TestApiServer tls = TestApiServer.https(TestPki.Server.TRUSTED)) {
            Map<String, Object> plugin =
                    Kubeconfigs.exec("sh", "-c", "echo $$ >pid.part; mv pid.part pid; exec sleep " + BOUND_SECONDS);
            start(Kubeconfigs.in(folder).context("prod", tls, plugin));
            Path pid = folder.resolve("pid");
            while (program.isAlive() && !Files.exists(pid)) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            ProcessHandle running = ProcessHandle.of(
                            Long.parseLong(Files.readString(pid).strip()))
                    .orElseThrow();
            interrupt(Signal.INT);
            running.onExit().orTimeout(BOUND_SECONDS / 2, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void anAuditThatIsInterruptedIsNoAnswer() throws Exception {
        server.fault(Request.any(), Fault.stall());
        start("-o", "json");
        untilAsked();
        interrupt(Signal.INT);
        assertThat(read("out")).isEmpty();
    }
}

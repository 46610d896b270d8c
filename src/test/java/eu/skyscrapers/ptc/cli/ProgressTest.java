package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.Main;
import eu.skyscrapers.ptc.PosixOnly;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal shows while a list takes longer than a second, and that nothing of it stays. */
class ProgressTest {
    private static final Terminal TERMINAL = new Terminal(true, true, 120);
    private static final String ERASE = "\r\u001b[K";
    /** The first of three pages takes longer than the second that nothing is shown for, the others long enough to be seen. */
    private static final Fault SLOW = new Fault("slow", exchange -> {
        TimeUnit.MILLISECONDS.sleep(exchange.request().isContinued() ? 150 : 1050);
        exchange.pass();
    });

    @TempDir
    private Path folder;

    private static String[] arguments(Path config, String... options) {
        return Stream.concat(
                        Stream.of(REGISTRY, "--kubeconfig", config.toString(), "--page-size", "25"), Stream.of(options))
                .toArray(String[]::new);
    }

    /** What stays on the screen of what was written, as far as these two control sequences go. */
    private static String screen(String written) {
        StringBuilder screen = new StringBuilder();
        for (String part : written.split(ERASE.replace("[", "\\["), -1)) {
            screen.setLength(screen.lastIndexOf("\n") + 1);
            screen.append(part);
        }
        assertThat(screen.toString()).as("no other control sequence").doesNotContain("\r", "\u001b");
        return screen.toString();
    }

    private static CompletableFuture<Cli.Run> start(Terminal terminal, String... arguments) {
        return new Cli().on(terminal).start(arguments);
    }

    @Test
    void aLongListShowsHowFarItIsAndLeavesNoTrace() {
        try (TestApiServer server = TestApiServer.http().recorded().fault(Request.any(), SLOW)) {
            Path config = Kubeconfigs.in(folder).context("prod", server).write();
            Cli.Run run = new Cli().on(TERMINAL).run(arguments(config));
            assertThat(run.err())
                    .contains(ERASE + "reading prod (25 of 62 pods)")
                    .endsWith(ERASE);
            assertThat(screen(run.err())).isEmpty();
            assertThat(run.out()).contains("62 pods in 10 namespaces").doesNotContain("reading", ERASE);
        }
    }

    @Test
    void saysHowManyClustersAreReadAndFindsItsWayRoundWhatIsPrintedMeanwhile() throws InterruptedException {
        String arn = "arn:aws:eks:eu-west-1:123456789012:cluster/";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(bytes, true, UTF_8);
        ProgressLine line = new ProgressLine(err, 120, List.of(arn + "a", "b", "c", "d"));
        line.read(arn + "a", 0, -1);
        line.done("d", false, () -> err.print("d failed before there was a line\n"));
        TimeUnit.MILLISECONDS.sleep(1050);
        line.read("b", 1, 1);
        line.done("b", true, () -> {});
        line.done("c", false, () -> err.print("c failed\n"));
        TimeUnit.MILLISECONDS.sleep(150);
        line.read(arn + "a", 1, 2);
        line.done(arn + "a", true, () -> {});
        line.end();
        line.end();
        line.done("e", true, () -> err.print("never silent\n"));
        assertThat(bytes.toString(UTF_8).split(ERASE.replace("[", "\\["), -1))
                .containsExactly(
                        "d failed before there was a line\n",
                        "1 of 4 clusters read (1 incomplete); reading a, b (1 pod)",
                        "",
                        "2 of 4 clusters read (1 incomplete); reading a",
                        "c failed\n",
                        "3 of 4 clusters read (2 incomplete); reading a",
                        "3 of 4 clusters read (2 incomplete); reading a (1 of 2 pods)",
                        "",
                        "never silent\n");
    }

    @Test
    void aClusterThatCannotBeReadIsReportedAtOnceAndOnce() throws Exception {
        CountDownLatch reported = new CountDownLatch(1);
        Fault untilReported = new Fault("until reported", exchange -> {
            reported.await(30, TimeUnit.SECONDS);
            exchange.pass();
        });
        try (TestApiServer broken = TestApiServer.http().recorded().fault(Request.any(), Fault.html());
                TestApiServer slow = TestApiServer.http().recorded().fault(Request.any(), untilReported)) {
            Path config = Kubeconfigs.in(folder)
                    .context("a-slow", slow)
                    .context("b-broken", broken)
                    .write();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                    () -> new Cli()
                            .on(new Terminal(false, false, 120))
                            .run(
                                    new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                                    new PrintStream(err, true, UTF_8),
                                    arguments(config, "--all-contexts")),
                    Cli.BESIDE);
            while (!run.isDone() && !err.toString(UTF_8).contains("error: context b-broken")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(run).isNotDone();
            reported.countDown();
            assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(3);
            assertThat(err.toString(UTF_8)).hasLineCount(1);
        }
    }

    @Test
    @PosixOnly
    void whoInterruptsGetsACleanLine() throws Exception {
        Fault secondPageNever = new Fault("never", exchange -> {
            TimeUnit.MILLISECONDS.sleep(exchange.request().isContinued() ? 20_000 : 1050);
            exchange.pass();
        });
        try (TestApiServer server = TestApiServer.http().recorded().fault(Request.any(), secondPageNever)) {
            Path config = Kubeconfigs.in(folder).context("prod", server).write();
            Path err = folder.resolve("err");
            Process program = new ProcessBuilder(Stream.concat(
                                    Stream.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "-Dptc.stderr.terminal=true",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            Main.class.getName()),
                                    Stream.of(arguments(config)))
                            .toList())
                    .redirectError(err.toFile())
                    .redirectOutput(folder.resolve("out").toFile())
                    .start();
            try {
                for (int i = 0;
                        i < 500 && program.isAlive() && !Files.readString(err).contains("25 of 62 pods");
                        i++) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                assertThat(Files.readString(err)).contains("reading prod (25 of 62 pods)");
                program.destroy();
                assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
            } finally {
                program.destroyForcibly();
            }
            assertThat(screen(Files.readString(err))).isEmpty();
            assertThat(program.exitValue()).isEqualTo(143);
        }
    }

    @Test
    void severalClustersShareTheLine() {
        try (TestApiServer server = TestApiServer.http().recorded().fault(Request.any(), SLOW)) {
            Path config = Kubeconfigs.in(folder)
                    .context("dev", server)
                    .context("prod", server)
                    .write();
            Cli.Run run = new Cli().on(TERMINAL).run(arguments(config, "--all-contexts"));
            assertThat(run.err())
                    .containsPattern("reading dev \\((25 of |50 of |)62 pods\\), prod \\((25 of |50 of |)62 pods\\)");
            assertThat(screen(run.err()))
                    .startsWith("audit-ecr-ptc: warning: contexts \"dev\" and \"prod\" have the same server")
                    .hasLineCount(1);
        }
    }

    @Test
    void anErrorStandsAlone() {
        try (TestApiServer server = TestApiServer.http()
                .recorded()
                .fault(Request.number(3), Fault.html())
                .fault(Request.any(), SLOW)) {
            Path config = Kubeconfigs.in(folder).context("prod", server).write();
            Cli.Run run = new Cli().on(TERMINAL).run(arguments(config));
            assertThat(run.err()).contains("reading prod (25 of 62 pods)");
            assertThat(screen(run.err()).lines())
                    .singleElement()
                    .asString()
                    .startsWith("audit-ecr-ptc: error: context prod");
        }
    }

    @Test
    void quietAndElsewhereNothingIsShown() {
        try (TestApiServer server = TestApiServer.http().recorded().fault(Request.any(), SLOW)) {
            Path config = Kubeconfigs.in(folder).context("prod", server).write();
            List<CompletableFuture<Cli.Run>> runs = List.of(
                    start(TERMINAL, arguments(config, "-q")),
                    start(new Terminal(true, false, 120), arguments(config)),
                    start(new Terminal(false, false, 120), arguments(config, "-v")));
            assertThat(runs).allSatisfy(each -> {
                Cli.Run run = each.join();
                assertThat(run.err()).isEmpty();
                assertThat(run.out()).contains("62 pods").doesNotContain("reading", ERASE);
            });
        }
    }

    @Test
    void aWaitSaysOnOneLineWhatItWaitsFor() throws Exception {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "nginx"))) {
            Path config = Kubeconfigs.in(folder).context("prod", server).write();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            CompletableFuture<Integer> run = CompletableFuture.supplyAsync(
                    () -> new Cli()
                            .on(TERMINAL)
                            .run(
                                    new PrintStream(out, true, UTF_8),
                                    new PrintStream(err, true, UTF_8),
                                    arguments(config, "--wait", "1m")),
                    Cli.BESIDE);
            while (!run.isDone() && !err.toString(UTF_8).contains(" image: nginx")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            server.put(pod("n", "a", REGISTRY + "/quay/a/b:1"));
            assertThat(run.get(60, TimeUnit.SECONDS)).isZero();
            assertThat(err.toString(UTF_8)).containsPattern("waiting [0-9]+s more for 1 image: nginx");
            assertThat(screen(err.toString(UTF_8))).matches("audit-ecr-ptc: passed after [0-9]+s\n");
        }
    }
}

package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.aws.server.Account;
import eu.skyscrapers.ptc.aws.server.AwsFault;
import eu.skyscrapers.ptc.aws.server.Principal;
import eu.skyscrapers.ptc.aws.server.TestAws;
import eu.skyscrapers.ptc.report.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every call of AWS fails in every way, in an audit that makes them all. What it finds is what it finds without faults, or
 * it says what it could not find; it is never less, and nobody's secrets are in it.
 */
class AwsFaultCampaignTest {
    private static final String REGION = "eu-west-1";
    private static final Instant PUSHED = Instant.parse("2026-10-01T10:00:00Z");
    /** Nobody waits longer for the end of an audit that is refused, or that AWS lets wait. */
    private static final int PATIENCE_SECONDS = 120;

    private static final Pattern SIGNED = Pattern.compile("k8s-aws-v1\\.[^*\\s]|Signature=[0-9a-f]");

    /** What is asked of AWS, and how much of the audit hangs on the answer. */
    enum Asked {
        POD_IDENTITY("pods:GetCredentials", "the role of this pod"),
        WEB_IDENTITY("sts:AssumeRoleWithWebIdentity", "the role arn:aws:iam::123456789012:role/cron"),
        ROLE("sts:AssumeRole"),
        CALLER("sts:GetCallerIdentity"),
        CLUSTERS("eks:ListClusters"),
        CLUSTER("eks:DescribeCluster"),
        RULES("ecr:DescribePullThroughCacheRules"),
        IMAGES("ecr:DescribeImages"),
        TEMPLATES("ecr:DescribeRepositoryCreationTemplates"),
        POLICY("ecr:GetRegistryPolicy"),
        CREDENTIAL("ecr:ValidatePullThroughCacheRule"),
        SECRET("secretsmanager:DescribeSecret");

        private final String action;
        private final String words;

        Asked(String action) {
            this(action, action);
        }

        Asked(String action, String words) {
            this.action = action;
            this.words = words;
        }

        /** Without it there is a warning, and the audit is complete. */
        private boolean liesBeside() {
            return compareTo(TEMPLATES) >= 0;
        }

        /** The SDK's own clients ask, which no profile leads to a stand-in. */
        private boolean isOfTheProcess() {
            return this == POD_IDENTITY || this == WEB_IDENTITY;
        }

        private boolean hasPages() {
            return this == CLUSTERS || this == RULES || this == TEMPLATES;
        }
    }

    /** One run: which of the requests for the action meet the fault. */
    private record Trial(Asked asked, Fault fault, String when, Predicate<Request> which) {
        private static Trial always(Asked asked, Fault fault) {
            return new Trial(asked, fault, "always", TestAws.calling(asked.action));
        }

        private static Trial at(int number, Asked asked, Fault fault) {
            AtomicInteger count = new AtomicInteger();
            Predicate<Request> calling = TestAws.calling(asked.action);
            return new Trial(
                    asked,
                    fault,
                    "at request " + number,
                    request -> calling.test(request) && count.incrementAndGet() == number);
        }

        @Override
        public String toString() {
            return asked.action + ", " + fault + ", " + when;
        }
    }

    /**
     * Two clusters, each on its own page of the list. The image that is pulled past the cache is in the second one, its rule
     * on the second page, and the other image not in the cache.
     */
    private static final class World implements AutoCloseable {
        private final Path folder;
        private final TestAws aws = TestAws.http();
        private final TestApiServer blue =
                TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", REGISTRY + "/quay/a/b:1"));
        private final TestApiServer red =
                TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", "registry.k8s.io/pause:3"));
        private final Principal cron;
        private ObjectNode truth;
        private final Principal reader;

        private World(Path folder) {
            this.folder = folder;
            Account tooling = aws.account("123456789012");
            cron = tooling.role("cron").allow("ecr:*", "secretsmanager:DescribeSecret", "sts:*");
            Account production = aws.account("111111111111");
            reader = production.role("reader").trust(cron).allow("eks:*");
            production.cluster(REGION, "blue").endpoint(blue).letIn(reader);
            production.cluster(REGION, "red").endpoint(red).letIn(reader);
            String secret = tooling.secrets(REGION).add("ecr-pullthroughcache/hub", PUSHED);
            tooling.registry(REGION)
                    .rule("quay", "quay.io")
                    .rule("k8s", "registry.k8s.io")
                    .rule("docker-hub", "registry-1.docker.io", secret)
                    .image("k8s/pause", "sha256:" + "a".repeat(64), PUSHED, PUSHED, "3")
                    .policy("{\"Version\":\"2012-10-17\",\"Statement\":[]}")
                    .templates("[{\"prefix\":\"quay\",\"appliedFor\":[\"PULL_THROUGH_CACHE\"]},"
                            + "{\"prefix\":\"ROOT\",\"appliedFor\":[\"PULL_THROUGH_CACHE\"],"
                            + "\"imageTagMutability\":\"IMMUTABLE\"}]");
            aws.pageSize(1);
        }

        private Map<String, String> variables(Asked asked) throws IOException {
            if (asked.isOfTheProcess()) {
                Map<String, String> variables = asked == Asked.POD_IDENTITY
                        ? aws.podIdentity(cron, folder, REGION)
                        : aws.webIdentity(cron, folder, REGION);
                aws.here(variables);
                return variables;
            }
            Map<String, String> variables = new HashMap<>(aws.environment(cron.key(), REGION));
            variables.remove("AWS_ENDPOINT_URL");
            Path config = folder.resolve("config");
            variables.put(
                    "AWS_CONFIG_FILE",
                    Files.writeString(config, "[default]\nendpoint_url = " + aws.uri() + "\n")
                            .toString());
            return variables;
        }

        private Cli.Run run(Asked asked, String requestTimeout) throws IOException {
            Cli cli = new Cli().with("COLUMNS", "5000").with("KUBECONFIG", "/nonexistent/kubeconfig");
            variables(asked).forEach(cli::with);
            List<String> call = new ArrayList<>(List.of(
                    REGISTRY,
                    "-v",
                    "--eks",
                    "all",
                    "--role-arn",
                    reader.arn(),
                    "--cache-rules",
                    "aws",
                    "--fail-on",
                    "direct,not-cached",
                    "--request-timeout",
                    requestTimeout));
            for (Format format : Format.values()) {
                call.addAll(List.of("-o", format.key() + "=" + file(format)));
                Files.deleteIfExists(file(format));
            }
            return cli.run(call.toArray(String[]::new));
        }

        private Path file(Format format) {
            return folder.resolve("report." + format.key());
        }

        private String read(Format format) {
            try {
                return Files.readString(file(format));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private ObjectNode report() {
            return (ObjectNode) Json.read(read(Format.JSON).getBytes(UTF_8));
        }

        @Override
        public void close() {
            aws.close();
            blue.close();
            red.close();
        }
    }

    @TempDir
    private Path folder;

    private static List<Trial> trials(Asked asked) {
        List<Trial> trials = new ArrayList<>();
        AwsFault.allThatEnd().forEach(fault -> trials.add(Trial.always(asked, fault)));
        AwsFault.allThatStall().forEach(fault -> trials.add(Trial.always(asked, fault)));
        AwsFault.allThatRepeat().forEach(fault -> trials.add(Trial.always(asked, fault)));
        trials.add(Trial.at(1, asked, AwsFault.throttled()));
        if (asked.hasPages()) {
            List.of(
                            AwsFault.throttled(),
                            AwsFault.withoutFields(),
                            AwsFault.emptyPage(),
                            AwsFault.repeatedToken(),
                            Fault.truncated(),
                            Fault.tooShort(),
                            Fault.html())
                    .forEach(fault -> trials.add(Trial.at(2, asked, fault)));
        }
        return trials;
    }

    @ParameterizedTest
    @EnumSource
    void everyCallFailsInEveryWay(Asked asked) throws Exception {
        int atATime = asked.isOfTheProcess() ? 1 : 4;
        BlockingQueue<World> worlds = new LinkedBlockingQueue<>();
        for (int i = 0; i < atATime; i++) {
            worlds.add(new World(Files.createDirectories(folder.resolve("world" + i))));
        }
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try {
            for (World world : worlds) {
                Cli.Run run = world.run(asked, "60s");
                assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
                world.truth = world.report();
                assertThat(world.truth.at("/clusters").findValuesAsText("complete"))
                        .containsExactly("true", "true");
                assertThat(world.truth.path("hints")).isEmpty();
            }
            Map<Trial, Future<?>> pending = new LinkedHashMap<>();
            for (Trial trial : trials(asked)) {
                pending.put(trial, threads.submit(() -> {
                    World world = worlds.take();
                    try {
                        attempt(trial, world);
                    } finally {
                        worlds.add(world);
                    }
                    return null;
                }));
            }
            List<String> wrong = new ArrayList<>();
            for (Map.Entry<Trial, Future<?>> each : pending.entrySet()) {
                try {
                    each.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    wrong.add(each.getKey() + ": hangs");
                    break;
                } catch (ExecutionException e) {
                    wrong.add(each.getKey() + ": " + e.getCause());
                }
            }
            assertThat(wrong).isEmpty();
        } finally {
            threads.shutdownNow();
            worlds.forEach(World::close);
        }
    }

    private static void attempt(Trial trial, World world) throws IOException {
        boolean stalls = AwsFault.allThatStall().stream()
                .anyMatch(each -> each.name().equals(trial.fault().name()));
        world.aws.heal();
        world.aws.fault(trial.which(), trial.fault());
        Cli.Run run = world.run(trial.asked(), stalls ? "400ms" : "60s");
        assertNothingSecret(run, world);
        ObjectNode truth = world.truth;
        JsonNode report = world.report();
        List<String> said = new ArrayList<>();
        report.at("/clusters").forEach(cluster -> cluster.path("errors").forEach(error -> said.add(error.toString())));
        report.path("hints").forEach(hint -> said.add(hint.toString()));
        assertThat(said).as(trial.toString()).allMatch(line -> line.length() < 900);
        if (report.equals(truth)) {
            assertThat(run.exitCode()).isEqualTo(1);
            return;
        }
        // The agent of a node has nothing to say "later" with.
        assertThat(trial.fault().name().equals("throttled")
                        && trial.when().startsWith("at ")
                        && trial.asked() != Asked.POD_IDENTITY)
                .as("passes")
                .isFalse();
        assertThat(said).as("says what failed").anyMatch(line -> line.contains(trial.asked().words));
        if (trial.asked().liesBeside()) {
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(report.path("clusters")).isEqualTo(truth.path("clusters"));
            assertThat(report.path("hints")).isNotEmpty();
        } else {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
            assertThat(report.path("exitCode").asInt()).isEqualTo(3);
            assertThat(report.at("/clusters").findValuesAsText("complete")).contains("false");
        }
    }

    private static void assertNothingSecret(Cli.Run run, World world) {
        List<String> outputs = new ArrayList<>(List.of(run.out(), run.err()));
        Arrays.stream(Format.values()).map(world::read).forEach(outputs::add);
        for (String output : outputs) {
            assertThat(world.aws.secrets()).noneMatch(output::contains);
            assertThat(SIGNED.matcher(output).find()).as("a signature").isFalse();
        }
    }
}

package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.PodGenerator;
import eu.skyscrapers.ptc.api.server.RealApiServer;
import eu.skyscrapers.ptc.api.server.RealApiServer.Asked;
import eu.skyscrapers.ptc.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code --wait} follows a real API server, through what happens to one in hours. */
class RealApiWaitIT extends RealApi {
    private static final String LONG = "10m";

    @RegisterExtension
    static final RealApiServer SERVER = RealApiServer.filledBy(server -> {
        for (String namespace : List.of("shop", "busy", "elsewhere")) {
            server.namespace(namespace);
        }
    });

    @Override
    RealApiServer server() {
        return SERVER;
    }

    @BeforeEach
    void onePodIsDirect() {
        for (String namespace : List.of("shop", "busy")) {
            SERVER.get("/api/v1/namespaces/" + namespace + "/pods")
                    .path("items")
                    .forEach(pod ->
                            SERVER.deletePod(namespace, pod.at("/metadata/name").asText()));
        }
        SERVER.create(pod("shop", "a", DIRECT));
        SERVER.create(pod("shop", "b", CACHED));
        SERVER.forgetAsked();
    }

    private CompletableFuture<Cli.Run> follow(String... options) {
        List<String> all = new ArrayList<>(List.of("-o", "json", "--wait", LONG));
        all.addAll(List.of(options));
        CompletableFuture<Cli.Run> run = start("viewer", all.toArray(String[]::new));
        SERVER.awaitAsked(1, Asked::isWatch);
        return run;
    }

    private static long lists() {
        return SERVER.asked().stream()
                .filter(asked -> asked.verb().equals("list"))
                .count();
    }

    private static void assertPassed(Cli.Run run, String... images) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(images(cluster(run))).containsExactlyInAnyOrder(images);
        assertThat(cluster(run).path("complete").asBoolean()).isTrue();
    }

    @Test
    void endsWhenTheLastDirectPodIsReplaced() throws Exception {
        CompletableFuture<Cli.Run> run = follow();
        SERVER.create(pod("shop", "c", CACHED));
        SERVER.deletePod("shop", "a");
        assertPassed(end(run), CACHED);
        assertThat(lists()).isEqualTo(1);
    }

    @Test
    void endsWithTheTruthWhenTheTimeIsUp() {
        Cli.Run run = audit("viewer", "-o", "json", "--wait", "2s");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(images(cluster(run))).containsExactlyInAnyOrder(CACHED, DIRECT);
    }

    @Test
    void aNamespaceIsFollowedByItself() throws Exception {
        CompletableFuture<Cli.Run> run = follow("-n", "shop");
        SERVER.create(pod("busy", "direct", "nginx"));
        SERVER.deletePod("shop", "a");
        assertPassed(end(run), CACHED);
    }

    /** Nothing changes meanwhile: the watch may go on from where it was. */
    @Test
    void aServerThatRestartsIsFollowedAgain() throws Exception {
        CompletableFuture<Cli.Run> run = follow();
        SERVER.end("KILL");
        SERVER.start();
        SERVER.awaitAsked(2, Asked::isWatch);
        SERVER.setImage("shop", "a", CACHED);
        assertPassed(end(run), CACHED);
    }

    /** What the watch has seen last is older than all that a server knows which starts: everything is listed again. */
    @Test
    void whatHappenedBeforeARestartIsNotMissed() throws Exception {
        CompletableFuture<Cli.Run> run = follow();
        // No pod, so the watch does not get to know of it.
        SERVER.namespace("later");
        SERVER.compact();
        SERVER.end("KILL");
        SERVER.start();
        SERVER.setImage("shop", "a", "docker.io/library/other:1");
        SERVER.awaitAsked(2, asked -> asked.verb().equals("list") && asked.code() == 200);
        SERVER.awaitAsked(2, Asked::isWatch);
        assertThat(run).isNotDone();
        SERVER.setImage("shop", "a", CACHED);
        assertPassed(end(run), CACHED);
    }

    /**
     * As many events as a large cluster has in hours, 3,200 of 11 KB to 40 KB each, which are together larger than the program's
     * heap: pods are created, changed and deleted all the while, and the history is compacted.
     */
    @Test
    void hoursOfEventsEndWithTheTruthInASmallHeap() throws Exception {
        int writers = 4;
        int rounds = 40;
        PodGenerator generator = new PodGenerator(20, 20, 20, REGISTRY);
        Path report = folder.resolve("report.json");
        Path kubeconfig = SERVER.kubeconfigs(folder).current("viewer").write();
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "eu.skyscrapers.ptc.Main",
                        REGISTRY,
                        "--kubeconfig=" + kubeconfig,
                        "--wait=" + LONG,
                        "--output=json=" + report)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        try {
            SERVER.awaitAsked(1, Asked::isWatch);
            List<Runnable> writes = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int first = writer * (generator.size() / writers);
                writes.add(() -> IntStream.range(0, rounds).forEach(round -> {
                    for (int i = first; i < first + generator.size() / writers; i++) {
                        change(generator, i, round);
                    }
                    if (first == 0 && round % 20 == 0) {
                        SERVER.compact();
                    }
                }));
            }
            RealApiServer.inParallel(writes);
            assertThat(program.isAlive())
                    .as(Files.readString(folder.resolve("said")))
                    .isTrue();
            SERVER.deletePod("shop", "a");
            SERVER.get("/api/v1/namespaces/busy/pods")
                    .path("items")
                    .forEach(pod ->
                            SERVER.setImage("busy", pod.at("/metadata/name").asText(), CACHED));
            assertThat(program.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        String said = Files.readString(folder.resolve("said"));
        assertThat(program.exitValue()).as(said).isZero();
        JsonNode cluster = Json.read(Files.readAllBytes(report)).at("/clusters/0");
        JsonNode pods = SERVER.get(PODS);
        assertThat(cluster.path("pods").asInt()).isEqualTo(pods.path("items").size());
        assertThat(images(cluster)).isEqualTo(pulled(pods));
    }

    private static void change(PodGenerator generator, int i, int round) {
        ObjectNode pod = (ObjectNode) Json.read(generator.get(i).json());
        String name = "busy-" + i;
        pod.put("apiVersion", "v1").put("kind", "Pod");
        pod.withObject("/metadata").put("namespace", "busy").put("name", name).remove("ownerReferences");
        if (round > 0) {
            SERVER.deletePod("busy", name);
        }
        SERVER.create(pod);
        SERVER.setImage("busy", name, "quay.io/busy/image:" + round);
        SERVER.patch(
                "/api/v1/namespaces/busy/pods/" + name,
                "{\"metadata\":{\"annotations\":{\"round\":\"" + "x".repeat(30_000) + "\"}}}");
    }
}

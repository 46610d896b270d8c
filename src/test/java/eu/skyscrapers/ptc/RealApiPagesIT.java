package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.RealApiServer;
import eu.skyscrapers.ptc.api.server.RealApiServer.Asked;
import eu.skyscrapers.ptc.cli.Cli;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to a real API server while it is read page by page. Its watch cache is off, so etcd answers each. */
class RealApiPagesIT extends RealApi {
    private static final String NAMESPACE = "many";
    private static final String REPOSITORY = "quay.io/many/images";
    private static final int PODS_THERE = 500;
    /** As many pages as pods: an audit takes long enough to be met in the middle. */
    private static final String[] ONE_BY_ONE = {"-o", "json", "--page-size", "1"};

    private static final int HALF_WAY = 50;

    @RegisterExtension
    static final RealApiServer SERVER = RealApiServer.filledBy(
            server -> server.createAll(pods(NAMESPACE, REPOSITORY, PODS_THERE)),
            "--watch-cache=false",
            "--goaway-chance=0.02");

    /** With other flags than those of the class. */
    private boolean restarted;

    /** Pods have other images than at first. */
    private boolean changed;

    @Override
    RealApiServer server() {
        return SERVER;
    }

    @BeforeEach
    void forget() {
        SERVER.forgetAsked();
    }

    @AfterEach
    void heal() throws Exception {
        if (restarted) {
            restart();
            restarted = false;
        }
        if (changed) {
            giveImages(i -> REPOSITORY + ":" + i);
            changed = false;
        }
    }

    private static void giveImages(IntFunction<String> image) {
        RealApiServer.inParallel(IntStream.range(0, PODS_THERE)
                .<Runnable>mapToObj(i -> () -> SERVER.setImage(NAMESPACE, "p%05d".formatted(i), image.apply(i)))
                .toList());
    }

    private void replaceTheFirst() {
        changed = true;
        SERVER.setImage(NAMESPACE, "p00000", "docker.io/library/replaced:1");
        SERVER.compact();
    }

    private static void restart(String... flags) throws Exception {
        SERVER.end("KILL");
        SERVER.start(flags);
    }

    private static Set<String> all() {
        return IntStream.range(0, PODS_THERE)
                .mapToObj(i -> REPOSITORY + ":" + i)
                .collect(Collectors.toSet());
    }

    private CompletableFuture<Cli.Run> startHalfWay(String... options) {
        CompletableFuture<Cli.Run> run = start(
                "viewer",
                Stream.concat(Stream.of(ONE_BY_ONE), Stream.of(options)).toArray(String[]::new));
        SERVER.awaitAsked(HALF_WAY, Asked::isContinued);
        return run;
    }

    @Test
    void pageByPage() {
        Cli.Run run = audit("viewer", ONE_BY_ONE);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(images(cluster(run))).isEqualTo(all());
        assertThat(SERVER.asked()).hasSize(PODS_THERE).allMatch(asked -> asked.code() == 200);
    }

    /** A pod that was read already has another image by then: what is read again shows it. */
    @Test
    void aListThatExpiresIsReadAgainFromItsBeginning() throws Exception {
        CompletableFuture<Cli.Run> audit = startHalfWay();
        replaceTheFirst();
        Cli.Run run = end(audit);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("the list expired half-way and was read again from the beginning");
        assertThat(cluster(run).path("complete").asBoolean()).isTrue();
        assertThat(cluster(run).path("pods").asInt()).isEqualTo(PODS_THERE);
        assertThat(images(cluster(run)))
                .hasSize(PODS_THERE)
                .contains("docker.io/library/replaced:1")
                .doesNotContain(REPOSITORY + ":0");
        assertThat(SERVER.asked()).filteredOn(asked -> asked.code() == 410).hasSize(1);
        assertThat(SERVER.asked()).filteredOn(asked -> !asked.isContinued()).hasSize(2);
    }

    @Test
    void soIsTheFirstListOfAWait() throws Exception {
        SERVER.createAll(List.of(pod("small", "a", CACHED)));
        CompletableFuture<Cli.Run> audit = startHalfWay("--wait", "5m", "--expect-image", "*");
        replaceTheFirst();
        SERVER.awaitAsked(1, asked -> asked.code() == 410);
        SERVER.awaitAsked(1, Asked::isWatch);
        SERVER.deletePod("small", "a");
        giveImages(i -> CACHED);
        Cli.Run run = end(audit);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(images(cluster(run))).containsExactly(CACHED);
    }

    @Test
    void aServerThatRestartsIsAskedAgain() throws Exception {
        for (String signal : List.of("KILL", "TERM")) {
            SERVER.forgetAsked();
            CompletableFuture<Cli.Run> audit = startHalfWay();
            SERVER.end(signal);
            int before = SERVER.asked().size();
            SERVER.start();
            Cli.Run run = end(audit);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.err()).isEmpty();
            assertThat(cluster(run).path("pods").asInt()).isEqualTo(PODS_THERE);
            assertThat(images(cluster(run))).isEqualTo(all());
            assertThat(before).isLessThan(PODS_THERE);
        }
    }

    /** One request at a time, and somebody does not read the answer to his: the others are sent away with 429. */
    @Test
    void aServerThatHasNoTimeIsAskedAgain() throws Exception {
        SERVER.needsFlag("--max-requests-inflight");
        String ballast = "{\"metadata\":{\"annotations\":{\"ballast\":\"" + "x".repeat(200_000) + "\"}}}";
        for (int i = 0; i < 100; i++) {
            SERVER.patch("/api/v1/namespaces/" + NAMESPACE + "/pods/p%05d".formatted(i), ballast);
        }
        restarted = true;
        restart("--enable-priority-and-fairness=false", "--max-requests-inflight=1");
        SERVER.forgetAsked();
        CompletableFuture<Cli.Run> audit;
        try (Socket busy = SERVER.unread("viewer", PODS)) {
            assertThat(busy.isConnected()).isTrue();
            audit = start("viewer", "-o", "json");
            SERVER.awaitAsked(1, asked -> asked.code() == 429);
        }
        Cli.Run run = end(audit);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(images(cluster(run))).isEqualTo(all());
    }
}

package eu.skyscrapers.ptc.api;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestApiServer.Encoding;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.kubeconfig.Environment;
import eu.skyscrapers.ptc.kubeconfig.Kubeconfig;
import eu.skyscrapers.ptc.kubeconfig.Overrides;
import eu.skyscrapers.ptc.kubeconfig.Secrets;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.workload.ImageSink;
import eu.skyscrapers.ptc.workload.PodImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The next page is on its way while one is read, and nothing else changes by that. */
@ParameterizedClass
@EnumSource
class ReadAheadTest {
    static {
        // As Program.standard does; the first client of a JVM decides for all of them.
        HttpClients.prepare();
    }

    private static final int PAGE_SIZE = 25;

    @Parameter
    private Encoding encoding;

    @TempDir
    private Path folder;

    /** The names of the pods, in the order in which they were told. */
    private static final class Told implements ImageSink {
        private final List<String> pods = new ArrayList<>();

        @Override
        public void accept(PodImages images) {
            pods.add(images.workload().namespace() + "/" + images.name());
        }

        @Override
        public void startOver() {
            pods.clear();
        }
    }

    private Reading read(TestApiServer server, Map<String, Object> user, Told told) throws Exception {
        Path config = Kubeconfigs.in(folder).context("test", server, user).write();
        Environment environment = new Environment(Map.of(), "", folder, Duration.ofSeconds(1), new Secrets());
        RetryPolicy retries = new RetryPolicy(
                Duration.ofSeconds(30),
                System.nanoTime() + Duration.ofMinutes(1).toNanos(),
                Duration.ofMinutes(1),
                Duration.ofMillis(1),
                Duration.ofMillis(3));
        return new ClusterSource(
                        Kubeconfig.load(config, Overrides.NONE, environment).access(null),
                        Scope.ALL,
                        false,
                        PAGE_SIZE,
                        retries,
                        "test")
                .read(told, (name, read, expected) -> {});
    }

    private static void assertAllPodsOnce(Reading reading, Told told) {
        assertThat(reading.errors()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
        assertThat(told.pods).hasSize(62).doesNotHaveDuplicates().isSorted();
    }

    /** Does something when such a request comes, and lets it pass. */
    private static Predicate<Request> noticing(Predicate<Request> which, Runnable then) {
        return request -> {
            if (which.test(request)) {
                then.run();
            }
            return false;
        };
    }

    @Test
    void theNextPageIsAskedForBeforeThisOneIsThere() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (TestApiServer server = TestApiServer.http().encoding(encoding).recorded()) {
            server.fault(noticing(Request::isContinued, asked::countDown), Fault.empty())
                    .fault(Request.first(1, request -> !request.isContinued()), Fault.halfUntil(asked));
            Told told = new Told();
            // Without reading ahead this waits for ever, and the request's deadline is told as an error.
            assertAllPodsOnce(read(server, Map.of(), told), told);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void aListThatCannotBeHadInProtobufIsHadInJson() throws Exception {
        for (Fault fault : List.of(Fault.notAcceptable(), Fault.protobuf(new byte[] {1, 2, 3}))) {
            try (TestApiServer server =
                    TestApiServer.http().encoding(encoding).recorded().fault(Request::takesProtobuf, fault)) {
                Told told = new Told();
                assertAllPodsOnce(read(server, Map.of(), told), told);
                // Asked for in vain once, and not for each page.
                assertThat(server.requests())
                        .extracting(Request::takesProtobuf)
                        .containsExactly(true, false, false, false);
            }
        }
    }

    @Test
    void aListThatIsInterruptedAsksForItsNextPageOnce() throws Exception {
        String more = "\"metadata\":{\"continue\":\"more\"},\"items\":[],";
        String page = "{\"kind\":\"PodList\"," + more.repeat(100) + "\"apiVersion\":\"v1\"}";
        try (TestApiServer server = TestApiServer.http()
                .encoding(encoding)
                .fault(Request::isContinued, Fault.serverError(500))
                .fault(Request.any(), Fault.json(page))) {
            Told told = new Told();
            assertThat(read(server, Map.of(), told).errors()).hasSize(1);
            assertThat(server.requests()).hasSize(1 + RetryPolicy.ATTEMPTS);
        }
    }

    @Test
    void aTokenBehindTheItemsIsReadOneAfterTheOther() throws Exception {
        String page = "{\"kind\":\"PodList\",\"items\":[{\"metadata\":{\"name\":\"%s\",\"namespace\":\"n\"},\"spec\":"
                + "{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}],\"metadata\":{\"resourceVersion\":\"7\"%s}}";
        try (TestApiServer server = TestApiServer.http()
                .encoding(encoding)
                .fault(Request::isContinued, Fault.json(page.formatted("b", "")))
                .fault(Request.any(), Fault.json(page.formatted("a", ",\"continue\":\"more\"")))) {
            Told told = new Told();
            assertThat(read(server, Map.of(), told).errors()).isEmpty();
            assertThat(told.pods).containsExactly("n/a", "n/b");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aPageThatBreaksBehindItsTokenIsReadAgainWithTheOneAhead() throws Exception {
        for (Fault fault : List.of(Fault.cutInChunks(), Fault.truncated(), Fault.tooShort(), Fault.shortGzip())) {
            for (int page = 0; page < 2; page++) {
                boolean continued = page > 0;
                try (TestApiServer server = TestApiServer.http()
                        .encoding(encoding)
                        .recorded()
                        .fault(Request.first(1, request -> request.isContinued() == continued), fault)) {
                    Told told = new Told();
                    assertAllPodsOnce(read(server, Map.of(), told), told);
                }
            }
        }
    }

    @Test
    void whatWasAskedAheadFailsLikeAnyRequest() throws Exception {
        for (Fault fault :
                List.of(Fault.throttled(429, "0"), Fault.serverError(500), Fault.noAnswer(), Fault.cutInChunks())) {
            try (TestApiServer server = TestApiServer.http()
                    .encoding(encoding)
                    .recorded()
                    .fault(Request.first(2, Request::isContinued), fault)) {
                Told told = new Told();
                assertAllPodsOnce(read(server, Map.of(), told), told);
            }
        }
        try (TestApiServer server = TestApiServer.http()
                .encoding(encoding)
                .recorded()
                .fault(Request::isContinued, Fault.serverError(500))) {
            Told told = new Told();
            assertThat(read(server, Map.of(), told).errors())
                    .singleElement()
                    .asString()
                    .contains("asked " + RetryPolicy.ATTEMPTS + " times");
            assertThat(told.pods).hasSize(PAGE_SIZE);
            assertThat(server.requests()).hasSize(1 + RetryPolicy.ATTEMPTS);
        }
    }

    @Test
    void aTokenThatIsReplacedWhileAPageIsAheadIsRenewed() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first");
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED)
                .encoding(encoding)
                .recorded()
                .requireToken("first")) {
            server.fault(
                    noticing(Request.first(1, Request::isContinued), () -> {
                        server.requireToken("second");
                        write(file, "second");
                    }),
                    Fault.empty());
            Told told = new Told();
            assertAllPodsOnce(read(server, Map.of("tokenFile", file.toString()), told), told);
            assertThat(server.requests())
                    .extracting(request -> request.header("authorization"))
                    .containsExactly("Bearer first", "Bearer first", "Bearer second", "Bearer second");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aListThatEndsTooSoonLeavesNothingUnderWay() throws Exception {
        String page = "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"again\"},\"items\":[]}";
        try (TestApiServer server = TestApiServer.http().encoding(encoding).fault(Request.any(), Fault.object(page))) {
            Told told = new Told();
            assertThat(read(server, Map.of(), told).errors())
                    .singleElement()
                    .asString()
                    .contains("gives the same pages again");
        }
    }
}

package eu.skyscrapers.ptc.api;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestApiServer.Encoding;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.audit.Judge;
import eu.skyscrapers.ptc.kubeconfig.Environment;
import eu.skyscrapers.ptc.kubeconfig.Kubeconfig;
import eu.skyscrapers.ptc.kubeconfig.Overrides;
import eu.skyscrapers.ptc.kubeconfig.Secrets;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.objects.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every request of an audit fails in every way. The result is the one without faults in JSON, or the audit is not complete;
 * it is never another one.
 */
@ParameterizedClass
@EnumSource
class FaultCampaignTest {
    static {
        // As Program.standard does; the first client of a JVM decides for all of them.
        HttpClients.prepare();
    }

    private static final int PAGE_SIZE = 25;
    private static final int REQUESTS = 3;
    private static final Judge JUDGE = Judge.of(Cache.builtIn("123456789012.dkr.ecr.eu-west-1.amazonaws.com"));

    @Parameter
    private Encoding encoding;

    @TempDir
    private Path folder;

    private static List<Fault> faults() {
        return Stream.concat(Fault.allThatEnd().stream(), Fault.allThatStall().stream())
                .toList();
    }

    /** A server that stalls is not waited for; any other has all the time that a slow machine needs. */
    private static final Duration STALLS = Duration.ofMillis(400);

    private static final Duration ANSWERS = Duration.ofSeconds(30);

    private ClusterResult audit(Consumer<TestApiServer> trouble) throws Exception {
        return audit(ANSWERS, trouble);
    }

    private ClusterResult audit(Duration request, Consumer<TestApiServer> trouble) throws Exception {
        try (TestApiServer server = TestApiServer.http().recorded().encoding(encoding)) {
            trouble.accept(server);
            Path config = Kubeconfigs.in(folder).context("test", server).write();
            Environment environment = new Environment(Map.of(), "", folder, Duration.ofSeconds(1), new Secrets());
            RetryPolicy retries = new RetryPolicy(
                    request,
                    System.nanoTime() + Duration.ofMinutes(2).toNanos(),
                    Duration.ofMinutes(2),
                    Duration.ofMillis(1),
                    Duration.ofMillis(3));
            ClusterSource source = new ClusterSource(
                    Kubeconfig.load(config, Overrides.NONE, environment).access(null),
                    new Scope(Set.of(), null),
                    false,
                    PAGE_SIZE,
                    retries,
                    "test");
            Fold fold = new Fold(false);
            Reading reading = source.read(fold, (name, read, expected) -> {});
            return fold.result("test", "", reading.errors(), reading.nothingFound(), JUDGE);
        }
    }

    private static void assertTrueOrIncomplete(String what, ClusterResult result, ClusterResult truth) {
        if (result.complete()) {
            // Not isEqualTo, whose message would be a hundred kilobytes.
            assertThat(result.equals(truth))
                    .as(what + ": " + result.pods() + " pods, " + result.summary())
                    .isTrue();
        } else {
            assertThat(result.errors())
                    .as(what)
                    .allSatisfy(error -> assertThat(error)
                            .startsWith("context test (http://127.0.0.1:")
                            .doesNotContain("null"));
            assertThat(result.pods()).as(what).isLessThanOrEqualTo(truth.pods());
        }
    }

    @Test
    void everyRequestFailsInEveryWay() throws Exception {
        ClusterResult truth = audit(server -> server.encoding(Encoding.JSON));
        assertThat(truth.errors()).isEmpty();
        assertThat(truth.pods()).isEqualTo(62);
        int runs = 0;
        int mended = 0;
        List<String> stalls = Fault.allThatStall().stream().map(Fault::name).toList();
        for (Fault fault : faults()) {
            for (int request = 1; request <= REQUESTS; request++) {
                int at = request;
                Duration patience = stalls.contains(fault.name()) ? STALLS : ANSWERS;
                ClusterResult once = audit(patience, server -> server.fault(Request.number(at), fault));
                assertTrueOrIncomplete(fault + " once, at request " + at, once, truth);
                ClusterResult forGood = audit(patience, server -> server.fault(each -> each.number() >= at, fault));
                assertTrueOrIncomplete(fault + " from request " + at + " on", forGood, truth);
                assertThat(forGood.complete())
                        .as(fault + " from request " + at + " on")
                        .isFalse();
                runs += 2;
                mended += once.complete() ? 1 : 0;
            }
        }
        assertThat(runs).isGreaterThan(100);
        assertThat(mended).as("faults that pass are mended").isGreaterThan(runs / 6);
    }

    @Test
    void manyFaultsInOneRun() throws Exception {
        ClusterResult truth = audit(server -> server.encoding(Encoding.JSON));
        List<Fault> faults = Fault.allThatEnd();
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<String> plan = new ArrayList<>();
            ClusterResult result = audit(server -> {
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    int at = 1 + random.nextInt(6);
                    Fault fault = faults.get(random.nextInt(faults.size()));
                    plan.add(fault + " at request " + at);
                    server.fault(Request.number(at), fault);
                }
            });
            assertTrueOrIncomplete("seed " + seed + ": " + plan, result, truth);
        }
    }

    @Test
    void aListThatExpiresGoesOnOrStartsAgainAndCountsNoPodTwice() throws Exception {
        ClusterResult truth = audit(server -> server.encoding(Encoding.JSON));
        ClusterResult resumed = audit(server -> {
            Predicate<Request> second = Request.first(1, Request::isContinued);
            server.fault(
                    request -> {
                        if (second.test(request)) {
                            server.compact();
                        }
                        return false;
                    },
                    Fault.empty());
        });
        assertThat(resumed).isEqualTo(truth);
        ClusterResult again =
                audit(server -> server.fault(Request.first(2, Request::isContinued), Fault.expiredForGood()));
        assertThat(again).isEqualTo(truth);
        ClusterResult never = audit(server -> server.fault(Request::isContinued, Fault.expiredForGood()));
        assertThat(never.complete()).isFalse();
        assertThat(never.pods()).isEqualTo(PAGE_SIZE);
    }
}

package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.Cached.State;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheContentsTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String DIGEST = "@sha256:" + "0".repeat(64);
    private static final Cached THERE = new Cached(State.IN_CACHE, Instant.EPOCH, Instant.EPOCH, null);
    private static final Cached ARCHIVED = new Cached(State.ARCHIVED, null, null, null);
    private static final Usage USAGE =
            new Usage(new Workload("apps", "Deployment", "web"), "web", ContainerType.CONTAINER, 1);

    private final Map<EcrRegistry, List<String>> asked = new HashMap<>();

    private AuditResult audit(FailOn failOn, Set<FailAlso> also, String... images) {
        Judge judge = Judge.of(Cache.builtIn(HOST));
        List<ImageFinding> findings = new ArrayList<>();
        for (String image : images) {
            findings.add(judge.judge("prod", image, List.of(USAGE)));
        }
        ClusterResult cluster = new ClusterResult(
                "prod",
                "https://x",
                HOST,
                List.of(),
                1,
                0,
                new PassedOver(new TreeMap<>(), new TreeMap<>()),
                findings,
                List.of(),
                List.of(),
                Nodes.NONE);
        return new AuditResult(
                failOn, also, List.of(cluster), Review.NONE, List.of(), new AuditRun(Instant.EPOCH, Duration.ZERO));
    }

    private AuditResult with(AuditResult audit, Cached all) {
        return CacheContents.added(audit, (registry, references) -> {
            Map<ImageReference, Cached> contents = new HashMap<>();
            for (ImageReference reference : references) {
                asked.computeIfAbsent(registry, first -> new ArrayList<>()).add(reference.text());
                contents.put(reference, all);
            }
            return contents;
        });
    }

    private static ImageFinding first(AuditResult audit) {
        return audit.clusters().get(0).images().get(0);
    }

    @Test
    void asksForWhatComesThroughTheCacheAndForReplacementsOnce() {
        AuditResult audit = audit(
                FailOn.NEVER,
                Set.of(),
                HOST + "/quay/a/b:1",
                "quay.io/a/b:1",
                "quay.io/c/d" + DIGEST,
                HOST + "/own/image:1",
                "public.ecr.aws/x/y:1",
                "gcr.io/x/y:1",
                "Not A Reference");
        AuditResult with = with(audit, THERE);
        assertThat(asked)
                .containsExactly(Map.entry(
                        EcrRegistry.parse(HOST).orElseThrow(),
                        List.of(HOST + "/quay/a/b:1", HOST + "/quay/c/d" + DIGEST)));
        assertThat(with.clusters().get(0).images())
                .extracting(ImageFinding::cached)
                .containsExactly(THERE, THERE, THERE, null, null, null, null);
        assertThat(with.outcome()).isEqualTo(Outcome.PASSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    never      |            | NOT_CACHED | quay/a/b:1             | PASSED
                    never      | NOT_CACHED | NOT_CACHED | quay/a/b:1             | FAILED
                    never      | NOT_CACHED | ARCHIVED   | quay/a/b:1             | FAILED
                    never      | NOT_CACHED | IN_CACHE   | quay/a/b:1             | PASSED
                    never      | NOT_CACHED | UNKNOWN    | quay/a/b:1             | INCOMPLETE
                    never      |            | UNKNOWN    | quay/a/b:1             | PASSED
                    never      | NOT_CACHED | NOT_CACHED | own/image:1            | PASSED
                    """)
    void failsOnlyWhereThatIsAskedFor(String failOn, String also, State state, String image, Outcome outcome) {
        Set<FailAlso> set = also == null ? Set.of() : Set.of(FailAlso.valueOf(also));
        AuditResult audit = audit(FailOn.NEVER, set, HOST + "/" + image);
        AuditResult with = with(audit, new Cached(state, null, null, state == State.UNKNOWN ? "denied" : null));
        assertThat(with.outcome()).isEqualTo(outcome);
        assertThat(with.failOnWords()).isEqualTo(also == null ? "never" : "never,not-cached");
    }

    @Test
    void replacementsThatAreNotThereFailTooUnlessTheImageIsAccepted() {
        Set<FailAlso> also = Set.of(FailAlso.NOT_CACHED);
        AuditResult replaced = with(audit(FailOn.UNEXPECTED, also, "quay.io/a/b:1"), Cached.NOT);
        assertThat(first(replaced).lacking()).isTrue();
        ImageFinding accepted = new ImageFinding(
                "quay.io/a/b:1", first(replaced).judgment(), new Expectation("known", "x"), List.of(), Cached.NOT);
        assertThat(accepted.lacking()).isFalse();
        assertThat(new ImageFinding("x", accepted.judgment(), null, List.of(), ARCHIVED).lacking())
                .isTrue();
    }

    @Test
    void whatTheAnswerLeavesOutIsNotKnown() {
        AuditResult audit = audit(FailOn.NEVER, Set.of(), HOST + "/quay/a/b:1", HOST + "/quay/a/b:2");
        AuditResult with = CacheContents.added(audit, (registry, references) -> Map.of());
        assertThat(with.hints())
                .extracting(Hint::line)
                .containsExactly(
                        "not known whether the cache has 2 images: the registry's answer to ecr:DescribeImages does not name it"
                                + " (in prod)");
        AuditResult failing = audit(FailOn.NEVER, Set.of(FailAlso.NOT_CACHED), HOST + "/quay/a/b:1");
        assertThat(CacheContents.added(failing, (registry, references) -> Map.of())
                        .clusters()
                        .get(0)
                        .errors())
                .containsExactly(
                        "prod: not known whether the cache has 1 image: the registry's answer to ecr:DescribeImages does not name it");
    }

    @Test
    void aDigestThatIsNotThereIsAFact() {
        String image = HOST + "/quay/a/b:1" + DIGEST;
        assertThat(first(with(audit(FailOn.NEVER, Set.of(), image), THERE))
                        .judgment()
                        .note())
                .contains("may not fill");
        assertThat(first(with(audit(FailOn.NEVER, Set.of(), image), Cached.NOT))
                        .judgment()
                        .note())
                .isEqualTo("pinned by digest and not in the cache: a pull by digest does not fill it, so no new node"
                        + " can pull this until it was pulled once by tag");
    }
}

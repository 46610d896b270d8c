package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Cache CACHE = Cache.builtIn("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    private static final Usage SHOP = usage("shop");
    private static final Usage DATA = usage("data");

    private static Usage usage(String namespace) {
        return new Usage(new Workload(namespace, "Deployment", "web"), "c", ContainerType.CONTAINER, 1);
    }

    private static ImageFinding judge(@Nullable ClusterDefinition definition, Usage... users) {
        AcceptedImage shop =
                new AcceptedImage(null, new Glob("shop"), null, null, null, "theirs", null, "expect.yaml:1");
        Expectations expectations = new Expectations(List.of(shop), null, LocalDate.EPOCH);
        return new Judge(CACHE, definition, expectations).judge("prod", "nginx", List.of(users));
    }

    /** One namespace that may does not excuse the image for all. */
    @Test
    void anImageIsExpectedOnlyWhereEachOfItsUsesIs() {
        for (ImageFinding some : List.of(judge(null, SHOP, DATA), judge(null, DATA, SHOP))) {
            assertThat(some.expected()).isNull();
            assertThat(FailOn.UNEXPECTED.fails(some)).isTrue();
            assertThat(some.usedBy())
                    .filteredOn(usage -> usage.expected() != null)
                    .extracting(Usage::workload)
                    .containsExactly(SHOP.workload());
        }
        ImageFinding all = judge(null, SHOP, SHOP);
        assertThat(all.expected()).isEqualTo(new Expectation("theirs", "expect.yaml:1"));
        assertThat(FailOn.UNEXPECTED.fails(all)).isFalse();
        assertThat(judge(null).expected()).as("used by nobody").isNull();
    }

    @Test
    void anExpectationIsAskedForAllThatItNames() {
        AcceptedImage entry = new AcceptedImage(
                new Glob("docker.io/library/nginx"),
                new Glob("shop"),
                new Glob("Deployment/web"),
                new Glob("c"),
                new Glob("prod"),
                "theirs",
                null,
                "expect.yaml:1");
        Baseline baseline = new Baseline(
                Set.of(new Baseline.Entry("prod", "data", "Deployment", "web", "c", "docker.io/library/nginx")),
                "old.json");
        Expectations expectations = new Expectations(List.of(entry), baseline, LocalDate.EPOCH);
        assertThat(new Judge(CACHE, null, expectations)
                        .judge("prod", "nginx:1.28", List.of(SHOP, DATA, usage("other")))
                        .usedBy())
                .extracting(Usage::expected)
                .containsExactly(entry.expectation(), baseline.expectation(), null);
    }

    @Test
    void aCacheThatIsDisabledForAllIsTheReasonBeforeATierThatIsSwitchedOff() {
        Set<Tier> off = EnumSet.of(Tier.DOCKER_HUB);
        ClusterDefinition disabled = new ClusterDefinition(false, null, off, "prod.yaml");
        ClusterDefinition switchedOff = new ClusterDefinition(true, null, off, "prod.yaml");
        String cached = CACHE.host() + "/docker-hub/library/nginx";
        assertThat(new Classifier(CACHE, disabled).classify(cached).note())
                .isEqualTo("comes through the cache, although prod.yaml disables it for this cluster");
        assertThat(new Classifier(CACHE, switchedOff).classify(cached).note())
                .isEqualTo("comes through the cache, although prod.yaml switches docker.io off");
        assertThat(judge(disabled, DATA).expected())
                .isEqualTo(new Expectation("the cache is disabled for this cluster", "prod.yaml"));
        assertThat(judge(switchedOff, DATA).expected())
                .isEqualTo(new Expectation("docker.io is switched off for this cluster", "prod.yaml"));
    }
}

package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final Workload WEB = new Workload("shop", "Deployment", "web");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    /** Each image is used by the container c of shop's web. */
    private static ClusterResult cluster(String name, List<ReadError> errors, String... images) {
        Fold fold = new Fold(false);
        for (String image : images) {
            fold.accept(new PodImages("web-1", WEB, false, List.of(new ImageUse(image, "c", ContainerType.CONTAINER))));
        }
        return fold.result(name, null, errors, "nothing", Judge.of(Cache.builtIn(HOST)));
    }

    private static AcceptedImage entry(
            @Nullable String image, @Nullable String namespace, @Nullable String cluster, @Nullable LocalDate until) {
        return new AcceptedImage(
                image == null ? null : new Glob(image),
                namespace == null ? null : new Glob(namespace),
                null,
                null,
                cluster == null ? null : new Glob(cluster),
                "why",
                until,
                "expect.yaml:1");
    }

    private static Baseline.Entry was(String cluster, String image) {
        return Baseline.Entry.of(cluster, WEB, "c", CanonicalName.of(image));
    }

    @Test
    void whatAcceptsNothingIsUnusedUnlessItHasExpired() {
        AcceptedImage used = entry("docker.io/library/*", "shop", null, null);
        AcceptedImage elsewhere = entry("docker.io/library/*", "data", null, null);
        AcceptedImage otherCluster = entry(null, "shop", "staging", null);
        AcceptedImage throughTheCache = entry("*/quay/a", null, null, null);
        AcceptedImage lastDay = entry("docker.io/library/nginx", null, null, TODAY);
        AcceptedImage over = entry("docker.io/library/nginx", null, null, TODAY.minusDays(1));
        AcceptedImage longOver = entry("gcr.io/*", null, null, TODAY.minusYears(1));
        Expectations expectations = new Expectations(
                List.of(used, elsewhere, otherCluster, throughTheCache, lastDay, over, longOver), null, TODAY);
        List<ClusterResult> clusters = List.of(
                cluster("dev", List.of(), HOST + "/quay/b"), cluster("prod", List.of(), "nginx", HOST + "/quay/a"));
        assertThat(expectations.unused(clusters)).containsExactly(elsewhere, otherCluster, throughTheCache);
        assertThat(expectations.expired()).containsExactly(over, longOver);
    }

    @Test
    void whatHasExpiredAcceptsNothing() {
        Judgment nginx = new Classifier(Cache.builtIn(HOST)).classify("nginx");
        for (int days : new int[] {0, 1}) {
            AcceptedImage entry = entry(null, "shop", null, TODAY.minusDays(days));
            assertThat(new Expectations(List.of(entry), null, TODAY).of("prod", nginx, WEB, "c"))
                    .isEqualTo(days == 0 ? entry.expectation() : null);
        }
    }

    @Test
    void ofEachClusterOtherEntriesAreInForce() {
        AcceptedImage all = entry("gcr.io/*", null, null, null);
        AcceptedImage prod = entry("gcr.io/*", null, "prod*", null);
        AcceptedImage over = entry("gcr.io/*", null, null, TODAY.minusDays(1));
        Expectations expectations =
                new Expectations(List.of(over, prod, all), new Baseline(Set.of(was("prod", "x")), "old.json"), TODAY);
        AcceptedImage builtIn = AcceptedImage.BUILT_IN.get(0);
        assertThat(expectations.inForce("prod-1")).containsExactly(prod, all, builtIn);
        assertThat(expectations.inForce("dev")).containsExactly(all, builtIn);
    }

    /** What was not read may well be direct still. */
    @Test
    void theBaselineOutlivesWhatIsNoLongerDirectWhereAllWasRead() {
        Baseline baseline = new Baseline(
                Set.of(was("prod", "nginx"), was("prod", "redis"), was("prod", HOST + "/quay/a"), was("dev", "redis")),
                "old.json");
        List<ClusterResult> clusters = List.of(
                cluster("prod", List.of(), "nginx:2", HOST + "/quay/a"),
                cluster("dev", List.of(new ReadError(ReadError.Kind.UNREACHABLE, "broken"))));
        assertThat(new Expectations(List.of(), baseline, TODAY).outlived(clusters))
                .containsExactly(was("prod", HOST + "/quay/a"), was("prod", "redis"));
        assertThat(new Expectations(List.of(), null, TODAY).outlived(clusters)).isEmpty();
    }
}

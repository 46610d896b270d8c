package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpactTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            DaemonSet,   -,                       CONTAINER,           IfNotPresent, docker.io/grafana/alloy:v1,   BOOT,       false
            DaemonSet,   -,                       INIT_CONTAINER,      -,            docker.io/grafana/alloy:v1,   BOOT,       false
            DaemonSet,   -,                       CONTAINER,           Always,       docker.io/grafana/alloy:v1,   BOOT,       true
            DaemonSet,   -,                       IMAGE_VOLUME,        -,            quay.io/a/data,               BOOT,       true
            DaemonSet,   system-cluster-critical, CONTAINER,           IfNotPresent, quay.io/a/b:1,                BOOT,       false
            DaemonSet,   -,                       EPHEMERAL_CONTAINER, Always,       busybox,                      RESCHEDULE, false
            DaemonSet,   -,                       CONTAINER,           Never,        quay.io/a/b:1,                RESCHEDULE, false
            Deployment,  system-node-critical,    CONTAINER,           IfNotPresent, quay.io/a/b:1,                BOOT,       false
            Pod,         system-node-critical,    CONTAINER,           Always,       quay.io/a/b:1,                BOOT,       true
            Deployment,  system-cluster-critical, CONTAINER,           IfNotPresent, quay.io/a/b:1,                CRITICAL,   false
            Deployment,  system-cluster-critical, CONTAINER,           Always,       quay.io/a/b:1,                CRITICAL,   true
            Deployment,  system-cluster-critical, EPHEMERAL_CONTAINER, -,            busybox,                      RESCHEDULE, false
            Deployment,  my-system-node-critical, CONTAINER,           IfNotPresent, quay.io/a/b:1,                RESCHEDULE, false
            Deployment,  high,                    CONTAINER,           Always,       quay.io/a/b:1,                RESTART,    true
            Deployment,  -,                       CONTAINER,           -,            quay.io/a/b:1,                RESCHEDULE, false
            Deployment,  -,                       CONTAINER,           -,            quay.io/a/b,                  RESTART,    true
            Deployment,  -,                       CONTAINER,           -,            quay.io/a/b:latest,           RESTART,    true
            Deployment,  -,                       CONTAINER,           -,            quay.io/a/b:latest-alpine,    RESCHEDULE, false
            Deployment,  -,                       CONTAINER,           -,            localhost:5000/b,             RESTART,    true
            Deployment,  -,                       CONTAINER,           IfNotPresent, quay.io/a/b:latest,           RESCHEDULE, false
            Deployment,  -,                       CONTAINER,           -,            quay.io/a/b@DIGEST,           RESCHEDULE, false
            Deployment,  -,                       CONTAINER,           -,            quay.io/a/b:latest@DIGEST,    RESTART,    true
            Deployment,  -,                       CONTAINER,           -,            Quay.io//broken,              RESCHEDULE, false
            Deployment,  -,                       CONTAINER,           always,       quay.io/a/b:1,                RESCHEDULE, false
            daemonset,   -,                       CONTAINER,           IfNotPresent, quay.io/a/b:1,                RESCHEDULE, false
            HelmRelease, -,                       FIELD,               -,            quay.io/a/b,                  RESTART,    true
            """)
    void ofAUse(
            String kind,
            String priorityClass,
            ContainerType type,
            String policy,
            String image,
            Impact impact,
            boolean pulledAgain) {
        String reference = image.replace("DIGEST", "sha256:" + "0".repeat(64));
        ImageUse use = new ImageUse(reference, "c", type, null, policy == null ? "" : policy);
        assertThat(Impact.of(kind, priorityClass == null ? "" : priorityClass, use))
                .isEqualTo(impact);
        assertThat(Impact.pulledAgain(use)).isEqualTo(pulledAgain);
    }

    private static PodImages pod(String name, String kind, String priorityClass, String policy, String node) {
        ImageUse use = new ImageUse("quay.io/a/b:1", "c", ContainerType.CONTAINER, null, policy);
        return new PodImages(
                name,
                new Workload("n", kind, "w"),
                false,
                null,
                false,
                "",
                null,
                List.of(),
                List.of(use),
                priorityClass,
                node,
                0);
    }

    private static ImageFinding finding(Fold fold) {
        return result(fold).images().get(0);
    }

    private static ClusterResult result(Fold fold) {
        return fold.result("c", null, List.of(), "nothing", Judge.of(Cache.builtIn(REGISTRY)));
    }

    @Test
    void eachSaysWhatItMeans() {
        assertThat(Impact.values())
                .extracting(Impact::meaning)
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
    }

    @Test
    void theWorstPodOfAWorkloadCounts() {
        Fold fold = new Fold(false);
        fold.accept(pod("a", "Deployment", "", "IfNotPresent", "n1"));
        fold.accept(pod("b", "Deployment", "system-cluster-critical", "IfNotPresent", "n1"));
        fold.accept(pod("c", "Deployment", "", "Always", "n1"));
        assertThat(finding(fold).impact()).isEqualTo(Impact.CRITICAL);
        assertThat(finding(fold).usedBy()).extracting(Usage::pulledAgain).containsExactly(true);
    }

    @Test
    void nodesAreCountedOnceWhateverTheirPods() {
        Fold fold = new Fold(false);
        fold.accept(pod("a", "DaemonSet", "", "", "n1"));
        fold.accept(pod("b", "DaemonSet", "", "", "n1"));
        fold.accept(pod("c", "DaemonSet", "", "", "n2"));
        fold.accept(pod("d", "DaemonSet", "", "", ""));
        fold.accept(pod("e", "Deployment", "", "", "n3"));
        ClusterResult result = result(fold);
        assertThat(result.nodes().of(Set.of(new Workload("n", "DaemonSet", "w"), new Workload("n", "Deployment", "w"))))
                .isEqualTo(2);
        fold.startOver();
        fold.accept(pod("a", "DaemonSet", "", "", "n1"));
        assertThat(result(fold).nodes().of(Set.of(new Workload("n", "DaemonSet", "w"))))
                .isEqualTo(1);
    }

    @Test
    void whatComesThroughTheCacheEndangersNothingUnlessItIsNotThere() {
        Judgment cached = new Judgment("quay.io/a/b", Reason.CACHE_RULE, "quay.io", null, null);
        Judgment exempt = new Judgment("x", Reason.ECR_PRIVATE, "x", null, null);
        List<Usage> users = List.of(new Usage(new Workload("n", "DaemonSet", "w"), "c", ContainerType.CONTAINER, 1));
        assertThat(new ImageFinding("x", cached, null, users).impact()).isNull();
        assertThat(new ImageFinding("x", exempt, null, users).impact()).isNull();
        assertThat(new ImageFinding("x", cached, null, users, Cached.unknown("no answer")).impact())
                .isNull();
        assertThat(new ImageFinding("x", cached, null, users, Cached.NOT).impact())
                .isEqualTo(Impact.RESCHEDULE);
    }
}

package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.Baseline.Entry;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BaselineTest {
    private static final Workload WEB = new Workload("team-shop", "Deployment", "web");

    @Test
    void outlivesTagAndSpelling() {
        Baseline baseline = new Baseline(Set.of(entry("production", WEB, "nginx", "nginx:1.27")), "old.json");

        assertThat(baseline.contains(entry("production", WEB, "nginx", "docker.io/library/nginx:1.28")))
                .isTrue();
        assertThat(baseline.contains(entry("staging", WEB, "nginx", "nginx:1.27")))
                .isFalse();
        assertThat(baseline.contains(entry("production", WEB, "sidecar", "nginx:1.27")))
                .isFalse();
        assertThat(baseline.contains(entry("production", WEB, "nginx", "quay.io/nginx:1.27")))
                .isFalse();
        assertThat(baseline.contains(
                        entry("production", new Workload("team-shop", "StatefulSet", "web"), "nginx", "nginx")))
                .isFalse();
    }

    @Test
    void tellsWhatIsNoLongerDirectInOneCluster() {
        Entry nginx = entry("production", WEB, "nginx", "nginx:1");
        Entry app = entry("production", WEB, "app", "acme/app:1");
        Entry typo = entry("production", WEB, "typo", "not an image");
        Entry other = entry("staging", WEB, "nginx", "nginx:1");
        Baseline baseline = new Baseline(Set.of(nginx, app, typo, other), "old.json");

        assertThat(baseline.outlived("production", Set.of(entry("production", WEB, "nginx", "nginx:2"))))
                .containsExactly(app, typo);
        assertThat(baseline.outlived("production", Set.of(nginx, app, typo))).isEmpty();
        assertThat(baseline.outlived("development", Set.of())).isEmpty();
    }

    private static Entry entry(String cluster, Workload workload, String container, String image) {
        return Entry.of(cluster, workload, container, CanonicalName.of(image));
    }
}

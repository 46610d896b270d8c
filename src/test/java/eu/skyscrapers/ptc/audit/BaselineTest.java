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
        Baseline baseline = new Baseline(Set.of(Entry.of("production", WEB, "nginx", "nginx:1.27")), "old.json");

        assertThat(baseline.contains(Entry.of("production", WEB, "nginx", "docker.io/library/nginx:1.28")))
                .isTrue();
        assertThat(baseline.contains(Entry.of("staging", WEB, "nginx", "nginx:1.27")))
                .isFalse();
        assertThat(baseline.contains(Entry.of("production", WEB, "sidecar", "nginx:1.27")))
                .isFalse();
        assertThat(baseline.contains(Entry.of("production", WEB, "nginx", "quay.io/nginx:1.27")))
                .isFalse();
        assertThat(baseline.contains(
                        Entry.of("production", new Workload("team-shop", "StatefulSet", "web"), "nginx", "nginx")))
                .isFalse();
    }

    @Test
    void tellsWhatIsNoLongerDirectInOneCluster() {
        Entry nginx = Entry.of("production", WEB, "nginx", "nginx:1");
        Entry app = Entry.of("production", WEB, "app", "acme/app:1");
        Entry typo = Entry.of("production", WEB, "typo", "not an image");
        Entry other = Entry.of("staging", WEB, "nginx", "nginx:1");
        Baseline baseline = new Baseline(Set.of(nginx, app, typo, other), "old.json");

        assertThat(baseline.outlived("production", Set.of(Entry.of("production", WEB, "nginx", "nginx:2"))))
                .containsExactly(app, typo);
        assertThat(baseline.outlived("production", Set.of(nginx, app, typo))).isEmpty();
        assertThat(baseline.outlived("development", Set.of())).isEmpty();
    }
}

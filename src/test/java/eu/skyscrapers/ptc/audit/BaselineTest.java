package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.Baseline.Entry;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.HashSet;
import java.util.List;
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
        Set<Entry> entries = new HashSet<>(Set.of(nginx, app, typo, other));
        for (int i = 10; i < 20; i++) {
            entries.add(entry("production", WEB, "z" + i, "nginx:1"));
        }
        Baseline baseline = new Baseline(entries, "old.json");

        assertThat(baseline.outlived("production", Set.of(entry("production", WEB, "nginx", "nginx:2"))))
                .hasSize(12)
                .startsWith(app, typo)
                .isSorted()
                .extracting(Entry::container)
                .endsWith("z18", "z19");
        assertThat(baseline.outlived("production", entries)).isEmpty();
        assertThat(baseline.outlived("development", Set.of())).isEmpty();
    }

    /** As where a definition of the cluster has its ARN now, and only its name then. */
    @Test
    void aShortNameMeansTheOnlyClusterThatIsCalledSo() {
        String ireland = "arn:aws:eks:eu-west-1:123456789012:cluster/production";
        String virginia = "arn:aws:eks:us-east-1:123456789012:cluster/production";
        Entry named = entry("production", WEB, "nginx", "nginx");
        Baseline baseline = new Baseline(Set.of(named), "old.json");
        assertThat(baseline.of(List.of(ireland, "dev")))
                .isEqualTo(new Baseline(Set.of(entry(ireland, WEB, "nginx", "nginx")), "old.json"));
        for (List<String> clusters :
                List.of(List.of(ireland, virginia), List.of(ireland, "production"), List.of("dev"))) {
            assertThat(baseline.of(clusters)).as("%s", clusters).isEqualTo(baseline);
        }
    }

    private static Entry entry(String cluster, Workload workload, String container, String image) {
        return Entry.of(cluster, workload, container, CanonicalName.of(image));
    }
}

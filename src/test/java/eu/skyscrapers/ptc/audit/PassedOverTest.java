package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PassedOverTest {
    @Test
    void kindsAreToldByNumber() {
        PassedOver over = new PassedOver(new TreeMap<>(Map.of("Prometheus", 1L, "ConfigMap", 3L)));
        assertThat(over).hasToString("3 ConfigMap, 1 Prometheus");
        assertThat(over.total()).isEqualTo(4);
        assertThat(PassedOver.NONE).hasToString("");
        assertThat(over.unrenderedWords()).isEmpty();
        assertThat(new PassedOver(new TreeMap<>(), new TreeMap<>(Map.of("HelmRelease", 2L))).unrenderedWords())
                .isEqualTo("2 HelmRelease");
    }

    @Test
    void ofManyKindsTheRarestAreToldAsOne() {
        TreeMap<String, Long> kinds = new TreeMap<>();
        for (long i = 1; i <= 30; i++) {
            kinds.put("Kind" + i, i);
        }
        PassedOver over = new PassedOver(kinds);
        assertThat(over.bounded()).hasSize(21).containsEntry("other", 55L).containsEntry("Kind11", 11L);
        assertThat(over.total()).isEqualTo(30 * 31 / 2);
    }
}

package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsKey(Format format) {
        assertThat(Format.of(format.key())).contains(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TABLE", "tabel", "json "})
    void isNeverGuessed(String key) {
        assertThat(Format.of(key)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatWasPassedOver(Format format) {
        String report = Samples.write(format, Samples.all().get("odd"), Samples.view(200));
        assertThat(report)
                .containsPattern("\\b2\\b.*ConfigMap|ConfigMap.*\\b2\\b")
                .containsPattern("\\b1\\b.*Prometheus|Prometheus.*\\b1\\b");
    }

    @Test
    void keysAreStable() {
        assertThat(Format.values())
                .extracting(Format::key)
                .containsExactly(
                        "table", "wide", "json", "yaml", "csv", "markdown", "junit", "prometheus", "html", "kustomize");
    }
}

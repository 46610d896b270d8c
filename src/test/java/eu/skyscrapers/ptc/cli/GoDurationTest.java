package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "10m, PT10M",
        "1h30m, PT1H30M",
        "1.5s, PT1.5S",
        "500ms, PT0.5S",
        "0, PT0S",
        "0s, PT0S",
        "1m0.25s, PT1M0.25S"
    })
    void readsWhatGoWrites(String text, Duration duration) {
        assertThat(new GoDuration().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10 m", "m", "1d", "-5s", "1h30", "10M", "s10", "9999999999s"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> new GoDuration().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("90s, 10m or 1h30m");
    }
}

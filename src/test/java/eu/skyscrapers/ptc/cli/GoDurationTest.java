package eu.skyscrapers.ptc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
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
        "1m0.25s, PT1M0.25S",
        "10000h, PT10000H"
    })
    void readsWhatGoWrites(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
    }

    /** client-go takes a bare number for the time of a request, and for no other. */
    @ParameterizedTest
    @CsvSource({"30, PT30S", "0, PT0S", "1m, PT1M", "36000000, PT10000H"})
    void aRequestsTimeMayBeABareNumberOfSeconds(String text, Duration duration) {
        assertThat(GoDuration.orSeconds(text)).isEqualTo(duration);
        assertThat(new Cli()
                        .run(Cli.REGISTRY, "--request-timeout", text, "-f", "/none")
                        .err())
                .contains("-f /none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "36000001", "9999999999", ""})
    void aRequestsTimeIsAPositiveNumberOfSeconds(String text) {
        assertThatThrownBy(() -> GoDuration.orSeconds(text)).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10 m", "m", "1d", "-5s", "1h30", "10M", "s10", "9999999999s"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("90s, 10m or 1h30m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999h", "10000h1ms", "9999h61m", "999999999h999999999h999999999h"})
    void refusesWhatNobodyWaitsFor(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + text + "' is longer than 10000h; write it like 90s, 10m or 1h30m");
    }

    @Test
    void refusesALongTextInAShortMessage() {
        assertThat(GoDuration.parse("1s".repeat(32))).isEqualTo(Duration.ofSeconds(32));
        for (int times : new int[] {33, 20_000}) {
            assertThatThrownBy(() -> GoDuration.parse("1s".repeat(times)))
                    .isInstanceOf(TypeConversionException.class)
                    .hasMessage("'" + "1s".repeat(32) + "...' is not a duration; write it like 90s, 10m or 1h30m");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--wait", "--timeout", "--request-timeout"})
    void aWrongDurationIsAWrongCall(String option) {
        Cli.Run run = new Cli().run(Cli.REGISTRY, option, "999999999h");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains(option)
                .contains("longer than 10000h");
    }
}

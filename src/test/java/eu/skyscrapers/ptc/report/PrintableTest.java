package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrintableTest {
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of(" quay.io/a/b:1@sha256:00 ", " quay.io/a/b:1@sha256:00 "),
                Arguments.of("Überwachung 監視 😀", "Überwachung 監視 😀"),
                Arguments.of("a\nb\r\n\tc", "a\\nb\\r\\n\\tc"),
                Arguments.of("\u001b[31mred", "\\u001b[31mred"),
                Arguments.of("\u009b31m\u0000\u007f", "\\u009b31m\\u0000\\u007f"),
                Arguments.of("\\n is no line break", "\\\\n is no line break"),
                Arguments.of("\u202egpj.exe\u2066", "\\u202egpj.exe\\u2066"),
                Arguments.of("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
                Arguments.of("no\u00a0break\u3000", "no\\u00a0break\\u3000"),
                Arguments.of("line\u2028para\u2029", "line\\u2028para\\u2029"),
                Arguments.of("high\ud83d!", "high\\ud83d!"),
                Arguments.of("\ude00low", "\\ude00low"),
                Arguments.of("private\ue000 \udbff\udffd", "private\\ue000 \\udbff\\udffd"),
                Arguments.of("unassigned\u0378", "unassigned\\u0378"),
                Arguments.of("tag\udb40\udc41", "tag\\udb40\\udc41"),
                Arguments.of(
                        "filler\u3164\uffa0\u115f\u1160 blank\u2800",
                        "filler\\u3164\\uffa0\\u115f\\u1160 blank\\u2800"),
                Arguments.of("a\u034fb\u17b4c\u180d\ufe0f", "a\\u034fb\\u17b4c\\u180d\\ufe0f"),
                Arguments.of("selector\udb40\uddef", "selector\\udb40\\uddef"),
                Arguments.of("#1", "#1"),
                Arguments.of("##[error]x", "#\\u0023[error]x"),
                Arguments.of("é###vso[", "é#\\u0023\\u0023vso["));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void showsWhatIsPlainAndEscapesTheRest(String text, String shown) {
        assertThat(Printable.of(text)).isEqualTo(shown);
    }

    @Test
    void answersAtOnceForAMegabyte() {
        assertThat(Printable.of("\n".repeat(1 << 20))).hasSize(2 << 20);
    }
}

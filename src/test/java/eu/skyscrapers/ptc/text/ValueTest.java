package eu.skyscrapers.ptc.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {
    private static Value read(String yaml) throws ConfigurationException {
        List<Value> documents = Value.read("f", yaml.getBytes(StandardCharsets.UTF_8));
        assertThat(documents).hasSize(1);
        return documents.get(0);
    }

    /** The parser reads a thousand characters at a time, and must never be given half of one at the end. */
    @Test
    void aCharacterOfTwoHalvesMayStandAnywhere() throws Exception {
        for (int at = 1000; at <= 1100; at++) {
            String key = "k".repeat(at % 7 + 1);
            String yaml = "#" + "x".repeat(at - 1) + "😀\n" + key + ": 😀\n";
            assertThat(read(yaml).given(key))
                    .as("at %s", at)
                    .satisfies(value -> assertThat(value.raw()).isEqualTo("😀"))
                    .satisfies(value -> assertThat(value.line()).isEqualTo("f:2"));
            assertThat(read("a: '" + "x".repeat(at - 4) + "😀😀😀'").text("a"))
                    .hasSize(at + 2)
                    .endsWith("x😀😀😀");
        }
    }

    @Test
    void anAliasCostsNothingUntilItIsFollowed() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 {x: 1}\n");
        for (int i = 1; i <= 60; i++) {
            bomb.append(
                    "a%d: &a%d {<<: [*a%d, *a%d], y%d: [*a%d, *a%d]}%n".formatted(i, i, i - 1, i - 1, i, i - 1, i - 1));
        }
        assertThat(read(bomb.toString()).mapping("a60").keys()).hasSize(61).contains("x");
    }

    @Test
    void aMergeThatHoldsItselfEnds() throws Exception {
        assertThat(read("&a\nb: 1\n<<: *a\n").keys()).containsOnly("b");
        assertThat(read("b: 1\n<<: &s {<<: *s, c: 2}\n").keys()).containsOnly("b", "c");
    }

    @Test
    void ownFieldsGoBeforeMergedOnes() throws Exception {
        Value value = read("{<<: [{a: 1, b: 1}, {b: 2, c: 2}], a: 0}");
        assertThat(value.keys()).hasSize(3);
        assertThat(value.mapping("a").raw()).isEqualTo("0");
        assertThat(value.mapping("b").raw()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "'a: 1\nb: c: d', :2:5: not valid YAML or JSON: a colon",
        "'a: ''x', :1:6: not valid YAML or JSON: a quote or bracket is never closed",
        "'a: \u0001', : not valid YAML or JSON: a control character",
        "'a: 1\n  \n[b]: 2', :3:1: a key must be text",
        "'a: 1\n a: 2', :2:3: not valid YAML or JSON: a colon",
        "'{b: 1,\n a: 1, a: 2}', ':2:8: the key \"a\" appears twice in one mapping'",
        "'a: 1\nb: 2 # \u2028', ':2:8: programs that read YAML differ on its meaning: the character U+2028'",
        "'---\na: 1\n---\n*x', ':4:1: not valid YAML or JSON: an alias without an anchor'",
    })
    void aFaultHasItsPlace(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml).keys())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("f" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:\\n\\tb: 1     | a tab; write spaces instead",
                "a: *TABLE     | an alias without an anchor; put a value that begins with * in quotes",
                "a: *(TAB)     | an alias without an anchor; put a value that begins with * in quotes",
                "a: *          | an alias without an anchor; put a value that begins with * in quotes",
                "a: !TAB!x y   | look at the indentation, quotes and brackets before this place",
                "a: !alias!x y | look at the indentation, quotes and brackets before this place",
            })
    void whatATextCallsThingsIsNotWhatIsWrongWithIt(String yaml, String clause) {
        String text = yaml.replace("\\n", "\n").replace("\\t", "\t");
        assertThatThrownBy(() -> read(text)).hasMessageEndingWith(": not valid YAML or JSON: " + clause);
    }

    @Test
    void whatIsNoTextOrTooDeepIsRefused() {
        assertThatThrownBy(() -> Value.read("f", new byte[] {'a', (byte) 0xff}))
                .hasMessage("f: not UTF-8 text; name another file, or convert it");
        assertThatThrownBy(() -> read("[".repeat(200_000))).hasMessage("f: nested too deeply; name another file");
    }
}

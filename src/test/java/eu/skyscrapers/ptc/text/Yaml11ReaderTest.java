package eu.skyscrapers.ptc.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

class Yaml11ReaderTest {
    /** Tabs are written as {@code >}, line ends as {@code /}, and spaces as {@code _}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:>b>>#>c   | a:_b__#_c",
                ">a:/_>b:>c  | >a:/_>b:_c",
                "a:>/>>b>    | a:_/>>b_",
                "{>/>>a:>b}  | {_/__a:_b}",
                "_[/>a>]     | _[/_a_]",
                "{/>a}/---/>b | {/_a}/---/>b",
                "a:/{/>b}    | a:/{/>b}",
            })
    void aTabBehindTheFirstWordOfALineIsASpace(String yaml, String spaced) throws IOException {
        for (String end : new String[] {"\n", "\r", "\r\n"}) {
            assertThat(read(text(yaml, end), 8192)).isEqualTo(text(spaced, end));
            assertThat(read(text(yaml, end), 1)).as("in pieces").isEqualTo(text(spaced, end));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0085", "\u2028", "\u2029"})
    void theLineBreaksOfYaml11EndALine(String end) throws IOException {
        assertThat(read("# a" + end + "b:\tc" + end + "\td", 8192)).isEqualTo("# a\nb: c\n\td");
    }

    @ParameterizedTest
    @CsvSource({"'\u0000', 0", "'a\n\n\u001b', 2", "'\r\n\ufffe', 1", "'a\u2028\n\u007f', 1", "'\n\uffff', 1"})
    void aCharacterThatNoYamlHoldsIsToldWithItsLine(String yaml, int line) {
        assertThatThrownBy(() -> read(yaml, 8192))
                .isInstanceOfSatisfying(
                        YamlEngineException.class,
                        e -> assertThat(ParserWords.line(e, 0, -1)).isEqualTo(line + 1));
    }

    private static String text(String signs, String end) {
        return signs.replace(">", "\t").replace("_", " ").replace("/", end);
    }

    private static String read(String yaml, int piece) throws IOException {
        Yaml11Reader reader = new Yaml11Reader(new StringReader(yaml));
        StringWriter text = new StringWriter();
        char[] buffer = new char[piece + 1];
        for (int count; (count = reader.read(buffer, 1, piece)) >= 0; ) {
            text.write(buffer, 1, count);
        }
        return text.toString();
    }
}

package eu.skyscrapers.ptc.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpacedTabsTest {
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

    private static String text(String signs, String end) {
        return signs.replace(">", "\t").replace("_", " ").replace("/", end);
    }

    private static String read(String yaml, int piece) throws IOException {
        SpacedTabs reader = new SpacedTabs(new StringReader(yaml));
        StringWriter text = new StringWriter();
        char[] buffer = new char[piece + 1];
        for (int count; (count = reader.read(buffer, 1, piece)) >= 0; ) {
            text.write(buffer, 1, count);
        }
        return text.toString();
    }
}

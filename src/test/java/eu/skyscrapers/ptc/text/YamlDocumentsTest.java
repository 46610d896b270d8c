package eu.skyscrapers.ptc.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eu.skyscrapers.ptc.text.YamlException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentsTest {
    private static YamlNode read(String yaml) throws YamlException {
        YamlDocuments documents = YamlDocuments.read(yaml.getBytes(StandardCharsets.UTF_8));
        YamlNode node = documents.next();
        assertThat(documents.hasNext()).isFalse();
        return node;
    }

    /** The parser reads a thousand characters at a time, and must never be given half of one at the end. */
    @Test
    void aCharacterOfTwoHalvesMayStandAnywhere() throws Exception {
        for (int at = 1000; at <= 1100; at++) {
            String key = "k".repeat(at % 7 + 1);
            String yaml = "#" + "x".repeat(at - 1) + "😀\n" + key + ": 😀\n";
            assertThat(read(yaml).fields(null).get(key))
                    .as("at %s", at)
                    .satisfies(field -> assertThat(field.value().raw()).isEqualTo("😀"))
                    .satisfies(field -> assertThat(field.value().line()).isEqualTo(2));
            assertThat(read("a: '" + "x".repeat(at - 4) + "😀😀😀'")
                            .fields(null)
                            .get("a")
                            .value()
                            .raw())
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
        assertThat(read(bomb.toString()).fields(null).get("a60").value().fields(null))
                .hasSize(61)
                .containsKey("x");
    }

    @Test
    void aMergeThatHoldsItselfEnds() throws Exception {
        assertThat(read("&a\nb: 1\n<<: *a\n").fields(null)).containsOnlyKeys("b");
        assertThat(read("b: 1\n<<: &s {<<: *s, c: 2}\n").fields(null)).containsOnlyKeys("b", "c");
    }

    @Test
    void ownFieldsGoBeforeMergedOnes() throws Exception {
        Map<String, YamlNode.Field> fields =
                read("{<<: [{a: 1, b: 1}, {b: 2, c: 2}], a: 0}").fields(null);
        assertThat(fields).hasSize(3);
        assertThat(fields.get("a").value().raw()).isEqualTo("0");
        assertThat(fields.get("b").value().raw()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "'a: 1\nb: c: d', SYNTAX, 2, 5",
        "'a: ''x', SYNTAX, 1, 6",
        "'a: \u0001', CHARACTER, 0, 0",
        "'a: 1\n  \n[b]: 2', KEY_NOT_TEXT, 3, 1",
        "'a: 1\n a: 2', SYNTAX, 2, 3",
        "'{b: 1,\n a: 1, a: 2}', KEY_TWICE, 2, 8",
    })
    void aFaultHasItsPlace(String yaml, Fault fault, int line, int column) {
        YamlException e =
                catchThrowableOfType(YamlException.class, () -> read(yaml).fields(null));
        assertThat(e.fault()).isEqualTo(fault);
        assertThat(e.line()).isEqualTo(line);
        assertThat(e.column()).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:\\n\\tb: 1     | a tab; write spaces instead",
                "a: *TABLE     | an alias without an anchor; put a value that begins with * in quotes",
                "a: *(TAB)     | an alias without an anchor; put a value that begins with * in quotes",
                "a: *          | an alias without an anchor; put a value that begins with * in quotes",
                "a: !TAB!x y   | ''",
                "a: !alias!x y | ''",
            })
    void whatATextCallsThingsIsNotWhatIsWrongWithIt(String yaml, String clause) {
        String text = yaml.replace("\\n", "\n").replace("\\t", "\t");
        YamlException e = catchThrowableOfType(YamlException.class, () -> read(text));
        assertThat(e.fault()).isEqualTo(Fault.SYNTAX);
        assertThat(e.clause()).isEqualTo(clause);
    }

    @Test
    void whatIsNoTextOrTooDeepIsRefused() {
        assertThat(catchThrowableOfType(YamlException.class, () -> YamlDocuments.read(new byte[] {'a', (byte) 0xff}))
                        .fault())
                .isEqualTo(Fault.NOT_TEXT);
        assertThat(catchThrowableOfType(YamlException.class, () -> read("[".repeat(200_000)))
                        .fault())
                .isEqualTo(Fault.TOO_DEEP);
    }

    @Test
    void aFaultOfTheSecondDocumentDoesNotHurtTheFirst() throws Exception {
        YamlDocuments documents = YamlDocuments.read("a: 1\n---\n*x\n".getBytes(StandardCharsets.UTF_8));
        assertThat(documents.next().isMapping()).isTrue();
        assertThat(documents.hasNext()).isTrue();
        assertThat(catchThrowableOfType(YamlException.class, documents::next).clause())
                .startsWith("an alias without an anchor");
    }
}

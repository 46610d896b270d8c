package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.report.View.Only;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "odd", "incomplete", "nothing", "three-clusters", "common-images"})
    void keepsItsKeysAndTheirOrder(String sample) {
        Golden.assertMatches(
                sample + ".json", Samples.write(Format.JSON, Samples.all().get(sample), Samples.view(80)));
    }

    @Test
    void onlyHidesImagesButNeitherCountsNorOutcome() throws IOException {
        AuditResult recorded = Samples.all().get("recorded");
        JsonNode all = JSON.readTree(Samples.write(Format.JSON, recorded, Samples.view(80)));
        JsonNode some =
                JSON.readTree(Samples.write(Format.JSON, recorded, new View(Set.of(Only.EXEMPT), false, 80, "1.2.3")));

        assertThat(some.at("/clusters/0/images"))
                .hasSize(all.at("/clusters/0/summary/exempt").asInt())
                .allSatisfy(image -> assertThat(image.path("verdict").asText()).isEqualTo("exempt"));
        assertThat(some.at("/only").toString()).isEqualTo("[\"exempt\"]");
        assertThat(some.at("/clusters/0/summary")).isEqualTo(all.at("/clusters/0/summary"));
        assertThat(some.at("/exitCode")).isEqualTo(all.at("/exitCode"));
    }

    @Test
    void leavesTheStreamOpen() throws IOException {
        StringWriter text = new StringWriter();
        Writer out = new Writer() {
            @Override
            public void write(char[] chars, int from, int length) {
                text.write(chars, from, length);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        Format.JSON.write(Samples.all().get("passed"), Samples.view(80), out);
        assertThat(text.toString()).endsWith("\n}\n");
    }

    @Test
    void aReportThatBrokeOffDoesNotLookWhole() {
        StringWriter text = new StringWriter();
        Writer full = new Writer() {
            private int writes;

            @Override
            public void write(char[] chars, int from, int length) throws IOException {
                // Only once, as a disk that gets room again would.
                if (writes++ == 1) {
                    throw new IOException("no space left on device");
                }
                text.write(chars, from, length);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        AuditResult recorded = Samples.all().get("recorded");
        assertThatIOException()
                .isThrownBy(() -> Format.JSON.write(recorded, Samples.view(80), full))
                .withMessage("no space left on device");
        assertThat(text.toString()).isNotEmpty();
        assertThatIOException().isThrownBy(() -> new ObjectMapper().readTree(text.toString()));
    }
}

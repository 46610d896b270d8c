package eu.skyscrapers.ptc.report.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.report.View;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report for programs, {@link ReportTree}, as JSON.
 *
 * <p>Written in pure ASCII, so that no charset, terminal or log can change it, and every string, even one that is no
 * valid Unicode, is read back exactly as it was.
 */
public final class JsonReport {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .characterEscapes(new LogEscapes())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            // A report that broke off must not look whole.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private JsonReport() {}

    public static void write(AuditResult result, View view, Writer out) throws IOException {
        write(ReportTree.of(result, view), out);
    }

    static void write(Fields tree, Writer out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setPrettyPrinter(layout());
            write(tree, json);
            json.writeRaw('\n');
        }
    }

    private static DefaultPrettyPrinter layout() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withObjectIndenter(lines)
                .withArrayIndenter(lines);
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value instanceof Fields fields) {
            write(fields.values(), json);
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : map.entrySet()) {
                json.writeFieldName((String) field.getKey());
                write(field.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(item, json);
            }
            json.writeEndArray();
        } else {
            json.writeObject(value);
        }
    }

    /**
     * What ASCII has that a log still obeys: the delete character, and the number sign, which starts the commands
     * {@code ##[} and {@code ##vso[} that Azure Pipelines and GitHub find anywhere in a line.
     */
    private static final class LogEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            escapes['#'] = ESCAPE_STANDARD;
            escapes[0x7F] = ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int ch) {
            return null;
        }
    }
}

package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.report.View;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report for programs, {@link ReportTree}, as YAML in block style.
 *
 * <p>Every text stands between double quotes and in ASCII, so that YAML 1.1 and 1.2 read the same: a text is never a
 * number, a date, a truth or a comment. YAML has no sign for half a surrogate pair, and many readers refuse the whole
 * document for one: it becomes U+FFFD, as in Kubernetes itself. {@link JsonReport} keeps it.
 */
public final class YamlReport {
    private YamlReport() {}

    public static void write(AuditResult result, View view, Writer out) throws IOException {
        object(ReportTree.of(result, view).values(), false, "", "", out);
        out.flush();
    }

    /**
     * @param others whether the names are of others
     * @param start stands before the first field
     */
    private static void object(Map<?, ?> fields, boolean others, String start, String indent, Writer out)
            throws IOException {
        if (fields.isEmpty()) {
            out.write(" {}\n");
        }
        String before = start;
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            out.write(before);
            if (others) {
                quoted((String) field.getKey(), out);
            } else {
                out.write((String) field.getKey());
            }
            out.write(':');
            value(field.getValue(), "\n" + indent + "  ", indent, out);
            before = indent;
        }
    }

    /**
     * What stands after a name or a dash.
     *
     * @param start of an object
     */
    private static void value(@Nullable Object value, String start, String indent, Writer out) throws IOException {
        if (value instanceof Fields fields) {
            object(fields.values(), false, start, indent + "  ", out);
        } else if (value instanceof Map<?, ?> map) {
            object(map, true, start, indent + "  ", out);
        } else if (value instanceof Iterable<?> items) {
            String before = "\n";
            for (Object item : items) {
                out.write(before + indent + "-");
                value(item, " ", indent, out);
                before = "";
            }
            out.write(before.isEmpty() ? "" : " []\n");
        } else {
            out.write(' ');
            if (value instanceof String text) {
                quoted(text, out);
            } else {
                out.write(String.valueOf(value));
            }
            out.write('\n');
        }
    }

    private static void quoted(String text, Writer out) throws IOException {
        out.write('"');
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            character(codePoint, out);
        }
        out.write('"');
    }

    private static void character(int codePoint, Writer out) throws IOException {
        switch (codePoint) {
            case '"' -> out.write("\\\"");
            case '\\' -> out.write("\\\\");
            case '\n' -> out.write("\\n");
            case '\r' -> out.write("\\r");
            case '\t' -> out.write("\\t");
            default -> {
                // A log obeys the number sign, see JsonReport.
                if (codePoint >= ' ' && codePoint < 0x7F && codePoint != '#') {
                    out.write(codePoint);
                } else {
                    escape(Character.getType(codePoint) == Character.SURROGATE ? 0xFFFD : codePoint, out);
                }
            }
        }
    }

    private static void escape(int codePoint, Writer out) throws IOException {
        int digits = Character.isBmpCodePoint(codePoint) ? 4 : 8;
        out.write(digits == 4 ? "\\u" : "\\U");
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.write(Character.forDigit(codePoint >> shift & 0xF, 16));
        }
    }
}

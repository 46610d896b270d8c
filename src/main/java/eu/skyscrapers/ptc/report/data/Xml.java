package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.report.Printable;
import java.io.IOException;
import java.io.Writer;

/** Writes XML 1.0. Text of others must be {@link Printable}: some characters XML cannot hold at all, even escaped. */
final class Xml {
    private final Writer out;

    Xml(Writer out) {
        this.out = out;
    }

    void declaration() throws IOException {
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /** @param attributes names and values in turn */
    void open(int indent, String element, String... attributes) throws IOException {
        tag(indent, element, attributes);
        out.write(">\n");
    }

    /** An element that holds nothing. */
    void empty(int indent, String element, String... attributes) throws IOException {
        tag(indent, element, attributes);
        out.write("/>\n");
    }

    /** An element that holds text alone. */
    void text(int indent, String element, String text, String... attributes) throws IOException {
        tag(indent, element, attributes);
        out.write('>');
        escape(text);
        out.write("</" + element + ">\n");
    }

    void close(int indent, String element) throws IOException {
        out.write("  ".repeat(indent) + "</" + element + ">\n");
    }

    private void tag(int indent, String element, String... attributes) throws IOException {
        out.write("  ".repeat(indent) + '<' + element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.write(" " + attributes[i] + "=\"");
            escape(attributes[i + 1]);
            out.write('"');
        }
    }

    private void escape(String text) throws IOException {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            String entity = entity(text.charAt(i));
            if (!entity.isEmpty()) {
                out.write(text, written, i - written);
                out.write(entity);
                written = i + 1;
            }
        }
        out.write(text, written, text.length() - written);
    }

    /** All of them everywhere, so that no place needs rules of its own; empty for a character that is written as it is. */
    private static String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            default -> "";
        };
    }
}

package eu.skyscrapers.ptc.report.data;

import eu.skyscrapers.ptc.report.Printable;
import java.io.IOException;
import java.io.Writer;

/** Writes XML 1.0. Text of others must be {@link Printable}: some characters XML cannot hold at all, even escaped. */
final class Xml {
    private final Writer out;
    private String element = "";

    Xml(Writer out) {
        this.out = out;
    }

    void declaration() throws IOException {
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /** Starts an element; its attributes follow, and one of {@link #open}, {@link #empty} and {@link #text}. */
    Xml start(int indent, String name) throws IOException {
        element = name;
        out.write("  ".repeat(indent) + '<' + name);
        return this;
    }

    Xml with(String attribute, Object value) throws IOException {
        out.write(" " + attribute + "=\"");
        escape(value.toString());
        out.write('"');
        return this;
    }

    /** The element holds others, until it is closed. */
    void open() throws IOException {
        out.write(">\n");
    }

    /** The element holds nothing. */
    void empty() throws IOException {
        out.write("/>\n");
    }

    /** The element holds only text. */
    void text(String text) throws IOException {
        out.write('>');
        escape(text);
        out.write("</" + element + ">\n");
    }

    void close(int indent, String name) throws IOException {
        out.write("  ".repeat(indent) + "</" + name + ">\n");
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

package eu.skyscrapers.ptc.report.html;

import eu.skyscrapers.ptc.report.page.Phrase;
import eu.skyscrapers.ptc.report.page.Words;
import java.io.IOException;
import java.io.Writer;

/**
 * Markup of ours with text of others in it.
 *
 * <p>Written in pure ASCII, so that no charset of a shell or a server can change it, and as XML too, so that a parser can
 * hold it to its structure.
 */
final class Html {
    private static final String HOLE = "{}";

    private final Writer out;

    Html(Writer out) {
        this.out = out;
    }

    /**
     * Writes markup with a value in each {@code {}}. Whatever a value is, it becomes visible text of the element or of
     * the quoted attribute around it, and nothing else.
     *
     * @param markup only ours
     */
    Html put(String markup, Object... values) throws IOException {
        int from = 0;
        for (Object value : values) {
            int hole = markup.indexOf(HOLE, from);
            out.write(markup, from, hole - from);
            escaped(Words.shown(value.toString()));
            from = hole + HOLE.length();
        }
        out.write(markup, from, markup.length() - from);
        return this;
    }

    Html put(Phrase words) throws IOException {
        for (Phrase.Part part : words.parts()) {
            switch (part.kind()) {
                case OURS -> escaped(part.text());
                case OTHERS -> put("{}", part.text());
                case IMAGE -> image(part.text());
            }
        }
        return this;
    }

    /** Writes what was made for this very page, such as its style. */
    Html raw(String text) throws IOException {
        out.write(text);
        return this;
    }

    /** Writes an image with its registry apart, so that the eye finds what differs. */
    Html image(String image) throws IOException {
        String text = Words.shown(image);
        int path = text.indexOf('/') + 1;
        out.write("<code><span>");
        escaped(text.substring(0, path));
        out.write("</span>");
        escaped(text.substring(path));
        out.write("</code>");
        return this;
    }

    private void escaped(String text) throws IOException {
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            switch (codePoint) {
                case '&' -> out.write("&amp;");
                case '<' -> out.write("&lt;");
                case '>' -> out.write("&gt;");
                case '"' -> out.write("&quot;");
                case '\'' -> out.write("&#39;");
                default -> {
                    if (codePoint < 0x7F) {
                        out.write(codePoint);
                    } else {
                        out.write("&#" + codePoint + ";");
                    }
                }
            }
        }
    }
}

package eu.skyscrapers.ptc.report;

import eu.skyscrapers.ptc.audit.AuditResult;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The report for programs, {@link ReportTree}, as YAML in block style.
 *
 * <p>Every text stands between double quotes and in ASCII, so that YAML 1.1 and 1.2 read the same: a text is never a
 * number, a date, a truth or a comment. YAML has no sign for half a surrogate pair, and many readers refuse the whole
 * document for one: it becomes U+FFFD, as in Kubernetes itself. {@link JsonReport} keeps it.
 */
final class YamlReport implements Report {
    @Override
    public void write(AuditResult result, View view, Writer out) throws IOException {
        ReportTree.write(result, view, new Blocks(out));
        out.flush();
    }

    /** Where a value stands. */
    private enum Place {
        ROOT,
        AFTER_KEY,
        AFTER_DASH
    }

    /** An object or an array that has been started; nothing of it is written before its first key or item. */
    private static final class Block {
        private final boolean array;
        private final Place place;
        private final String indent;
        private boolean empty = true;

        Block(boolean array, Place place, String indent) {
            this.array = array;
            this.place = place;
            this.indent = indent;
        }
    }

    private static final class Blocks implements Notation {
        private final Writer out;
        private final Deque<Block> open = new ArrayDeque<>();
        private Place place = Place.ROOT;

        Blocks(Writer out) {
            this.out = out;
        }

        @Override
        public void startObject() throws IOException {
            start(false);
        }

        @Override
        public void endObject() throws IOException {
            end("{}");
        }

        @Override
        public void startArray() throws IOException {
            start(true);
        }

        @Override
        public void endArray() throws IOException {
            end("[]");
        }

        @Override
        public void name(String key) throws IOException {
            line(open.element());
            out.write(key);
            out.write(':');
            place = Place.AFTER_KEY;
        }

        @Override
        public void quotedName(String key) throws IOException {
            line(open.element());
            quoted(key);
            out.write(':');
            place = Place.AFTER_KEY;
        }

        @Override
        public void text(@Nullable String value) throws IOException {
            if (value == null) {
                plain("null");
                return;
            }
            value();
            out.write(' ');
            quoted(value);
            out.write('\n');
        }

        private void quoted(String text) throws IOException {
            out.write('"');
            int codePoint;
            for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
                codePoint = text.codePointAt(i);
                character(codePoint);
            }
            out.write('"');
        }

        @Override
        public void number(long value) throws IOException {
            plain(Long.toString(value));
        }

        @Override
        public void truth(boolean value) throws IOException {
            plain(Boolean.toString(value));
        }

        private void plain(String word) throws IOException {
            value();
            out.write(' ');
            out.write(word);
            out.write('\n');
        }

        /** Before each value: in an array it needs a line and a dash. */
        private void value() throws IOException {
            Block in = open.peek();
            if (in != null && in.array) {
                line(in);
                out.write('-');
                place = Place.AFTER_DASH;
            }
        }

        private void start(boolean array) throws IOException {
            value();
            Block in = open.peek();
            boolean deeper = in != null && !(array && place == Place.AFTER_KEY);
            open.push(new Block(array, place, (in == null ? "" : in.indent) + (deeper ? "  " : "")));
        }

        /** The first line of what stands after a dash is the dash's own. */
        private void line(Block in) throws IOException {
            if (in.empty && in.place == Place.AFTER_DASH) {
                out.write(' ');
            } else {
                out.write(in.empty && in.place == Place.AFTER_KEY ? "\n" : "");
                out.write(in.indent);
            }
            in.empty = false;
        }

        private void end(String none) throws IOException {
            Block ended = open.pop();
            if (ended.empty) {
                out.write(ended.place == Place.ROOT ? "" : " ");
                out.write(none);
                out.write('\n');
            }
        }

        private void character(int codePoint) throws IOException {
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
                        escape(Character.getType(codePoint) == Character.SURROGATE ? 0xFFFD : codePoint);
                    }
                }
            }
        }

        private void escape(int codePoint) throws IOException {
            int digits = Character.isBmpCodePoint(codePoint) ? 4 : 8;
            out.write(digits == 4 ? "\\u" : "\\U");
            for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
                out.write(Character.forDigit(codePoint >> shift & 0xF, 16));
            }
        }
    }
}

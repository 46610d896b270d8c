package eu.skyscrapers.ptc.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Text as kubectl's parser, which is of YAML 1.1, takes it, for a parser of YAML 1.2. No character changes its place.
 *
 * <ul>
 *   <li>NEL, LS and PS end a line, and with it a comment.
 *   <li>A tab behind the first word of a line is a space: the parser refuses tabs between tokens, which kubectl takes, and a
 *       tab within a token is in no word that matters here: no reference, name or label holds one. A tab that indents
 *       stays, for kubectl refuses it too.
 * </ul>
 *
 * @see <a href="https://yaml.org/spec/1.1/#id871856">YAML 1.1, "Line Break Characters"</a>
 */
public final class Yaml11Reader extends Reader {
    private final Reader in;
    private int line;
    private boolean indentation = true;
    private boolean begun;

    /** In a document that is one pair of brackets, as JSON is, a tab indents nothing; a line with a dash begins the next. */
    private boolean bracketed;

    Yaml11Reader(Reader in) {
        this.in = in;
    }

    /**
     * Parses a text in UTF-8; if it is not YAML, the iterator throws a {@code YamlEngineException}.
     *
     * @param bufferSize how many characters to read at a time: with the parser's own thousand, the time for a long text
     *     grows with its square
     */
    public static Iterator<Event> parse(InputStream utf8, int bufferSize) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setBufferSize(bufferSize)
                .build();
        Reader text = new Yaml11Reader(TextEncoding.reader(utf8, UTF_8));
        return new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** @throws ScannerException at a character that no YAML holds */
    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        for (int i = offset; i < offset + read; i++) {
            char next = target[i];
            switch (next) {
                case '\r' -> indentation = true;
                case '\n', '\u0085', '\u2028', '\u2029' -> {
                    indentation = true;
                    line += next == '\n' ? 1 : 0;
                    target[i] = '\n';
                }
                case ' ' -> {}
                case '\t' -> target[i] = indentation && !bracketed ? '\t' : ' ';
                default -> {
                    if (!Character.isSurrogate(next) && !StreamReader.isPrintable(next)) {
                        throw fault(next);
                    }
                    if (indentation) {
                        bracketed = begun ? bracketed && next != '-' : next == '{' || next == '[';
                        begun = true;
                        indentation = false;
                    }
                }
            }
        }
        return read;
    }

    private ScannerException fault(char character) {
        String words = character == TextEncoding.NO_CHARACTER
                ? "not text in UTF-8"
                : String.format("the character U+%04X is not allowed", (int) character);
        Mark place = new Mark("", 0, line, 0, new int[0], 0);
        return new ScannerException("", Optional.empty(), words, Optional.of(place));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package eu.skyscrapers.ptc.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import eu.skyscrapers.ptc.manifests.Node.Mapping;
import eu.skyscrapers.ptc.manifests.Node.Scalar;
import eu.skyscrapers.ptc.manifests.Node.Sequence;
import eu.skyscrapers.ptc.manifests.Node.Style;
import eu.skyscrapers.ptc.objects.NoManifest;
import eu.skyscrapers.ptc.text.DocumentStream;
import eu.skyscrapers.ptc.text.Meaning;
import eu.skyscrapers.ptc.text.ParserWords;
import eu.skyscrapers.ptc.text.TextEncoding;
import eu.skyscrapers.ptc.text.WholeCharacters;
import eu.skyscrapers.ptc.text.Yaml11Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.Scanner;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.Token;

/** The documents of a text, one after the other, as the audit tells them apart. */
final class Documents {
    interface Visitor {
        void object(Mapping object) throws ManifestException;

        /** A document that is none. */
        void other(ManifestException what);
    }

    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** What the parser reads at a time. Its default is a thousandth, and a long scalar costs the square of the reads it takes. */
    private static final int BUFFER_MAX = 1 << 20;

    /** A string may be as long as its text. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** From a separator to the next: JSON documents one behind the other, or YAML. */
    private final String text;

    /** How many characters stand before it. */
    private final int base;

    private final Visitor visitor;

    /** Behind the last JSON document. */
    private int read;

    /** How many lines end before {@link #read}. */
    private int lines;

    private Documents(String text, int base, int lines, Visitor visitor) {
        this.text = text;
        this.base = base;
        this.lines = lines;
        this.visitor = visitor;
    }

    static void read(String text, Visitor visitor) throws ManifestException {
        read(text, 0, visitor);
    }

    /** @param linesBefore in the text that this one is a part of */
    static void read(String text, int linesBefore, Visitor visitor) throws ManifestException {
        try (DocumentStream documents = new DocumentStream(new ByteArrayInputStream(text.getBytes(UTF_8)))) {
            for (int base = 0; documents.next(); ) {
                int lines = linesBefore + (int) documents.lines();
                String document = new String(documents.readAllBytes(), UTF_8);
                try {
                    new Documents(document, base, lines, visitor).read();
                } catch (ManifestException e) {
                    throw new ManifestException(e.line(), e.getMessage() + NoManifest.hint(document, lines));
                }
                base += document.length();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() throws ManifestException {
        char[] characters = new char[0];
        for (int next; (next = nextDocument()) < text.length(); ) {
            if (text.charAt(next) != '{' || !isJson(next)) {
                if (read > 0 && text.charAt(next) != '#') {
                    throw new ManifestException(lineAt(next), "there is text behind the end of the JSON object");
                }
                yaml();
                return;
            }
            if (characters.length == 0) {
                characters = text.toCharArray();
            }
            json(characters, next);
        }
    }

    /** Where the next document begins, behind white space, byte order marks and separators; the text's end if none does. */
    private int nextDocument() {
        int i = read;
        while (i < text.length()) {
            switch (text.charAt(i)) {
                case ' ', '\t', '\r', '\n', BYTE_ORDER_MARK -> i++;
                case '-' -> {
                    if (!text.startsWith("---", i) || (i + 3 < text.length() && text.charAt(i + 3) > ' ')) {
                        return i;
                    }
                    i += 3;
                }
                default -> {
                    return i;
                }
            }
        }
        return i;
    }

    /** A YAML flow mapping rarely quotes its keys. */
    private boolean isJson(int brace) {
        int i = brace + 1;
        while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i == text.length() || text.charAt(i) == '"' || text.charAt(i) == '}';
    }

    private int lineAt(int offset) {
        int line = lines + 1;
        for (int i = text.indexOf('\n', read); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
            line++;
        }
        return line;
    }

    private void json(char[] characters, int start) throws ManifestException {
        int noCharacter = text.indexOf(TextEncoding.NO_CHARACTER);
        if (noCharacter >= 0) {
            throw new ManifestException(lineAt(noCharacter), "not JSON: not text in UTF-8");
        }
        int linesBefore = lineAt(start) - 1;
        Composer composer = new Composer();
        try (JsonParser parser = JSON.createParser(characters, start, characters.length - start)) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                int line = linesBefore + parser.currentTokenLocation().getLineNr();
                switch (token) {
                    case START_OBJECT -> composer.mapping(line, null, false);
                    case START_ARRAY -> composer.sequence(line, null);
                    case END_OBJECT, END_ARRAY -> composer.end();
                    default -> jsonScalar(parser, token, line, base + start, composer);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0);
            read = start + (int) parser.currentLocation().getCharOffset();
            lines = linesBefore + parser.currentLocation().getLineNr() - 1;
        } catch (JsonEOFException e) {
            throw new ManifestException(linesBefore + e.getLocation().getLineNr(), "the JSON is cut off");
        } catch (JsonProcessingException e) {
            // The library's words quote the text.
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ManifestException(linesBefore + line, "not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        read(composer);
    }

    private static void jsonScalar(JsonParser parser, JsonToken token, int line, int base, Composer composer)
            throws IOException {
        // The text first: a string is read to its end only when it is asked for.
        String value = parser.getText();
        int start = base + (int) parser.currentTokenLocation().getCharOffset();
        int end = base + (int) parser.currentLocation().getCharOffset();
        Meaning meaning = token == JsonToken.VALUE_NULL ? Meaning.NULL : Meaning.TEXT;
        composer.scalar(line, null, meaning, value, Style.DOUBLE_QUOTED, start, end);
    }

    private void yaml() throws ManifestException {
        int start = read;
        while (start < text.length() && text.charAt(start) == BYTE_ORDER_MARK) {
            start++;
        }
        new Yaml(start, lineAt(start) - 1).read();
    }

    private void read(Composer composer) throws ManifestException {
        Node root = composer.root();
        if (root instanceof Mapping object) {
            visitor.object(object);
        } else if (root != null && !(root instanceof Scalar scalar && scalar.meaning == Meaning.NULL)) {
            String what = root instanceof Sequence ? NoManifest.ARRAY : NoManifest.VALUE;
            visitor.other(new ManifestException(root.line, what + NoManifest.hint(text, lines)));
        }
    }

    /** Gives the parser its tokens, and keeps the last scalar: its event begins at its anchor or tag. */
    private static final class Tokens implements Scanner {
        private final Scanner scanner;
        private @Nullable ScalarToken scalar;

        private Tokens(Scanner scanner) {
            this.scanner = scanner;
        }

        @Override
        public Token next() {
            Token token = scanner.next();
            if (token instanceof ScalarToken read) {
                scalar = read;
            }
            return token;
        }

        @Override
        public boolean hasNext() {
            return scanner.hasNext();
        }

        @Override
        public boolean checkToken(Token.ID... choices) {
            return scanner.checkToken(choices);
        }

        @Override
        public boolean checkToken(Token.ID choice) {
            return scanner.checkToken(choice);
        }

        @Override
        public Token peekToken() {
            return scanner.peekToken();
        }

        @Override
        public void resetDocumentIndex() {
            scanner.resetDocumentIndex();
        }
    }

    /** The rest of the text. */
    private final class Yaml {
        private final Tokens tokens;
        private final ParserImpl events;
        private final int linesBefore;

        /** How far marks have been mapped, in code points, which they count in, and in characters. */
        private int codePoints;

        private int characters;
        private int line;

        private Yaml(int start, int linesBefore) {
            String yaml = text.substring(start);
            LoadSettings settings = LoadSettings.builder()
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .setBufferSize(Math.min(yaml.length() + 1, BUFFER_MAX))
                    .build();
            Reader reader = new Yaml11Reader(new WholeCharacters(yaml));
            this.tokens = new Tokens(new ScannerImpl(settings, new StreamReader(settings, reader)));
            this.events = new ParserImpl(settings, tokens);
            this.characters = start;
            this.linesBefore = linesBefore;
            this.line = linesBefore + 1;
        }

        private void read() throws ManifestException {
            Composer composer = new Composer();
            for (Event event = next(); !(event instanceof StreamEndEvent); event = next()) {
                event.getStartMark().ifPresent(mark -> line = linesBefore + mark.getLine() + 1);
                if (event instanceof DocumentStartEvent) {
                    composer = new Composer();
                } else if (event instanceof DocumentEndEvent) {
                    Documents.this.read(composer);
                } else if (event instanceof AliasEvent alias) {
                    composer.alias(
                            line,
                            alias.getAlias().getValue(),
                            offset(alias.getStartMark()),
                            offset(alias.getEndMark()));
                } else if (event instanceof CollectionEndEvent) {
                    composer.end();
                } else if (event instanceof NodeEvent node) {
                    node(node, composer);
                }
            }
        }

        private void node(NodeEvent node, Composer composer) {
            String anchor = node.getAnchor().map(Anchor::getValue).orElse(null);
            if (node instanceof MappingStartEvent mapping) {
                composer.mapping(line, anchor, mapping.isFlow());
            } else if (node instanceof SequenceStartEvent) {
                composer.sequence(line, anchor);
            } else if (node instanceof ScalarEvent scalar) {
                ScalarToken token = tokens.scalar;
                tokens.scalar = null;
                // Where a value is left out, there is an event without a token.
                int start = offset(token == null ? scalar.getStartMark() : token.getStartMark());
                int end = offset(token == null ? scalar.getStartMark() : token.getEndMark());
                composer.scalar(line, anchor, Meaning.of(scalar), scalar.getValue(), style(scalar), start, end);
            }
        }

        private static Style style(ScalarEvent scalar) {
            return switch (scalar.getScalarStyle()) {
                case SINGLE_QUOTED -> Style.SINGLE_QUOTED;
                case DOUBLE_QUOTED -> Style.DOUBLE_QUOTED;
                case LITERAL, FOLDED -> Style.BLOCK;
                default -> Style.PLAIN;
            };
        }

        private Event next() throws ManifestException {
            try {
                return events.next();
            } catch (YamlEngineException e) {
                OptionalInt fault = ParserWords.line(e);
                throw new ManifestException(
                        fault.isPresent() ? linesBefore + fault.getAsInt() + 1 : line,
                        "not YAML: " + ParserWords.of(e));
            }
        }

        /** Marks hardly ever go back, and then a little: the way from the last one is short. */
        private int offset(Optional<Mark> mark) {
            int index = mark.orElseThrow().getIndex();
            characters = text.offsetByCodePoints(characters, index - codePoints);
            codePoints = index;
            return base + characters;
        }
    }
}

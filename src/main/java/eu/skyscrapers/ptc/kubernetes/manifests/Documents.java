package eu.skyscrapers.ptc.kubernetes.manifests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import eu.skyscrapers.ptc.kubernetes.manifests.Node.Style;
import eu.skyscrapers.ptc.text.ParserWords;
import eu.skyscrapers.ptc.text.SpacedTabs;
import eu.skyscrapers.ptc.text.WholeCharacters;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Optional;
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
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.Scanner;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.ScalarToken;
import org.snakeyaml.engine.v2.tokens.Token;

/**
 * The documents of a text, one after the other, as kubectl tells them apart: JSON one behind the other, YAML, or JSON
 * before YAML.
 */
final class Documents {
    interface Visitor {
        void visit(Node root) throws ManifestException;
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

    private final String text;
    private final Visitor visitor;

    /** Behind the last JSON document. */
    private int read;

    /** How many lines end before {@link #read}. */
    private int lines;

    /** Whether there is a separator before the next document. */
    private boolean separated;

    private Documents(String text, Visitor visitor) {
        this.text = text;
        this.visitor = visitor;
    }

    static void read(String text, Visitor visitor) throws ManifestException {
        new Documents(text, visitor).read();
    }

    private void read() throws ManifestException {
        char[] characters = new char[0];
        for (int next; (next = nextDocument()) < text.length(); ) {
            if (text.charAt(next) != '{' || !isJson(next)) {
                if (read > 0 && !separated && text.charAt(next) != '#') {
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
        separated = false;
        while (i < text.length()) {
            switch (text.charAt(i)) {
                case ' ', '\t', '\r', '\n', BYTE_ORDER_MARK -> i++;
                case '-' -> {
                    if (!text.startsWith("---", i)) {
                        return i;
                    }
                    i += 3;
                    separated = true;
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
        int linesBefore = lineAt(start) - 1;
        Composer composer = new Composer();
        try (JsonParser parser = JSON.createParser(characters, start, characters.length - start)) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                int line = linesBefore + parser.currentTokenLocation().getLineNr();
                switch (token) {
                    case START_OBJECT -> composer.mapping(line, null);
                    case START_ARRAY -> composer.sequence(line, null);
                    case END_OBJECT, END_ARRAY -> composer.end();
                    default -> jsonScalar(parser, token, line, start, composer);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0);
            read = start + (int) parser.currentLocation().getCharOffset();
            lines = linesBefore + parser.currentLocation().getLineNr() - 1;
        } catch (JsonEOFException e) {
            throw new ManifestException(linesBefore + e.getLocation().getLineNr(), "the JSON is cut off");
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ManifestException(linesBefore + line, "not JSON: " + e.getOriginalMessage());
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
        boolean isNull = token == JsonToken.VALUE_NULL;
        composer.scalar(line, null, value, isNull ? Style.PLAIN : Style.DOUBLE_QUOTED, start, end);
    }

    private void yaml() throws ManifestException {
        int start = read;
        while (start < text.length() && text.charAt(start) == BYTE_ORDER_MARK) {
            start++;
        }
        new Yaml(text.substring(start), start, lineAt(start) - 1).read();
    }

    private void read(Composer composer) throws ManifestException {
        Node root = composer.root();
        if (root != null) {
            visitor.visit(root);
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
        private final int base;
        private final int linesBefore;

        /** How far marks have been mapped, in code points, which they count in, and in characters. */
        private int codePoints;

        private int characters;
        private int line;

        private Yaml(String yaml, int base, int linesBefore) {
            LoadSettings settings = LoadSettings.builder()
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .setBufferSize(Math.min(yaml.length() + 1, BUFFER_MAX))
                    .build();
            Reader spaced = new SpacedTabs(new WholeCharacters(yaml));
            this.tokens = new Tokens(new ScannerImpl(settings, new StreamReader(settings, spaced)));
            this.events = new ParserImpl(settings, tokens);
            this.base = base;
            this.characters = base;
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
            if (node instanceof MappingStartEvent) {
                composer.mapping(line, anchor);
            } else if (node instanceof SequenceStartEvent) {
                composer.sequence(line, anchor);
            } else if (node instanceof ScalarEvent scalar) {
                ScalarToken token = tokens.scalar;
                tokens.scalar = null;
                // Where a value is left out, there is an event without a token.
                int start = offset(token == null ? scalar.getStartMark() : token.getStartMark());
                int end = offset(token == null ? scalar.getStartMark() : token.getEndMark());
                composer.scalar(line, anchor, scalar.getValue(), style(scalar), start, end);
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
            } catch (MarkedYamlEngineException e) {
                int problem = e.getProblemMark().map(Mark::getLine).orElse(line - linesBefore - 1);
                throw new ManifestException(linesBefore + problem + 1, "not YAML: " + ParserWords.of(e));
            } catch (ReaderException e) {
                throw new ManifestException(
                        lineAt(text.offsetByCodePoints(base, e.getPosition())),
                        "not YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
            } catch (YamlEngineException e) {
                throw new ManifestException(line, "not YAML: " + e.getMessage());
            }
        }

        /** Marks hardly ever go back, and then a little: the way from the last one is short. */
        private int offset(Optional<Mark> mark) {
            int index = mark.orElseThrow().getIndex();
            characters = text.offsetByCodePoints(characters, index - codePoints);
            codePoints = index;
            return characters;
        }
    }
}

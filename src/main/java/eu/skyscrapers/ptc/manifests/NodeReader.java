package eu.skyscrapers.ptc.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import eu.skyscrapers.ptc.manifests.Node.Alias;
import eu.skyscrapers.ptc.manifests.Node.Mapping;
import eu.skyscrapers.ptc.manifests.Node.Scalar;
import eu.skyscrapers.ptc.manifests.Node.Sequence;
import eu.skyscrapers.ptc.objects.MalformedException;
import eu.skyscrapers.ptc.objects.NoManifest;
import eu.skyscrapers.ptc.objects.Tokens;
import eu.skyscrapers.ptc.text.DocumentStream;
import eu.skyscrapers.ptc.text.Meaning;
import eu.skyscrapers.ptc.text.ParserWords;
import eu.skyscrapers.ptc.text.TextEncoding;
import eu.skyscrapers.ptc.text.Yaml11Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the documents of a text, one after the other, separated as in the audit; each as its nodes, in the order of the
 * text and however deep they lie.
 */
final class NodeReader {
    interface Visitor {
        void object(Mapping object) throws IOException;

        /** A document that is none. */
        void other(MalformedException what);
    }

    private static final Pattern BYTE_ORDER_MARK = Pattern.compile("\ufeff");

    /** What stands between documents, one after the other. */
    private static final Pattern SEPARATOR = Pattern.compile("[ \\t\\r\\n\ufeff]++|---(?![^\\x00- ])");

    /** A YAML flow mapping rarely quotes its keys. */
    private static final Pattern BRACE_OF_JSON = Pattern.compile("\\{[ \\t\\r\\n]*+([\"}]|\\z)");

    private static final int BUFFER_MAX = 1 << 20;

    /** What may stand before a scalar that has an anchor or a tag, and is not part of it; one after the other. */
    private static final Pattern PROPERTY = Pattern.compile("[&!]\\S*+|[\\s\\v]++|#.*+");

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

    // Of the document that is being read:

    private final Map<String, Node> anchors = new HashMap<>();
    private Node.@Nullable Collection open;
    private @Nullable Node root;

    /** How many fields merge keys have brought. */
    private int merged;

    // How far YAML's marks have been mapped, in code points, which they count in, and in characters of the text.

    private int codePoints;
    private int characters;

    private NodeReader(String text, int base, int lines, Visitor visitor) {
        this.text = text;
        this.base = base;
        this.lines = lines;
        this.visitor = visitor;
    }

    /**
     * @param linesBefore in the text that this one is a part of
     * @throws MalformedException when the text cannot be read to its end
     */
    static void read(String text, int linesBefore, Visitor visitor) throws IOException {
        DocumentStream documents = new DocumentStream(new ByteArrayInputStream(text.getBytes(UTF_8)));
        for (int base = 0; documents.next(); ) {
            int lines = linesBefore + (int) documents.lines();
            String document = new String(documents.readAllBytes(), UTF_8);
            try {
                new NodeReader(document, base, lines, visitor).read();
            } catch (MalformedException e) {
                throw new MalformedException(e.line(), e.getMessage() + NoManifest.hint(document, lines));
            }
            base += document.length();
        }
    }

    private void read() throws IOException {
        for (int next; (next = behind(SEPARATOR, read, text.length())) < text.length(); ) {
            if (BRACE_OF_JSON.matcher(text).region(next, text.length()).lookingAt()) {
                json(next);
            } else if (read > 0 && text.charAt(next) != '#') {
                throw new MalformedException(lineAt(next), "there is text after the end of the JSON object");
            } else {
                yaml();
                return;
            }
        }
    }

    /** Behind all that is of this pattern, one after the other. */
    private int behind(Pattern pattern, int from, int to) {
        Matcher matcher = pattern.matcher(text);
        int end = from;
        while (matcher.region(end, to).lookingAt()) {
            end = matcher.end();
        }
        return end;
    }

    private int lineAt(int offset) {
        return lines + text.substring(read, offset).split("\n", -1).length;
    }

    private void json(int start) throws IOException {
        int noCharacter = text.indexOf(TextEncoding.NO_CHARACTER);
        if (noCharacter >= 0) {
            throw new MalformedException(lineAt(noCharacter), "not JSON: not text in UTF-8");
        }
        int linesBefore = lineAt(start) - 1;
        int charactersBefore = base + start;
        StringReader rest = new StringReader(text);
        rest.skip(start);
        try (JsonParser parser = JSON.createParser(rest)) {
            do {
                JsonToken token = parser.nextToken();
                int line = linesBefore + parser.currentTokenLocation().getLineNr();
                switch (token) {
                    case START_OBJECT -> open(new Mapping(open, line, false), null);
                    case START_ARRAY -> open(new Sequence(open, line), null);
                    case END_OBJECT, END_ARRAY -> end();
                    default -> {
                        // The text first: a string is read to its end only when it is asked for.
                        String value = parser.getText();
                        int from = charactersBefore
                                + (int) parser.currentTokenLocation().getCharOffset();
                        int to = charactersBefore
                                + (int) parser.currentLocation().getCharOffset();
                        Meaning meaning = token == JsonToken.VALUE_NULL ? Meaning.NULL : Meaning.TEXT;
                        add(new Scalar(open, line, meaning, value, ScalarStyle.DOUBLE_QUOTED, from, to), null);
                    }
                }
            } while (open != null);
            read = start + (int) parser.currentLocation().getCharOffset();
            lines = linesBefore + parser.currentLocation().getLineNr() - 1;
        } catch (JsonEOFException e) {
            throw new MalformedException(linesBefore + e.getLocation().getLineNr(), "the JSON is cut off");
        } catch (JsonProcessingException e) {
            // The library's words quote the text.
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new MalformedException(linesBefore + line, "not JSON");
        }
        endDocument();
    }

    private void yaml() throws IOException {
        characters = behind(BYTE_ORDER_MARK, read, text.length());
        byte[] yaml = text.substring(characters).getBytes(UTF_8);
        Iterator<Event> events =
                Yaml11Reader.parse(new ByteArrayInputStream(yaml), Math.min(yaml.length + 1, BUFFER_MAX));
        int line = lines + 1;
        for (Event event = next(events, line); !(event instanceof StreamEndEvent); event = next(events, line)) {
            line = event.getStartMark().map(mark -> lines + mark.getLine() + 1).orElse(line);
            if (event instanceof DocumentEndEvent) {
                endDocument();
            } else if (event instanceof CollectionEndEvent) {
                end();
            } else if (event instanceof NodeEvent node) {
                node(node, line);
            }
        }
    }

    /** @param line where the event before stands */
    private Event next(Iterator<Event> events, int line) throws MalformedException {
        try {
            return events.next();
        } catch (YamlEngineException e) {
            throw new MalformedException(ParserWords.line(e, lines, line), "not YAML: " + ParserWords.of(e));
        }
    }

    private void node(NodeEvent node, int line) throws MalformedException {
        String anchor = node.getAnchor().map(Anchor::getValue).orElse(null);
        if (node instanceof MappingStartEvent mapping) {
            open(new Mapping(open, line, mapping.isFlow()), anchor);
        } else if (node instanceof SequenceStartEvent) {
            open(new Sequence(open, line), anchor);
        } else if (node instanceof AliasEvent alias) {
            Node target = anchors.get(alias.getAlias().getValue());
            if (target == null) {
                throw new MalformedException(line, Tokens.NO_ANCHOR);
            }
            Alias use = new Alias(open, line, target, offset(node.getStartMark()), offset(node.getEndMark()));
            target.aliases.add(use);
            add(use, null);
        } else if (node instanceof ScalarEvent scalar) {
            int start = offset(node.getStartMark());
            int end = offset(node.getEndMark());
            if (anchor != null || scalar.getTag().isPresent()) {
                start = base + behind(PROPERTY, start - base, end - base);
            }
            Meaning meaning = Meaning.of(scalar);
            add(new Scalar(open, line, meaning, scalar.getValue(), scalar.getScalarStyle(), start, end), anchor);
        }
    }

    /** Marks hardly ever go back, and then a little: the way from the last one is short. */
    private int offset(Optional<Mark> mark) {
        int index = mark.orElseThrow().getIndex();
        characters = text.offsetByCodePoints(characters, index - codePoints);
        codePoints = index;
        return base + characters;
    }

    private void open(Node.Collection collection, @Nullable String anchor) {
        // The name is free until the collection ends: an alias within itself would have no end.
        if (anchor != null) {
            anchors.remove(anchor);
            collection.anchor = anchor;
        }
        open = collection;
    }

    /** Ends the collection that was opened last. */
    private void end() throws MalformedException {
        Node.Collection ended = open;
        if (ended == null) {
            throw new IllegalStateException("no collection is open");
        }
        if (ended instanceof Mapping mapping) {
            merged += mapping.end();
            if (merged > Tokens.MAX_UNFOLDED) {
                throw new MalformedException(ended.line, Tokens.TOO_MANY);
            }
        }
        open = ended.parent;
        add(ended, ended.anchor);
    }

    /** Puts a node, read to its end, where it stands. */
    private void add(Node node, @Nullable String anchor) {
        if (anchor != null) {
            node.anchor = anchor;
            anchors.put(anchor, node);
        }
        if (open == null) {
            root = node;
        } else {
            open.add(node);
        }
    }

    private void endDocument() throws IOException {
        Node ended = root;
        root = null;
        merged = 0;
        anchors.clear();
        if (ended instanceof Mapping object) {
            visitor.object(object);
        } else if (ended != null && !(ended instanceof Scalar scalar && scalar.meaning == Meaning.NULL)) {
            String what = ended instanceof Sequence ? NoManifest.ARRAY : NoManifest.VALUE;
            visitor.other(new MalformedException(ended.line, what + NoManifest.hint(text, lines)));
        }
    }
}

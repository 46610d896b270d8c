package eu.skyscrapers.ptc.text;

import eu.skyscrapers.ptc.text.YamlException.Fault;
import java.io.Reader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The documents of a text, one after the other; none where there is nothing but white space and comments. */
public final class YamlDocuments {
    private static final Pattern OLD_LINE_BREAK = Pattern.compile("[\\x{85}\\x{2028}\\x{2029}]");

    private final Iterator<Node> nodes;

    private YamlDocuments(Iterator<Node> nodes) {
        this.nodes = nodes;
    }

    public static YamlDocuments read(byte[] content) throws YamlException {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new SchemaWithoutMerge())
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        Reader text = new WholeCharacters(decode(content));
        return new YamlDocuments(guarded(
                () -> new Untouched(settings, new ParserImpl(settings, new StreamReader(settings, text)))));
    }

    /** Whether there is another one; does not say that it is valid. */
    public boolean hasNext() throws YamlException {
        return guarded(nodes::hasNext);
    }

    public YamlNode next() throws YamlException {
        // The library's iterator reads the start of a document only when it is asked whether there is one.
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return new YamlNode(guarded(nodes::next));
    }

    private static <T> T guarded(Supplier<T> step) throws YamlException {
        try {
            return step.get();
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new YamlException(
                    Fault.SYNTAX,
                    mark.map(place -> place.getLine() + 1).orElse(0),
                    mark.map(place -> place.getColumn() + 1).orElse(0),
                    ParserWords.hint(e));
        } catch (YamlEngineException e) {
            throw new YamlException(Fault.CHARACTER);
        } catch (StackOverflowError e) {
            throw new YamlException(Fault.TOO_DEEP);
        }
    }

    /** Line breaks to YAML 1.1, to go-yaml 2 and so to kubectl; to YAML 1.2 a part of the line, which may be a comment. */
    private static void refuseOldLineBreaks(String yaml) throws YamlException {
        Matcher found = OLD_LINE_BREAK.matcher(yaml);
        if (found.find()) {
            long line = 1
                    + yaml.substring(0, found.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            String name = String.format("U+%04X", (int) yaml.charAt(found.start()));
            throw new YamlException(
                    Fault.AMBIGUOUS, (int) line, 0, "the character " + name + " may end a line; remove it");
        }
    }

    private static String decode(byte[] content) throws YamlException {
        String decoded = TextEncoding.text(content, TextEncoding.of(content));
        if (decoded.indexOf(TextEncoding.NO_CHARACTER) >= 0) {
            throw new YamlException(Fault.NOT_TEXT);
        }
        String yaml = decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
        refuseOldLineBreaks(yaml);
        String start = yaml.stripLeading();
        // JSON may be indented by tabs, YAML may not; within a JSON string a bare tab is not allowed anyway.
        return start.startsWith("{") || start.startsWith("[") ? yaml.replace('\t', ' ') : yaml;
    }

    /** Merge keys are followed by {@link YamlNode}: the library's own way does not end where a mapping merges itself. */
    private static final class SchemaWithoutMerge extends CoreSchema {
        private final ScalarResolver resolver = new CoreScalarResolver(false);

        @Override
        public ScalarResolver getScalarResolver() {
            return resolver;
        }
    }

    /** Leaves a key that the tag of merge keys was written on to {@link YamlNode}, too. */
    private static final class Untouched extends Composer {
        private static final Tag WRITTEN_MERGE = new Tag("!merge");

        private Untouched(LoadSettings settings, Parser parser) {
            super(settings, parser);
        }

        @Override
        protected Node composeKeyNode(MappingNode mapping) {
            Node key = super.composeKeyNode(mapping);
            if (key.getTag().equals(Tag.MERGE)) {
                key.setTag(WRITTEN_MERGE);
            }
            return key;
        }
    }
}

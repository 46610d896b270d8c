package eu.skyscrapers.ptc.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/** Reads the documents of a text. */
final class YamlDocuments {
    private static final Pattern OLD_LINE_BREAK = Pattern.compile("[\\x{85}\\x{2028}\\x{2029}]");
    private static final String INVALID = "not valid YAML or JSON";

    private YamlDocuments() {}

    static List<Node> read(Source source, byte[] content) throws ConfigurationException {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new SchemaWithoutMerge())
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        // A reader of text would end a read between the halves of a character, which fails.
        InputStream utf8 = new ByteArrayInputStream(decode(source, content).getBytes(UTF_8));
        Reader text = TextEncoding.reader(utf8, UTF_8);
        List<Node> documents = new ArrayList<>();
        try {
            new Untouched(settings, new ParserImpl(settings, new StreamReader(settings, text)))
                    .forEachRemaining(documents::add);
            return documents;
        } catch (MarkedYamlEngineException e) {
            throw syntax(source, e);
        } catch (YamlEngineException e) {
            throw source.problem(INVALID + ": a control character, or another version of YAML; remove it");
        } catch (StackOverflowError e) {
            throw source.problem("nested too deeply; name another file");
        }
    }

    private static ConfigurationException syntax(Source source, MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        int line = mark.map(place -> place.getLine() + 1).orElse(0);
        int column = mark.map(place -> place.getColumn() + 1).orElse(0);
        String where = source.isKubeconfig() && line > 0 ? "not valid YAML at column " + column : INVALID;
        String hint = ParserWords.hint(e);
        String words = hint.isEmpty() ? "look at the indentation, quotes and brackets before this place" : hint;
        return source.problem(line, column, where + ": " + words);
    }

    /** Line breaks to YAML 1.1, to go-yaml 2 and so to kubectl; to YAML 1.2 a part of the line, which may be a comment. */
    private static void refuseOldLineBreaks(Source source, String yaml) throws ConfigurationException {
        Matcher found = OLD_LINE_BREAK.matcher(yaml);
        if (found.find()) {
            int line = yaml.substring(0, found.start()).split("\n", -1).length;
            String name = String.format("U+%04X", (int) yaml.charAt(found.start()));
            throw source.problem(
                    line,
                    found.start() - yaml.lastIndexOf('\n', found.start()),
                    Source.AMBIGUOUS + "the character " + name + " may end a line; remove it");
        }
    }

    private static String decode(Source source, byte[] content) throws ConfigurationException {
        String decoded = TextEncoding.text(content, TextEncoding.of(content));
        if (decoded.indexOf(TextEncoding.NO_CHARACTER) >= 0) {
            throw source.problem("not UTF-8 text; name another file, or convert it");
        }
        String yaml = decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
        refuseOldLineBreaks(source, yaml);
        String start = yaml.stripLeading();
        // JSON may be indented by tabs, YAML may not; within a JSON string a bare tab is not allowed anyway.
        return start.startsWith("{") || start.startsWith("[") ? yaml.replace('\t', ' ') : yaml;
    }

    /** Merge keys are followed by {@link Value}: the library's own way does not end where a mapping merges itself. */
    private static final class SchemaWithoutMerge extends CoreSchema {
        private final ScalarResolver resolver = new CoreScalarResolver(false);

        @Override
        public ScalarResolver getScalarResolver() {
            return resolver;
        }
    }

    /** Leaves a key that the tag of merge keys was written on to {@link Value}, too. */
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

package eu.skyscrapers.ptc.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.report.page.Words;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTextTest {
    private static final Parser MARKDOWN =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "`",
                "``",
                "a`b",
                "`a",
                "a`",
                "a``b`c",
                "\\",
                "\\`",
                "\\|",
                "|",
                "||",
                "\\\\|`|",
                "``` x",
                " ",
                "",
                "a ` b `` c ``` d ```` e"
            })
    void codeIsReadAsItWas(String text) {
        String shown = Words.shown(text);
        assertThat(nodes("x " + MarkdownText.code(text) + " y", Code.class))
                .extracting(Code::getLiteral)
                .containsExactly(shown);
        String table = "| a | b |\n|---|---|\n| " + MarkdownText.cell(text) + " | y |\n";
        assertThat(nodes(table, TableRow.class)).hasSize(2);
        assertThat(nodes(table, Code.class)).extracting(Code::getLiteral).containsExactly(shown);
        assertThat(nodes(table, Text.class)).extracting(Text::getLiteral).containsExactly("a", "b", "y");
    }

    private static <T extends Node> List<T> nodes(String markdown, Class<T> type) {
        List<T> nodes = new ArrayList<>();
        collect(MARKDOWN.parse(markdown), type, nodes);
        return nodes;
    }

    private static <T extends Node> void collect(Node node, Class<T> type, List<T> nodes) {
        if (type.isInstance(node)) {
            nodes.add(type.cast(node));
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            collect(child, type, nodes);
        }
    }
}

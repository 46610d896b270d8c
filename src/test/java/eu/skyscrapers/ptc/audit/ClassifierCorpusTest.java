package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The classifier's specification is a table: {@code src/test/resources/images/corpus.csv}. Add a row, not code. */
public class ClassifierCorpusTest {
    private static final Pattern REPETITION = Pattern.compile("\\{([^{}*]+)\\*([0-9]+)}");

    private final Classifier classifier = new Classifier(Cache.builtIn("123456789012.dkr.ecr.eu-west-1.amazonaws.com"));

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isJudgedAsTheTableSays(Row row) {
        Judgment judgment = classifier.classify(row.image);

        assertThat(judgment.reason().key()).isEqualTo(row.reason);
        assertThat(judgment.verdict().key()).isEqualTo(row.verdict);
        assertThat(judgment.replacement() == null ? "" : judgment.replacement()).isEqualTo(row.replacement);
    }

    @Test
    void theTableStaysLargeAndSaysNothingTwice() {
        List<Row> rows = rows();

        assertThat(rows).hasSizeGreaterThanOrEqualTo(800);
        assertThat(rows).extracting(row -> row.image).doesNotHaveDuplicates();
        assertThat(rows).extracting(row -> row.reason).contains(builtInReasons());
    }

    private static String[] builtInReasons() {
        return new String[] {
            "cache-rule",
            "ecr-public",
            "ecr-private",
            "cacheable",
            "no-rule",
            "unsupported-upstream",
            "invalid-reference"
        };
    }

    /** The references of the table. */
    public static List<String> images() {
        return rows().stream().map(row -> row.image).toList();
    }

    static List<Row> rows() {
        try (InputStream table = ClassifierCorpusTest.class.getResourceAsStream("/images/corpus.csv")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Row(String line, String image, String verdict, String reason, String replacement) {

        static Row read(String line) {
            String[] cells = line.split(",", -1);
            assertThat(cells).as(line).hasSize(4);
            return new Row(line, text(cells[0]), text(cells[1]), text(cells[2]), text(cells[3]));
        }

        private static String text(String cell) {
            String repeated = REPETITION
                    .matcher(cell.strip())
                    .replaceAll(found -> found.group(1)
                            .replace("\\", "\\\\")
                            .replace("$", "\\$")
                            .repeat(Integer.parseInt(found.group(2))));
            return unescape(repeated);
        }

        private static String unescape(String escaped) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < escaped.length(); i++) {
                if (escaped.charAt(i) == '\\' && escaped.charAt(i + 1) == 'u') {
                    text.append((char) Integer.parseInt(escaped.substring(i + 2, i + 6), 16));
                    i += 5;
                } else if (escaped.charAt(i) == '\\') {
                    text.append(escaped.substring(i, i + 2).translateEscapes());
                    i++;
                } else {
                    text.append(escaped.charAt(i));
                }
            }
            return text.toString();
        }

        @Override
        public String toString() {
            return line;
        }
    }
}

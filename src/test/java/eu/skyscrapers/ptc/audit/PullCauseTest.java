package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.PullErrorTable.Row;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullCauseTest {
    private static final Classifier CLASSIFIER = new Classifier(Cache.builtIn(PullErrorTable.REGISTRY));

    private static String cause(String image, String message) {
        return PullCause.of(CLASSIFIER.classify(image), message)
                .map(PullCause::key)
                .orElse("-");
    }

    static List<Row> rows() {
        return PullErrorTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isTheTables(Row row) {
        assertThat(cause(row.image(), row.message())).isEqualTo(row.cause());
    }

    @Test
    void everyCauseIsInTheTable() {
        assertThat(rows())
                .extracting(Row::cause)
                .contains(Arrays.stream(PullCause.values()).map(PullCause::key).toArray(String[]::new));
        assertThat(Arrays.stream(PullCause.values()).map(PullCause::key)).doesNotHaveDuplicates();
    }

    /** Any text at all comes out of a cluster. */
    @ParameterizedTest
    @ValueSource(
            strings = {"https://", "lookup x ", "dial tcp ", "toomanyrequests", "401 ", "\"", "repository with name "})
    void aLongMessageTakesNoTime(String part) {
        String message = part.repeat(5000 / part.length());
        for (String image : List.of("nginx", PullErrorTable.REGISTRY + "/quay/x")) {
            Assertions.assertTimeout(Duration.ofSeconds(10), () -> cause(image, message));
        }
    }

    @Test
    void eachSaysWhatIsWrongAndWhatToDo() {
        assertThat(PullCause.values()).allSatisfy(cause -> {
            assertThat(cause.text()).as(cause.name()).isNotBlank();
            assertThat(cause.help()).as(cause.name()).isNotBlank();
        });
    }

    /** Of the pods of a workload those count most who know most. */
    @Test
    void weighsWhatIsSaid() {
        List<String> heaviestFirst = List.of(
                "toomanyrequests: slow down",
                "failed to resolve reference: x: not found",
                "something new",
                "Back-off pulling image \"x\"");
        assertThat(heaviestFirst.stream().map(PullCause::weight)).isSorted().doesNotHaveDuplicates();
        assertThat(Stream.of("", "Back-off pulling image").map(PullCause::weight))
                .containsOnly(PullCause.weight(heaviestFirst.get(3)));
    }
}

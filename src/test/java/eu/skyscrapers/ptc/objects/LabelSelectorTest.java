package eu.skyscrapers.ptc.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
    private static final Map<String, String> LABELS =
            Map.of("app", "web", "app.kubernetes.io/name", "shop", "gen", "7", "empty", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web | true",
                "app==web | true",
                "app = web | true",
                "app=db | false",
                "none=web | false",
                "app!=web | false",
                "app!=db | true",
                "none!=web | true",
                "app in (db, web) | true",
                "app in (db) | false",
                "none in (web) | false",
                "app notin (db) | true",
                "app notin (web,db) | false",
                "none notin (web) | true",
                "app in (b,b) | false",
                "app in (web,web) | true",
                "app notin (web, web) | false",
                "in in (web) | false",
                "app in(web) | true",
                "app | true",
                "none | false",
                "!none | true",
                "!app | false",
                "! app | false",
                "gen>6 | true",
                "gen>7 | false",
                "gen<8 | true",
                "app>1 | false",
                "none<1 | false",
                "empty= | true",
                "app= | false",
                "empty in () | true",
                "app=web,gen=7 | true",
                "app=web,gen=8 | false",
                "app in (a,web),!none,app.kubernetes.io/name=shop | true",
            })
    void selectsAsKubectlDoes(String selector, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "app=web,",
                "app=web db",
                "app in web",
                "app in (a",
                "app in (we b)",
                "app notin (a,we  b)",
                "a b",
                "app=we b",
                "(a)",
                "app>x",
                "-a"
            })
    void refusesWhatKubectlRefuses(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web, | 9",
                "a b | 3",
                "app=we b | 8",
                "app in web | 5",
                "app in (a | 5",
                "a,-b | 3",
                "!a=b | 3"
            })
    void saysWhereItIsWrong(String selector, int character) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a label selector at character " + character + ": '" + selector + "'; ");
    }

    @Test
    void lengthIsNoObstacle() {
        String many = "b, ".repeat(20_000);
        assertThat(LabelSelector.parse("app in (" + many + "web)").matches(LABELS))
                .isTrue();
        assertThat(LabelSelector.parse("app notin (" + many + "web)").matches(LABELS))
                .isFalse();
        assertThat(LabelSelector.parse("app=web,".repeat(20_000) + "gen=8").matches(LABELS))
                .isFalse();
        assertThatThrownBy(() -> LabelSelector.parse("app in (" + many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at character 5");
    }
}

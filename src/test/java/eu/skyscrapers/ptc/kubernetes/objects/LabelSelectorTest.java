package eu.skyscrapers.ptc.kubernetes.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
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
                "a b",
                "app=we b",
                "(a)",
                "app>x",
                "-a"
            })
    void refusesWhatKubectlRefuses(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(IllegalArgumentException.class);
    }
}

package eu.skyscrapers.ptc.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsKey(Format format) {
        assertThat(Format.of(format.key())).contains(format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TABLE", "tabel", "json "})
    void isNeverGuessed(String key) {
        assertThat(Format.of(key)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatWasPassedOver(Format format) {
        String report = Samples.write(format, Samples.all().get("odd"), Samples.view(200));
        assertThat(report)
                .containsPattern("\\b2\\b.*ConfigMap|ConfigMap.*\\b2\\b")
                .containsPattern("\\b1\\b.*Prometheus|Prometheus.*\\b1\\b");
    }

    /** So that a new format costs its class, in one of these folders, and its entry: nobody else knows what draws it. */
    @ParameterizedTest
    @ValueSource(strings = {"data", "html", "markdown", "text"})
    void isAllThatKnowsTheClassesThatDraw(String folder) {
        String drawing = Format.class.getPackageName() + "." + folder;
        JavaClasses code = new ClassFileImporter().importPath(Path.of("target/classes"));
        noClasses()
                .that()
                .resideOutsideOfPackage(drawing)
                .and()
                .doNotBelongToAnyOf(Format.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(drawing)
                .check(code);
    }

    /** A format that is added is written without a change to any test; what it has to say is held by the others here. */
    @ParameterizedTest
    @EnumSource
    void writesSomethingOfItsOwn(Format format) {
        Map<Format, String> reports = new EnumMap<>(Format.class);
        for (Format each : Format.values()) {
            reports.put(each, Samples.write(each, Samples.all().get("recorded"), Samples.view(120)));
        }
        assertThat(reports.get(format)).isNotBlank();
        assertThat(reports.values().stream().filter(reports.get(format)::equals))
                .hasSize(1);
    }

    @Test
    void keysAreStable() {
        assertThat(Format.values())
                .extracting(Format::key)
                .containsExactly(
                        "table",
                        "wide",
                        "summary",
                        "json",
                        "yaml",
                        "csv",
                        "markdown",
                        "junit",
                        "sarif",
                        "prometheus",
                        "html",
                        "kustomize",
                        "admission-policy");
    }
}

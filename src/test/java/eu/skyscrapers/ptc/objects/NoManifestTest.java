package eu.skyscrapers.ptc.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoManifestTest {
    /** Line ends are written as {@code /n}; the number is that of the line where the objects begin, or 0. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "---/n# x/nRunning.../n/napiVersion: v1/nkind: Pod    | 15",
                "W1130 x.go:1] policy is old/n{/n  \"kind\": \"Pod\"/n}    | 12",
                "Warning: old/n{/n  \"kind\": \"Pod\"/n}            | 12",
                "\ufeffWarning: old/nkind: Pod                    | 12",
                "Warning: old/nnone: x                           | 0",
                "[INFO] x/napiVersion: v1/nkind: \"              | 0",
                "metadata: {}/napiVersion: v1/nkind: \"         | 0",
                "- op: add/nkind: x                             | 0",
                "\ufeff{/n  \"kind\": \"Pod\"/n}{               | 0",
                "hello                                          | 0",
            })
    void textBeforeTheObjectsIsTold(String start, long line) {
        assertThat(NoManifest.hint(start.replace("/n", "\n"), 10))
                .startsWith(line == 0 ? "" : "; the objects begin in line " + line + ": remove the text before them")
                .matches(hint -> hint.isEmpty() == (line == 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a:/n  - name: {{ .x }}/n    b: c: d                | true",
                "{{- if .x }}/nkind: Pod/n{{- end }}              | true",
                "a:/n- {{ .x }}                                   | true",
                "'a.b/c': {{- .x }}                               | true",
                "a: \"{{ .x }}\"/nb: c: d                        | false",
                "a: b {{ .x }}                                    | false",
                "# {{ .x }}                                       | false",
            })
    void aHelmTemplateIsTold(String start, boolean template) {
        assertThat(NoManifest.hint(start.replace("/n", "\n"), 10).startsWith("; a Helm template?"))
                .isEqualTo(template);
    }
}

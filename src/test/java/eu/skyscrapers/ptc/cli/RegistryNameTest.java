package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryNameTest {
    private static final String MEANT = "should be only the host; did you mean " + REGISTRY + "?";

    @Test
    void saysWhichHostWasMeant() {
        String given = REGISTRY + "/quay/a@sha256:0123";
        assertThatThrownBy(() -> RegistryName.parse(given, "X")).hasMessage("X '" + given + "' " + MEANT);
    }

    @ParameterizedTest
    @CsvSource({
        "user:secret@HOST, ***@HOST",
        "secret@HOST, ***@HOST",
        "https://user:secret@HOST/, https://***@HOST/",
        "HTTPS://user:secret@HOST:443, HTTPS://***@HOST:443",
        "user:secret@HOST/quay/a@sha256:0123, ***@HOST/quay/a@sha256:0123",
    })
    void showsNoPassword(String text, String shown) {
        assertThatThrownBy(() -> RegistryName.parse(text.replace("HOST", REGISTRY), "X"))
                .hasMessage("X '" + shown.replace("HOST", REGISTRY) + "' " + MEANT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:secret@quay.io",
                "user:se/cret@HOST",
                "user:secret@/@HOST",
                "https://user:secret?x@HOST",
                "secret://secret@HOST",
                "user:secret@public.ecr.aws",
                "user:secret@HOST:5000",
                "user:secret@"
            })
    void showsNoPasswordWhateverIsWrong(String text) {
        assertThatThrownBy(() -> RegistryName.parse(text.replace("HOST", REGISTRY), "X"))
                .isInstanceOf(UsageException.class)
                .message()
                .contains("***@")
                .doesNotContain("secret", "cret", "user");
        Cli.Run run = new Cli().run(text.replace("HOST", REGISTRY), "-v");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out() + run.err()).doesNotContain("cret");
    }
}

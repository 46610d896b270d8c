package eu.skyscrapers.ptc.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHostTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    @Test
    void takesTheHostAlone() throws InvalidReferenceException {
        assertThat(RegistryHost.parse(HOST)).isEqualTo(HOST);
        assertThat(RegistryHost.parse(HOST.toUpperCase(Locale.ROOT))).isEqualTo(HOST);
        assertThat(RegistryHost.parse(HOST + ":443")).isEqualTo(HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " HOST",
                "HOST.",
                "HOST.:443",
                "HOST:latest",
                "HOST:",
                "HOST:443/",
                "HOST:443 ",
                "HOST:443.",
                "HOST?x",
                "HOST#x",
                "HOST/",
                "HOST/quay/a@sha256:0123",
                "https://HOST:443",
                "://HOST",
                "user:secret@HOST",
                "@HOST",
            })
    void saysWhichHostWasMeant(String text) {
        assertRejected(text, "should be only the host; did you mean " + HOST + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOST:5000", "HOST:5000/x", "HOSTS", "/HOST", "?HOST", ".", ":", "@", "https://", ""})
    void isNoHost(String text) {
        assertRejected(text, "is not a private Amazon ECR registry host; " + RegistryHost.FORM);
    }

    @ParameterizedTest
    @CsvSource({
        "public.ecr.aws, 'is Amazon ECR Public, which has no pull-through cache; '",
        "https://public.ecr.aws/nginx, 'is Amazon ECR Public, which has no pull-through cache; '",
        "12345678901, 'is not a private Amazon ECR registry host; '",
        "1234567890123, 'is not a private Amazon ECR registry host; '",
    })
    void saysHowTheHostIsWritten(String text, String complaint) {
        assertRejected(text, complaint + RegistryHost.FORM);
    }

    @Test
    void knowsAnAccount() {
        assertRejected("123456789012", "is an account; did you mean 123456789012.dkr.ecr.REGION.amazonaws.com?");
    }

    private static void assertRejected(String text, String message) {
        assertThatThrownBy(() -> RegistryHost.parse(text.replace("HOST", HOST)))
                .as(text)
                .isExactlyInstanceOf(InvalidReferenceException.class)
                .hasMessage(message);
    }
}

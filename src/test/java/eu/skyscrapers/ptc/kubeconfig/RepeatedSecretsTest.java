package eu.skyscrapers.ptc.kubeconfig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Secrets}, end to end in the SecretsTest of the command line. */
class RepeatedSecretsTest {
    private final Secrets secrets = new Secrets();

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void whatWasSentIsHiddenInEveryForm() {
        String password = "pä ss:w?rd~~>";
        secrets.addSent(null);
        secrets.addSent("Bearer opaque?token~");
        secrets.addSent("Basic " + base64("admin:" + password));
        assertThat(secrets.hide("got opaque?token~, Basic " + base64("admin:" + password) + " and " + password))
                .isEqualTo("got ***, Basic *** and ***");
        assertThat(secrets.hide("a line break: pä\n ss:w?rd~~>")).isEqualTo("a line break: ***");
        assertThat(secrets.toString()).doesNotContain("opaque", "ss:");
    }

    /** Whatever stands around it, what is left of the secret is no more than a part of the bytes at its ends. */
    @Test
    void inBase64ItIsHiddenWhereverItBegins() {
        String token = "opaque?token~";
        secrets.addSent("Bearer " + token);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder(), Base64.getMimeEncoder())) {
            for (String before : List.of("", "x", "xx", "xxx", "Authorization: Bearer ")) {
                for (String behind : List.of("", "y", "yy", "\r\n")) {
                    String text = encoder.encodeToString((before + token + behind).getBytes(UTF_8));
                    String hidden = secrets.hide("said " + text);
                    assertThat(hidden).contains("***");
                    assertThat(text.length() - hidden.replace("said ", "").length() + "***".length())
                            .isBetween(token.length() * 8 / 6 - 2, token.length() * 8 / 6 + 1);
                }
            }
        }
    }

    /** Else they would be missing in sentences that have nothing to do with them. */
    @Test
    void whatIsTooShortToBeASecretIsNotHidden() {
        secrets.addSent("Bearer is");
        secrets.addSent("Basic " + base64("a:b"));
        assertThat(secrets.hide("b is a letter")).isEqualTo("b is a letter");
    }

    @Test
    void theUserOfAUrlIsHiddenBeforeItsHostAlone() {
        secrets.addUserOfUrl("a");
        assertThat(secrets.hide("a file: https://a@host/a")).isEqualTo("a file: https://***@host/a");
    }

    /** What only looks a little like a key of AWS, in the messages of this program. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:eks:eu-west-1:123456789012:cluster/prod",
                "https://ABCDEF0123456789ABCDEF0123456789.gr7.eu-west-1.eks.amazonaws.com",
                "quay.io/a/b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "commit 0123456789abcdef0123456789abcdef01234567",
                "/builds/Platform/Clusters/overlays/Prod01",
                "/var/lib/Jenkins/workspace/Job1/builds/12",
                "AKIA is the beginning of a key",
                "the token of user \"u\" holds white space",
                "--token: its value is empty; is a variable not set?",
                "Authorization: none",
            })
    void whatIsNoSecretStays(String text) {
        assertThat(secrets.hide(text)).isEqualTo(text);
    }
}

package eu.skyscrapers.ptc.kubeconfig;

import static eu.skyscrapers.ptc.kubeconfig.Configs.HTTPS;
import static eu.skyscrapers.ptc.kubeconfig.Configs.config;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigCharactersTest {
    @TempDir
    Path folder;

    /** Around the end of the parser's first read, where half a character once ended the program. */
    @Test
    void anEmojiMayStandAnywhereInAComment() throws Exception {
        for (int at = 1000; at <= 1100; at++) {
            String comment = "#" + "x".repeat(at - 1) + "😀\n";
            assertThat(Configs.access(folder, comment + config(HTTPS, "token: x"))
                            .server())
                    .as("at %s", at)
                    .hasScheme("https");
        }
    }
}

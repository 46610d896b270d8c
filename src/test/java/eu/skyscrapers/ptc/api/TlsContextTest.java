package eu.skyscrapers.ptc.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

/** What the server is told; that its certificate is checked for that name is held by {@code KubectlOptionsTest}. */
class TlsContextTest {
    private static SSLEngine engine(String name) {
        SSLEngine engine = TlsContext.of(new KeyManager[0], new TrustManager[0], name, new KeyExchange().attempt())
                .createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(List.of(new SNIHostName("localhost")));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** The first message of a handshake, by a client that connects to {@code localhost} and says so. */
    private static String greeting(String name) throws Exception {
        SSLEngine engine = engine(name);
        assertThat(engine.getPeerHost()).isEqualTo(name);
        assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
        ByteBuffer message = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), message);
        return ISO_8859_1.decode(message.flip()).toString();
    }

    @Test
    void theServerIsToldItsOtherName() throws Exception {
        assertThat(greeting("api.elsewhere.example"))
                .contains("api.elsewhere.example")
                .doesNotContain("localhost");
    }

    @Test
    void anAddressIsNoName() throws Exception {
        assertThat(greeting("10.0.0.1")).doesNotContain("10.0.0.1").doesNotContain("localhost");
        assertThat(greeting("fd00::1")).doesNotContain("fd00").doesNotContain("localhost");
    }

    @Test
    void chaCha20IsOfferedFirst() {
        assertThat(List.of(engine("localhost").getSSLParameters().getCipherSuites()))
                .isSortedAccordingTo(Comparator.comparing(suite -> !suite.contains("_CHACHA20_")))
                .contains("TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
    }
}

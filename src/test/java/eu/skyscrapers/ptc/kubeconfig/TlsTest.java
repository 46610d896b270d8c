package eu.skyscrapers.ptc.kubeconfig;

import static eu.skyscrapers.ptc.kubeconfig.Configs.base64;
import static eu.skyscrapers.ptc.kubeconfig.Configs.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.text.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real handshakes on loopback with a server whose certificate is the RSA one. */
@Timeout(60)
class TlsTest {
    @TempDir
    Path folder;

    private ClusterAccess access(TestKeys authority, TestKeys client) throws ConfigurationException {
        return Configs.access(
                folder,
                config(
                        "server: https://localhost\ncertificate-authority-data: " + base64(authority.certificatePem()),
                        "client-certificate-data: " + base64(client.certificatePem()) + "\nclient-key-data: "
                                + base64(client.pkcs8())));
    }

    /** Shakes hands as an HTTP client does, and gives the certificate that the server saw. */
    private static Certificate handshake(ClusterAccess access, String host, String protocol) throws Exception {
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(serverKeys(), new TrustManager[] {new AcceptsAnyOfAnotherAuthority()}, null);
        try (SSLServerSocket listener = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setNeedClientAuth(true);
            listener.setEnabledProtocols(new String[] {protocol});
            CompletableFuture<Certificate> seen = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    socket.startHandshake();
                    socket.getOutputStream().write(1);
                    return socket.getSession().getPeerCertificates()[0];
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(
                    access.credentials().current().keyManagers(), access.trust().trustManagers(), null);
            try (Socket socket = new Socket()) {
                socket.connect(listener.getLocalSocketAddress());
                SSLSocket layered =
                        (SSLSocket) client.getSocketFactory().createSocket(socket, host, listener.getLocalPort(), true);
                SSLParameters parameters = layered.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                layered.setSSLParameters(parameters);
                layered.startHandshake();
                layered.getInputStream().read();
            }
            return seen.get();
        }
    }

    private static KeyManager[] serverKeys() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        TestKeys keys = TestKeys.rsa();
        store.setKeyEntry("server", keys.key(), "password".toCharArray(), new Certificate[] {keys.certificate()});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, "password".toCharArray());
        return factory.getKeyManagers();
    }

    /** Asks for certificates of an authority that no client here has; then takes any. */
    private static final class AcceptsAnyOfAnotherAuthority implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {TestKeys.rsa().certificate()};
        }
    }

    static Stream<Arguments> clients() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(protocol -> Stream.of(TestKeys.rsa(), TestKeys.ec(), TestKeys.ed25519())
                        .map(keys -> Arguments.of(protocol, keys)));
    }

    /** A certificate that is kept back leaves the request anonymous. */
    @ParameterizedTest
    @MethodSource("clients")
    void theClientCertificateIsShownToAnyServerThatAsks(String protocol, TestKeys client) throws Exception {
        assertThat(handshake(access(TestKeys.rsa(), client), "localhost", protocol))
                .isEqualTo(client.certificate());
    }

    @Test
    void onlyTheClustersAuthorityIsBelieved() throws Exception {
        ClusterAccess access = access(TestKeys.ec(), TestKeys.ec());
        assertThatThrownBy(() -> handshake(access, "localhost", "TLSv1.3"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("unable to find valid certification path");
        assertThat(access.trust().trustManagers())
                .singleElement()
                .isInstanceOfSatisfying(
                        X509TrustManager.class,
                        manager -> assertThat(manager.getAcceptedIssuers())
                                .containsExactly(TestKeys.ec().certificate()));
    }

    @Test
    void theHostNameIsChecked() throws Exception {
        ClusterAccess access = access(TestKeys.rsa(), TestKeys.ec());
        assertThatThrownBy(() -> handshake(access, "other.example.com", "TLSv1.3"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("other.example.com");
    }

    @Test
    void insecureBelievesAnybody() throws Exception {
        String user = "client-certificate-data: " + base64(TestKeys.ec().certificatePem()) + "\nclient-key-data: "
                + base64(TestKeys.ec().pkcs8());
        ClusterAccess access =
                Configs.access(folder, config("server: https://localhost\ninsecure-skip-tls-verify: true", user));
        assertThat(handshake(access, "other.example.com", "TLSv1.3"))
                .isEqualTo(TestKeys.ec().certificate());
    }

    @Test
    void withoutAnAuthorityTheJdkDecides() throws Exception {
        TrustManager[] managers =
                Configs.access(folder, Configs.user("token: x")).trust().trustManagers();
        assertThat(managers)
                .singleElement()
                .isInstanceOfSatisfying(
                        X509TrustManager.class,
                        manager -> assertThat(manager.getAcceptedIssuers()).hasSizeGreaterThan(10));
    }
}

package eu.skyscrapers.ptc.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.text.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PemTest {
    @TempDir
    Path folder;

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("RSA PKCS#8", TestKeys.rsa(), TestKeys.rsa().pkcs8()),
                Arguments.of("RSA PKCS#1", TestKeys.rsa(), TestKeys.rsa().bare("RSA PRIVATE KEY")),
                Arguments.of("EC PKCS#8", TestKeys.ec(), TestKeys.ec().pkcs8()),
                Arguments.of("EC SEC1", TestKeys.ec(), TestKeys.ec().bare("EC PRIVATE KEY")),
                Arguments.of("Ed25519", TestKeys.ed25519(), TestKeys.ed25519().pkcs8()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void key(String name, TestKeys keys, String pem) throws Exception {
        // As in the file of a kubelet: the certificate stands before its key.
        String file = "a comment\r\n" + keys.certificatePem() + pem.replace("\n", "\r\n");
        assertThat(Pem.privateKey(file, keys.certificate().getPublicKey())).isEqualTo(keys.key());
    }

    /** The forms that operators really have, with the curve inside or in a block of its own. */
    @ParameterizedTest
    @CsvSource({
        "ecparam -name prime256v1 -genkey",
        "ecparam -name secp384r1 -genkey -noout",
        "genpkey -algorithm rsa -outform pem",
        "genrsa -traditional",
        "genpkey -algorithm ed25519",
    })
    void keyOfOpenssl(String command) throws Exception {
        Assumptions.assumeTrue(isOpenssl(), "there is no OpenSSL, or it is LibreSSL, which has other options");
        openssl(command + " -out k.pem");
        openssl("req -x509 -key k.pem -out c.pem -days 2 -subj /CN=x");
        List<X509Certificate> chain = Pem.certificates(Files.readString(folder.resolve("c.pem")));
        assertThat(new ClientCertificate(chain, Files.readString(folder.resolve("k.pem"))))
                .isNotNull();
    }

    private boolean isOpenssl() throws InterruptedException {
        try {
            openssl("version");
            return Files.readString(folder.resolve("said")).startsWith("OpenSSL ");
        } catch (IOException e) {
            return false;
        }
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        String[] command = ("openssl " + arguments).split(" ");
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();
    }

    @Test
    void certificatesThatCannotBeReadAreLeftOutIfOthersCan() throws Exception {
        String pem = TestKeys.pem("CERTIFICATE", new byte[] {1})
                + TestKeys.rsa().certificatePem()
                + TestKeys.rsa().pkcs8()
                + TestKeys.ec().certificatePem();
        assertThat(Pem.certificates(pem))
                .containsExactly(TestKeys.rsa().certificate(), TestKeys.ec().certificate());
    }

    @ParameterizedTest
    @CsvSource({"EC, 256", "RSA, 2048", "Ed25519, 255"})
    void aKeyOfAnotherCertificateIsRefused(String algorithm, int size) throws Exception {
        TestKeys keys = switch (algorithm) {
            case "EC" -> TestKeys.ec();
            case "RSA" -> TestKeys.rsa();
            default -> TestKeys.ed25519();
        };
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        String other = TestKeys.pem(
                "PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        assertThatThrownBy(() -> Pem.privateKey(other, keys.certificate().getPublicKey()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("does not belong to the client certificate");
    }

    @Test
    void aBrokenKeyIsRefused() {
        String broken = TestKeys.pem("RSA PRIVATE KEY", new byte[300]);
        assertThatThrownBy(() ->
                        Pem.privateKey(broken, TestKeys.rsa().certificate().getPublicKey()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("holds no readable RSA key");
    }
}

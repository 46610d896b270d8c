package eu.skyscrapers.ptc.kubeconfig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A key and its self-signed certificate, made by the JDK's keytool; one of each kind for the whole run. */
record TestKeys(PrivateKey key, X509Certificate certificate) {
    private static final Map<String, TestKeys> MADE = new ConcurrentHashMap<>();

    static TestKeys rsa() {
        return make("rsa", "-keyalg", "RSA", "-keysize", "2048");
    }

    static TestKeys ec() {
        return make("ec", "-keyalg", "EC", "-groupname", "secp256r1");
    }

    static TestKeys ed25519() {
        return make("ed25519", "-keyalg", "Ed25519");
    }

    static TestKeys expired() {
        return make("expired", "-keyalg", "EC", "-groupname", "secp256r1", "-startdate", "-2d", "-validity", "1");
    }

    private static TestKeys make(String name, String... options) {
        return MADE.computeIfAbsent(name, key -> {
            try {
                return keytool(key, options);
            } catch (IOException | InterruptedException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static TestKeys keytool(String name, String... options)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("keys");
        Path store = folder.resolve("store.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storepass",
                "password",
                "-keystore",
                store.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, "password".toCharArray());
            return new TestKeys((PrivateKey) keys.getKey(name, "password".toCharArray()), (X509Certificate)
                    keys.getCertificate(name));
        } finally {
            Files.delete(store);
            Files.delete(folder);
        }
    }

    String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String pkcs8() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** The bare key of PKCS#1 or SEC1: what PKCS#8 wraps in an octet string after the algorithm. */
    String bare(String type) {
        byte[] pkcs8 = key.getEncoded();
        int offset = content(pkcs8, 0);
        offset = end(pkcs8, offset);
        offset = end(pkcs8, offset);
        return pem(type, Arrays.copyOfRange(pkcs8, content(pkcs8, offset), end(pkcs8, offset)));
    }

    static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    private static int content(byte[] der, int offset) {
        return offset + (der[offset + 1] >= 0 ? 2 : 2 + (der[offset + 1] & 0x7f));
    }

    private static int end(byte[] der, int offset) {
        int start = content(der, offset);
        int length = der[offset + 1];
        if (length < 0) {
            length = 0;
            for (int i = offset + 2; i < start; i++) {
                length = length << 8 | (der[i] & 0xff);
            }
        }
        return start + length;
    }
}

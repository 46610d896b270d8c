package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Certificates for tests, made by {@code keytool} when first asked for, once in each JVM. */
public final class TestPki {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String EC = "-keyalg EC -groupname secp256r1";
    private static final String RSA = "-keyalg RSA -keysize 2048";
    private static final String LOOPBACK = " -ext san=dns:localhost,ip:127.0.0.1,ip:::1";

    /** Who a server says it is. */
    public enum Server {
        /** For loopback, of {@link TestPki#ca}. */
        TRUSTED(CA, LOOPBACK),
        /** For loopback, of {@link TestPki#otherCa}. */
        OF_OTHER_CA(OTHER_CA, LOOPBACK),
        /** Of the right authority, and five days too old. */
        EXPIRED(CA, LOOPBACK + " -startdate -10d -validity 5"),
        /** Of the right authority, for {@code api.elsewhere.example} only. */
        OF_OTHER_HOST(CA, " -ext san=dns:api.elsewhere.example"),
        /** As EKS has it: for loopback, of {@link TestPki#rsaCa}, both with keys of RSA-2048. */
        RSA(RSA_CA, LOOPBACK);

        private final String signer;
        private final String options;

        Server(String signer, String options) {
            this.signer = signer;
            this.options = options;
        }

        private Keys keys() {
            String key = this == RSA ? TestPki.RSA : EC;
            return TestPki.keys("server-" + name(), "CN=kube-apiserver", signer, key + options);
        }

        byte[] certificatePem() {
            return TestPki.certificatePem(keys());
        }

        byte[] keyPem() {
            return TestPki.keyPem(keys());
        }
    }

    /** Who a client says it is. */
    public enum Client {
        RSA(CA, TestPki.RSA),
        EC(CA, TestPki.EC),
        /** The same name, of an authority that no server believes. */
        OF_OTHER_CA(OTHER_CA, TestPki.EC);

        private final String signer;
        private final String options;

        Client(String signer, String options) {
            this.signer = signer;
            this.options = options;
        }

        private Keys keys() {
            return TestPki.keys("client-" + name(), "CN=viewer, O=platform", signer, options + " -ext eku=clientAuth");
        }

        public byte[] certificatePem() {
            return TestPki.certificatePem(keys());
        }

        /** PKCS#8: {@code BEGIN PRIVATE KEY}. */
        public byte[] keyPem() {
            return TestPki.keyPem(keys());
        }

        /** PKCS#1 or SEC1, as OpenSSL wrote them for years: {@code BEGIN RSA PRIVATE KEY}, {@code BEGIN EC PRIVATE KEY}. */
        public byte[] traditionalKeyPem() {
            byte[] key = octets(keys().key().getEncoded());
            return this == RSA ? pem("RSA PRIVATE KEY", key) : pem("EC PRIVATE KEY", withCurve(key));
        }
    }

    private static final String CA = "ca";
    private static final String OTHER_CA = "other-ca";
    private static final String RSA_CA = "rsa-ca";

    /** What was made so far, by alias. */
    private static final Map<String, Keys> MADE = new HashMap<>();

    /** A private key, and the certificates from its own to the authority's. */
    private record Keys(PrivateKey key, List<Certificate> chain) {
        private X509Certificate certificate() {
            return (X509Certificate) chain.get(0);
        }

        private void addTo(KeyStore store) throws KeyStoreException {
            store.setKeyEntry("key-" + store.size(), key, PASSWORD, chain.toArray(Certificate[]::new));
        }
    }

    private TestPki() {}

    /** The authority of most, as kubeconfigs hold it. */
    public static byte[] ca() {
        return certificatePem(authority(CA));
    }

    /** An authority that has nothing to do with the first. */
    public static byte[] otherCa() {
        return certificatePem(authority(OTHER_CA));
    }

    /** An authority with a key of RSA-2048, as that of an EKS cluster. */
    public static byte[] rsaCa() {
        return certificatePem(authority(RSA_CA));
    }

    /** Whether {@link #ca} signed this certificate. */
    static boolean isOfCa(X509Certificate certificate) {
        try {
            certificate.verify(authority(CA).certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** For a server that takes any client certificate, as API servers do, and judges it when it reads the request. */
    public static SSLContext context(Server server) {
        try {
            KeyStore store = emptyStore();
            server.keys().addTo(store);
            return context(store, new AnyClient());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a client that believes {@link #ca} alone. */
    static SSLContext context(Client... clients) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setCertificateEntry(CA, authority(CA).certificate());
        for (Client client : clients) {
            client.keys().addTo(store);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return context(store, trust.getTrustManagers());
    }

    private static SSLContext context(KeyStore store, TrustManager... trust) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust, null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Keys authority(String alias) {
        String key = alias.equals(RSA_CA) ? RSA : EC;
        return keys(alias, "CN=audit-ecr-ptc test " + alias, "", key + " -ext bc:critical=ca:true");
    }

    private static synchronized Keys keys(String alias, String name, String signer, String options) {
        Keys keys = MADE.get(alias);
        if (keys == null) {
            List<String> arguments = new ArrayList<>(List.of("-alias", alias, "-dname", name));
            arguments.addAll(List.of(options.split(" ", -1)));
            if (!signer.isEmpty()) {
                authority(signer);
                arguments.addAll(List.of("-signer", signer));
            }
            keys = KeyTool.generate(alias, arguments);
            MADE.put(alias, keys);
        }
        return keys;
    }

    private static byte[] certificatePem(Keys keys) {
        try {
            return pem("CERTIFICATE", keys.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] keyPem(Keys keys) {
        return pem("PRIVATE KEY", keys.key().getEncoded());
    }

    private static byte[] pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n").getBytes(US_ASCII);
    }

    /** The key inside PKCS#8: the third field, an octet string, after version and algorithm (RFC 5208, section 5). */
    private static byte[] octets(byte[] pkcs8) {
        int field = content(pkcs8, 0);
        for (int skipped = 0; skipped < 2; skipped++) {
            field = content(pkcs8, field) + pkcs8[field + 1];
        }
        return Arrays.copyOfRange(pkcs8, content(pkcs8, field), pkcs8.length);
    }

    /** Where the content of the DER element begins that begins at {@code start}. */
    private static int content(byte[] der, int start) {
        int length = der[start + 1];
        return start + 2 + (length < 0 ? length & 0x7F : 0);
    }

    /** Names the curve, P-256: outside PKCS#8 nothing else does (RFC 5915, section 3). */
    private static byte[] withCurve(byte[] sec1) {
        byte[] curve = HexFormat.of().parseHex("a00a06082a8648ce3d030107");
        byte[] named = Arrays.copyOf(sec1, sec1.length + curve.length);
        System.arraycopy(curve, 0, named, sec1.length, curve.length);
        named[1] += (byte) curve.length;
        return named;
    }

    /** Works on one key store, in a file. */
    private static final class KeyTool {
        private static final Path FILE = create();

        private static Path create() {
            try {
                Path folder = Files.createTempDirectory("audit-ecr-ptc-pki");
                Path file = folder.resolve("keys.p12");
                folder.toFile().deleteOnExit();
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Keys generate(String alias, List<String> arguments) {
            List<String> command = new ArrayList<>();
            command.add(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair"));
            command.addAll(arguments);
            command.addAll(List.of("-storetype", "PKCS12", "-keystore", FILE.toString()));
            command.addAll(List.of("-storepass", new String(PASSWORD)));
            try {
                run(command);
                KeyStore store = KeyStore.getInstance(FILE.toFile(), PASSWORD);
                return new Keys((PrivateKey) store.getKey(alias, PASSWORD), List.of(store.getCertificateChain(alias)));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static void run(List<String> command) throws IOException, InterruptedException {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
            if (keytool.waitFor() != 0) {
                throw new IOException(command + ": " + output);
            }
        }
    }

    private static final class AnyClient implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {authority(CA).certificate()};
        }
    }
}

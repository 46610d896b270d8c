package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.InvalidValueException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PEM files: certificates, and the private keys that go with them, by the JDK's own means. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private Pem() {}

    /** All certificates, in order. One that cannot be read is left out if another can, as in Go's certificate pools. */
    static List<X509Certificate> certificates(String pem) throws InvalidValueException {
        List<X509Certificate> certificates = new ArrayList<>();
        String problem = "holds no certificate in PEM form";
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                InputStream der = new ByteArrayInputStream(decode(block.group(2)));
                try {
                    certificates.add((X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(der));
                } catch (CertificateException e) {
                    problem = "holds a certificate that cannot be read";
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new InvalidValueException(problem);
        }
        return certificates;
    }

    /**
     * The private key that belongs to a certificate. PKCS#1 and SEC1 hold no more than the key's numbers; the kind of
     * key, which PKCS#8 wants beside them, is the certificate's.
     */
    static PrivateKey privateKey(String pem, PublicKey certified) throws InvalidValueException {
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            String type = block.group(1);
            if (!type.endsWith("PRIVATE KEY")) {
                continue;
            }
            if (type.startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
                throw new InvalidValueException(
                        "is encrypted; nobody is there to type its password, so decrypt it, for example with openssl"
                                + " pkey");
            }
            byte[] der = decode(block.group(2));
            PrivateKey key = parse(type.equals("PRIVATE KEY") ? der : wrap(der, certified), certified);
            if (!belongTogether(key, certified)) {
                throw new InvalidValueException("does not belong to the client certificate");
            }
            return key;
        }
        throw new InvalidValueException("holds no private key in PEM form");
    }

    private static byte[] decode(String base64) throws InvalidValueException {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("holds a PEM block that is not base64");
        }
    }

    private static PrivateKey parse(byte[] pkcs8, PublicKey certified) throws InvalidValueException {
        try {
            return KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new InvalidValueException(
                    "holds no readable " + certified.getAlgorithm() + " key, which the client certificate asks for");
        }
    }

    /** PKCS#8 around a bare key: version, algorithm identifier, key (RFC 5208, section 5). */
    private static byte[] wrap(byte[] key, PublicKey certified) {
        byte[] version = {0x02, 0x01, 0x00};
        return element(SEQUENCE, version, algorithm(certified), element(OCTET_STRING, key));
    }

    /** A public key's encoding is a sequence of algorithm identifier, always short, and key (RFC 5280, section 4.1.2.7). */
    private static byte[] algorithm(PublicKey certified) {
        byte[] encoded = certified.getEncoded();
        int start = encoded[1] < 0 ? 2 + (encoded[1] & 0x7f) : 2;
        return Arrays.copyOfRange(encoded, start, start + 2 + encoded[start + 1]);
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = Stream.of(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        // DER wants the shortest form of a length, and the JDK insists.
        if (length >= 0x100) {
            element.write(0x82);
            element.write(length >> 8);
        } else if (length >= 0x80) {
            element.write(0x81);
        }
        element.write(length);
        for (byte[] part : parts) {
            element.writeBytes(part);
        }
        return element.toByteArray();
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws InvalidValueException {
        if (key instanceof RSAKey mine && certified instanceof RSAKey theirs) {
            return mine.getModulus().equals(theirs.getModulus());
        }
        try {
            Signature signature = Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA");
            signature.initSign(key);
            signature.update(certified.getEncoded());
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(certified.getEncoded());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new InvalidValueException("cannot be used: " + e.getMessage());
        }
    }
}

package eu.skyscrapers.ptc.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * The least that a Java program can do to get an answer through TLS: it trusts one authority, connects, asks for one page of
 * pods and reads it to its end.
 */
final class BareClient {
    private static final String END = "0\r\n\r\n";

    private BareClient() {}

    /** Arguments: the port, and the authority as kubeconfigs hold it. */
    public static void main(String[] args) throws Exception {
        System.out.println(read(Integer.parseInt(args[0]), args[1], 0));
    }

    /** @return how many bytes came */
    static long read(int port, String authority, int from) throws IOException, GeneralSecurityException {
        try (SSLSocket socket =
                (SSLSocket) trusting(authority).getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            // The operator + would cost a tenth of the whole, as it makes its code when it is first used.
            String request = String.join(
                    "",
                    "GET /api/v1/pods?limit=500&continue=",
                    Integer.toString(from),
                    " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: ",
                    DiscardingClient.ACCEPT,
                    "\r\nAccept-Encoding: gzip\r\n\r\n");
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[1 << 16];
            String end = "";
            long count = 0;
            while (!end.equals(END)) {
                int read = in.read(bytes);
                if (read < 0) {
                    throw new IOException("the answer has no end");
                }
                count += read;
                int last = Math.min(read, END.length());
                end = end.concat(new String(bytes, read - last, last, ISO_8859_1));
                end = end.substring(Math.max(0, end.length() - END.length()));
            }
            return count;
        }
    }

    /** @param authority in PEM, as base64 */
    static SSLContext trusting(String authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Base64.getDecoder().decode(authority))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}

package eu.skyscrapers.ptc.kubernetes.api;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * Brings the JDK's TLS to life beside the work that comes before the first request: its classes and tables take as long as
 * the command line and the kubeconfig together.
 */
public final class TlsWarmUp {
    private TlsWarmUp() {}

    /** Returns at once. What cannot be prepared here will fail, and be told, where it is used. */
    public static void start() {
        Thread thread = new Thread(TlsWarmUp::greetNobody, "tls-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** Makes the first message of a handshake, and sends it nowhere. */
    private static void greetNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            SSLEngine engine = context.createSSLEngine("localhost", 443);
            engine.setUseClientMode(true);
            engine.wrap(
                    ByteBuffer.allocate(0),
                    ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
        } catch (GeneralSecurityException | SSLException | RuntimeException e) {
            return;
        }
    }
}

package eu.skyscrapers.ptc.api;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * Brings what the JDK's HTTP client stands on to life beside the work that comes before the first request: the classes and
 * tables of TLS take as long as the command line and the kubeconfig together.
 */
public final class ClientWarmUp {

    /** Of no meaning. */
    private record Pair(String one, String other) {}

    private ClientWarmUp() {}

    /** Returns at once. What cannot be prepared here fails, and is reported, where it is used. */
    public static void start() {
        Thread thread = new Thread(
                () -> {
                    compareRecords();
                    greetNobody();
                },
                "client-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** What the JDK makes of the first record that is compared serves all others; its HTTP client compares one at its start. */
    private static void compareRecords() {
        var unused = new Pair("a", "b").equals(new Pair("a", "c"));
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

package eu.skyscrapers.ptc.api;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Leaves the check to another trust manager, and keeps the certificates that it refused for the message. That there are any
 * it tells the {@link KeyExchange}.
 */
final class PresentedChain extends X509ExtendedTrustManager {

    /** A server's certificate that is not believed. */
    static final class Refused extends CertificateException {
        private static final long serialVersionUID = 1;

        private final transient X509Certificate[] chain;

        private Refused(X509Certificate[] chain, CertificateException cause) {
            super(cause.getMessage(), cause);
            this.chain = chain;
        }

        X509Certificate certificate() {
            return chain[0];
        }
    }

    private final X509ExtendedTrustManager check;
    private final KeyExchange.Attempt keys;

    private PresentedChain(X509ExtendedTrustManager check, KeyExchange.Attempt keys) {
        this.check = check;
        this.keys = keys;
    }

    static TrustManager[] around(TrustManager[] managers, KeyExchange.Attempt keys) {
        TrustManager[] around = new TrustManager[managers.length];
        for (int i = 0; i < managers.length; i++) {
            around[i] = managers[i] instanceof X509ExtendedTrustManager check
                    ? new PresentedChain(check, keys)
                    : managers[i];
        }
        return around;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        keys.agreed();
        try {
            check.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw new Refused(chain, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return check.getAcceptedIssuers();
    }
}

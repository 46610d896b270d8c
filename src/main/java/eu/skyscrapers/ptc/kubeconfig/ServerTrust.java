package eu.skyscrapers.ptc.kubeconfig;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Which server certificates are believed. */
public final class ServerTrust {
    private final List<X509Certificate> authorities;
    private final boolean insecure;
    private final @Nullable String serverName;

    private ServerTrust(List<X509Certificate> authorities, boolean insecure, @Nullable String serverName) {
        this.authorities = List.copyOf(authorities);
        this.insecure = insecure;
        this.serverName = serverName;
    }

    static ServerTrust jdk() {
        return new ServerTrust(List.of(), false, null);
    }

    static ServerTrust insecure() {
        return new ServerTrust(List.of(), true, null);
    }

    static ServerTrust only(List<X509Certificate> authorities) {
        return new ServerTrust(authorities, false, null);
    }

    /** The same for a server of another name than the one in its URL; null for that one. */
    ServerTrust named(@Nullable String name) {
        return new ServerTrust(authorities, insecure, name);
    }

    /** The host that the certificate must be for, also sent to the server; null for the one in its URL. */
    public @Nullable String serverName() {
        return serverName;
    }

    /** Whether any certificate is believed, for any host name. */
    public boolean isInsecure() {
        return insecure;
    }

    /** Only the cluster's authorities if it names any; else those of the JDK. */
    public TrustManager[] trustManagers() {
        if (insecure) {
            return new TrustManager[] {new TrustEverything()};
        }
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities.isEmpty() ? null : keyStore());
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot check certificates", e);
        }
    }

    private KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return store;
    }

    @Override
    public String toString() {
        return insecure ? "any" : authorities.isEmpty() ? "JDK" : authorities.size() + " of the cluster";
    }

    /** The extended kind: around any other the JDK puts its own check of the host name. */
    private static final class TrustEverything extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

package eu.skyscrapers.ptc.api;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS to a server whose certificate is for another name than the one in its URL. The JDK's client checks a certificate for
 * the host that it connects to; here each of its engines is made for the other host, so that the JDK's own check is for that
 * one, and the server is told that name (SNI).
 */
final class NamedServer extends SSLContextSpi {
    /** No host's name ends in a number, or holds a colon. */
    private static final Pattern ADDRESS = Pattern.compile(".*:.*|[0-9.]+");

    private final SSLContext context;
    private final String name;

    private NamedServer(SSLContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /** @param name a host, or an address */
    static SSLContext context(KeyManager[] keys, TrustManager[] trust, String name) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return new Context(new NamedServer(context, name), context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot speak TLS", e);
        }
    }

    private static final class Context extends SSLContext {
        private Context(SSLContextSpi own, SSLContext context) {
            super(own, context.getProvider(), context.getProtocol());
        }
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return new Engine(context.createSSLEngine(name, port), name);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return new Engine(context.createSSLEngine(name, -1), name);
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return context.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return context.getSupportedSSLParameters();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return context.getClientSessionContext();
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("made as it is to be");
    }

    /** Sockets would be for the host that they connect to. */
    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        throw new UnsupportedOperationException();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw new UnsupportedOperationException();
    }

    /** An engine that does not let its user name another server. */
    private static final class Engine extends ForwardingEngine {
        private final List<SNIServerName> names;

        private Engine(SSLEngine engine, String name) {
            super(engine, name);
            // An address is told to no server (RFC 6066, section 3).
            this.names = ADDRESS.matcher(name).matches() ? List.of() : List.of(new SNIHostName(name));
        }

        @Override
        public void setSSLParameters(SSLParameters parameters) {
            parameters.setServerNames(names);
            super.setSSLParameters(parameters);
        }
    }
}

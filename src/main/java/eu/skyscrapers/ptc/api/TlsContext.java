package eu.skyscrapers.ptc.api;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS with what the JDK's client does not let its user set: the groups of a {@link KeyExchange}, and another name of the server
 * than the one in its URL. The client checks a certificate for the host that it connects to; each of its engines is made
 * for the other host here, so that the JDK's own check is for that one, and that name is what the server gets (SNI).
 */
final class TlsContext extends SSLContextSpi {
    /** No host's name ends in a number, or holds a colon. */
    private static final Pattern ADDRESS = Pattern.compile(".*:.*|[0-9.]+");

    private final SSLContext context;
    private final @Nullable String name;
    private final KeyExchange.Attempt keys;

    private TlsContext(SSLContext context, @Nullable String name, KeyExchange.Attempt keys) {
        this.context = context;
        this.name = name;
        this.keys = keys;
    }

    /** @param name a host, or an address; null for the one in the URL */
    static SSLContext of(
            KeyManager[] certificates, TrustManager[] trust, @Nullable String name, KeyExchange.Attempt keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(certificates, trust, null);
            return new Context(new TlsContext(context, name, keys), context);
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
        return new Engine(context.createSSLEngine(name == null ? host : name, port), name, keys);
    }

    /** One that does not know its server would check its certificate for no name. */
    @Override
    protected SSLEngine engineCreateSSLEngine() {
        throw new UnsupportedOperationException();
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
        throw new KeyManagementException("initialised already");
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

    /** Another engine, but for what its user cannot set. */
    private static final class Engine extends SSLEngine {
        private final SSLEngine engine;
        /** Null for those that the user sets. */
        private final @Nullable List<SNIServerName> names;

        private final KeyExchange.Attempt keys;

        private Engine(SSLEngine engine, @Nullable String name, KeyExchange.Attempt keys) {
            super(engine.getPeerHost(), engine.getPeerPort());
            this.engine = engine;
            this.keys = keys;
            if (name == null) {
                this.names = null;
            } else {
                // An address is sent to no server (RFC 6066, section 3).
                this.names = ADDRESS.matcher(name).matches() ? List.of() : List.of(new SNIHostName(name));
            }
        }

        @Override
        public void setSSLParameters(SSLParameters parameters) {
            if (names != null) {
                parameters.setServerNames(names);
            }
            parameters.setCipherSuites(chaChaFirst(parameters.getCipherSuites()));
            keys.narrow(engine, parameters);
            engine.setSSLParameters(parameters);
        }

        /**
         * The first compiler, which is all that the launcher gives Java, knows nothing of the processor's AES. ChaCha20 needs no
         * such help, and takes a quarter of the time. Servers in Go take what the client begins with.
         */
        private static String[] chaChaFirst(String[] suites) {
            return Stream.of(suites)
                    .sorted((one, other) -> Boolean.compare(other.contains("_CHACHA20_"), one.contains("_CHACHA20_")))
                    .toArray(String[]::new);
        }

        @Override
        public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target)
                throws SSLException {
            return engine.wrap(sources, offset, length, target);
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length)
                throws SSLException {
            return engine.unwrap(source, targets, offset, length);
        }

        @Override
        public @Nullable Runnable getDelegatedTask() {
            return engine.getDelegatedTask();
        }

        @Override
        public void closeInbound() throws SSLException {
            engine.closeInbound();
        }

        @Override
        public boolean isInboundDone() {
            return engine.isInboundDone();
        }

        @Override
        public void closeOutbound() {
            engine.closeOutbound();
        }

        @Override
        public boolean isOutboundDone() {
            return engine.isOutboundDone();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return engine.getSupportedCipherSuites();
        }

        @Override
        public String[] getEnabledCipherSuites() {
            return engine.getEnabledCipherSuites();
        }

        @Override
        public void setEnabledCipherSuites(String[] suites) {
            engine.setEnabledCipherSuites(suites);
        }

        @Override
        public String[] getSupportedProtocols() {
            return engine.getSupportedProtocols();
        }

        @Override
        public String[] getEnabledProtocols() {
            return engine.getEnabledProtocols();
        }

        @Override
        public void setEnabledProtocols(String[] protocols) {
            engine.setEnabledProtocols(protocols);
        }

        @Override
        public SSLSession getSession() {
            return engine.getSession();
        }

        @Override
        public void beginHandshake() throws SSLException {
            engine.beginHandshake();
        }

        @Override
        public HandshakeStatus getHandshakeStatus() {
            return engine.getHandshakeStatus();
        }

        @Override
        public void setUseClientMode(boolean mode) {
            engine.setUseClientMode(mode);
        }

        @Override
        public boolean getUseClientMode() {
            return engine.getUseClientMode();
        }

        @Override
        public void setNeedClientAuth(boolean need) {
            engine.setNeedClientAuth(need);
        }

        @Override
        public boolean getNeedClientAuth() {
            return engine.getNeedClientAuth();
        }

        @Override
        public void setWantClientAuth(boolean want) {
            engine.setWantClientAuth(want);
        }

        @Override
        public boolean getWantClientAuth() {
            return engine.getWantClientAuth();
        }

        @Override
        public void setEnableSessionCreation(boolean enable) {
            engine.setEnableSessionCreation(enable);
        }

        @Override
        public boolean getEnableSessionCreation() {
            return engine.getEnableSessionCreation();
        }

        @Override
        public SSLParameters getSSLParameters() {
            return engine.getSSLParameters();
        }

        @Override
        public @Nullable String getApplicationProtocol() {
            return engine.getApplicationProtocol();
        }
    }
}

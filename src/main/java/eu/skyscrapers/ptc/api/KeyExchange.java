package eu.skyscrapers.ptc.api;

import java.io.EOFException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * In which groups one server and its clients agree on keys. Java's greeting holds a key of X25519 and one of P-256, whose making
 * takes a quarter of the time of a small audit. Go takes X25519, and so does every API server, unless it is confined to
 * the curves of FIPS 140. So it is all that is offered at first; a server that gives up at that is asked again, once,
 * and offered everything from then on.
 */
final class KeyExchange {
    /** Of Java 20 and newer; an older one always offers everything. */
    private static final @Nullable Method GET_GROUPS = method("getNamedGroups");

    private static final @Nullable Method SET_GROUPS = method("setNamedGroups", String[].class);

    private volatile boolean everything;

    /** The connections of one HTTP client. */
    final class Attempt {
        private volatile boolean narrowed;
        private volatile boolean agreed;

        private Attempt() {}

        /** Leaves out groups of what an engine offers by itself, where it knows X25519. */
        void narrow(SSLEngine engine, SSLParameters parameters) {
            if (everything || GET_GROUPS == null || SET_GROUPS == null) {
                return;
            }
            try {
                // With what Java may combine it with.
                String[] groups = Stream.ofNullable((String[]) GET_GROUPS.invoke(engine.getSSLParameters()))
                        .flatMap(Stream::of)
                        .filter(group -> group.toLowerCase(Locale.ROOT).startsWith("x25519"))
                        .toArray(String[]::new);
                if (groups.length > 0) {
                    SET_GROUPS.invoke(parameters, (Object) groups);
                    // Without a group in common, these would still do; all that they lack is forward secrecy, or speed.
                    parameters.setCipherSuites(Stream.of(parameters.getCipherSuites())
                            .filter(suite -> !suite.startsWith("TLS_RSA_") && !suite.startsWith("TLS_DHE_"))
                            .toArray(String[]::new));
                    narrowed = true;
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        /** A server shows its certificate only when there is a group. */
        void agreed() {
            agreed = true;
        }

        /** Whether a connection failed that may succeed with all groups, which are offered from now on then. */
        boolean widens(Throwable failure) {
            if (!narrowed || agreed || Faults.causes(failure).noneMatch(KeyExchange::givesUp)) {
                return false;
            }
            everything = true;
            return true;
        }
    }

    Attempt attempt() {
        return new Attempt();
    }

    /** As a server does that finds no group: by an alert, or without a word. */
    private static boolean givesUp(Throwable cause) {
        return cause instanceof SSLException
                ? !Faults.isNoTls(cause)
                : cause instanceof EOFException
                        || (cause instanceof SocketException && !(cause instanceof ConnectException));
    }

    private static @Nullable Method method(String name, Class<?>... types) {
        try {
            return SSLParameters.class.getMethod(name, types);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}

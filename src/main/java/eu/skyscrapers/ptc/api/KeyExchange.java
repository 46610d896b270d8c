package eu.skyscrapers.ptc.api;

import java.io.EOFException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * How one server and its clients agree on keys for TLS. Java's greeting holds a key of X25519 and one of P-256, whose making
 * takes a quarter of the time of a small audit. Go takes X25519, and so does every API server, unless it is confined to
 * the curves of FIPS 140. So it is all that is offered at first; a server that gives up at that is asked again, once,
 * and offered everything from then on.
 */
final class KeyExchange {
    /** Of Java 20 and newer; an older one always offers everything. */
    private static final @Nullable MethodHandle GET_GROUPS = method("getNamedGroups", String[].class);

    private static final @Nullable MethodHandle SET_GROUPS = method("setNamedGroups", void.class, String[].class);

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
            String[] groups;
            try {
                // With what Java may combine it with.
                groups = Stream.ofNullable((String[]) GET_GROUPS.invokeExact(engine.getSSLParameters()))
                        .flatMap(Stream::of)
                        .filter(group -> group.toLowerCase(Locale.ROOT).startsWith("x25519"))
                        .toArray(String[]::new);
                if (groups.length > 0) {
                    SET_GROUPS.invokeExact(parameters, groups);
                }
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            if (groups.length > 0) {
                // Without a group in common, these would still do; all that they lack is forward secrecy, or speed.
                parameters.setCipherSuites(Stream.of(parameters.getCipherSuites())
                        .filter(suite -> !suite.startsWith("TLS_RSA_") && !suite.startsWith("TLS_DHE_"))
                        .toArray(String[]::new));
                narrowed = true;
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

    private static @Nullable MethodHandle method(String name, Class<?> result, Class<?>... types) {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(SSLParameters.class, name, MethodType.methodType(result, types));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}

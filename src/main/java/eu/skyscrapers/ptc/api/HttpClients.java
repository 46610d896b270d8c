package eu.skyscrapers.ptc.api;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What holds for all HTTP clients of a process, and how they end. A thread that waits in a system call is given 300 ms to come
 * back before the JVM ends, and the JDK's client has one that always waits so; fabric8's {@code close} only lets go of it,
 * and before Java 21 nothing else can end it.
 */
public final class HttpClients {
    /** Clients that somebody still uses. */
    private static final AtomicInteger IN_USE = new AtomicInteger();

    private HttpClients() {}

    /** To be called once, when the process starts: the JDK reads its properties before its first client. */
    public static void prepare() {
        // Else the JDK keeps back the password of a proxy.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        // Else slf4j opens every jar to look for what it logs by, and writes to standard error what it is given here.
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
        // From Java 26 on this thread would be a virtual one, which can be neither listed nor interrupted.
        System.setProperty("jdk.internal.httpclient.tcp.selector.useVirtualThreads", "never");
        Runtime.getRuntime().addShutdownHook(new Thread(HttpClients::atExit, "quick-exit"));
    }

    static void opened() {
        IN_USE.incrementAndGet();
    }

    static void closed() {
        IN_USE.decrementAndGet();
    }

    /**
     * Where a client is in use, the user has interrupted: then its thread must stay, as an audit that goes on for a moment
     * would take the end of it for a fault of the server, and report that.
     */
    static void atExit() {
        if (IN_USE.get() == 0) {
            interruptSelectors();
        }
    }

    /** At an interrupt the thread ends its client. */
    static void interruptSelectors() {
        Thread[] threads = new Thread[Thread.activeCount() + 16];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().endsWith("-SelectorManager")) {
                threads[i].interrupt();
            }
        }
    }
}

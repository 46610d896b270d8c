package eu.skyscrapers.ptc.kubernetes.api;

/**
 * Ends the threads of HTTP clients with the JVM. A thread that waits in a system call is given 300 ms to come back before
 * the JVM ends, and the JDK's client has one that always waits so; fabric8's {@code close} only lets go of it, and before
 * Java 21 nothing else can end it.
 */
final class QuickExit {
    private QuickExit() {}

    /** To be called once. */
    static void prepare() {
        Runtime.getRuntime().addShutdownHook(new Thread(QuickExit::interruptSelectors, "quick-exit"));
    }

    /** At an interrupt the thread ends its client. That is of no consequence here: the program is over. */
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

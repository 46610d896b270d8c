package eu.skyscrapers.ptc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HttpClientsTest {
    static {
        // As Program.standard does; the first client of a JVM decides for all of them.
        HttpClients.prepare();
    }

    /** Kept: a client that nobody holds ends its thread. */
    private HttpClient client;

    /** A virtual thread, as from Java 26 on, could not be ended. */
    @Test
    void asksForThreadsThatCanBeEnded() {
        assertThat(System.getProperty("jdk.internal.httpclient.tcp.selector.useVirtualThreads"))
                .isEqualTo("never");
    }

    /** The name of the thread is the JDK's own affair; this tells when it changes. */
    @Test
    void endsTheThreadThatWouldHoldUpTheEnd() throws Exception {
        Thread selector = selectorOfANewClient();

        HttpClients.interruptSelectors();

        selector.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(selector.isAlive()).as(selector.getName()).isFalse();
    }

    /** Else Ctrl-C would make a server's fault of itself, in the report of an audit that is under way. */
    @Test
    void leavesTheThreadOfAClientThatIsInUse() throws Exception {
        Thread selector = selectorOfANewClient();
        HttpClients.opened();
        try {
            HttpClients.atExit();

            selector.join(500);
            assertThat(selector.isAlive()).as(selector.getName()).isTrue();
        } finally {
            HttpClients.closed();
        }
    }

    private Thread selectorOfANewClient() throws InterruptedException {
        List<Thread> before = selectors().toList();
        client = HttpClient.newHttpClient();
        for (int tries = 0; tries < 3000; tries++) {
            Optional<Thread> selector =
                    selectors().filter(each -> !before.contains(each)).findFirst();
            if (selector.isPresent()) {
                return selector.get();
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("no thread of " + client);
    }

    private static Stream<Thread> selectors() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> Stream.of(each.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith("HttpClientImpl$SelectorManager")))
                .map(each -> each.getKey());
    }
}

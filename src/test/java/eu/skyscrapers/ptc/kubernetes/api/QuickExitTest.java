package eu.skyscrapers.ptc.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuickExitTest {
    /** The name of the thread is the JDK's own affair; this tells when it changes. */
    @Test
    void endsTheThreadThatWouldHoldUpTheEnd() throws Exception {
        List<Thread> before = selectors().toList();
        HttpClient client = HttpClient.newHttpClient();
        Thread selector = null;
        for (int tries = 0; selector == null && tries < 3000; tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
            selector = selectors()
                    .filter(each -> !before.contains(each))
                    .findFirst()
                    .orElse(null);
        }
        assertThat(selector).as("the thread of %s", client).isNotNull();

        QuickExit.interruptSelectors();

        selector.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(selector.isAlive()).as(selector.getName()).isFalse();
    }

    private static Stream<Thread> selectors() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> Stream.of(each.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith("HttpClientImpl$SelectorManager")))
                .map(each -> each.getKey());
    }
}

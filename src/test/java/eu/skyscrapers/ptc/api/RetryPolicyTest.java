package eu.skyscrapers.ptc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RetryPolicy retries = RetryPolicy.of(Duration.ofSeconds(30), Duration.ZERO);

    /** With a quarter of jitter. */
    private static void assertBetween(Duration pause, long millis) {
        assertThat(pause).isBetween(Duration.ofMillis(millis), Duration.ofMillis(millis + millis / 4));
    }

    @Test
    void pausesGrowFromHalfASecondToFour() {
        long[] millis = {500, 1000, 2000, 4000, 4000, 4000};
        for (int attempt = 1; attempt <= millis.length; attempt++) {
            assertBetween(retries.pause(attempt, -1), millis[attempt - 1]);
        }
        assertBetween(retries.pause(1000, -1), 4000);
        long all = IntStream.range(1, RetryPolicy.ATTEMPTS)
                .mapToLong(attempt -> retries.pause(attempt, -1).toMillis())
                .sum();
        assertThat(all).as("what a restart may take").isGreaterThan(30_000);
    }

    @Test
    void whatTheServerAsksForIsHeededWithinReason() {
        assertThat(retries.pause(1, 0)).isZero();
        assertBetween(retries.pause(10, 1), 1000);
        assertBetween(retries.pause(1, 3600), 30_000);
    }

    @Test
    void noPauseIsLongerThanTheRun() {
        RetryPolicy brief = RetryPolicy.of(Duration.ofSeconds(30), Duration.ofMillis(100));
        assertThat(brief.pause(5, 20)).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}

package eu.skyscrapers.ptc.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FourAtATimeTest {
    @Test
    void fourWorkAtATimeAndTheOrderIsThatOfTheItems() {
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> items = IntStream.range(0, 16).boxed().toList();
        List<String> done = FourAtATime.each(items, item -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                four.await(10, TimeUnit.SECONDS);
                Thread.sleep(item % 4);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            now.decrementAndGet();
            return "item " + item;
        });
        assertThat(done).isEqualTo(items.stream().map(item -> "item " + item).toList());
        assertThat(most).hasValue(4);
    }

    @Test
    void oneThatIsInterruptedStaysSo() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> FourAtATime.each(List.of(1), item -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return item;
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}

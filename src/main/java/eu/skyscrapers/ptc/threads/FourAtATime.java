package eu.skyscrapers.ptc.threads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Work that waits for servers: more of it at a time would be throttled, or wait for this machine. */
public final class FourAtATime {
    private FourAtATime() {}

    /**
     * Does the work for each item. The results are in the order of the items, whichever is done first.
     *
     * @throws CancellationException when this thread is interrupted meanwhile, and remains so
     */
    public static <T, R> List<R> each(Collection<T> items, Function<T, R> work) {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<R>> tasks = new ArrayList<>();
            items.forEach(item -> tasks.add(() -> work.apply(item)));
            List<R> results = new ArrayList<>();
            for (Future<R> done : threads.invokeAll(tasks)) {
                results.add(done.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an error of the machine", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}

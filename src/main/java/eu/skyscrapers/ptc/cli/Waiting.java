package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.Classifier;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.audit.LivePods;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.kubernetes.LiveSource;
import eu.skyscrapers.ptc.kubernetes.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Follows clusters until the audit passes, the time is up, or it can pass no more. */
final class Waiting {
    /** A rollout changes many pods at once: they are judged together. */
    private static final Duration BETWEEN_JUDGMENTS = Duration.ofMillis(200);

    private static final Duration TICK = Duration.ofSeconds(1);

    /** A cluster, and the threads that follow it. */
    private record Followed(LiveSource source, LivePods pods, List<Future<?>> parts) {
        boolean ended() {
            return parts.stream().anyMatch(Future::isDone);
        }
    }

    private final Cache cache;
    private final Classifier classifier;
    private final FailOn failOn;
    private final Duration limit;
    private final Progress progress;
    private final WaitStatus status;
    private final Semaphore changes = new Semaphore(0);

    Waiting(Cache cache, FailOn failOn, Duration limit, Progress progress, WaitStatus status) {
        this.cache = cache;
        this.classifier = new Classifier(cache);
        this.failOn = failOn;
        this.limit = limit;
        this.progress = progress;
        this.status = status;
    }

    /** The result of the moment when the wait ended; a cluster that could not be read by then is incomplete. */
    AuditResult result(List<? extends LiveSource> sources) {
        long end = System.nanoTime() + limit.toNanos();
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "follow");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Followed> followed =
                    sources.stream().map(source -> follow(source, threads)).toList();
            while (true) {
                boolean ended = followed.stream().anyMatch(Followed::ended);
                AuditResult now = result(followed, "was not read to its end when the wait ended");
                long left = end - System.nanoTime();
                if (now.outcome() == Outcome.PASSED || ended || left <= 0) {
                    return now;
                }
                status.show(now, Duration.ofNanos(left));
                if (!pause(left)) {
                    return result(followed, "was not read to its end when the wait was interrupted");
                }
            }
        } finally {
            threads.shutdownNow();
            status.end();
        }
    }

    private Followed follow(LiveSource source, ExecutorService threads) {
        LivePods pods = new LivePods(changes::release);
        List<Future<?>> parts = new ArrayList<>();
        for (LiveSource.Part part : source.parts()) {
            var feed = pods.feed();
            parts.add(threads.submit(() -> {
                try {
                    part.follow(feed, progress);
                } finally {
                    changes.release();
                }
            }));
        }
        return new Followed(source, pods, parts);
    }

    private AuditResult result(List<Followed> followed, String unread) {
        List<ClusterResult> clusters = new ArrayList<>();
        for (Followed each : followed) {
            LiveSource source = each.source();
            clusters.add(each.pods()
                    .result(source.name(), source.server(), source.nothingFound(), classifier)
                    .orElseGet(() -> new Fold()
                            .result(
                                    source.name(),
                                    source.server(),
                                    List.of("context " + source.name() + " (" + source.server() + "): " + unread),
                                    0,
                                    "",
                                    classifier)));
        }
        return new AuditResult(cache.host(), failOn, clusters);
    }

    /** @return false when the user interrupted */
    private boolean pause(long leftNanos) {
        try {
            if (changes.tryAcquire(Math.min(TICK.toNanos(), leftNanos), TimeUnit.NANOSECONDS)) {
                TimeUnit.NANOSECONDS.sleep(Math.min(BETWEEN_JUDGMENTS.toNanos(), leftNanos));
                changes.drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}

package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.audit.Judge;
import eu.skyscrapers.ptc.audit.LivePods;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.objects.LiveSource;
import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.workload.ReadError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows clusters until the audit passes, the time is up, or it can pass no more. */
public final class Waiting {
    /** A rollout changes many pods at once: they are judged together. */
    private static final Duration BETWEEN_JUDGMENTS = Duration.ofMillis(200);

    /** Between a pod's end and the start of the one that takes its place there is none, and a restart must not pass. */
    private static final Duration PASS_HOLDS = Duration.ofSeconds(3);

    static final ReadError NOT_YET = new ReadError(ReadError.Kind.TIMEOUT, "is not read to its end yet");

    private static final Duration TICK = Duration.ofSeconds(1);

    /** A cluster, the threads that follow it, and what was last said of it. */
    private static final class Followed {
        private final LiveSource source;
        private final LivePods pods;
        private final List<Future<?>> parts;
        private final Judge judge;
        private LivePods.@Nullable Moment moment;
        private @Nullable ClusterResult judged;

        private Followed(LiveSource source, LivePods pods, List<Future<?>> parts, Judge judge) {
            this.source = source;
            this.pods = pods;
            this.parts = parts;
            this.judge = judge;
        }

        private boolean ended() {
            return parts.stream().anyMatch(Future::isDone);
        }

        /** Judges all images only where something has changed: there may be a hundred thousand pods, and nothing going on. */
        private ClusterResult result(Instant now, ReadError unread) {
            if (unread.equals(NOT_YET) && !pods.settled()) {
                return unread(List.of(placed(NOT_YET)));
            }
            // Taken first: what changes meanwhile is judged again.
            LivePods.Moment current = pods.moment(now);
            ClusterResult known = judged;
            if (known == null || !current.equals(moment)) {
                known = judged(now, unread);
                judged = known;
                moment = current;
            }
            return known;
        }

        private ClusterResult judged(Instant now, ReadError unread) {
            try {
                return pods.result(
                        source.name(),
                        source.server(),
                        placed(unread),
                        source::joined,
                        source.nothingFound(),
                        judge,
                        now);
            } catch (OutOfMemoryError e) {
                return unread(List.of(Failure.of(source.place(), e)));
            }
        }

        private ClusterResult unread(List<ReadError> errors) {
            return new Fold(false).result(source.name(), source.server(), errors, "", judge);
        }

        private ReadError placed(ReadError error) {
            return error.saying(source.place() + ": " + error.message());
        }
    }

    private final Criteria criteria;
    private final Duration limit;
    private final Progress progress;
    private final WaitStatus status;
    private final InstantSource clock;
    private final Instant started;
    private final Semaphore changes = new Semaphore(0);

    public Waiting(
            Criteria criteria,
            Duration limit,
            Progress progress,
            WaitStatus status,
            InstantSource clock,
            Instant started) {
        this.criteria = criteria;
        this.limit = limit;
        this.progress = progress;
        this.status = status;
        this.clock = clock;
        this.started = started;
    }

    /** The result when the wait ended; a cluster that was not read completely by then is incomplete. */
    public AuditResult result(List<? extends LiveSource> sources) {
        long start = System.nanoTime();
        long end = start + limit.toNanos();
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "follow");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Followed> followed =
                    sources.stream().map(source -> follow(source, threads)).toList();
            long failedLast = System.nanoTime();
            for (boolean first = true; ; ) {
                // One that can be read no more ends the wait, but not before the others were read.
                boolean ended = followed.stream().anyMatch(Followed::ended)
                        && followed.stream().allMatch(each -> each.pods.settled());
                AuditResult now = result(followed, NOT_YET);
                long left = end - System.nanoTime();
                boolean passed = now.outcome() == Outcome.PASSED;
                if (!passed) {
                    failedLast = System.nanoTime();
                    first &= now.clusters().stream().noneMatch(ClusterResult::complete);
                }
                // What was direct in the list may be on its way from one pod to the next.
                boolean fromTheStart = first && followed.stream().allMatch(each -> each.pods.asListed());
                boolean holds = fromTheStart || System.nanoTime() - failedLast >= PASS_HOLDS.toNanos();
                if ((passed && holds) || ended) {
                    if (passed) {
                        status.passed(Duration.ofNanos(System.nanoTime() - start));
                    }
                    return now;
                }
                if (passed) {
                    status.passes(PASS_HOLDS.minusNanos(System.nanoTime() - failedLast));
                } else {
                    status.show(now, Duration.ofNanos(left));
                }
                if (left <= 0) {
                    status.timeIsUp(limit);
                    return result(
                            followed,
                            new ReadError(ReadError.Kind.TIMEOUT, "was not read to its end when the wait ended"));
                }
                if (!pause(left)) {
                    status.interrupted(Duration.ofNanos(System.nanoTime() - start));
                    return result(
                            followed,
                            new ReadError(
                                    ReadError.Kind.INTERRUPTED,
                                    "was not read to its end when the wait was interrupted"));
                }
            }
        } finally {
            threads.shutdownNow();
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
                } catch (RuntimeException | OutOfMemoryError e) {
                    // Without its pods: others may need the memory.
                    feed.startOver();
                    feed.settled(List.of(Failure.of(source.place(), e)));
                } finally {
                    changes.release();
                }
            }));
        }
        return new Followed(source, pods, parts, criteria.judge(source.name()));
    }

    /** @param unread the error of what was not read to its end; where that may still come, it is not judged yet */
    private AuditResult result(List<Followed> followed, ReadError unread) {
        Instant now = clock.instant();
        return criteria.result(
                followed.stream().map(each -> each.result(now, unread)).toList(), AuditRun.between(started, now));
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

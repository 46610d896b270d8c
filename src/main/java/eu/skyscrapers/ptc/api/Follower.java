package eu.skyscrapers.ptc.api;

import eu.skyscrapers.ptc.api.ApiException.Kind;
import eu.skyscrapers.ptc.objects.Documents;
import eu.skyscrapers.ptc.objects.ListPage;
import eu.skyscrapers.ptc.objects.WatchExpiredException;
import eu.skyscrapers.ptc.objects.WatchFindings;
import eu.skyscrapers.ptc.workload.LiveSink;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Lists a resource, then watches it; what breaks is resumed, or listed again. */
final class Follower {
    /**
     * How long one watch is asked for. A connection that died without a word is found out when it is over, which is why
     * this is shorter than a server would allow.
     */
    private static final Duration WATCH = Duration.ofMinutes(1);

    private static final Duration WATCH_AND_SLACK = WATCH.plusSeconds(15);

    /** A server that ends a watch sooner is not asked again at once. */
    private static final Duration HASTY = Duration.ofSeconds(1);

    /** How often a watch that brings nothing is resumed before everything is listed again. */
    private static final int IDLE_WATCHES = 3;

    /** How often the first list may expire, before the cluster counts as too restless to be read. */
    private static final int FIRST_EXPIRIES = 3;

    /** An event that cannot be read: what it would have changed is not known, so only a new list shows it. */
    private static final class UnreadableEvent extends RuntimeException {
        private static final long serialVersionUID = 1;

        private UnreadableEvent(String message) {
            super(message);
        }
    }

    private final ApiServer api;
    private final ResourceList list;
    private final RetryPolicy retries;
    private final LiveSink sink;
    private final Supplier<ClusterSource.Notes> newNotes;
    private boolean everRead;

    Follower(
            ApiServer api,
            ResourceList list,
            RetryPolicy retries,
            LiveSink sink,
            Supplier<ClusterSource.Notes> newNotes) {
        this.api = api;
        this.list = list;
        this.retries = retries;
        this.sink = sink;
        this.newNotes = newNotes;
    }

    /** Ends when the thread is interrupted or the time is up, and when the first list fails for good or a permission is missing. */
    void run() {
        int failures = 0;
        while (!isOver()) {
            ClusterSource.Notes notes = newNotes.get();
            try {
                String from = read(notes);
                failures = watch(from, notes) ? 0 : failures;
            } catch (ApiException e) {
                notes.fail(list, e);
                if (everRead) {
                    sink.stale(notes.errors());
                } else {
                    sink.settled(notes.errors());
                }
                boolean mayPass = switch (e.kind()) {
                    case PASSING, UNREACHABLE -> true;
                    case EXPIRED -> everRead || failures < FIRST_EXPIRIES;
                    case FORBIDDEN -> false;
                    default -> everRead;
                };
                if (!mayPass) {
                    return;
                }
            }
            pause(++failures);
        }
    }

    private boolean isOver() {
        return Thread.currentThread().isInterrupted() || retries.isOver();
    }

    /** @return the resource version that a watch goes on from */
    private String read(ClusterSource.Notes notes) throws ApiException {
        sink.startOver();
        String version = list.read(api, sink, notes);
        sink.settled(notes.errors());
        everRead = true;
        return version;
    }

    /**
     * Follows the changes until everything has to be listed again.
     *
     * @return whether the watch brought anything at all
     * @throws ApiException when nothing can be watched
     */
    private boolean watch(String from, ClusterSource.Notes notes) throws ApiException {
        Events events = new Events(from, notes.errors());
        int idle = 0;
        while (idle < IDLE_WATCHES && !isOver()) {
            String before = events.version;
            long began = System.nanoTime();
            try {
                api.stream(list.watchPath(before, WATCH), WATCH_AND_SLACK, (in, protobuf) -> events.read(in));
            } catch (ApiException e) {
                if (e.kind() == Kind.EXPIRED) {
                    break;
                }
                if (e.kind() == Kind.FORBIDDEN) {
                    throw e;
                }
                // Until the watch goes on, nobody knows what has changed.
                sink.stale(notes.errorsAnd(e));
            }
            idle = events.version.equals(before) ? idle + 1 : 0;
            boolean hasty = System.nanoTime() - began < HASTY.toNanos();
            pause(hasty ? Math.max(idle, 1) : idle);
        }
        return !events.version.equals(from);
    }

    private void pause(int failures) {
        if (failures > 0) {
            try {
                retries.sleep(failures, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Hands on each change as it comes, and knows how far the watch has come. */
    private final class Events implements WatchFindings {
        private final List<ReadError> errors;
        private String version;

        private Events(String version, List<ReadError> errors) {
            this.version = version;
            this.errors = errors;
        }

        /** Reads the answer to a watch, which begins once the server has found the version that it goes on from. */
        private String read(InputStream in) throws IOException {
            sink.settled(errors);
            try {
                Documents.readWatch(in, this);
            } catch (UnreadableEvent e) {
                throw new WatchExpiredException(e.getMessage());
            }
            return version;
        }

        @Override
        public void found(PodImages images) {
            sink.accept(images);
        }

        @Override
        public void owned(PodImages images, Workload owner) {
            // An owner may adopt what was a workload of its own before.
            sink.gone(images.workload().namespace(), images.name());
            sink.acceptRevision(images);
        }

        @Override
        public void gone(String namespace, String name) {
            sink.gone(namespace, name);
        }

        @Override
        public void at(String resourceVersion) {
            version = resourceVersion;
            sink.settled(errors);
        }

        @Override
        public void passedOver(String kind) {
            throw new UnreadableEvent("an event of a " + kind);
        }

        @Override
        public void leftOut() {
            throw new UnreadableEvent("an event of an object that was not asked for");
        }

        @Override
        public void problem(long line, String what) {
            throw new UnreadableEvent(what);
        }

        @Override
        public void page(ListPage page) {
            throw new UnreadableEvent("a list instead of an event");
        }
    }
}

package eu.skyscrapers.ptc.kubernetes.api;

import eu.skyscrapers.ptc.kubernetes.api.ApiException.Kind;
import eu.skyscrapers.ptc.kubernetes.objects.Documents;
import eu.skyscrapers.ptc.kubernetes.objects.ListPage;
import eu.skyscrapers.ptc.kubernetes.objects.WatchFindings;
import eu.skyscrapers.ptc.workload.LiveSink;
import eu.skyscrapers.ptc.workload.PodImages;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Lists pods, then watches them; what breaks is resumed, or listed again. */
final class Follower {
    /** A server closes a watch by itself after some minutes; one that says nothing for longer than this is gone. */
    private static final Duration WATCH = Duration.ofMinutes(4);

    private static final Duration WATCH_AND_SLACK = WATCH.plusSeconds(15);

    /** How often a watch that brings nothing is resumed before the pods are listed again. */
    private static final int IDLE_WATCHES = 3;

    private final ApiServer api;
    private final PodList list;
    private final Patience patience;
    private final LiveSink sink;
    private final Supplier<ClusterSource.Notes> newNotes;
    private boolean everRead;

    Follower(ApiServer api, PodList list, Patience patience, LiveSink sink, Supplier<ClusterSource.Notes> newNotes) {
        this.api = api;
        this.list = list;
        this.patience = patience;
        this.sink = sink;
        this.newNotes = newNotes;
    }

    /** Ends when the thread is interrupted, and when the first list fails or a permission is missing. */
    void run() {
        for (int failures = 0; !Thread.currentThread().isInterrupted(); ) {
            ClusterSource.Notes notes = newNotes.get();
            try {
                if (!everRead) {
                    list.checkPermission(api, List.of("list", "watch"));
                }
                String from = read(notes);
                failures = 0;
                watch(from, notes);
            } catch (ApiException e) {
                notes.fail(e.message());
                if (!everRead) {
                    sink.settled(notes.errors());
                    return;
                }
                sink.stale(notes.errors());
                if (e.kind() == Kind.FORBIDDEN) {
                    return;
                }
                pause(++failures);
            }
        }
    }

    /** @return the resource version that a watch goes on from */
    private String read(ClusterSource.Notes notes) throws ApiException {
        sink.startOver();
        String version = list.read(api, sink, notes);
        if (notes.foundNothing()) {
            list.checkNamespace(api, notes);
        }
        sink.settled(notes.errors());
        everRead = true;
        return version;
    }

    /**
     * Follows the changes until the pods have to be listed again.
     *
     * @throws ApiException when nothing can be watched
     */
    private void watch(String from, ClusterSource.Notes notes) throws ApiException {
        Events events = new Events(from, notes.errors());
        for (int idle = 0; idle < IDLE_WATCHES && !Thread.currentThread().isInterrupted(); ) {
            String before = events.version;
            try {
                api.stream(list.watchPath(before, WATCH), WATCH_AND_SLACK, in -> {
                    Documents.readWatch(in, events);
                    return before;
                });
            } catch (ApiException e) {
                if (e.kind() == Kind.EXPIRED) {
                    return;
                }
                if (e.kind() == Kind.FORBIDDEN) {
                    throw e.saying(e.message() + list.grant());
                }
            }
            idle = events.version.equals(before) ? idle + 1 : 0;
            pause(idle);
        }
    }

    private void pause(int failures) {
        if (failures > 0) {
            try {
                Thread.sleep(patience.pause(Math.min(failures, 5), -1).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Hands on each change as it comes, and knows how far the watch has come. */
    private final class Events implements WatchFindings {
        private final List<String> errors;
        private String version;

        private Events(String version, List<String> errors) {
            this.version = version;
            this.errors = errors;
        }

        @Override
        public void found(PodImages images) {
            sink.accept(images);
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

        // A watch of pods brings pods; an answer of any other kind changes nothing that was read.
        @Override
        public void skipped(String kind) {}

        @Override
        public void leftOut() {}

        @Override
        public void problem(long line, String what) {}

        @Override
        public void page(ListPage page) {}
    }
}

package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.LiveSink;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.ReadError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a cluster as they come and go, for a result at any moment. Unlike a {@link Fold} it knows each pod, since
 * any of them may change. Fed and asked from several threads.
 */
public final class LivePods {
    /** As many as a pod of some containers has of its own. */
    private static final int SHARED_EACH = 8;

    private static final int SHARED_MIN = 1000;

    private record Key(String namespace, String name) {}

    /** @param revision whether it is what {@link LiveSink#acceptRevision} is about */
    private record Held(PodImages images, boolean revision) {}

    /** One list that is followed: of pods or of one kind of templates, of the cluster or of one namespace. */
    private final class Feed implements LiveSink {
        private Map<Key, Held> now = new HashMap<>();
        /** A list that is still being read: it does not show, until it takes the place of the one before. */
        private @Nullable Map<Key, Held> listed;
        /** Of its own: the follower may add to those that it gave. */
        private @Nullable List<ReadError> errors;

        @Override
        public void startOver() {
            synchronized (LivePods.this) {
                listed = new HashMap<>();
            }
        }

        @Override
        public void accept(PodImages images) {
            put(images, false);
        }

        @Override
        public void acceptRevision(PodImages template) {
            put(template, true);
        }

        private void put(PodImages images, boolean revision) {
            synchronized (LivePods.this) {
                Held held = new Held(shared(images), revision);
                change(current().put(new Key(images.workload().namespace(), images.name()), held), held);
            }
        }

        @Override
        public void gone(String namespace, String name) {
            synchronized (LivePods.this) {
                change(current().remove(new Key(namespace, name)), null);
            }
        }

        @Override
        public void settled(List<ReadError> found) {
            end(found, true);
        }

        @Override
        public void stale(List<ReadError> why) {
            end(why, false);
        }

        private void end(List<ReadError> found, boolean whole) {
            synchronized (LivePods.this) {
                change(errors, found);
                if (whole && listed != null) {
                    change(now, null);
                    now = listed;
                }
                listed = null;
                errors = List.copyOf(found);
            }
            changed.run();
        }

        private Map<Key, Held> current() {
            return listed == null ? now : listed;
        }

        /** Most events of a watch say that a pod is as it was. */
        private void change(@Nullable Object before, @Nullable Object after) {
            if (!Objects.equals(before, after)) {
                changes++;
                asListed &= errors == null;
            }
        }

        private int size() {
            return now.size() + (listed == null ? 0 : listed.size());
        }
    }

    private final Runnable changed;
    private final List<Feed> feeds = new ArrayList<>();
    private Map<Object, Object> shared = new HashMap<>();
    private long changes;
    private boolean asListed = true;

    /** @param changed called after each change, from the thread that brought it */
    public LivePods(Runnable changed) {
        this.changed = changed;
    }

    public synchronized LiveSink feed() {
        Feed feed = new Feed();
        feeds.add(feed);
        changes++;
        return feed;
    }

    /**
     * A moment at which nothing was other than at any moment that is equal to it: of the same pods, the ones that should be
     * gone show by their number.
     */
    public record Moment(long changes, long over) {}

    /** @param now decides which pods should be gone already */
    public synchronized Moment moment(Instant now) {
        long over = feeds.stream()
                .flatMap(feed -> feed.now.values().stream())
                .filter(held -> held.images().isOver(now))
                .count();
        return new Moment(changes, over);
    }

    /** Whether every feed was read once. */
    public synchronized boolean settled() {
        return feeds.stream().allMatch(feed -> feed.errors != null);
    }

    /** Whether nothing has happened to a feed since it was read for the first time. */
    public synchronized boolean asListed() {
        return asListed;
    }

    /**
     * The result of this moment, with what has been read so far of a feed that was never read to its end.
     *
     * @param unread the error of such a feed
     * @param joined makes one list of the errors of all feeds
     * @param nothingFound the error of a cluster without any pod
     * @param now decides which pods should be gone already
     */
    public synchronized ClusterResult result(
            String name,
            @Nullable String server,
            ReadError unread,
            UnaryOperator<List<ReadError>> joined,
            String nothingFound,
            Judge judge,
            Instant now) {
        Fold fold = new Fold(true, now);
        List<ReadError> errors = new ArrayList<>();
        for (Feed feed : feeds) {
            errors.addAll(feed.errors == null ? List.of(unread) : feed.errors);
            for (Held held : (feed.errors == null ? feed.current() : feed.now).values()) {
                if (held.revision()) {
                    fold.acceptRevision(held.images());
                } else {
                    fold.accept(held.images());
                }
            }
        }
        return fold.result(name, server, joined.apply(errors), nothingFound, judge);
    }

    /** The same pod in the texts that others like it have brought already: there may be a hundred thousand. */
    private PodImages shared(PodImages pod) {
        int live = feeds.stream().mapToInt(Feed::size).sum();
        if (shared.size() > SHARED_MIN + SHARED_EACH * live) {
            // Mostly of pods that are gone. Those that exist keep theirs.
            shared = new HashMap<>();
        }
        return new PodImages(
                pod.name(),
                same(pod.workload()),
                pod.template(),
                pod.endsBy(),
                pod.finished(),
                same(pod.revision()),
                pod.deployer() == null ? null : same(pod.deployer()),
                pod.pullFailures(),
                pod.images().stream().map(this::same).toList(),
                same(pod.priorityClass()),
                same(pod.node()),
                pod.filledIn());
    }

    @SuppressWarnings("unchecked")
    private <T> T same(T value) {
        return (T) shared.computeIfAbsent(value, first -> first);
    }

    /** How many values are kept for those to come. */
    synchronized int sharedValues() {
        return shared.size();
    }
}

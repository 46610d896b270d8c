package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.LiveSink;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a cluster as they come and go, for a result at any moment. Unlike a {@link Fold} it knows each pod, since
 * any of them may change. Fed and asked from several threads.
 *
 * <p>A pod that is being deleted does not count: nothing is rolled out into it any more, and one that never ends would
 * fail a wait for ever.
 */
public final class LivePods {
    private record Key(String namespace, String name) {}

    /** One list of the cluster's pods that is followed: all of them, or those of one namespace. */
    private final class Feed implements LiveSink {
        private Map<Key, PodImages> pods = new HashMap<>();
        private @Nullable Map<Key, PodImages> listed;
        private @Nullable List<String> errors;

        @Override
        public void startOver() {
            synchronized (LivePods.this) {
                listed = new HashMap<>();
            }
        }

        @Override
        public void accept(PodImages images) {
            synchronized (LivePods.this) {
                current().put(new Key(images.workload().namespace(), images.name()), shared(images));
            }
        }

        @Override
        public void gone(String namespace, String name) {
            synchronized (LivePods.this) {
                current().remove(new Key(namespace, name));
            }
        }

        @Override
        public void settled(List<String> found) {
            synchronized (LivePods.this) {
                pods = current();
                listed = null;
                errors = found;
            }
            changed.run();
        }

        @Override
        public void stale(List<String> why) {
            synchronized (LivePods.this) {
                listed = null;
                errors = why;
            }
            changed.run();
        }

        /** A list that is still being read does not show, until it takes the place of the one before. */
        private Map<Key, PodImages> current() {
            return listed == null ? pods : listed;
        }
    }

    private final Runnable changed;
    private final List<Feed> feeds = new ArrayList<>();
    private final Map<Object, Object> shared = new HashMap<>();

    /** @param changed called after each change, from the thread that brought it */
    public LivePods(Runnable changed) {
        this.changed = changed;
    }

    public synchronized LiveSink feed() {
        Feed feed = new Feed();
        feeds.add(feed);
        return feed;
    }

    /**
     * The result of this moment; empty before every feed was read once.
     *
     * @param nothingFound the error of a cluster without any pod
     */
    public synchronized Optional<ClusterResult> result(
            String name, @Nullable String server, String nothingFound, Classifier classifier) {
        Fold fold = new Fold();
        List<String> errors = new ArrayList<>();
        for (Feed feed : feeds) {
            if (feed.errors == null) {
                return Optional.empty();
            }
            errors.addAll(feed.errors);
            feed.pods.values().stream().filter(pod -> !pod.terminating()).forEach(fold::accept);
        }
        return Optional.of(fold.result(name, server, errors, 0, nothingFound, classifier));
    }

    /** The same pod in the texts that others like it have brought already: there may be a hundred thousand. */
    private PodImages shared(PodImages pod) {
        List<ImageUse> images = pod.images().stream().map(this::same).toList();
        Workload workload = same(pod.workload());
        return new PodImages(pod.name(), workload, pod.template(), pod.terminating(), images);
    }

    @SuppressWarnings("unchecked")
    private <T> T same(T value) {
        return (T) shared.computeIfAbsent(value, first -> first);
    }
}

package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.objects.ObjectSource;
import eu.skyscrapers.ptc.objects.Progress;
import eu.skyscrapers.ptc.objects.Reading;
import eu.skyscrapers.ptc.threads.FourAtATime;
import eu.skyscrapers.ptc.workload.ReadError;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Reads and judges clusters, a few at a time; their order is that of the call, whichever is done first. */
public final class Clusters {
    /**
     * One cluster, judged.
     *
     * @param warnings one line each
     * @param causes of its errors
     */
    public record Read(ClusterResult result, List<String> warnings, List<Throwable> causes) {
        private boolean ranOutOfMemory() {
            return causes.stream().anyMatch(OutOfMemoryError.class::isInstance);
        }
    }

    private final Criteria criteria;
    private final Progress progress;
    private final Consumer<Read> onEnd;
    private final Instant now;

    /**
     * @param onEnd takes each cluster when there is no more to come of it, from the thread that read it
     * @param now decides which pods should be gone already
     */
    public Clusters(Criteria criteria, Progress progress, Consumer<Read> onEnd, Instant now) {
        this.criteria = criteria;
        this.progress = progress;
        this.onEnd = onEnd;
        this.now = now;
    }

    public List<Read> read(List<ObjectSource> sources) {
        if (sources.size() == 1) {
            return List.of(ended(read(sources.get(0))));
        }
        List<Read> done = FourAtATime.each(sources, source -> {
            Read read = read(source);
            return read.ranOutOfMemory() ? read : ended(read);
        });
        // Who came to the end of the memory need not be who filled it: each may have all of it.
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i).ranOutOfMemory()) {
                done.set(i, ended(read(sources.get(i))));
            }
        }
        return done;
    }

    private Read ended(Read read) {
        onEnd.accept(read);
        return read;
    }

    /** A bug that one cluster meets, or too many of its images, do not cost the others their answers. */
    private Read read(ObjectSource source) {
        String unread = criteria.choice().unread(source.name());
        if (unread != null) {
            return judged(
                    source,
                    new Fold(false),
                    new Reading(
                            List.of(new ReadError(ReadError.Kind.CACHE, source.place() + ": " + unread)),
                            List.of(),
                            "",
                            List.of()));
        }
        Fold fold =
                source.server() == null ? new Fold(source.readsTemplates()) : new Fold(source.readsTemplates(), now);
        progress.read(source.name(), 0, -1);
        try {
            return judged(source, fold, source.read(fold, progress));
        } catch (RuntimeException e) {
            return judged(source, fold, failed(source, e));
        } catch (OutOfMemoryError e) {
            return judged(source, new Fold(false), failed(source, e));
        }
    }

    private static Reading failed(ObjectSource source, Throwable e) {
        return new Reading(List.of(Failure.of(source.place(), e)), List.of(), "", List.of(e));
    }

    private Read judged(ObjectSource source, Fold fold, Reading reading) {
        ClusterResult result = fold.result(
                source.name(),
                source.server(),
                reading.errors(),
                reading.nothingFound(),
                criteria.judge(source.name()));
        return new Read(result, reading.warnings(), reading.causes());
    }
}

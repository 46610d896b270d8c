package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Fold;
import eu.skyscrapers.ptc.kubernetes.ObjectSource;
import eu.skyscrapers.ptc.kubernetes.Progress;
import eu.skyscrapers.ptc.kubernetes.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads and judges clusters, a few at a time; their order is that of the call, whichever is done first. */
final class Clusters {
    /** Each reads a page and holds its own images; more at a time would wait for this machine, not for the servers. */
    private static final int AT_A_TIME = 4;

    /**
     * One cluster, judged.
     *
     * @param warnings one line each
     * @param causes of its errors
     */
    record Read(ClusterResult result, List<String> warnings, List<Throwable> causes) {}

    private final Policy policy;
    private final Progress progress;

    Clusters(Policy policy, Progress progress) {
        this.policy = policy;
        this.progress = progress;
    }

    List<Read> read(List<ObjectSource> sources) {
        if (sources.size() == 1) {
            return List.of(read(sources.get(0)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_A_TIME, sources.size()));
        try {
            List<Future<Read>> pending = new ArrayList<>();
            sources.forEach(source -> pending.add(threads.submit(() -> read(source))));
            List<Read> done = new ArrayList<>();
            for (Future<Read> each : pending) {
                done.add(each.get());
            }
            return done;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while clusters were read", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an error of the machine", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** A bug that one cluster meets does not cost the others their answers. */
    private Read read(ObjectSource source) {
        Fold fold = new Fold(source.readsTemplates());
        Reading reading;
        try {
            reading = source.read(fold, progress);
        } catch (RuntimeException e) {
            String failed = source.name() + ": the program itself failed: " + e
                    + "; this is a bug, please report it with what -v prints";
            reading = new Reading(List.of(failed), List.of(), "", List.of(e));
        }
        ClusterResult result = fold.result(
                source.name(), source.server(), reading.errors(), reading.nothingFound(), policy.judge(source.name()));
        return new Read(result, reading.warnings(), reading.causes());
    }
}

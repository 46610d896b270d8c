package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.workload.ImageSink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One cluster, or the files given in its place. */
public interface ObjectSource {
    /** The kubeconfig's context, or the names of the files. */
    String name();

    /** How the kubeconfig calls the cluster itself, mostly by its ARN on EKS; empty where it does not. */
    default String clusterName() {
        return "";
    }

    /** The API server's address; null for files. */
    @Nullable
    String server();

    /** Which source an error is of. */
    default String place() {
        return server() == null ? name() : "context " + name() + " (" + server() + ")";
    }

    /** What is not as it should be with the way to the source; one line each, known before it is read. */
    default List<String> warnings() {
        return List.of();
    }

    /** Whether pod templates of workloads are read, and not only pods. */
    boolean readsTemplates();

    /** Reads everything once. Never throws for what it reads: a failure is part of the answer. */
    Reading read(ImageSink sink, Progress progress);
}

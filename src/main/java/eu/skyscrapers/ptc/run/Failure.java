package eu.skyscrapers.ptc.run;

import eu.skyscrapers.ptc.workload.ReadError;

/** Words for what the program itself could not do. */
public final class Failure {
    private static final long MEGABYTE = 1 << 20;

    private Failure() {}

    /** @param place which source could not be read for it */
    static ReadError of(String place, Throwable e) {
        return new ReadError(ReadError.Kind.INTERNAL, place + ": " + of(e));
    }

    public static String of(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            // A larger heap leaves less room for threads and other memory outside of the heap.
            boolean heap = String.valueOf(e.getMessage()).contains("heap");
            long twice = 2 * Runtime.getRuntime().maxMemory() / MEGABYTE;
            return "memory ran out (" + e.getMessage() + "); "
                    + (heap
                            ? "raise it with AUDIT_ECR_PTC_JAVA_OPTS=-Xmx" + twice
                                    + "m, or a container's memory limit, or "
                            : "")
                    + "audit fewer clusters or namespaces (-n) at a time";
        }
        return "the program itself failed: " + e + "; this is a bug, please report it with the output of -v";
    }
}

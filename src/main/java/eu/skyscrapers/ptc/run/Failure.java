package eu.skyscrapers.ptc.run;

/** Words for what the program itself could not do. */
public final class Failure {
    private static final long MEGABYTE = 1 << 20;

    private Failure() {}

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

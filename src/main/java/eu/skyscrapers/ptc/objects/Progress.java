package eu.skyscrapers.ptc.objects;

/** Who wants to know how far a long reading is. Called from the thread that reads. */
public interface Progress {
    /**
     * @param source the name of what is read
     * @param read how many objects so far: pods, and workloads where their templates are read
     * @param expected how many there are in all; -1 where the server does not say
     */
    void read(String source, long read, long expected);
}

package eu.skyscrapers.ptc.workload;

import java.util.List;

/** Who follows the pods of a source as they change; a pod that is accepted again takes the place of what it was. */
public interface LiveSink extends ImageSink {
    /** The pod is gone. */
    void gone(String namespace, String name);

    /**
     * What was accepted up to now is the state of the source.
     *
     * @param errors what could not be read of it; none when it is whole
     */
    void settled(List<ReadError> errors);

    /**
     * The source can no longer be followed: the state that was settled last may be out of date.
     *
     * @param errors why
     */
    void stale(List<ReadError> errors);
}

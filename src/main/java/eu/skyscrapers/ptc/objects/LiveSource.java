package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.workload.LiveSink;
import eu.skyscrapers.ptc.workload.ReadError;
import java.util.List;

/** A source that can be followed as it changes. */
public interface LiveSource extends ObjectSource {

    /** A part of the source that is read and watched on a thread of its own. */
    interface Part {
        /**
         * Reads the part and then every change, until the thread is interrupted or nothing more can be read. A fault
         * that may pass does not end it: it shows in the errors that the sink gets, until it is mended.
         */
        void follow(LiveSink sink, Progress progress);
    }

    List<Part> parts();

    /** The errors of all parts as those of the whole: each once, and with what helps against several of them. */
    List<ReadError> joined(List<ReadError> errors);

    /** Why an answer without any pod is no answer. */
    String nothingFound();
}

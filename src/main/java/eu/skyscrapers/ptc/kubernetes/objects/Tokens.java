package eu.skyscrapers.ptc.kubernetes.objects;

import eu.skyscrapers.ptc.workload.ImageUse.Place;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A stream of objects in some encoding, pulled one token at a time. */
public interface Tokens {

    enum Token {
        OBJECT,
        END_OBJECT,
        ARRAY,
        END_ARRAY,
        /** The name of a field; its value follows. */
        FIELD,
        /** A string, number or boolean: to a reader of Kubernetes objects, its text. */
        SCALAR,
        NULL,
        /** The end of the input, between two documents. */
        END
    }

    /**
     * @throws MalformedException when the text is not of its format, or ends too early
     * @throws IOException when the text cannot be read
     */
    Token next() throws IOException;

    /** The text of the field or scalar that {@link #next} gave last. */
    String text() throws IOException;

    /** Where the scalar that {@link #next} gave last is written; null for who keeps no places. */
    default @Nullable Place place() {
        return null;
    }

    /** Passes over the rest of the object or array that {@link #next} has just opened; nothing after anything else. */
    void skip() throws IOException;

    /** Where the last token stands, from 1. */
    long line();
}

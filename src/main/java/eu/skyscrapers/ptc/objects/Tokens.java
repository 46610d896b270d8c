package eu.skyscrapers.ptc.objects;

import eu.skyscrapers.ptc.workload.FilePlace;
import eu.skyscrapers.ptc.workload.ImageUse.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /** How many values the aliases of a document may unfold to: far above any manifest, far below a "billion laughs". */
    int MAX_UNFOLDED = 1_000_000;

    // Whoever reads YAML refuses it in these words.
    String TOO_MANY = "its aliases unfold to more than " + MAX_UNFOLDED + " values";
    String NO_ANCHOR = "an alias without an anchor before it";
    String KEY_NOT_TEXT = "a key that is not text";
    String BINARY = "!!binary where kubectl reads a text; write the text";
    String QUESTION_MARK =
            "a key in braces that begins with ?, which kubectl does not take as part of it; put a space after the ?,"
                    + " or the key in quotes";
    String MERGE_BEHIND =
            "the merge key << brings a key that stands before it: kubectl takes the one, other programs the"
                    + " other; put << first";
    String MERGE_OF_NONE = "the merge key << wants a mapping, or a list of mappings";

    /**
     * @throws MalformedException when the text is not of its format, or ends too early
     * @throws IOException when the text cannot be read
     */
    Token next() throws IOException;

    /** The text of the field or scalar that {@link #next} gave last. */
    String text() throws IOException;

    /** Whether {@link #text} refuses the last field or scalar, for it holds its text in base64. */
    default boolean isBinary() {
        return false;
    }

    /** Where the scalar that {@link #next} gave last is written; null if places are not kept. */
    default @Nullable Place place() {
        return null;
    }

    /** The tokens of the YAML text that a scalar of these holds. */
    default Tokens within(String yaml, long line, @Nullable Place place) throws IOException {
        byte[] text = yaml.getBytes(StandardCharsets.UTF_8);
        FilePlace around = place instanceof FilePlace file ? file.lineOnly() : null;
        return new YamlTokens(new ByteArrayInputStream(text), line, text, around);
    }

    /** Passes over the rest of the object or array that {@link #next} has just opened; nothing after anything else. */
    void skip() throws IOException;

    /** What the text may be besides what is found wrong with it, to be put behind that; empty where nothing shows. */
    default String hint() {
        return "";
    }

    /** Where the last token stands, from 1. */
    long line();
}

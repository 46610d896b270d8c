package eu.skyscrapers.ptc.text;

import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What a scalar is to kubectl's parser, as far as it is more than its text. */
public enum Meaning {
    TEXT,
    NULL,
    /** As a key, {@code <<}: also behind a single exclamation mark, or by its tag, and then in quotes too. */
    MERGE,
    /** A text in base64. */
    BINARY;

    public static Meaning of(ScalarEvent scalar) {
        boolean plain = scalar.getImplicit().canOmitTagInPlainScalar();
        String tag = scalar.getTag().orElse("");
        if (tag.equals(Tag.BINARY.getValue())) {
            return BINARY;
        }
        return switch (scalar.getValue()) {
            case "<<" -> plain || tag.equals("!") || tag.equals(Tag.MERGE.getValue()) ? MERGE : TEXT;
            case "", "~", "null", "Null", "NULL" -> plain ? NULL : TEXT;
            default -> TEXT;
        };
    }
}

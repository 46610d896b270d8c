package eu.skyscrapers.ptc.text;

/** Why a text cannot be read as YAML. Of the text itself only a key is ever quoted: what stands beside it may be a secret. */
public final class YamlException extends Exception {
    private static final long serialVersionUID = 1L;

    public enum Fault {
        NOT_TEXT,
        /** The clause says more, where there is more to say. */
        SYNTAX,
        /** A control character, or another version of YAML: the place is not known. */
        CHARACTER,
        TOO_DEEP,
        KEY_NOT_TEXT,
        /** The clause is the key. */
        KEY_TWICE,
        /** Readers of YAML differ on what it means; the clause says where, and what to do. */
        AMBIGUOUS
    }

    private final Fault fault;
    private final int line;
    private final int column;
    private final String clause;

    YamlException(Fault fault, int line, int column, String clause) {
        super(fault + (line > 0 ? " at " + line + ":" + column : "") + (clause.isEmpty() ? "" : ": " + clause));
        this.fault = fault;
        this.line = line;
        this.column = column;
        this.clause = clause;
    }

    YamlException(Fault fault) {
        this(fault, 0, 0, "");
    }

    public Fault fault() {
        return fault;
    }

    /** From one; zero where the place is not known. */
    public int line() {
        return line;
    }

    /** From one; zero where the place is not known. */
    public int column() {
        return column;
    }

    /** What is wrong and what to do, or the key; may be empty. */
    public String clause() {
        return clause;
    }
}

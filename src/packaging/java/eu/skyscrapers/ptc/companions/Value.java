package eu.skyscrapers.ptc.companions;

/** What a shell can offer for the value of an option. The label in the help says it, as it does to the reader. */
enum Value {
    /** There is none. */
    NONE,
    /** Any text: nothing to offer. */
    FREE,
    FILE,
    /** A file, or a context, {@code =} and a file. */
    CONTEXT_FILE,
    /** A format, or a format, {@code =} and a file. */
    FORMAT,
    CONTEXT,
    /** A cluster of the kubeconfig. */
    CLUSTER,
    /** A user of the kubeconfig. */
    USER,
    NAMESPACE,
    /** One of the choices. */
    WORD,
    /** Choices with commas between them. */
    WORDS;

    static Value of(Manual.Entry entry) {
        return switch (entry.label()) {
            case "" -> NONE;
            case "FILE", "FILE|aws", "PATH" -> FILE;
            case "[CONTEXT=]FILE" -> CONTEXT_FILE;
            case "FORMAT[=FILE]" -> FORMAT;
            case "CONTEXT" -> CONTEXT;
            case "CLUSTER" -> CLUSTER;
            case "USER" -> USER;
            case "NS" -> NAMESPACE;
            default -> {
                if (entry.choices().isEmpty()) {
                    yield FREE;
                }
                yield entry.label().endsWith("[,...]") ? WORDS : WORD;
            }
        };
    }
}

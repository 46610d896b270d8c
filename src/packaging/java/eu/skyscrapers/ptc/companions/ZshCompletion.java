package eu.skyscrapers.ptc.companions;

import java.util.List;

/** An array of _arguments specifications for each command. */
record ZshCompletion() implements Completion {
    @Override
    public String shell() {
        return "zsh";
    }

    @Override
    public String options(List<Manual> manuals) {
        StringBuilder text = new StringBuilder();
        for (Manual manual : manuals) {
            text.append("_audit_ecr_ptc_").append(Completion.word(manual)).append("=(\n");
            for (Manual.Entry entry : Completion.optionsOf(manual)) {
                for (String name : entry.names()) {
                    text.append("  ").append(quoted(specification(entry, name))).append('\n');
                }
            }
            text.append(")\n");
        }
        return text.toString();
    }

    /** As in {@code (-o --output)--output=[what it does]:FORMAT:action}. */
    private static String specification(Manual.Entry entry, String name) {
        StringBuilder text = new StringBuilder();
        if (entry.repeatable()) {
            text.append('*');
        } else {
            text.append('(').append(String.join(" ", entry.names())).append(')');
        }
        text.append(name);
        Value value = Value.of(entry);
        if (value != Value.NONE) {
            text.append(name.startsWith("--") ? '=' : '+');
        }
        text.append('[').append(escaped(entry.brief())).append(']');
        if (value != Value.NONE) {
            text.append(':').append(escaped(entry.label())).append(':').append(action(entry, value));
        }
        return text.toString();
    }

    private static String action(Manual.Entry entry, Value value) {
        return switch (value) {
            case NONE, FREE -> " ";
            case FILE -> "_files";
            case CONTEXT_FILE -> "_audit_ecr_ptc_context_file";
            case FORMAT -> "_audit_ecr_ptc_format";
            case CONTEXT -> "_audit_ecr_ptc_context";
            case CLUSTER -> "_audit_ecr_ptc_cluster";
            case USER -> "_audit_ecr_ptc_user";
            case NAMESPACE -> "_audit_ecr_ptc_namespace";
            case WORD -> "(" + String.join(" ", entry.choices()) + ")";
            case WORDS -> "_sequence compadd - " + String.join(" ", entry.choices());
        };
    }

    /** A colon ends a part of the specification, and a bracket its description. */
    static String escaped(String text) {
        return text.replaceAll("[\\\\:\\[\\]]", "\\\\$0");
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}

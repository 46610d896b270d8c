package eu.skyscrapers.ptc.companions;

import java.util.List;

/** A {@code complete} command for each option. */
record FishCompletion() implements Completion {
    @Override
    public String shell() {
        return "fish";
    }

    @Override
    public String options(List<Manual> manuals) {
        StringBuilder text = new StringBuilder();
        for (Manual manual : manuals) {
            for (Manual.Entry entry : Completion.optionsOf(manual)) {
                text.append("complete -c audit-ecr-ptc -n '__audit_ecr_ptc_in ")
                        .append(Completion.word(manual))
                        .append('\'');
                for (String name : entry.names()) {
                    text.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
                }
                text.append(value(entry))
                        .append(" -d ")
                        .append(quoted(entry.brief()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String value(Manual.Entry entry) {
        String choices = String.join(" ", entry.choices());
        return switch (Value.of(entry)) {
            case NONE -> "";
            case FREE -> " -x";
            case FILE -> " -r -F";
            case CONTEXT_FILE -> " -x -a '(__audit_ecr_ptc_context_file)'";
            case FORMAT -> " -x -a '(__audit_ecr_ptc_format)'";
            case CONTEXT -> " -x -a '(__audit_ecr_ptc_contexts)'";
            case CLUSTER -> " -x -a '(__audit_ecr_ptc_kubectl config get-clusters)[2..-1]'";
            case USER -> " -x -a '(__audit_ecr_ptc_kubectl config get-users)[2..-1]'";
            case NAMESPACE -> " -x -a '(__audit_ecr_ptc_namespaces)'";
            case WORD -> " -x -a " + quoted(choices);
            case WORDS -> " -x -a '(__audit_ecr_ptc_list " + choices + ")'";
        };
    }

    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

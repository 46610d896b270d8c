package eu.skyscrapers.ptc.companions;

import java.util.List;
import java.util.Locale;

/** Two case statements: the options of a command, and the value of an option. Bash shows no descriptions. */
record BashCompletion() implements Completion {
    @Override
    public String shell() {
        return "bash";
    }

    @Override
    public String options(List<Manual> manuals) {
        StringBuilder text = new StringBuilder("  case $command in\n");
        for (Manual manual : manuals) {
            text.append("    ").append(Completion.word(manual)).append(")\n      options=(");
            for (Manual.Entry entry : Completion.optionsOf(manual)) {
                entry.names().forEach(name -> text.append(name).append(' '));
            }
            text.setLength(text.length() - 1);
            text.append(") ;;\n");
        }
        text.append("  esac\n  case $command:$option in\n");
        for (Manual manual : manuals) {
            for (Manual.Entry entry : Completion.optionsOf(manual)) {
                Value value = Value.of(entry);
                if (value != Value.NONE) {
                    text.append("    ").append(pattern(manual, entry)).append(") kind='");
                    text.append(value.name().toLowerCase(Locale.ROOT)).append('\'');
                    if (!entry.choices().isEmpty()) {
                        text.append(" choices=(")
                                .append(String.join(" ", entry.choices()))
                                .append(')');
                    }
                    text.append(" ;;\n");
                }
            }
        }
        return text.append("  esac\n").toString();
    }

    private static String pattern(Manual manual, Manual.Entry entry) {
        return String.join(
                " | ",
                entry.names().stream()
                        .map(name -> Completion.word(manual) + ":" + name)
                        .toList());
    }
}

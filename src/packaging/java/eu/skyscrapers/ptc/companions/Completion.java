package eu.skyscrapers.ptc.companions;

import java.util.List;

/** The completion of one shell. Its template holds what is the same whatever options there are. */
interface Completion {
    /** In a template, the place of the options. */
    String OPTIONS = "@OPTIONS@\n";

    /** In a template, the place of the names of formats. */
    String FORMATS = "@FORMATS@";

    /** As in the name of its template. */
    String shell();

    /** Everything that the shell has to know of the options, in whole lines. */
    String options(List<Manual> manuals);

    default String fill(String template, List<Manual> manuals) {
        return template.replace(FORMATS, String.join(" ", formats(manuals))).replace(OPTIONS, options(manuals));
    }

    /** What the shell knows a command by. */
    static String word(Manual manual) {
        int blank = manual.call().lastIndexOf(' ');
        return blank < 0 ? "audit" : manual.call().substring(blank + 1);
    }

    static List<Manual.Entry> optionsOf(Manual manual) {
        return manual.groups().stream()
                .flatMap(group -> group.entries().stream())
                .filter(entry -> !entry.names().isEmpty())
                .toList();
    }

    private static List<String> formats(List<Manual> manuals) {
        return manuals.stream()
                .flatMap(manual -> optionsOf(manual).stream())
                .filter(entry -> Value.of(entry) == Value.FORMAT)
                .map(Manual.Entry::choices)
                .findFirst()
                .orElseThrow();
    }
}

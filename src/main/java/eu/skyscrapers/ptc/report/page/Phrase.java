package eu.skyscrapers.ptc.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Words of ours with texts of others among them, kept apart so that each format can escape the latter in its own way. */
public record Phrase(List<Part> parts) {
    /** Who wrote a part. */
    public enum Kind {
        OURS,
        OTHERS,
        /** Others too. */
        IMAGE
    }

    public record Part(Kind kind, String text) {}

    static Phrase ours(String text) {
        return new Phrase(List.of(new Part(Kind.OURS, text)));
    }

    static Phrase others(String text) {
        return new Phrase(List.of(new Part(Kind.OTHERS, text)));
    }

    static Phrase image(String text) {
        return new Phrase(List.of(new Part(Kind.IMAGE, text)));
    }

    /** @param words ours, with a {@code {}} for each of the texts of others */
    static Phrase of(String words, String... texts) {
        String[] ours = words.split("\\{}", -1);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < ours.length; i++) {
            parts.add(new Part(Kind.OURS, ours[i]));
            if (i < texts.length) {
                parts.add(new Part(Kind.OTHERS, texts[i]));
            }
        }
        return new Phrase(parts);
    }

    /** The same, and another behind it. */
    Phrase and(Phrase other) {
        List<Part> longer = new ArrayList<>(parts);
        longer.addAll(other.parts);
        return new Phrase(longer);
    }

    /**
     * The same, and a list of others' names; nothing of it where there is no name.
     *
     * @param words before the first
     * @param more after the number of those that are not named
     */
    Phrase and(String words, Folded<String> names, String more) {
        List<Part> longer = new ArrayList<>(parts);
        String before = words;
        for (String name : names.listed()) {
            longer.add(new Part(Kind.OURS, before));
            longer.add(new Part(Kind.OTHERS, name));
            before = ", ";
        }
        if (!names.rest().isEmpty()) {
            longer.add(new Part(Kind.OURS, " and " + names.rest().size() + more));
        }
        return new Phrase(longer);
    }

    public boolean isImage() {
        return parts.get(0).kind() == Kind.IMAGE;
    }

    /** @param escape what a format does to text of others */
    public String drawn(UnaryOperator<String> escape) {
        return parts.stream()
                .map(part -> part.kind() == Kind.OURS ? part.text() : escape.apply(part.text()))
                .collect(Collectors.joining());
    }
}

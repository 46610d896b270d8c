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

    Phrase then(Phrase other) {
        List<Part> all = new ArrayList<>(parts);
        all.addAll(other.parts);
        return new Phrase(all);
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

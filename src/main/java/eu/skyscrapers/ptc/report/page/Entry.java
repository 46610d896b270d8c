package eu.skyscrapers.ptc.report.page;

import eu.skyscrapers.ptc.audit.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of a section.
 *
 * @param headline null where the users say what it is
 */
public record Entry(@Nullable Phrase headline, List<Usage> users, List<Fact> facts) {
    /** @param label words of ours */
    public record Fact(String label, Phrase words) {
        private static final String CHANGE = "->";

        /** What to write instead, which a reader may copy. */
        static Fact change(Phrase words) {
            return new Fact(CHANGE, words);
        }

        public boolean isChange() {
            return label.equals(CHANGE);
        }
    }

    static Entry of(Phrase headline, Fact... facts) {
        return new Entry(headline, List.of(), List.of(facts));
    }
}

package eu.skyscrapers.ptc.audit;

import java.util.List;

/**
 * What there is to know of some of the cache's prefixes, and fails no audit.
 *
 * @param prefixes as ECR writes them
 * @param text a clause for a report that names the prefixes beside it
 */
public record RuleNote(Kind kind, List<String> prefixes, String text) {
    public RuleNote {
        prefixes = List.copyOf(prefixes);
    }

    /** In the order of the report. */
    public enum Kind implements Keyed {
        OLD_SECRET,
        IMPORT_NOT_KNOWN,
        PULL_NOT_KNOWN,
        NO_TEMPLATE,
        FROZEN_TAGS,
        EXPIRES,
        CREDENTIAL_ACCEPTED,
        IMPORT_ALLOWED,
        PULL_ALLOWED;

        /** Whether all is well. */
        public boolean isGood() {
            return this.compareTo(EXPIRES) > 0;
        }
    }
}

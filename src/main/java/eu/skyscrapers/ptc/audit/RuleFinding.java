package eu.skyscrapers.ptc.audit;

import org.jspecify.annotations.Nullable;

/**
 * Something about the cache's rules that the platform cannot work with.
 *
 * @param prefix of the rule, as ECR writes it; of a rule that is not there, the platform's
 * @param place where the rule stands; null for one that is not there
 * @param problem what is wrong, a clause for a report that names the prefix beside it
 * @param change what to do, a command or a sentence
 */
public record RuleFinding(
        Fault fault, String prefix, @Nullable String place, String problem, String change) {

    /** In the order of the report. */
    public enum Fault {
        NO_DEFAULT_RULE("no-default-rule"),
        NO_OPT_IN_RULE("no-opt-in-rule"),
        WRONG_UPSTREAM("wrong-upstream"),
        NO_CREDENTIAL("no-credential"),
        MALFORMED_CREDENTIAL("malformed-credential"),
        CREDENTIAL_NAME("credential-name"),
        CREDENTIAL_ELSEWHERE("credential-elsewhere");

        private final String key;

        Fault(String key) {
            this.key = key;
        }

        /** The word that reports use; stable. */
        public String key() {
            return key;
        }
    }
}

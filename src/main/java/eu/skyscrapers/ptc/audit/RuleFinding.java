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
    public enum Fault implements Keyed {
        NO_DEFAULT_RULE,
        NO_OPT_IN_RULE,
        WRONG_UPSTREAM,
        NO_CREDENTIAL,
        MALFORMED_CREDENTIAL,
        CREDENTIAL_NAME,
        CREDENTIAL_ELSEWHERE,
        NO_SECRET,
        DELETED_SECRET,
        REFUSED_CREDENTIAL,
        IMPORT_NOT_ALLOWED,
        PULL_NOT_ALLOWED
    }
}

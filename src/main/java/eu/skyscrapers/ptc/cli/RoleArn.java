package eu.skyscrapers.ptc.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IAM role to assume, as the user names it.
 *
 * @param account its number, or {@link #ANY}
 */
record RoleArn(String text, String account) {
    /** Stands for the account of whatever the role is assumed for. */
    static final String ANY = "{account}";

    private static final Pattern ARN =
            Pattern.compile("arn:[a-z0-9-]+:iam::(?<account>[0-9]{12}|\\{account\\}):role/\\S+");

    /** @param option by which it was given, for the message */
    static RoleArn of(String option, String text) throws UsageException {
        Matcher arn = ARN.matcher(text);
        if (!arn.matches()) {
            throw new UsageException(option + " " + text
                    + ": not a role's ARN; write arn:aws:iam::ACCOUNT:role/NAME, with the account's number or " + ANY);
        }
        return new RoleArn(text, arn.group("account"));
    }

    boolean ofAnyAccount() {
        return account.equals(ANY);
    }

    boolean canBeOf(String other) {
        return ofAnyAccount() || account.equals(other);
    }

    /** The ARN itself, where it is assumed for something of this account. */
    String in(String other) {
        return text.replace(ANY, other);
    }
}

package eu.skyscrapers.ptc.audit;

import java.util.Optional;

/**
 * The name of a secret in AWS Secrets Manager: {@code arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX}.
 *
 * @param name with the six characters that Secrets Manager appends
 */
record SecretArn(String partition, String region, String account, String name) {
    private static final int PARTS = 7;

    static Optional<SecretArn> parse(String arn) {
        String[] parts = arn.split(":", -1);
        boolean whole = parts.length == PARTS
                && parts[0].equals("arn")
                && parts[2].equals("secretsmanager")
                && parts[5].equals("secret")
                && isDigits(parts[4])
                && !parts[1].isEmpty()
                && !parts[3].isEmpty()
                && !parts[6].isEmpty();
        return whole ? Optional.of(new SecretArn(parts[1], parts[3], parts[4], parts[6])) : Optional.empty();
    }

    private static boolean isDigits(String account) {
        return account.length() == 12 && account.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

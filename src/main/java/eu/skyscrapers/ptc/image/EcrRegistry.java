package eu.skyscrapers.ptc.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A private registry of Amazon ECR. Its standard, FIPS and dual-stack hosts all mean the same registry.
 *
 * @param account twelve digits
 * @param region for example {@code eu-west-1}
 */
public record EcrRegistry(String account, String region, Partition partition) {
    private static final int ACCOUNT_DIGITS = 12;
    private static final String STANDARD = ".dkr.ecr";
    private static final String DUAL_STACK = ".dkr-ecr";
    private static final String FIPS = "-fips";

    /** A record's own is code that Java makes when it is first used, which is before the first request here. */
    @Override
    public int hashCode() {
        return 31 * account.hashCode() + region.hashCode();
    }

    /**
     * Reads {@code <account>.dkr.ecr[-fips].<region>.<suffix>} and its dual-stack twin with {@code dkr-ecr}.
     *
     * <p>Stricter than the patterns of AWS's own credential helpers, which take any label for a region:
     * {@code 123456789012.dkr.ecr.s3.amazonaws.com} is somebody's storage bucket.
     *
     * @param host without a port, in any case, as {@link ImageReference#host} gives it
     */
    public static Optional<EcrRegistry> parse(String host) {
        String lower = ImageReference.lowerCase(host);
        boolean dualStack = lower.startsWith(DUAL_STACK, ACCOUNT_DIGITS);
        if (!(dualStack || lower.startsWith(STANDARD, ACCOUNT_DIGITS)) || !isAccount(lower)) {
            return Optional.empty();
        }
        int at = ACCOUNT_DIGITS + STANDARD.length();
        if (lower.startsWith(FIPS, at)) {
            at += FIPS.length();
        }
        int regionEnd = lower.indexOf('.', at + 1);
        if (regionEnd < 0 || lower.charAt(at) != '.') {
            return Optional.empty();
        }
        String region = lower.substring(at + 1, regionEnd);
        String suffix = lower.substring(regionEnd + 1);
        return Partition.ofRegion(region)
                .filter(partition -> suffix.equals(dualStack ? partition.dualStackSuffix : partition.suffix))
                .map(partition -> new EcrRegistry(lower.substring(0, ACCOUNT_DIGITS), region, partition));
    }

    /** Whether this is Amazon ECR Public, which is one registry for the whole world. */
    public static boolean isPublic(String host) {
        String lower = ImageReference.lowerCase(host);
        return lower.equals("public.ecr.aws") || lower.equals("ecr-public.aws.com");
    }

    /** The host that {@code aws ecr get-login-password} is documented with: neither FIPS nor dual-stack. */
    public String standardHost() {
        return account + STANDARD + '.' + region + '.' + partition.suffix;
    }

    private static boolean isAccount(String host) {
        for (int i = 0; i < ACCOUNT_DIGITS; i++) {
            if (!isDigit(host.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /**
     * AWS's partitions, by what their region names begin with. Standard suffixes are those of the partition list in the
     * AWS SDKs; the dual-stack ones of the isolated partitions and of the European one are named only by
     * aws/amazon-ecs-agent and renovatebot/renovate.
     */
    public enum Partition {
        AWS_CN("cn-", "amazonaws.com.cn", "on.amazonwebservices.com.cn"),
        AWS_EUSC("eusc-", "amazonaws.eu", "on.amazonwebservices.eu"),
        AWS_ISO("us-iso-", "c2s.ic.gov", "on.aws.ic.gov"),
        AWS_ISO_B("us-isob-", "sc2s.sgov.gov", "on.aws.scloud"),
        AWS_ISO_E("eu-isoe-", "cloud.adc-e.uk", "on.cloud-aws.adc-e.uk"),
        AWS_ISO_F("us-isof-", "csp.hci.ic.gov", "on.aws.hci.ic.gov"),
        AWS_US_GOV("us-gov-", "amazonaws.com", "on.aws"),
        /** All other regions; last, because every region begins with nothing. */
        AWS("", "amazonaws.com", "on.aws");

        private final String regionPrefix;
        private final String suffix;
        private final String dualStackSuffix;

        Partition(String regionPrefix, String suffix, String dualStackSuffix) {
            this.regionPrefix = regionPrefix;
            this.suffix = suffix;
            this.dualStackSuffix = dualStackSuffix;
        }

        /** As ARNs write it: {@code aws}, {@code aws-cn}, {@code aws-us-gov}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Optional<Partition> ofRegion(String region) {
            return isRegion(region)
                    ? Arrays.stream(values())
                            .filter(partition -> region.startsWith(partition.regionPrefix))
                            .findFirst()
                    : Optional.empty();
        }

        /** Whether this is words and a number: two letters, more words, one or two digits. */
        private static boolean isRegion(String region) {
            int number = 0;
            int words = 0;
            for (int end = wordEnd(region, number); end > number; end = wordEnd(region, number)) {
                number = end + 1;
                words++;
            }
            int digits = region.length() - number;
            return words >= 2
                    && (region.charAt(2) == '-' || region.startsWith(AWS_EUSC.regionPrefix))
                    && (digits == 1 || digits == 2)
                    && isDigit(region.charAt(number))
                    && isDigit(region.charAt(region.length() - 1));
        }

        /** Returns the position of the hyphen after a word of letters, or the start where no such word is. */
        private static int wordEnd(String region, int start) {
            int at = start;
            while (at < region.length() && region.charAt(at) >= 'a' && region.charAt(at) <= 'z') {
                at++;
            }
            return at < region.length() && region.charAt(at) == '-' ? at : start;
        }
    }
}

package eu.skyscrapers.ptc.aws.server;

import java.util.stream.Stream;

/** AWS's worlds, of which none knows of the others. A region belongs to the first whose prefix it has. */
public enum Partition {
    CHINA("aws-cn", "cn-", "amazonaws.com.cn"),
    GOVERNMENT("aws-us-gov", "us-gov-", "amazonaws.com"),
    ISO("aws-iso", "us-iso-", "c2s.ic.gov"),
    ISO_B("aws-iso-b", "us-isob-", "sc2s.sgov.gov"),
    ISO_E("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk"),
    ISO_F("aws-iso-f", "us-isof-", "csp.hci.ic.gov"),
    EUROPE("aws-eusc", "eusc-", "amazonaws.eu"),
    COMMERCIAL("aws", "", "amazonaws.com");

    final String id;
    private final String prefix;
    private final String suffix;

    Partition(String id, String prefix, String suffix) {
        this.id = id;
        this.prefix = prefix;
        this.suffix = suffix;
    }

    static Partition of(String region) {
        return Stream.of(values())
                .filter(each -> region.startsWith(each.prefix))
                .findFirst()
                .orElseThrow();
    }

    static String stsHost(String region) {
        return "sts." + region + "." + of(region).suffix;
    }
}

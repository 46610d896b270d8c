package eu.skyscrapers.ptc.image;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.image.EcrRegistry.Partition;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrRegistryTest {

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, AWS, aws, amazonaws.com, on.aws",
        "ap-southeast-7, AWS, aws, amazonaws.com, on.aws",
        "mx-central-1, AWS, aws, amazonaws.com, on.aws",
        "za-blaze-1, AWS, aws, amazonaws.com, on.aws",
        "us-east-12, AWS, aws, amazonaws.com, on.aws",
        "us-gov-west-1, AWS_US_GOV, aws-us-gov, amazonaws.com, on.aws",
        "cn-north-1, AWS_CN, aws-cn, amazonaws.com.cn, on.amazonwebservices.com.cn",
        "cn-northwest-1, AWS_CN, aws-cn, amazonaws.com.cn, on.amazonwebservices.com.cn",
        "eusc-de-east-1, AWS_EUSC, aws-eusc, amazonaws.eu, on.amazonwebservices.eu",
        "us-iso-east-1, AWS_ISO, aws-iso, c2s.ic.gov, on.aws.ic.gov",
        "us-isob-east-1, AWS_ISO_B, aws-iso-b, sc2s.sgov.gov, on.aws.scloud",
        "eu-isoe-west-1, AWS_ISO_E, aws-iso-e, cloud.adc-e.uk, on.cloud-aws.adc-e.uk",
        "us-isof-south-1, AWS_ISO_F, aws-iso-f, csp.hci.ic.gov, on.aws.hci.ic.gov",
    })
    void readsEveryHostOfARegistry(
            String region, Partition partition, String id, String suffix, String dualStackSuffix) {
        EcrRegistry registry = new EcrRegistry("123456789012", region, partition);
        String standard = "123456789012.dkr.ecr." + region + "." + suffix;

        assertThat(partition.id()).isEqualTo(id);
        assertThat(registry.standardHost()).isEqualTo(standard);
        assertThat(List.of(
                        standard,
                        "123456789012.dkr.ecr-fips." + region + "." + suffix,
                        "123456789012.dkr-ecr." + region + "." + dualStackSuffix,
                        "123456789012.dkr-ecr-fips." + region + "." + dualStackSuffix))
                .allSatisfy(host -> {
                    assertThat(EcrRegistry.parse(host)).contains(registry);
                    assertThat(EcrRegistry.parse(host.toUpperCase(Locale.ROOT))).contains(registry);
                    assertThat(EcrRegistry.isPublic(host)).isFalse();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu-west-1.amazonaws.com.cn",
                "eu-west-1.amazonaws.eu",
                "eu-west-1.c2s.ic.gov",
                "eu-west-1.on.aws",
                "cn-north-1.amazonaws.com",
                "us-gov-west-1.amazonaws.com.cn",
                "eusc-de-east-1.amazonaws.com",
                "us-iso-east-1.amazonaws.com",
                "us-iso-east-1.sc2s.sgov.gov",
                "us-isob-east-1.c2s.ic.gov",
                "eu-isoe-west-1.amazonaws.com",
                "us-isof-south-1.c2s.ic.gov",
                "s3.amazonaws.com",
                "s3-eu-west-1.amazonaws.com",
                "eu-west-1.s3.amazonaws.com",
                "eu-west-1",
                "eu-west-1.",
                "eu-west-1.amazonaws",
                "eu-west-1.amazonaws.com.",
                "eu-west-1.amazonaws.com.evil.com",
                "eu-west-1.amazonaws.com:443",
                "eu-west-1.amazonaws.com/x",
                ".amazonaws.com",
                "amazonaws.com",
                "-.amazonaws.com",
                "1.amazonaws.com",
                "eu.amazonaws.com",
                "eu-1.amazonaws.com",
                "eu-west.amazonaws.com",
                "eu-west-.amazonaws.com",
                "eu-west-123.amazonaws.com",
                "eu-west-1a.amazonaws.com",
                "eu-west-a1.amazonaws.com",
                "eu-west-1-1.amazonaws.com",
                "eu--west-1.amazonaws.com",
                "-eu-west-1.amazonaws.com",
                "e-west-1.amazonaws.com",
                "eur-west-1.amazonaws.com",
                "e1-west-1.amazonaws.com",
                "eu-w3st-1.amazonaws.com",
                "eu-west-\u0661.amazonaws.com",
                "eu_west_1.amazonaws.com",
                "us-east-\u212a.amazonaws.com",
                "eu-west-1.amazonaws.com\n",
            })
    void theRegionMustFitThePartitionOfTheSuffix(String rest) {
        assertThat(EcrRegistry.parse("123456789012.dkr.ecr." + rest)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "123456789012",
                "123456789012.",
                "123456789012.dkr.ecr",
                "123456789012.dkr.ecr.",
                "123456789012.dkr-ecr-fips",
                "12345678901.dkr.ecr.eu-west-1.amazonaws.com",
                "1234567890123.dkr.ecr.eu-west-1.amazonaws.com",
                "12345678901x.dkr.ecr.eu-west-1.amazonaws.com",
                "x23456789012.dkr.ecr.eu-west-1.amazonaws.com",
                "12345678901\u0661.dkr.ecr.eu-west-1.amazonaws.com",
                ".dkr.ecr.eu-west-1.amazonaws.com",
                "dkr.ecr.eu-west-1.amazonaws.com",
                "123456789012.ecr.eu-west-1.amazonaws.com",
                "123456789012.dkr-ecr.eu-west-1.amazonaws.com",
                "123456789012.dkrxecr.eu-west-1.amazonaws.com",
                "123456789012.dkr.ecr-fip.eu-west-1.amazonaws.com",
                "123456789012.dkr.ecr-fips-.eu-west-1.amazonaws.com",
                "123456789012.dkr.ecrx.eu-west-1.amazonaws.com",
                "123456789012.dkr.ecrxeu-west-1.amazonaws.com",
                "123456789012.dkr-ecr-fipsxeu-west-1.on.aws",
                "123456789012.dkr.ecr-fipsx.eu-west-1.amazonaws.com",
                "x.123456789012.dkr.ecr.eu-west-1.amazonaws.com",
                "123456789012-dkr.ecr.eu-west-1.amazonaws.com",
                "123456789012.d\u212ar.ecr.eu-west-1.amazonaws.com",
                "public.ecr.aws",
                "quay.io",
            })
    void everythingElseIsNoPrivateRegistry(String host) {
        assertThat(EcrRegistry.parse(host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public.ecr.aws", "PUBLIC.ecr.AWS", "ecr-public.aws.com", "ECR-PUBLIC.AWS.COM"})
    void knowsEcrPublic(String host) {
        assertThat(EcrRegistry.isPublic(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ecr.aws",
                "xpublic.ecr.aws",
                "public.ecr.aws.",
                "public.ecr.aws:443",
                "public.ecr.aws.evil.com",
                "ecr-public.aws",
                "ecr-public.us-east-1.amazonaws.com",
                "public.ecr.aws\n",
                "publ\u0131c.ecr.aws"
            })
    void nothingElseIsEcrPublic(String host) {
        assertThat(EcrRegistry.isPublic(host)).isFalse();
    }

    @Test
    void answersForHugeTexts() {
        for (String repeated : List.of("1", ".", "a.", "A", "-", "a-", "dkr.ecr.")) {
            String huge = repeated.repeat(1_000_000);
            assertThat(EcrRegistry.parse(huge)).isEmpty();
            assertThat(EcrRegistry.parse("123456789012.dkr.ecr." + huge)).isEmpty();
            assertThat(EcrRegistry.isPublic(huge)).isFalse();
        }
    }
}

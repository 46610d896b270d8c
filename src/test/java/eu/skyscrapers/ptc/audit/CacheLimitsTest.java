package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheLimitsTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String OTHER = "210987654321.dkr.ecr.eu-west-1.amazonaws.com";

    private static CacheRule rule(
            String prefix, String upstream, String upstreamPrefix, @Nullable String role, boolean described) {
        return new CacheRule(prefix, upstream, upstreamPrefix, null, role, null, described, "rules.json:1:2");
    }

    private static Stream<String> hints(String host, CacheRule... rules) {
        return CacheLimits.hints(Cache.of(host, Arrays.asList(rules))).stream().map(Hint::line);
    }

    /** Of a rule that ECR itself described, without a role. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            quay      | quay.io                 | -    | -
            quay/io   | quay.io                 | acme | -
            ROOT      | quay.io                 | -    | -
            hub       | registry-1.docker.io    | -    | -
            k8        | registry.k8s.io         | -    | -
            az        | acme.azurecr.io         | -    | -
            public    | public.ecr.aws          | -    | -
            own       | 123456789012.dkr.ecr.us-east-1.amazonaws.com | - | -
            gcr       | gcr.io                  | -    | it cannot cache gcr.io, and nothing below this prefix can be pulled
            az        | a.b.azurecr.io          | -    | it cannot cache a.b.azurecr.io, and nothing below this prefix can be pulled
            az        | .azurecr.io             | -    | it cannot cache .azurecr.io, and nothing below this prefix can be pulled
            az        | azurecr.io              | -    | it cannot cache azurecr.io, and nothing below this prefix can be pulled
            q         | quay.io                 | -    | a prefix has 2 to 30 characters, and this one has 1
            LONGEST   | quay.io                 | -    | -
            LONGESTx  | quay.io                 | -    | a prefix has 2 to 30 characters, and this one has 31
            ROOT      | quay.io                 | acme | ROOT stands for a whole upstream, without acme of it
            """)
    void whatEcrRefuses(String prefix, String upstream, @Nullable String upstreamPrefix, @Nullable String refusal) {
        String written = prefix.replace("LONGEST", "p".repeat(30));
        CacheRule rule = rule(
                written.equals("ROOT") ? "" : written,
                upstream,
                upstreamPrefix == null ? "" : upstreamPrefix,
                null,
                true);
        assertThat(hints(HOST, rule))
                .isEqualTo(
                        refusal == null
                                ? List.of()
                                : List.of("rules.json:1:2: Amazon ECR refuses the rule " + written + "=" + rule.from()
                                        + ": " + refusal));
    }

    @Test
    void theRegistryOfAnotherAccountIsAskedAsARole() {
        CacheRule without = rule("base", OTHER, "", null, true);
        assertThat(hints(HOST, without))
                .containsExactly("rules.json:1:2: Amazon ECR refuses the rule base=" + OTHER
                        + ": to ask the registry of another account it needs a customRoleArn");
        assertThat(hints(HOST, rule("base", OTHER, "", "arn:aws:iam::123456789012:role/x", true)))
                .isEmpty();
        assertThat(hints(HOST, rule("base", OTHER, "", null, false)))
                .as("nobody said that it has none")
                .isEmpty();
        assertThat(hints(OTHER, without)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1.amazonaws.com, false",
        "cn-north-1.amazonaws.com.cn, true",
        "us-gov-west-1.amazonaws.com, true",
    })
    void regionsWithoutCacheRules(String region, boolean without) {
        String host = "123456789012.dkr.ecr." + region;
        assertThat(hints(host))
                .hasSize(without ? 1 : 0)
                .allSatisfy(hint -> assertThat(hint)
                        .startsWith("Amazon ECR has no pull-through cache in ")
                        .contains(host));
    }
}

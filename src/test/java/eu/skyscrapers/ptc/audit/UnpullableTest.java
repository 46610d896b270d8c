package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which references come through the cache by their looks, and can never be pulled. */
class UnpullableTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String FIPS = "123456789012.dkr.ecr-fips.eu-west-1.amazonaws.com";
    private static final String DUAL_STACK = "123456789012.dkr-ecr.eu-west-1.on.aws";
    private static final String SHA = "@sha256:" + "5e".repeat(32);

    private static CacheRule rule(String text) {
        String[] parts = text.split("=", 2);
        String[] upstream = parts[1].split("/", 2);
        String prefix = parts[0].equals("ROOT") ? "" : parts[0];
        return new CacheRule(
                prefix, upstream[0], upstream.length > 1 ? upstream[1] : "", null, null, null, false, "test");
    }

    private static Judgment judge(String rules, String image) {
        List<CacheRule> all =
                Arrays.stream(rules.split(" ", -1)).map(UnpullableTest::rule).toList();
        return new Classifier(Cache.of(REGISTRY, all))
                .classify(image.replace("$PTC", REGISTRY)
                        .replace("$FIPS", FIPS)
                        .replace("$DUAL", DUAL_STACK)
                        .replace("$SHA", SHA));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Docker Hub's official images, by the rule that serves the repository
            docker-hub=docker.io          | $PTC/docker-hub/nginx             | missing-library
            docker-hub=docker.io          | $PTC/docker-hub/nginx:1.27        | missing-library
            docker-hub=docker.io          | $PTC/docker-hub/library/nginx     |
            docker-hub=docker.io          | $PTC/docker-hub/bitnami/redis     |
            docker-hub=docker.io          | $PTC/docker-hub/library/a/b       | library-path
            docker-hub=docker.io          | $PTC/docker-hub/library/a/b/c:1   | library-path
            docker-hub=docker.io          | $PTC/docker-hub/acme/library/a    |
            docker-hub=docker.io          | $PTC/docker-hub/library           | missing-library
            hub/eu=registry-1.docker.io   | $PTC/hub/eu/nginx                 | missing-library
            hub/eu=registry-1.docker.io   | $PTC/hub/eu/library/nginx         |
            docker-hub=quay.io            | $PTC/docker-hub/nginx             |
            quay=quay.io                  | $PTC/quay/nginx                   |
            official=docker.io/library    | $PTC/official/nginx               |
            official=docker.io/library    | $PTC/official/a/b                 | library-path
            acme=docker.io/acme           | $PTC/acme/nginx                   |
            ROOT=docker.io                | $PTC/nginx                        | missing-library
            ROOT=docker.io                | $PTC/library/nginx                |
            ROOT=docker.io                | $PTC/library/a/b                  | library-path
            ROOT=docker.io a=quay.io      | $PTC/a/b                          |
            a=docker.io a/b=quay.io       | $PTC/a/b/c                        |
            # The host, as the kubelet compares it
            quay=quay.io                  | $PTC:443/quay/x                   | host-spelling
            quay=quay.io                  | 123456789012.DKR.ECR.eu-west-1.amazonaws.com/quay/x     | host-spelling
            quay=quay.io                  | 123456789012.dkr.ecr.eu-west-1.amazonaws.COM:443/quay/x | host-spelling
            quay=quay.io                  | $DUAL/quay/x                      |
            quay=quay.io                  | $DUAL:443/quay/x                  | host-spelling
            quay=quay.io                  | $FIPS/quay/x                      | fips-host
            quay=quay.io                  | 123456789012.dkr-ecr-fips.eu-west-1.on.aws/quay/x | fips-host
            quay=quay.io                  | $FIPS:443/quay/x                  | host-spelling
            docker-hub=docker.io          | $FIPS/docker-hub/nginx            | missing-library
            docker-hub=docker.io          | $PTC:443/docker-hub/nginx         | missing-library
            # A digest may be in the cache already
            quay=quay.io                  | $PTC/quay/x:1$SHA                 |
            docker-hub=docker.io          | $PTC/docker-hub/nginx$SHA         | missing-library
            # Where no rule serves it, there is nothing to pull through
            quay=quay.io                  | $PTC/docker-hub/nginx             |
            quay=quay.io                  | $PTC:443/other/x                  |
            quay=quay.io                  | nginx                             |
            quay=quay.io                  | quay.io:443/a/b                   |
            quay=quay.io                  | $FIPS/other/x                     |
            """)
    void isFoundByTheRulesOfTheCache(String rules, String image, String cause) {
        Judgment judgment = judge(rules, image);
        PullCause fault = judgment.fault();
        assertThat(fault == null ? null : fault.key()).isEqualTo(cause);
        if (fault != null) {
            assertThat(judgment.verdict()).isEqualTo(Verdict.VIA_PTC);
            assertThat(judgment.note()).contains("cannot be pulled: " + fault.text(), fault.help());
        }
    }

    @ParameterizedTest
    @CsvSource({"$PTC/quay/x$SHA", "$PTC/quay/x:1$SHA", "$PTC:443/quay/x$SHA", "quay.io/x/y$SHA"})
    void aDigestIsNotedOnEitherSideOfTheCache(String image) {
        assertThat(judge("quay=quay.io", image).note())
                .contains("pinned by digest: a first pull by digest may not fill");
    }
}

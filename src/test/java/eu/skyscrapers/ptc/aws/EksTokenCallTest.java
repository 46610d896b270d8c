package eu.skyscrapers.ptc.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EksTokenCallTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/audit";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "aws --region eu-west-1 eks get-token --cluster-name prod --output json             | prod | eu-west-1 | - | -",
                "aws --region eu-west-1 eks get-token --cluster-name prod --output json --role ROLE | prod | eu-west-1 | - | ROLE",
                "aws eks get-token --cluster-name prod --role-arn ROLE --profile audit              | prod | -         | audit | ROLE",
                "aws eks --profile=audit get-token --cluster-name=prod --region=eu-west-1           | prod | eu-west-1 | audit | -",
                "aws eks get-token --cluster-id 8cbd-55 --region eu-west-1                          | 8cbd-55 | eu-west-1 | - | -",
                "aws-iam-authenticator token -i prod                                                | prod | -         | - | -",
                "aws-iam-authenticator token --cluster-id prod -r ROLE --region eu-west-1           | prod | eu-west-1 | - | ROLE",
            })
    void callsAreUnderstood(String call, String cluster, String region, String profile, String role) {
        List<String> words = List.of(call.replace("ROLE", ROLE).split(" "));
        assertThat(EksTokenCall.parse(words.get(0), words.subList(1, words.size()), Set.of("AWS_PROFILE")))
                .contains(new EksTokenCall(cluster, region, profile, role == null ? null : ROLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws eks get-token",
                "aws eks get-token --cluster-name",
                "aws eks get-token --cluster-name=",
                "aws eks get-token --cluster-name a --cluster-id b",
                "aws eks get-token --cluster-name a --role x --role-arn y",
                "aws eks get-token --cluster-name a --role x --role-arn=y",
                "aws eks get-token --cluster-name=a --cluster-name=b",
                "aws eks get-token --region eu-west-1 --cluster-name a --region=eu-central-1",
                "aws eks get-token --cluster-name a --output text",
                "aws eks get-token --cluster-name a --endpoint-url https://x",
                "aws eks get-token --cluster-name a --no-verify-ssl",
                "aws eks get-token --cluster-name a more",
                "aws eks list-clusters --cluster-name a",
                "aws get-token eks --cluster-name a",
                "aws eks --cluster-name a",
                "aws-iam-authenticator token -i a --external-id x",
                "aws-iam-authenticator token -i a --cache",
                "aws-iam-authenticator token -i a --profile x",
                "kubelogin get-token --cluster-name a",
            })
    void whatIsNotKnownIsLeftToThePlugin(String call) {
        List<String> words = List.of(call.split(" ", -1));
        assertThat(EksTokenCall.parse(words.get(0), words.subList(1, words.size()), Set.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_CA_BUNDLE", "AWS_ENDPOINT_URL", "HTTPS_PROXY", "AWS_ACCESS_KEY_ID"})
    void variablesThatAreNotKnownAreLeftToThePlugin(String variable) {
        List<String> words = List.of("eks", "get-token", "--cluster-name", "prod", "--region", "eu-west-1");
        assertThat(EksTokenCall.parse("aws", words, Set.of("AWS_REGION"))).isPresent();
        assertThat(EksTokenCall.parse("aws", words, Set.of("AWS_REGION", variable)))
                .isEmpty();
    }
}

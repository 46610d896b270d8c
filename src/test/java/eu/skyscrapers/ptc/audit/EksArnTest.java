package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ReadError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EksArnTest {
    private static final String ARN = "arn:aws:eks:eu-west-1:123456789012:cluster/production";
    private static final Cache CACHE = Cache.builtIn("123456789012.dkr.ecr.eu-west-1.amazonaws.com");

    @Test
    void isReadAsItIsWritten() {
        assertThat(EksArn.of("aws", "eu-west-1", "123456789012", "production")).isEqualTo(ARN);
        assertThat(EksArn.parse(ARN)).contains(new EksArn("eu-west-1", "123456789012", "production"));
        assertThat(EksArn.shortName(ARN)).isEqualTo("production");
        for (String other : List.of("production", "arn:aws:eks:eu-west-1:1:cluster/x", ARN.replace("eks", "ecs"))) {
            assertThat(EksArn.parse(other)).as(other).isEmpty();
            assertThat(EksArn.shortName(other)).isEqualTo(other);
        }
    }

    @Test
    void aClusterIsLookedUpByItsNameBeforeItsShortOne() {
        assertThat(EksArn.lookup(Map.of(ARN, 1, "production", 2), ARN)).isEqualTo(1);
        assertThat(EksArn.lookup(Map.of("production", 2), ARN)).isEqualTo(2);
        assertThat(EksArn.lookup(Map.of("staging", 3), ARN)).isNull();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            ARN,  -,                                                         eu-west-1
            ARN,  https://0AB.gr7.us-east-1.eks.amazonaws.com,               eu-west-1
            prod, https://0AB.gr7.us-east-1.eks.amazonaws.com,               us-east-1
            prod, https://0AB.gr7.us-east-1.eks.amazonaws.com:443,           us-east-1
            prod, https://0AB.sk1.cn-north-1.eks.amazonaws.com.cn,           cn-north-1
            prod, https://0AB.gr7.eks-cluster.us-east-2.api.aws,             us-east-2
            prod, https://0AB.gr7.eks-cluster.us-east-2.api.aws/path,        us-east-2
            prod, https://0AB.gr7.us-east-1.eks.example.com.,                us-east-1
            prod, http://0AB.gr7.us-east-1.eks.amazonaws.com,                -
            prod, https://evil.example.com/x.us-east-1.eks.amazonaws.com,    -
            prod, https://10.0.0.1:6443,                                     -
            prod, -,                                                         -
            """)
    void theRegionShowsInTheNameOrTheServer(String cluster, @Nullable String server, @Nullable String region) {
        String name = cluster.replace("ARN", ARN);
        assertThat(EksArn.region(name, server).orElse(null)).isEqualTo(region);

        ReadError error = new ReadError(ReadError.Kind.UNREACHABLE, "broken");
        ClusterResult result = new Fold(false).result(name, server, List.of(error), "nothing", Judge.of(CACHE));
        boolean other = region != null && !region.equals("eu-west-1");
        assertThat(EksArn.hint(CACHE, result).map(Hint::line).orElse(""))
                .startsWith(
                        other ? "the cluster is in " + region + ", and the registry of its cache in eu-west-1: " : "")
                .endsWith(other ? " (in " + name + ")" : "")
                .matches(line -> line.isEmpty() != other);
    }
}

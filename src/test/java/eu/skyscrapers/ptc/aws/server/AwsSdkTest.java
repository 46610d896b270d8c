package eu.skyscrapers.ptc.aws.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Request;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;

/** The SDK takes the stand-in for AWS, sent to it by nothing but the SDK's own settings. */
class AwsSdkTest {
    private static final String REGION = "eu-west-1";
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @TempDir
    private Path folder;

    private final TestAws aws = TestAws.http();
    private final Account tooling = aws.account("222222222222");
    private final Principal auditor = tooling.role("auditor").allow("ecr:*", "eks:*");

    @AfterEach
    void close() {
        aws.close();
    }

    private static StsClient sts() {
        return StsClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
    }

    private static EcrClient ecr() {
        return EcrClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
    }

    private static EksClient eks() {
        return EksClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
    }

    @ParameterizedTest
    @CsvSource({"key,test", "pod identity,eks-prod-auditor-pod", "web identity,irsa"})
    void everyWayToCredentialsLeadsToTheRole(String way, String session) {
        Map<String, String> variables = way.equals("key")
                ? aws.environment(auditor.key(), REGION)
                : way.equals("pod identity")
                        ? aws.podIdentity(auditor, folder, REGION)
                        : aws.webIdentity(auditor, folder, REGION);
        aws.here(variables);

        assertThat(sts().getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::222222222222:assumed-role/auditor/" + session);
        assertThat(aws.calls())
                .singleElement()
                .extracting(call -> call.key().session())
                .isEqualTo(session);
    }

    @Test
    void propertiesAreAsBeforeWhenItIsClosed() {
        aws.here(aws.environment(auditor.key(), REGION));
        assertThat(System.getProperty("aws.endpointUrl")).isEqualTo(aws.uri().toString());
        aws.close();
        assertThat(System.getProperty("aws.endpointUrl")).isNull();
    }

    @Test
    void registryIsReadPageByPage() {
        aws.pageSize(2).here(aws.environment(auditor.key(), REGION));
        Instant pushed = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        tooling.registry(REGION)
                .rule("docker-hub", "registry-1.docker.io")
                .rule("quay", "quay.io")
                .rule("k8s", "registry.k8s.io")
                .templates("[{\"prefix\":\"ROOT\",\"createdAt\":\"2026-01-01T00:00:00Z\"}]")
                .policy("{}")
                .image("quay/x", DIGEST, pushed, null, "1");
        try (EcrClient ecr = ecr()) {
            assertThat(ecr.describePullThroughCacheRulesPaginator(request -> {}).pullThroughCacheRules())
                    .extracting(PullThroughCacheRule::ecrRepositoryPrefix)
                    .containsExactly("docker-hub", "quay", "k8s");
            assertThat(ecr.describeRepositoryCreationTemplates(request -> {})
                            .repositoryCreationTemplates()
                            .get(0)
                            .createdAt())
                    .isEqualTo("2026-01-01T00:00:00Z");
            assertThat(ecr.getRegistryPolicy(request -> {}).policyText()).isEqualTo("{}");
            assertThat(ecr.validatePullThroughCacheRule(request -> request.ecrRepositoryPrefix("quay"))
                            .isValid())
                    .isTrue();
            List<ImageDetail> images = ecr.describeImages(request -> request.repositoryName("quay/x")
                            .imageIds(ImageIdentifier.builder().imageTag("1").build()))
                    .imageDetails();
            assertThat(images).singleElement().satisfies(image -> {
                assertThat(image.imagePushedAt()).isEqualTo(pushed);
                assertThat(image.lastRecordedPullTime()).isNull();
                assertThat(image.imageStatusAsString()).isEqualTo("ACTIVE");
            });
            assertThatThrownBy(() -> ecr.describeImages(request -> request.repositoryName("quay/x")
                            .imageIds(ImageIdentifier.builder().imageTag("2").build())))
                    .isInstanceOf(ImageNotFoundException.class);
        }
    }

    @Test
    void clustersAreRead() {
        aws.pageSize(1).here(aws.environment(auditor.key(), REGION));
        tooling.cluster(REGION, "blue").status("CREATING");
        tooling.cluster(REGION, "prod").endpoint("https://127.0.0.1:1");
        try (EksClient eks = eks()) {
            assertThat(eks.listClustersPaginator().clusters()).containsExactly("blue", "prod");
            assertThat(eks.describeCluster(request -> request.name("blue")).cluster())
                    .satisfies(cluster -> {
                        assertThat(cluster.status()).isEqualTo(ClusterStatus.CREATING);
                        assertThat(cluster.endpoint()).isNull();
                    });
            assertThat(eks.describeCluster(request -> request.name("prod"))
                            .cluster()
                            .endpoint())
                    .isEqualTo("https://127.0.0.1:1");
            assertThatThrownBy(() -> eks.describeCluster(request -> request.name("green")))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("No cluster found for name: green.");
        }
    }

    /** What the SDK takes for a reason to ask again, it asks again for; what it does not, it does not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throttled                   | true
            ServerException             | true
            ServiceUnavailableException | true
            502 HTML                    | true
            no answer                   | true
            denied                      | false
            UnrecognizedClientException | false
            """)
    void whatPassesIsAskedAgain(String name, boolean mended) {
        aws.here(aws.environment(auditor.key(), REGION));
        tooling.cluster(REGION, "prod");
        Fault fault = AwsFault.allThatEnd().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        aws.fault(Request.first(1, Request.any()), fault);
        try (EksClient eks = eks()) {
            if (mended) {
                assertThat(eks.listClusters().clusters()).containsExactly("prod");
            } else {
                assertThatThrownBy(eks::listClusters).isInstanceOf(AwsServiceException.class);
            }
        }
    }
}

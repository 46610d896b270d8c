package eu.skyscrapers.ptc.aws.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.api.server.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real CLI takes the stand-in for AWS: its signatures are right, and it understands the answers. */
class AwsCliTest {
    private static final String REGION = "eu-west-1";
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @TempDir
    private Path folder;

    private final TestAws aws = TestAws.http();
    private final Account tooling = aws.account("222222222222");
    private final Account production = aws.account("111111111111");
    private final Principal auditor = tooling.role("team/auditor").allow("ecr:*", "sts:AssumeRole", "secretsmanager:*");
    private final Principal reader = production.role("reader").trust(auditor).allow("eks:*");

    @BeforeAll
    static void awsIsThere() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "aws"))),
                "the AWS CLI is not installed");
    }

    @AfterEach
    void close() {
        aws.close();
    }

    private String run(Map<String, String> environment, boolean succeeds, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("aws", "--output", "json"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue() == 0).as(output).isEqualTo(succeeds);
        return output;
    }

    private JsonNode json(Map<String, String> environment, String... arguments) throws Exception {
        return Json.read(run(environment, true, arguments).getBytes(UTF_8));
    }

    private String token(Map<String, String> environment) throws Exception {
        Map<String, String> ofAws = new TreeMap<>(environment);
        ofAws.remove("AWS_ENDPOINT_URL");
        return json(ofAws, "eks", "get-token", "--cluster-name", "prod")
                .at("/status/token")
                .asText();
    }

    @Test
    void readsAWholeRegistryPageByPage() throws Exception {
        aws.pageSize(2);
        String secret = tooling.secrets(REGION).add("ecr-pullthroughcache/docker-hub", Instant.now());
        tooling.registry(REGION)
                .rule("docker-hub", "registry-1.docker.io", secret)
                .rule("quay", "quay.io")
                .rule("k8s", "registry.k8s.io")
                .invalid("docker-hub", "wrong password")
                .templates(
                        "[{\"prefix\":\"ROOT\",\"appliedFor\":[\"PULL_THROUGH_CACHE\"],\"createdAt\":\"2026-01-02T03:04:05+01:00\"}]")
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[]}")
                .image("docker-hub/library/nginx", DIGEST, Instant.now(), null, "1.25", "1");
        Map<String, String> environment = aws.environment(auditor.key(), REGION);

        assertThat(json(environment, "ecr", "describe-pull-through-cache-rules").path("pullThroughCacheRules"))
                .hasSize(3);
        assertThat(json(environment, "ecr", "validate-pull-through-cache-rule", "--ecr-repository-prefix", "docker-hub")
                        .path("failure")
                        .asText())
                .isEqualTo("wrong password");
        assertThat(json(environment, "ecr", "describe-repository-creation-templates")
                        .at("/repositoryCreationTemplates/0")
                        .has("createdAt"))
                .isTrue();
        assertThat(json(environment, "ecr", "get-registry-policy")
                        .path("policyText")
                        .asText())
                .contains("2012-10-17");
        assertThat(json(environment, "ecr", "describe-images", "--repository-name", "docker-hub/library/nginx")
                        .at("/imageDetails/0/imageDigest")
                        .asText())
                .isEqualTo(DIGEST);
        assertThat(run(
                        environment,
                        false,
                        "ecr",
                        "describe-images",
                        "--repository-name",
                        "docker-hub/library/nginx",
                        "--image-ids",
                        "imageTag=1.26"))
                .contains("(ImageNotFoundException)", "imageTag:'1.26'");
        assertThat(json(environment, "secretsmanager", "describe-secret", "--secret-id", secret)
                        .path("Name")
                        .asText())
                .isEqualTo("ecr-pullthroughcache/docker-hub");
        assertThat(aws.calls())
                .extracting(Call::action)
                .startsWith("ecr:DescribePullThroughCacheRules", "ecr:DescribePullThroughCacheRules")
                .hasSize(8);
    }

    @Test
    void rolesOfProfilesAreAssumedAndTheirTokensTaken() throws Exception {
        Cluster cluster = production.cluster(REGION, "prod").letIn(reader);
        aws.pageSize(1);
        production.cluster(REGION, "blue").status("CREATING");
        Map<String, String> environment = aws.environment(auditor.key(), REGION);

        run(environment, true, "eks", "get-token", "--cluster-name", "prod", "--role-arn", reader.arn());
        assertThat(aws.calls())
                .singleElement()
                .asString()
                .startsWith("sts:AssumeRole ")
                .contains("\"RoleSessionName\":\"EKSGetTokenAuth\"");
        // Version 1 writes the endpoint of the variable into the token, and no API server would take it.
        assertThat(cluster.refusal(token(aws.environment(reader.key(), REGION))))
                .isEmpty();
        assertThat(cluster.refusal(token(environment))).get().asString().startsWith("no access entry");

        Map<String, String> asReader = aws.environment(reader.key(), REGION);
        assertThat(json(asReader, "eks", "list-clusters").path("clusters"))
                .extracting(JsonNode::asText)
                .containsExactly("blue", "prod");
        assertThat(json(asReader, "eks", "describe-cluster", "--name", "prod")
                        .at("/cluster/arn")
                        .asText())
                .isEqualTo("arn:aws:eks:eu-west-1:111111111111:cluster/prod");
        assertThat(run(asReader, false, "eks", "describe-cluster", "--name", "green"))
                .contains("(ResourceNotFoundException)", "No cluster found for name: green.");
    }

    @Test
    void podsHaveTheirRoles() throws Exception {
        assertThat(json(aws.podIdentity(auditor, folder, REGION), "sts", "get-caller-identity")
                        .path("Arn")
                        .asText())
                .isEqualTo("arn:aws:sts::222222222222:assumed-role/auditor/eks-prod-auditor-pod");
        assertThat(json(aws.webIdentity(auditor, folder, REGION), "sts", "get-caller-identity")
                        .path("Arn")
                        .asText())
                .isEqualTo("arn:aws:sts::222222222222:assumed-role/auditor/irsa");
    }

    @Test
    void refusalsAreUnderstood() throws Exception {
        Key stranger = tooling.user("stranger").key();
        Map<String, String> environment = aws.environment(stranger, REGION);
        assertThat(run(environment, false, "ecr", "describe-pull-through-cache-rules"))
                .contains(
                        "(AccessDeniedException)",
                        "User: arn:aws:iam::222222222222:user/stranger is not authorized to perform:"
                                + " ecr:DescribePullThroughCacheRules");
        assertThat(run(environment, false, "eks", "list-clusters")).contains("(AccessDeniedException)");
        assertThat(run(
                        environment,
                        false,
                        "sts",
                        "assume-role",
                        "--role-arn",
                        reader.arn(),
                        "--role-session-name",
                        "test"))
                .contains(
                        "(AccessDenied)", "is not authorized to perform: sts:AssumeRole on resource: " + reader.arn());

        environment.put("AWS_SECRET_ACCESS_KEY", "wrong");
        assertThat(run(environment, false, "ecr", "get-registry-policy")).contains("(InvalidSignatureException)");
        assertThat(run(environment, false, "eks", "list-clusters")).contains("(InvalidSignatureException)");
        assertThat(run(environment, false, "sts", "get-caller-identity")).contains("(SignatureDoesNotMatch)");

        environment.put("AWS_ACCESS_KEY_ID", "AKIANOBODY");
        assertThat(run(environment, false, "ecr", "get-registry-policy")).contains("(UnrecognizedClientException)");
        assertThat(run(environment, false, "sts", "get-caller-identity")).contains("(InvalidClientTokenId)");

        Map<String, String> session = aws.environment(auditor.key(), REGION);
        aws.expireSessions();
        assertThat(run(session, false, "ecr", "get-registry-policy")).contains("(ExpiredTokenException)");
        assertThat(run(session, false, "sts", "get-caller-identity")).contains("(ExpiredToken)");
    }
}

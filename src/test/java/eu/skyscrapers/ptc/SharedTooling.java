package eu.skyscrapers.ptc;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.aws.server.Account;
import eu.skyscrapers.ptc.aws.server.Cluster;
import eu.skyscrapers.ptc.aws.server.Principal;
import eu.skyscrapers.ptc.aws.server.TestAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The accounts for which {@code src/deploy/cronjob-clusters.yaml} is written, on loopback: the registry's, in which it runs,
 * and one for each role that it names, with a cluster in each. Whoever asks may do what the policies of {@code src/iam}
 * allow.
 */
final class SharedTooling implements AutoCloseable {
    static final Path DEPLOY = Path.of("src/deploy");
    private static final Path IAM = Path.of("src/iam");
    static final String REGION = "eu-west-1";
    static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private static final String SECRET = "ecr-pullthroughcache/docker-hub";
    /** What the nodes of both accounts need. */
    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"AWS": ["arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root"]},
              "Action": ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"],
              "Resource": "arn:aws:ecr:eu-west-1:123456789012:repository/*"}]}
            """;

    final TestAws aws = TestAws.http();
    final Principal cron =
            aws.account("123456789012").role("audit-ecr-ptc-cron").policy(document("cron-policy.json"));
    /** By account. */
    final Map<String, TestApiServer> servers = new LinkedHashMap<>();

    final List<Cluster> clusters = new ArrayList<>();

    SharedTooling() {
        Account tooling = aws.account("123456789012");
        tooling.registry(REGION)
                .rule(
                        "docker-hub",
                        "registry-1.docker.io",
                        tooling.secrets(REGION).add(SECRET, Instant.now()))
                .rule("quay", "quay.io")
                .rule("k8s", "registry.k8s.io")
                .policy(POLICY)
                .image("quay/team/app", "sha256:" + "a".repeat(64), Instant.now(), null, "1");
        for (String argument : arguments()) {
            if (argument.startsWith("--role-arn=")) {
                add(argument.split(":", -1)[4]);
            }
        }
    }

    private void add(String id) {
        Account account = aws.account(id);
        TestApiServer server =
                TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("team", "app", REGISTRY + "/quay/team/app:1"));
        servers.put(id, server);
        Principal role = account.role("audit-ecr-ptc")
                .policy(document("cluster-policy.json"))
                .trust(document("cluster-trust.json"));
        clusters.add(account.cluster(REGION, "prod").endpoint(server).letIn(role));
    }

    /** A file of {@code src/iam}. */
    static JsonNode document(String name) {
        try {
            return Json.read(Files.readString(IAM.resolve(name)).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> manifests() {
        return ShippedYaml.documents(DEPLOY.resolve("cronjob-clusters.yaml"));
    }

    private static JsonNode podSpec() {
        return manifests().get(1).at("/spec/jobTemplate/spec/template/spec");
    }

    private static List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        podSpec().at("/containers/0/args").forEach(argument -> arguments.add(argument.asText()));
        return arguments;
    }

    /** Those of the container, for volumes below the folder; the one of the ConfigMap has what ships in it. */
    static List<String> arguments(Path folder) throws IOException {
        List<String> arguments = arguments();
        for (JsonNode mount : podSpec().at("/containers/0/volumeMounts")) {
            Path volume =
                    Files.createDirectories(folder.resolve(mount.path("name").asText()));
            arguments.replaceAll(
                    argument -> argument.replace("=" + mount.path("mountPath").asText() + "/", "=" + volume + "/"));
        }
        Files.writeString(
                folder.resolve("accepted/accepted.yaml"),
                ShippedYaml.documents(DEPLOY.resolve("accepted.yaml"))
                        .get(0)
                        .at("/data/accepted.yaml")
                        .asText());
        return arguments;
    }

    @Override
    public void close() {
        servers.values().forEach(TestApiServer::close);
        aws.close();
    }
}

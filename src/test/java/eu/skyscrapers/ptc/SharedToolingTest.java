package eu.skyscrapers.ptc;

import static eu.skyscrapers.ptc.SharedTooling.DEPLOY;
import static eu.skyscrapers.ptc.SharedTooling.REGION;
import static eu.skyscrapers.ptc.SharedTooling.document;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.aws.server.AwsFault;
import eu.skyscrapers.ptc.aws.server.Call;
import eu.skyscrapers.ptc.aws.server.Cluster;
import eu.skyscrapers.ptc.aws.server.TestAws;
import eu.skyscrapers.ptc.cli.Cli;
import eu.skyscrapers.ptc.report.Format;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CronJob in SharedTooling does with its policies all that it is for, and these allow nothing else. */
class SharedToolingTest {
    /** Not a call: STS wants it allowed where a pod's session, whose tags go along, assumes a role. */
    private static final String TAGS = "sts:TagSession";
    /** What nobody needs a permission for. */
    private static final String WHO = "sts:GetCallerIdentity";

    private static final Pattern SIGNED =
            Pattern.compile(".{0,40}(?:k8s-aws-v1\\.|Signature=|Security-Token=)\\w.{0,40}");

    @TempDir
    private Path folder;

    private final SharedTooling tooling = new SharedTooling();

    @AfterEach
    void close() {
        tooling.close();
    }

    private Cli.Run run(Map<String, String> variables, String... more) throws Exception {
        tooling.aws.here(variables);
        Cli cli = new Cli().with("AUDIT_ECR_PTC_REGISTRY", SharedTooling.REGISTRY);
        variables.forEach(cli::with);
        List<String> arguments = SharedTooling.arguments(folder);
        arguments.addAll(List.of(more));
        return cli.run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pod identity", "web identity"})
    void auditsTheClustersOfEveryAccount(String way) throws Exception {
        Cli.Run run = run(
                way.equals("pod identity")
                        ? tooling.aws.podIdentity(tooling.cron, folder, REGION)
                        : tooling.aws.webIdentity(tooling.cron, folder, REGION));

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).as(run.out()).isZero();
        JsonNode report = Json.read(Files.readAllBytes(folder.resolve("reports/audit.json")));
        assertThat(report.path("clusters"))
                .hasSizeGreaterThan(1)
                .allMatch(cluster -> cluster.path("pods").asInt() == 1)
                .extracting(cluster -> cluster.path("name").asText())
                .isEqualTo(tooling.clusters.stream().map(Cluster::arn).toList());

        Set<String> ofCron = allowed("cron-policy.json");
        Set<String> ofClusters = allowed("cluster-policy.json");
        assertThat(asked("assumed-role/audit-ecr-ptc-cron/")).isEqualTo(ofCron);
        assertThat(asked("assumed-role/audit-ecr-ptc/")).isEqualTo(ofClusters);
    }

    private Set<String> asked(String caller) {
        return tooling.aws.calls().stream()
                .filter(call -> call.caller().contains(caller))
                .map(Call::action)
                .filter(action -> !action.equals(WHO))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> allowed(String policy) {
        Set<String> actions = actions(document(policy));
        actions.remove(TAGS);
        return actions;
    }

    private static Set<String> actions(JsonNode policy) {
        Set<String> actions = new TreeSet<>();
        policy.findValues("Action").forEach(value -> {
            actions.add(value.asText());
            value.forEach(action -> actions.add(action.asText()));
        });
        actions.remove("");
        return actions;
    }

    @Test
    void theTableNamesEveryActionThatThePoliciesAllow() throws Exception {
        Set<String> table = Pattern.compile("`([a-z]+:[A-Z][A-Za-z]+)`")
                .matcher(Files.readString(Path.of(".github/docs/aws.md")).replaceFirst("(?s).*\n## What it asks\n", ""))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> allowed = actions(document("cron-policy.json"));
        allowed.addAll(actions(document("cluster-policy.json")));
        allowed.add(WHO);
        assertThat(table).isEqualTo(allowed);
        // None of them changes anything: the tags are the session's own.
        table.removeAll(Set.of(TAGS, "sts:AssumeRole"));
        assertThat(table).allMatch(action -> action.matches("[a-z]+:(Describe|Get|List|Validate)[A-Za-z]+"));
    }

    @Test
    void bothTrustPoliciesOfTheJobAreForItsServiceAccount() {
        JsonNode account = SharedTooling.manifests().get(0).path("metadata");
        String namespace = account.path("namespace").asText();
        String name = account.path("name").asText();

        JsonNode pods = document("cron-trust-pod-identity.json").at("/Statement/0");
        assertThat(pods.path("Principal")).isEqualTo(tree(Map.of("Service", "pods.eks.amazonaws.com")));
        assertThat(pods.path("Action")).isEqualTo(tree(List.of("sts:AssumeRole", TAGS)));
        assertThat(pods.path("Condition"))
                .isEqualTo(tree(Map.of(
                        "StringEquals",
                        Map.of(
                                "aws:RequestTag/kubernetes-namespace", namespace,
                                "aws:RequestTag/kubernetes-service-account", name))));

        JsonNode web = document("cron-trust-irsa.json").at("/Statement/0");
        String issuer = web.at("/Principal/Federated").asText().replaceFirst(".*:oidc-provider/", "");
        assertThat(web.path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
        assertThat(web.path("Condition"))
                .isEqualTo(tree(Map.of(
                        "StringEquals",
                        Map.of(
                                issuer + ":aud",
                                "sts.amazonaws.com",
                                issuer + ":sub",
                                "system:serviceaccount:" + namespace + ":" + name))));
        assertThat(SharedTooling.DEPLOY.resolve("cronjob-clusters.yaml"))
                .content()
                .contains("eks.amazonaws.com/role-arn: " + tooling.cron.arn());
    }

    /** The least that a role in Kubernetes can have, and no access policy of EKS beside it. */
    @Test
    void theAccessEntryIsForTheGroupOfTheRole() {
        JsonNode entry = document("access-entry.json");
        JsonNode group =
                ShippedYaml.documents(DEPLOY.resolve("role.yaml")).get(1).at("/subjects/0");

        assertThat(group.path("kind").asText()).isEqualTo("Group");
        assertThat(entry.path("kubernetesGroups"))
                .isEqualTo(tree(List.of(group.path("name").asText())));
        assertThat(entry.path("principalArn").asText()).isIn(roles());
        assertThat(entry).hasSize(2);
    }

    /** One role in each account, which the job is given and may assume. */
    @Test
    void theRolesOfTheJobAreThoseThatItMayAssume() throws Exception {
        assertThat(SharedTooling.arguments(folder))
                .filteredOn(argument -> argument.startsWith("--role-arn="))
                .isEqualTo(roles().stream().map(role -> "--role-arn=" + role).toList())
                .hasSizeGreaterThan(1);
        assertThat(document("cluster-trust.json")
                        .at("/Statement/0/Principal/AWS")
                        .asText())
                .isEqualTo(tooling.cron.arn());
    }

    static Stream<Arguments> faults() {
        Stream<Arguments> ofAws = AwsFault.allThatRepeat().stream()
                .flatMap(fault ->
                        Stream.of("sts:*", "eks:*", "ecr:*", "pods:*").map(service -> Arguments.of(service, fault)));
        // Other forms are those of any token, which SecretsTest has.
        Stream<Arguments> ofClusters = Fault.allThatRepeat().stream()
                .filter(fault -> fault.name().endsWith("as it is"))
                .map(fault -> Arguments.of("", fault));
        return Stream.concat(
                Stream.of(Arguments.of("sts:Nothing", AwsFault.failed())), Stream.concat(ofAws, ofClusters));
    }

    /**
     * Neither a key nor a session's token, a signature, or what is shown to clusters is in any output, although AWS or the
     * clusters repeat it.
     */
    @ParameterizedTest
    @MethodSource("faults")
    void noOutputHoldsASecret(String actions, Fault fault) throws Exception {
        List<String> more = new ArrayList<>(List.of("-v"));
        for (Format format : Format.values()) {
            more.addAll(List.of("-o", format.key() + "=" + folder.resolve("report." + format.key())));
        }
        if (actions.isEmpty()) {
            tooling.servers.values().forEach(server -> server.fault(Request.any(), fault));
        } else {
            tooling.aws.fault(TestAws.calling(actions), fault);
        }
        Cli.Run run = run(tooling.aws.podIdentity(tooling.cron, folder, REGION), more.toArray(String[]::new));

        List<String> secrets = new ArrayList<>(tooling.aws.secrets());
        for (TestApiServer server : tooling.servers.values()) {
            for (Request request : server.requests()) {
                String token = request.header("authorization").replaceFirst("Bearer k8s-aws-v1\\.", "");
                secrets.addAll(List.of(token, new String(Base64.getUrlDecoder().decode(token), UTF_8)));
            }
        }
        List<String> outputs = new ArrayList<>(List.of(run.out(), run.err()));
        for (Format format : Format.values()) {
            outputs.add(Files.readString(folder.resolve("report." + format.key())));
        }
        assertThat(secrets).isNotEmpty();
        for (String output : outputs) {
            assertThat(secrets).noneMatch(output::contains);
            assertThat(SIGNED.matcher(output).results().map(MatchResult::group)).isEmpty();
        }
    }

    /** Each command of the page is one that the CLI sends, after it has checked options and parameters by AWS's own model. */
    @Test
    void theCommandsAreOnesOfTheAwsCli() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "aws"))),
                "the AWS CLI is not installed");
        List<String> commands = Pattern.compile("(?m)(?:^|`)(aws [^`\n]+)")
                .matcher(Files.readString(Path.of(".github/docs/shared-tooling.md")))
                .results()
                .map(command -> command.group(1))
                .filter(command -> !command.startsWith("aws sso login"))
                .toList();
        assertThat(commands).hasSizeGreaterThan(10);
        List<String> sent = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            sent.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        server.start();
        try {
            for (String command : commands) {
                sent.clear();
                ProcessBuilder builder = new ProcessBuilder(command.split(" ", -1)).redirectErrorStream(true);
                builder.environment().putAll(tooling.aws.environment(tooling.cron.key(), REGION));
                builder.environment()
                        .put(
                                "AWS_ENDPOINT_URL",
                                "http://127.0.0.1:" + server.getAddress().getPort());
                Process process = builder.start();
                process.getOutputStream().close();
                String said = new String(process.getInputStream().readAllBytes(), UTF_8);
                assertThat(sent).as(command + "\n" + said).isNotEmpty();
            }
        } finally {
            server.stop(0);
        }
    }

    private static List<String> roles() {
        List<String> roles = new ArrayList<>();
        document("cron-policy.json").at("/Statement/0/Resource").forEach(role -> roles.add(role.asText()));
        return roles;
    }

    private static JsonNode tree(Object value) {
        return Json.MAPPER.valueToTree(value);
    }
}

package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.api.server.Watch;
import eu.skyscrapers.ptc.aws.server.Account;
import eu.skyscrapers.ptc.aws.server.AwsFault;
import eu.skyscrapers.ptc.aws.server.Call;
import eu.skyscrapers.ptc.aws.server.Cluster;
import eu.skyscrapers.ptc.aws.server.Principal;
import eu.skyscrapers.ptc.aws.server.TestAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clusters that EKS describes, and no kubeconfig. */
class EksTest {
    private static final String PROD = "arn:aws:eks:eu-west-1:111111111111:cluster/prod";

    @TempDir
    private Path folder;

    private final TestAws aws = TestAws.http();
    private final TestApiServer server =
            TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", REGISTRY + "/quay/a/b:1"));
    private final TestApiServer other =
            TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", "quay.io/a/b:1"));
    private final Account production = aws.account("111111111111");
    private final Principal auditor =
            aws.account("222222222222").role("auditor").allow("sts:AssumeRole", "sts:TagSession");
    private final Principal reader = production.role("reader").trust(auditor).allow("eks:*");
    private Map<String, String> variables = Map.of();

    @BeforeEach
    void start() {
        as(reader);
        TestAws.properties(Map.of("AWS_ENDPOINT_URL", aws.uri().toString())).forEach(System::setProperty);
        production.cluster("eu-west-1", "prod").endpoint(server).letIn(reader);
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.endpointUrl");
        aws.close();
        server.close();
        other.close();
    }

    private void as(Principal principal) {
        variables = aws.environment(principal.key(), "eu-west-1");
    }

    private Cli.Run run(String... options) {
        Cli cli = new Cli().with("KUBECONFIG", "/nonexistent/kubeconfig");
        variables.forEach(cli::with);
        List<String> call = new ArrayList<>(List.of(REGISTRY, "-v"));
        call.addAll(List.of(options));
        Cli.Run run = cli.run(call.toArray(String[]::new));
        assertThat(run.out() + run.err()).doesNotContain(aws.secrets()).doesNotContainPattern("k8s-aws-v1\\.[^*]");
        return run;
    }

    private List<String> actions() {
        return aws.calls().stream().map(Call::action).toList();
    }

    @Test
    void oneByItsNameNeedsNoMoreThanDescribeCluster() throws IOException {
        Principal least = production.role("least").allow("eks:DescribeCluster");
        production.cluster("eu-west-1", "prod").letIn(least);
        as(least);
        Cli.Run run = run("--eks", "prod", "-o", "json");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(new ObjectMapper().readTree(run.out()).at("/clusters/0/name").asText())
                .isEqualTo(PROD);
        assertThat(actions()).containsExactly("eks:DescribeCluster");
    }

    @Test
    void allIsEveryPageOfEveryRegionAndRole() throws IOException {
        aws.pageSize(1);
        production.cluster("eu-west-1", "blue").endpoint(other).letIn(reader);
        production.cluster("eu-central-1", "prod").endpoint(server).letIn(reader);
        Account more = aws.account("333333333333");
        Principal there = more.role("reader").trust(auditor).allow("eks:*");
        more.cluster("eu-west-1", "third").endpoint(other).letIn(there);
        as(auditor);
        Cli.Run run = run(
                "--eks",
                "all",
                "--eks-region",
                "eu-west-1",
                "--eks-region",
                "eu-central-1",
                "--role-arn",
                reader.arn(),
                "--role-arn",
                there.arn(),
                "-o",
                "json",
                "--exclude-context",
                "bl*");
        JsonNode report = new ObjectMapper().readTree(run.out());
        List<String> names = new ArrayList<>();
        report.path("clusters").forEach(each -> names.add(each.path("name").asText()));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        PROD,
                        "arn:aws:eks:eu-central-1:111111111111:cluster/prod",
                        "arn:aws:eks:eu-west-1:333333333333:cluster/third");
    }

    @Test
    void anArnNamesRegionAndAccountOfItsRole() {
        as(auditor);
        Cli.Run run = run("--eks", PROD, "--role-arn", "arn:aws:iam::{account}:role/reader");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(actions()).containsExactly("sts:AssumeRole", "eks:DescribeCluster");
    }

    @Test
    void aClusterOfTheSameNameInTheCallersOwnAccountIsNotTakenForIt() {
        Principal own = aws.account("222222222222").role("own").allow("eks:*");
        aws.account("222222222222").cluster("eu-west-1", "prod").endpoint(other).letIn(own);
        as(own);
        Cli.Run run = run("--eks", PROD);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("cluster " + PROD
                        + ": who asks is of account 222222222222, which has a cluster of that name too");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATING | the cluster is being made (CREATING)",
                "DELETING | the cluster is being deleted (DELETING)",
                "FAILED   | the cluster has no API server (FAILED)",
            })
    void aClusterThatIsNotThereYetOrAnyMoreDoesNotStopTheOthers(String status, String words) {
        production.cluster("eu-west-1", "green").status(status);
        Cli.Run run = run("--eks", "all");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("cluster arn:aws:eks:eu-west-1:111111111111:cluster/green: " + words);
        assertThat(server.requests()).isNotEmpty();
        assertThat(run("--eks", "all", "--wait", "10s").exitCode()).isEqualTo(3);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        Cli.Run run = run("--eks", "prdo");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("there is no EKS cluster \"prdo\" in eu-west-1", "did you mean \"prod\"? there are \"prod\"");
    }

    @Test
    void whoMayNotDescribeIsToldWhatToGrant() {
        as(auditor);
        Cli.Run run = run("--eks", "prod");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("arn:aws:sts::222222222222:assumed-role/auditor/test may not perform eks:DescribeCluster on ")
                .contains("allow it in a policy of that user or role");
    }

    @Test
    void clustersThatCannotBeListedAreNotNone() {
        production.role("blind");
        as(production.role("blind"));
        Cli.Run run = run("--eks", "all");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("all EKS clusters of eu-west-1: ", "may not perform eks:ListClusters");
    }

    /** A definition of one of its clusters is no wrong call then, and the other clusters are audited. */
    @Test
    void whatIsSaidOfAClusterThatCannotBeListedIsAWarning() throws IOException {
        Principal blind = aws.account("333333333333").role("blind").trust(auditor);
        Path definition = Files.writeString(
                folder.resolve("prod.yaml"),
                "spec: {ecr_pull_through_cache: {enabled: true, registry: " + REGISTRY + "}}\n");
        as(auditor);
        Cli cli = new Cli();
        variables.forEach(cli::with);
        Cli.Run run = cli.run(
                "--eks",
                "all",
                "--role-arn",
                reader.arn(),
                "--role-arn",
                blind.arn(),
                "--cluster-definition",
                "prod=" + definition,
                "--registry",
                "elsewhere=" + REGISTRY,
                "-o",
                "json");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("warning: --registry elsewhere=" + REGISTRY
                        + ": no such cluster was found; it may be one of those that could not be looked up")
                .contains("may not perform eks:ListClusters");
        assertThat(new ObjectMapper().readTree(run.out()).at("/clusters"))
                .filteredOn(cluster -> cluster.path("complete").asBoolean())
                .extracting(cluster -> cluster.path("name").asText())
                .containsExactly(PROD);
    }

    @Test
    void anAnswerWithoutAListIsNotAnAccountWithoutClusters() {
        production.cluster("eu-central-1", "far").endpoint(server).letIn(reader);
        aws.fault(Request.first(1, TestAws.calling("eks:ListClusters")), AwsFault.withoutFields());
        Cli.Run run = run("--eks", "all", "--eks-region", "eu-west-1", "--eks-region", "eu-central-1");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("all EKS clusters of eu-west-1: ", "is not one of AWS, there is no list in it");
    }

    @Test
    void clustersOfOneNameThatCannotBeDescribedAreTwoErrors() {
        Account more = aws.account("333333333333");
        Principal there = more.role("reader").trust(auditor).allow("eks:*");
        more.cluster("eu-west-1", "prod").endpoint(other).letIn(there);
        aws.fault(TestAws.calling("eks:DescribeCluster"), AwsFault.failed());
        as(auditor);
        Cli.Run run = run("--eks", "prod", "--role-arn", reader.arn(), "--role-arn", there.arn());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("cluster " + PROD + ": ", "cluster arn:aws:eks:eu-west-1:333333333333:cluster/prod: ");
    }

    @Test
    void pagesThatLeadBackEnd() {
        aws.fault(TestAws.calling("eks:ListClusters"), AwsFault.repeatedToken());
        Cli.Run run = run("--eks", "all");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("its pages lead back to one that was read already");
    }

    @Test
    void throttlingPasses() {
        aws.fault(Request.first(2, TestAws.calling("eks:*")), AwsFault.throttled());
        assertThat(run("--eks", "prod").exitCode()).isZero();
    }

    @Test
    void aPrivateEndpointThatDoesNotAnswerSaysFromWhereItWould() throws IOException {
        int port;
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        production
                .cluster("eu-west-1", "prod")
                .endpoint("https://127.0.0.1:" + port)
                .isPrivate();
        Cli.Run run = run("--eks", "prod");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("the connection was refused", "; its endpoint is private: run inside its VPC");
    }

    @Test
    void namesOfOptionsAreShortOrWhole() throws IOException {
        Path definition = Files.writeString(
                folder.resolve("prod.yaml"),
                "spec: {ecr_pull_through_cache: {enabled: true, registry: " + REGISTRY + "}}\n");
        for (String name : List.of("prod", PROD)) {
            Cli cli = new Cli();
            variables.forEach(cli::with);
            Cli.Run run = cli.run("--eks", "prod", "--cluster-definition", name + "=" + definition);
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        }
        assertThat(run("--eks", "prod", "--registry", "prod=123456789012.dkr.ecr.eu-west-1.amazonaws.com")
                        .exitCode())
                .isZero();
    }

    @Test
    void aDefinitionIsOfOneCluster() throws IOException {
        production.cluster("eu-central-1", "prod").endpoint(server).letIn(reader);
        Path definition = Files.writeString(
                folder.resolve("prod.yaml"),
                "spec: {ecr_pull_through_cache: {enabled: true, registry: " + REGISTRY + "}}\n");
        String[] both = {"--eks", "prod", "--eks-region", "eu-west-1", "--eks-region", "eu-central-1"};
        List<String> call = new ArrayList<>(List.of(both));
        call.addAll(List.of("--cluster-definition", "prod=" + definition));
        Cli.Run run = run(call.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "--cluster-definition prod=...: several clusters have this name; write which: " + PROD + ", ");
        call.set(call.size() - 1, PROD + "=" + definition);
        assertThat(run(call.toArray(String[]::new)).exitCode()).isZero();
    }

    @Test
    void aBaselineOfAContextHoldsForTheClusterOfThatName() throws IOException {
        production.cluster("eu-west-1", "prod").endpoint(other);
        Path report = folder.resolve("baseline.json");
        assertThat(run("--eks", "prod", "-o", "json=" + report).exitCode()).isEqualTo(1);
        for (String name : List.of(PROD, "prod")) {
            Path baseline = folder.resolve("named.json");
            Files.writeString(baseline, Files.readString(report).replace(PROD, name));
            assertThat(run("--eks", "prod", "--baseline", baseline.toString(), "--fail-on", "unexpected")
                            .exitCode())
                    .as(name)
                    .isZero();
        }
    }

    @Test
    void anotherRegionThanTheRegistrysIsNoted() {
        production.cluster("eu-central-1", "far").endpoint(server).letIn(reader);
        Cli.Run run = run("--eks", "far", "--eks-region", "eu-central-1");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains(
                        "the cluster is in eu-central-1, and the registry of its cache in eu-west-1: each pull crosses");
    }

    @Test
    void podIdentityAndARoleInAnotherAccountAreAllThatACronJobNeeds() {
        variables = aws.podIdentity(auditor, folder, "eu-west-1");
        TestAws.properties(variables).forEach(System::setProperty);
        try {
            Cli.Run run = run("--eks", "all", "--role-arn", reader.arn());
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
        } finally {
            TestAws.properties(variables).keySet().forEach(System::clearProperty);
        }
    }

    /** A token is good for fifteen minutes, and a wait may be longer. */
    @Test
    void aTokenThatEndsDuringAWaitIsMadeAgain() throws Exception {
        Cluster cluster =
                production.cluster("eu-west-1", "prod").endpoint(other).letIn(reader);
        Set<String> ended = ConcurrentHashMap.newKeySet();
        other.requireToken(token -> cluster.accepts(token) && !ended.contains(token));
        Cli cli = new Cli();
        variables.forEach(cli::with);
        CompletableFuture<Cli.Run> run = cli.start(REGISTRY, "--eks", "prod", "--wait", "60s");
        Watch watch = other.nextWatch();
        String token = watch.request().header("authorization").replace("Bearer ", "");
        ended.add(token);
        // Of the same second it would be the same token.
        TimeUnit.MILLISECONDS.sleep(1100);
        watch.end();
        assertThat(other.nextWatch().request().header("authorization"))
                .startsWith("Bearer k8s-aws-v1.")
                .doesNotEndWith(token);
        other.put(pod("n", "a", REGISTRY + "/quay/a/b:1"));
        assertThat(run.get(60, TimeUnit.SECONDS).exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--eks prod --context prod                       | --eks asks EKS in place of a kubeconfig; leave out --kubeconfig, --context, --all-contexts",
                "--eks prod --token abcdefgh                     | leave out --token",
                "--eks prod -f pods.json                         | -f audits files instead of a cluster; leave out --eks",
                "--role-arn arn:aws:iam::111111111111:role/x     | are for --eks",
                "--eks prod --role-arn reader                    | --role-arn reader: not a role's ARN",
                "--eks all --role-arn arn:aws:iam::{account}:role/x | {account} stands for the account of a cluster's ARN",
                "--eks arn:aws:ecs:x                             | write a cluster's name, its ARN",
                "--eks nope-*                                    | matches no cluster of EKS in eu-west-1; there are \"prod\"",
                "--eks all --exclude-context prod                | --exclude-context leaves no cluster to audit",
                "--eks all --exclude-context x                   | --exclude-context \"x\" matches no cluster",
                "--eks prod --eks-region Frankfurt               | --eks-region Frankfurt: not a region",
            })
    void wrongCallsSaySo(String options, String words) {
        Cli.Run run = run(options.split(" "));
        assertThat(run.err()).contains(words);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void withoutARegionThereIsNothingToAsk() {
        variables = new HashMap<>(variables);
        variables.keySet().removeAll(List.of("AWS_REGION", "AWS_DEFAULT_REGION"));
        assertThat(run("--eks", "prod").err()).contains("--eks: no region is named; give --eks-region");
        assertThat(run("--eks", "prod", "--aws-region", "eu-west-1").exitCode()).isZero();
    }
}

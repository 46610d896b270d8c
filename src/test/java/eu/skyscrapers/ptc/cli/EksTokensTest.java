package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.aws.server.Account;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kubeconfigs as {@code aws eks update-kubeconfig} writes them, audited without an {@code aws}. */
class EksTokensTest {
    private static final String[] ARGS = {
        "--region", "eu-west-1", "eks", "get-token", "--cluster-name", "prod", "--output", "json"
    };

    @TempDir
    private Path folder;

    private final TestAws aws = TestAws.http();
    private final TestApiServer server =
            TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", REGISTRY + "/quay/a/b:1"));
    private final Account tooling = aws.account("222222222222");
    private final Account production = aws.account("111111111111");
    private final Principal auditor = tooling.role("auditor").allow("sts:AssumeRole");
    private final Principal reader = production.role("reader").trust(auditor);
    private Map<String, String> variables = Map.of();

    @BeforeEach
    void start() {
        variables = aws.environment(auditor.key(), "eu-west-1");
        TestAws.properties(Map.of("AWS_ENDPOINT_URL", aws.uri().toString())).forEach(System::setProperty);
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.endpointUrl");
        aws.close();
        server.close();
    }

    private Map<String, Object> user(String... more) {
        List<String> all = new ArrayList<>(List.of(ARGS));
        all.addAll(List.of(more));
        return Kubeconfigs.exec("aws", all.toArray(String[]::new));
    }

    /** Nothing of what it prints holds a secret. */
    private Cli.Run run(Kubeconfigs config, String... options) {
        Cli cli = new Cli().with("PATH", folder.toString());
        variables.forEach(cli::with);
        List<String> call = new ArrayList<>(
                List.of(REGISTRY, "-v", "--kubeconfig", config.write().toString()));
        call.addAll(List.of(options));
        Cli.Run run = cli.run(call.toArray(String[]::new));
        assertThat(run.out() + run.err()).doesNotContain(aws.secrets()).doesNotContainPattern("k8s-aws-v1\\.[^*]");
        return run;
    }

    private Kubeconfigs config(Map<String, Object> user) {
        return Kubeconfigs.in(folder).context("prod", server, user);
    }

    private List<String> actions() {
        return aws.calls().stream().map(Call::action).toList();
    }

    @Test
    void theClusterTakesTheTokenOfWhoeverAsks() {
        production.cluster("eu-west-1", "prod").endpoint(server).letIn(auditor);
        Cli.Run run = run(config(user()));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        // Signed without asking anybody.
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void aRoleIsAssumedOnceForAllContextsThatShareTheUser() {
        production.cluster("eu-west-1", "prod").endpoint(server).letIn(reader);
        Map<String, Object> user = user("--role", reader.arn());
        Kubeconfigs config = config(user).context("again", server, user);
        Cli.Run run = run(config, "--all-contexts");
        assertThat(run.exitCode()).isZero();
        assertThat(actions()).containsExactly("sts:AssumeRole");
        assertThat(aws.calls().get(0).parameter("RoleSessionName")).isEqualTo("EKSGetTokenAuth");
    }

    @Test
    void aRoleThatMayNotBeAssumedIsNamed() {
        Principal closed = production.role("closed");
        Cli.Run run = run(config(user("--role-arn", closed.arn())));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("): the token for the EKS cluster \"prod\" cannot be had: "
                        + "arn:aws:sts::222222222222:assumed-role/auditor/test may not perform sts:AssumeRole on "
                        + closed.arn() + "; allow it in a policy of the former");
    }

    @Test
    void withoutCredentialsItSaysWhereToPutThem() {
        variables = aws.environment("eu-west-1");
        System.setProperty("aws.disableEc2Metadata", "true");
        try {
            Cli.Run run = run(config(user()));
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err())
                    .contains(
                            "cannot be had: no AWS credentials found: name a profile with --aws-profile or AWS_PROFILE")
                    .doesNotContain("SystemPropertyCredentialsProvider");
        } finally {
            System.clearProperty("aws.disableEc2Metadata");
        }
    }

    @Test
    void withoutARegionItSaysSo() {
        variables = new HashMap<>(variables);
        variables.keySet().removeAll(List.of("AWS_REGION", "AWS_DEFAULT_REGION"));
        Map<String, Object> user = Kubeconfigs.exec("aws", "eks", "get-token", "--cluster-name", "prod");
        assertThat(run(config(user)).err())
                .contains("no region is named; add --region to its arguments, or give --aws-region");
        production.cluster("eu-west-1", "prod").endpoint(server).letIn(auditor);
        assertThat(run(config(user), "--aws-region", "eu-west-1").exitCode()).isZero();
    }

    @Test
    void whereAskedForOrNotUnderstoodThePluginRuns() {
        for (Cli.Run run : List.of(
                run(config(user()), "--eks-token", "plugin"),
                run(config(user("--endpoint-url", "https://localhost"))),
                run(config(Kubeconfigs.exec("./aws", ARGS))))) {
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err())
                    .containsPattern("credential plugin \"[^\"]*aws\" (is not on the PATH|does not exist)");
        }
    }

    @Test
    void aProfileThatWantsACodeIsLeftToThePluginWhichMayHaveOne() throws IOException {
        Path file = Files.writeString(
                folder.resolve("aws-config"),
                "[profile mfa]\nrole_arn = " + reader.arn()
                        + "\nsource_profile = mfa\nmfa_serial = arn:aws:iam::1:mfa/me\n");
        Map<String, String> all = new HashMap<>(variables);
        all.put("AWS_CONFIG_FILE", file.toString());
        variables = all;
        assertThat(run(config(user("--profile", "mfa"))).err())
                .contains("credential plugin \"aws\" is not on the PATH");
    }

    @Test
    void aTokenThatIsRejectedIsMadeAgain() {
        Cluster cluster = production.cluster("eu-west-1", "prod").letIn(auditor);
        server.requireToken(token -> server.requests().size() > 1 && cluster.accepts(token));
        assertThat(run(config(user())).exitCode()).isZero();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void whoHasNoAccessEntryIsRejectedByTheCluster() {
        production.cluster("eu-west-1", "prod").endpoint(server);
        Cli.Run run = run(config(user()));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("401 Unauthorized", "has no access entry in this cluster");
    }

    @Test
    void anotherWordIsRefused() {
        Cli.Run run = run(config(user()), "--eks-token", "mine");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--eks-token mine: must be built-in or plugin");
    }
}

package eu.skyscrapers.ptc;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.aws.server.Call;
import eu.skyscrapers.ptc.aws.server.Principal;
import eu.skyscrapers.ptc.aws.server.TestAws;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a pod runs it: a process that has AWS's own variables, and nothing else. */
class EksIT {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    @TempDir
    private Path folder;

    private ProcessRun run(Map<String, String> variables, String... options) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(), "-cp", System.getProperty("java.class.path"), "eu.skyscrapers.ptc.Main", REGISTRY));
        command.addAll(List.of(options));
        return ProcessRun.of(folder, variables, command);
    }

    /** Nothing listens at that port. */
    @Test
    void proxiesOfTheEnvironmentAreUsedAsFarAsTheyShould() throws Exception {
        try (TestAws aws = TestAws.http()) {
            Map<String, String> variables =
                    aws.environment(aws.account("111111111111").role("x").key(), "eu-west-1");
            variables.remove("AWS_ENDPOINT_URL");
            variables.put("HTTPS_PROXY", "http://127.0.0.1:9");
            assertThat(run(variables, "--eks", "prod").err()).contains("was refused", "HTTPS_PROXY is set");
            variables.put("AWS_ENDPOINT_URL_EKS", "https://eks.nowhere.invalid");
            variables.put("NO_PROXY", ".nowhere.invalid");
            assertThat(run(variables, "--eks", "prod").err()).contains("eks.nowhere.invalid cannot be resolved");
        }
    }

    /** Pod identity, a role in another account, EKS, a token that the API server verifies, pods, a report. */
    @Test
    void podIdentityIsAllThatAnAuditOfAnotherAccountNeeds() throws Exception {
        try (TestAws aws = TestAws.http();
                TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED)
                        .pods(pod("n", "a", REGISTRY + "/quay/a/b:1"), pod("n", "b", "quay.io/a/b:1"))) {
            Principal auditor = aws.account("222222222222").role("auditor").allow("sts:AssumeRole", "sts:TagSession");
            Principal reader =
                    aws.account("111111111111").role("reader").trust(auditor).allow("eks:*");
            aws.account("111111111111")
                    .cluster("eu-west-1", "prod")
                    .endpoint(server)
                    .letIn(reader);
            Map<String, String> variables = aws.podIdentity(auditor, folder, "eu-west-1");
            ProcessRun run = run(variables, "--eks", "all", "--role-arn", reader.arn(), "-v", "-o", "csv");
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isOne();
            assertThat(run.out()).contains("arn:aws:eks:eu-west-1:111111111111:cluster/prod", "quay.io/a/b:1");
            assertThat(aws.calls())
                    .extracting(Call::action)
                    .containsExactly("sts:AssumeRole", "eks:ListClusters", "eks:DescribeCluster");
            assertThat(run.out()).doesNotContain(aws.secrets());
        }
    }
}

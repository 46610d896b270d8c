package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.api.server.ApiObject;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registry has beside its rules, and the accounts of the clusters. */
class RegistryOptionsTest {
    private static final String FILES = "src/test/resources/policy/registry/";
    private static final String CLEAN = "kind: Pod\nspec: {containers: [{name: c, image: public.ecr.aws/x/y}]}\n";
    private static final String PLAN = "--cache-rules " + FILES + "plan.json ";

    @TempDir
    private Path folder;

    private static Cli.Run audit(String options) {
        List<String> args = new ArrayList<>(List.of(REGISTRY, "-f", FILES + "pod.yaml"));
        args.addAll(List.of(options.split(" +", -1)));
        return new Cli().in("{}").run(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--cluster-account 111122223333 | 0 | PASSED",
                "--cluster-account 777788889999 | 1 | FAILED: no direct images; 6 rule faults",
                "--cluster-account 777788889999 --fail-on never | 0 | PASSED: no direct images; 6 rule faults",
                "-v                             | 0 | the account of no cluster is known (--cluster-account)",
            })
    void aPlanIsJudgedBeforeItIsApplied(String options, int exitCode, String words) {
        Cli.Run run = audit(PLAN + options);
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
        assertThat(run.out()).contains(words);
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--registry-policy x            | --registry-policy: is held against the rules of the registry; give them too",
                "--repository-templates x --registry-policy y | --repository-templates, --registry-policy: is held",
                "PLAN --cluster-account 1234    | --cluster-account 1234: an AWS account has twelve digits",
                "PLAN --registry-policy x       | --registry-policy: the file of --cache-rules has that already; leave it out",
                "PLAN --repository-templates x  | --repository-templates: the file of --cache-rules has that already",
                "--cache-rules - --registry-policy - | --registry-policy - and --cache-rules -: standard input can be read only",
                "--cache-rules - --registry-policy /no/such/file | file: does not exist",
                "--no-built-in-rules --cache-rule quay=quay.io --registry-policy /no/such/file | file: does not exist",
            })
    void aWrongCallIsRefused(String options, String words) {
        Cli.Run run = audit(options.replace("PLAN ", PLAN));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains(words);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void theAccountIsThatOfTheNameByWhichTheKubeconfigKnowsTheCluster() throws Exception {
        String known = "arn:aws:eks:eu-west-1:111122223333:cluster/prod";
        String foreign = "arn:aws:eks:eu-west-1:777788889999:cluster/dev";
        try (TestApiServer server = TestApiServer.http().pods(ApiObject.pod("n", "p", "public.ecr.aws/x/y:1"))) {
            Path config = Kubeconfigs.in(folder)
                    .context(known, server)
                    .context("alias", server)
                    .write();
            // As update-kubeconfig --alias writes it.
            String text = Files.readString(config);
            Files.writeString(
                    config,
                    text.replaceFirst("name: alias", "name: " + foreign)
                            .replaceFirst("cluster: alias", "cluster: " + foreign));
            JsonNode report = new ObjectMapper()
                    .readTree(new Cli()
                            .run(
                                    REGISTRY,
                                    "--kubeconfig",
                                    config.toString(),
                                    "--all-contexts",
                                    "--cache-rules",
                                    FILES + "plan.json",
                                    "-o",
                                    "json")
                            .out());
            assertThat(report.at("/ruleFaults"))
                    .hasSize(6)
                    .allSatisfy(fault ->
                            assertThat(fault.get("problem").asText()).startsWith("account 777788889999 may not ecr:"));
            assertThat(report.at("/ruleNotes").findValuesAsText("note"))
                    .containsExactly("expires", "import-allowed", "pull-allowed");
            assertThat(report.at("/ruleNotes/1/prefixes").toString()).isEqualTo("[\"docker-hub\",\"quay\",\"k8s\"]");
            assertThat(report.at("/ruleNotes/1/text").asText()).startsWith("account 111122223333 may import images");
        }
    }

    /** One place decides what is said of a note, and no format leaves it out. */
    @ParameterizedTest
    @ValueSource(strings = {"table", "wide", "json", "yaml", "csv", "markdown", "junit", "html", "sarif"})
    void everyFormatHasTheNotes(String format) {
        String out = audit(PLAN + "--cluster-account 111122223333 -o " + format).out();
        assertThat(out.replaceAll("\\s+", " ")).contains("lifecycle deletes images 30 days after");
    }

    @Test
    void rewriteTakesTheRulesOfAPlanToo() {
        Cli.Run run = new Cli()
                .in(CLEAN.replace("public.ecr.aws/x/y", "quay.io/x/y"))
                .run("rewrite", REGISTRY, "--cache-rules", FILES + "plan.json");
        assertThat(run.out()).contains(REGISTRY + "/quay/x/y");
        assertThat(new Cli()
                        .in(CLEAN)
                        .run("rewrite", REGISTRY, "--registry-policy", "x")
                        .exitCode())
                .isEqualTo(2);
    }
}

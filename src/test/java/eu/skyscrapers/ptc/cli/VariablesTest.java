package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every option by the environment too. */
class VariablesTest {
    private static final String PODS = Cli.recording("kubectl-get-pods.json").toString();
    private static final String CACHED = REGISTRY + "/quay/a/b:1";
    private static final String SECRET = "s3cr3t-t0ken-of-nobody";

    @TempDir
    private Path folder;

    /** By what a call says of a value that is wrong wherever it stands, or by what it does. */
    @Test
    void everyOptionIsReadByTheOneRule() {
        List<String> read = new ArrayList<>();
        for (CommandSpec command : Program.commands()) {
            for (OptionSpec option : command.options()) {
                String name = Variables.of(option);
                assertThat(name).matches("AUDIT_ECR_PTC_[A-Z_]+");
                boolean flag = option.typeInfo().isBoolean();
                boolean ofTheCall = option.usageHelp() || option.versionHelp();
                if (flag && !ofTheCall) {
                    String[] call = command.name().equals(RewriteCommand.CALL)
                            ? new String[] {RewriteCommand.NAME, REGISTRY}
                            : new String[] {REGISTRY, "-f", PODS};
                    assertThat(new Cli().with(name, "perhaps").run(call).err())
                            .contains(name)
                            .contains("neither true nor false")
                            .doesNotContain("perhaps");
                    read.add(name);
                }
                if (ofTheCall) {
                    assertThat(new Cli()
                                    .with(name, "1.2.3")
                                    .run(REGISTRY, "-f", PODS)
                                    .exitCode())
                            .isEqualTo(1);
                }
            }
        }
        assertThat(read).contains("AUDIT_ECR_PTC_ALL_CONTEXTS", "AUDIT_ECR_PTC_CHECK", "AUDIT_ECR_PTC_QUIET");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "FAIL_ON          | sometimes   | AUDIT_ECR_PTC_FAIL_ON: 'sometimes' is none of direct",
                "FAIL_ON          | never,direct| AUDIT_ECR_PTC_FAIL_ON never,direct: choose one of",
                "PAGE_SIZE        | 0           | AUDIT_ECR_PTC_PAGE_SIZE 0: at least 1 is needed",
                "PAGE_SIZE        | many        | 'AUDIT_ECR_PTC_PAGE_SIZE': 'many' is not an int",
                "TIMEOUT          | soon        | 'AUDIT_ECR_PTC_TIMEOUT': 'soon' is not a duration",
                "OUTPUT           | xml         | AUDIT_ECR_PTC_OUTPUT: unknown output format 'xml'",
                "ONLY             | all         | AUDIT_ECR_PTC_ONLY all: there is no such verdict",
                "COLOR            | maybe       | AUDIT_ECR_PTC_COLOR maybe: it must be auto",
                "NAMESPACE        | a,b         | AUDIT_ECR_PTC_NAMESPACE a,b: not a namespace's name",
                "SELECTOR         | a=b=c       | AUDIT_ECR_PTC_SELECTOR: not a label selector",
                "CONTEXT          | prod        | leave out --kubeconfig, AUDIT_ECR_PTC_CONTEXT, --all-contexts",
                "EXPECT           | no-x.yaml   | (from AUDIT_ECR_PTC_EXPECT)",
                "SERVER           | https://x   | leave out AUDIT_ECR_PTC_SERVER",
                "FAILON           | never       | AUDIT_ECR_PTC_FAILON: there is no such option; did you mean AUDIT_ECR_PTC_FAIL_ON?",
                "CONTEXTS         | prod        | AUDIT_ECR_PTC_CONTEXTS: there is no such option; did you mean AUDIT_ECR_PTC_CONTEXT?",
            })
    void aWrongValueNamesTheVariable(String name, String value, String message) {
        Cli.Run run = new Cli().with(Variables.PREFIX + name, value).run(REGISTRY, "-f", PODS);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void theCommandLineGoesFirstAndAnEmptyVariableSaysNothing() {
        assertThat(new Cli()
                        .with("AUDIT_ECR_PTC_FAIL_ON", "never")
                        .run(REGISTRY, "-f", PODS)
                        .exitCode())
                .isZero();
        assertThat(new Cli()
                        .with("AUDIT_ECR_PTC_FAIL_ON", "never")
                        .run("-f", PODS, "--fail-on", "direct", "--", REGISTRY)
                        .exitCode())
                .isEqualTo(1);
        assertThat(new Cli()
                        .with("AUDIT_ECR_PTC_FAIL_ON", " ")
                        .with("AUDIT_ECR_PTC_OUTPUT", "")
                        .with("AUDIT_ECR_PTC_SERVICE_HOST", "10.0.0.1")
                        .with("AUDIT_ECR_PTC_PORT_80_TCP", "tcp://10.0.0.1:80")
                        .run(REGISTRY, "-f", PODS))
                .isEqualTo(new Cli().run(REGISTRY, "-f", PODS));
        assertThat(new Cli().with("AUDIT_ECR_PTC_COLOR", "maybe").run("--help").exitCode())
                .isZero();
    }

    @Test
    void aFlagIsTrueOrFalseAndStaysAFlagInTheCall() {
        Cli.Run verbose = new Cli().with("AUDIT_ECR_PTC_NO_HEADERS", "true").run(REGISTRY, "-f", PODS, "-o", "wide");
        assertThat(verbose.out()).doesNotContain("VERDICT ");
        assertThat(new Cli()
                        .with("AUDIT_ECR_PTC_NO_HEADERS", "true")
                        .run(REGISTRY, "-f", PODS, "-o", "wide", "--no-headers"))
                .isEqualTo(verbose);
        assertThat(new Cli()
                        .with("AUDIT_ECR_PTC_NO_HEADERS", "false")
                        .run(REGISTRY, "-f", PODS, "-o", "wide")
                        .out())
                .startsWith("VERDICT ");
    }

    @Test
    void aListHasAValueOnEachLine() throws IOException {
        Path one = Files.writeString(
                folder.resolve("a, b=c.yaml"), "kind: Pod\nspec: {containers: [{name: c, image: x}]}\n");
        Path two =
                Files.writeString(folder.resolve("-d.yaml"), "kind: Pod\nspec: {containers: [{name: c, image: y}]}\n");
        Path json = folder.resolve("report.json");
        Cli.Run run = new Cli()
                .with("AUDIT_ECR_PTC_REGISTRY", REGISTRY)
                .with("AUDIT_ECR_PTC_FILENAME", one + "\n\n  " + two + "\n")
                .with("AUDIT_ECR_PTC_OUTPUT", "table\njson=" + json)
                .with("AUDIT_ECR_PTC_FAIL_ON", "never,pull-errors")
                .run();
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("DIRECT    2 images", "--fail-on never");
        assertThat(json).isNotEmptyFile();
    }

    @Test
    void anOptionThatRewriteDoesNotHaveIsTheAuditsAlone() {
        Cli.Run run = new Cli()
                .with("AUDIT_ECR_PTC_FAIL_ON", "unexpected")
                .with("AUDIT_ECR_PTC_EXCEPT", "docker.io/library/nginx")
                .in("kind: Pod\nspec: {containers: [{name: c, image: nginx}, {name: d, image: redis}]}\n")
                .run("rewrite", REGISTRY);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("image: nginx}", "docker-hub/library/redis");
    }

    @Test
    void aTokenIsSentAndNeverShown() {
        try (TestApiServer server = TestApiServer.https(TestPki.Server.TRUSTED).pods(pod("n", "a", CACHED))) {
            Path config = Kubeconfigs.in(folder)
                    .context("prod", server, Map.of())
                    .context("other", server, Map.of())
                    .write();
            for (String[] call : new String[][] {
                {REGISTRY, "-v"},
                {REGISTRY, "-v", "--all-contexts"},
                {REGISTRY, "-v", "--page-size", "none"},
                {REGISTRY, "-v", "-f", PODS},
                {REGISTRY, "-v", "second"},
                {"nonsense", "-v"},
            }) {
                for (String token : List.of(SECRET, "-" + SECRET, SECRET + "\n" + SECRET, "${sys:x}" + SECRET)) {
                    Cli.Run run = new Cli()
                            .with("AUDIT_ECR_PTC_KUBECONFIG", config.toString())
                            .with("AUDIT_ECR_PTC_CONTEXT", call.length == 2 ? "prod" : "")
                            .with("AUDIT_ECR_PTC_TOKEN", token)
                            .run(call);
                    assertThat(run.err() + run.out()).doesNotContain(SECRET);
                }
            }
            assertThat(server.requests())
                    .anySatisfy(request ->
                            assertThat(request.header("authorization")).isEqualTo("Bearer " + SECRET));
            server.forbid(Request.any());
            Cli.Run refused = new Cli()
                    .with("AUDIT_ECR_PTC_KUBECONFIG", config.toString())
                    .with("AUDIT_ECR_PTC_TOKEN", SECRET)
                    .run(REGISTRY, "-v");
            assertThat(refused.err() + refused.out()).doesNotContain(SECRET);
        }
    }
}

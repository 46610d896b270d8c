package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.ApiObject;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Recordings;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.api.server.TestPki;
import eu.skyscrapers.ptc.aws.server.Principal;
import eu.skyscrapers.ptc.aws.server.Registry;
import eu.skyscrapers.ptc.aws.server.TestAws;
import eu.skyscrapers.ptc.cli.Cli;
import eu.skyscrapers.ptc.companions.Manual;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each command that a user could copy ends as the text beside it says, on a cluster where all is as it should be: only the
 * Hierarchical Namespace Controller is direct, as on every cluster of the platform. A command that says nothing ends with 0;
 * else its comment says "exit code N", or the paragraph above its block "ends with exit code N".
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "bash of macOS is too old to say which commands it does not know")
class ExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CI = Path.of(".github/docs/ci.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(sh|bash|yaml|groovy)\n(.*?)^ *```$");
    /** As a line of a shell, an entry of GitLab's {@code script}, or a step of Jenkins. */
    private static final Pattern COMMAND = Pattern.compile("(?:- )?((?:.*[ /])?audit-ecr-ptc\\S* .*)");

    private static final Pattern STATED = Pattern.compile("#.*\\bexit code (\\d)");
    private static final Pattern STATED_ABOVE = Pattern.compile("ends\\s+with\\s+exit\\s+code\\s+(\\d)");
    /** Alone, or behind an option's last {@code =}. */
    private static final Pattern FILE =
            Pattern.compile("((?:.*=)?)([\\w./-]+\\.(?:yaml|json|xml|md|html|prom|sarif|pem))");

    @TempDir
    private static Path folder;

    private static TestApiServer server;
    private static final TestAws AWS = TestAws.http();
    private static Map<String, String> variables;
    /** With all that the healthy pods use in it. */
    private static final Registry CACHE = AWS.account("123456789012").registry("eu-west-1");

    /** @param exitCode the one that is stated beside it */
    record Command(String text, int exitCode) {}

    @BeforeAll
    static void start() throws IOException {
        List<ApiObject> pods =
                Recordings.pods().stream().map(ExamplesTest::healthy).toList();
        server = TestApiServer.https(TestPki.Server.TRUSTED).pods(pods.toArray(ApiObject[]::new));
        Kubeconfigs kubeconfig = Kubeconfigs.in(folder);
        Stream.of("prod", "prod-eu", "staging", "dev", "dev-old", "auditor")
                .forEach(context -> kubeconfig.context(context, server, Kubeconfigs.token("token")));
        kubeconfig.write();
        Files.write(folder.resolve("ca.pem"), TestPki.ca());
        ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "PodList");
        for (ApiObject pod : pods) {
            list.withArray("items").add(JSON.readTree(pod.json()));
        }
        Files.writeString(folder.resolve("pods.json"), list.toString());
        for (String manifests : List.of("manifests.yaml", "web.yaml")) {
            Files.writeString(folder.resolve(manifests), list.toString());
        }
        Path policy = Path.of("src/test/resources/policy");
        Files.copy(policy.resolve("expectations/platform.yaml"), folder.resolve("accepted.yaml"));
        Files.copy(policy.resolve("rules/platform.json"), folder.resolve("rules.json"));
        for (String file : List.of("plan.json", "policy.json", "templates.json")) {
            Files.copy(policy.resolve("registry/" + file), folder.resolve(file));
        }
        Principal auditor = AWS.account("123456789012")
                .role("audit-ecr-ptc")
                .allow("ecr:DescribePullThroughCacheRules", "ecr:DescribeImages", "sts:AssumeRole");
        CACHE.rules(Files.readString(folder.resolve("rules.json")));
        variables = AWS.environment(auditor.trust(auditor).key(), "eu-west-1");
        AWS.here(variables);
        Files.createDirectory(folder.resolve("clusters"));
        for (String cluster : List.of("prod", "prod-eu")) {
            Files.copy(policy.resolve("definitions/all-on.yaml"), folder.resolve("clusters/" + cluster + ".yaml"));
        }
    }

    @AfterAll
    static void stop() {
        AWS.close();
        server.close();
    }

    /** The recorded pod after all was done that the report asks for. */
    private static ApiObject healthy(ApiObject recorded) {
        try {
            ObjectNode pod = (ObjectNode) JSON.readTree(recorded.json());
            pod.putObject("status").put("phase", "Running");
            for (String field : List.of("image", "reference")) {
                pod.findParents(field).stream()
                        .filter(parent -> parent.path(field).isTextual())
                        .forEach(parent -> ((ObjectNode) parent)
                                .put(field, cached(parent.path(field).asText())));
            }
            return ApiObject.of(pod);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cached(String image) {
        if (image.matches(
                "[0-9]+\\.dkr\\..*|public\\.ecr\\.aws/.*|ecr-public\\..*|gcr\\.io/k8s-staging-multitenancy/.*")) {
            if (image.startsWith(Cli.REGISTRY)) {
                cache(image.substring(Cli.REGISTRY.length() + 1));
            }
            return image;
        }
        String name = "quay/" + image.toLowerCase(Locale.ROOT).replaceAll("[ @:].*|/(?=/)", "") + ":1";
        cache(name);
        return Cli.REGISTRY + "/" + name;
    }

    private static void cache(String name) {
        Matcher parts = Pattern.compile("([^:@]+)(?::([^@]+))?(?:@(.*))?").matcher(name);
        assertThat(parts.matches()).as(name).isTrue();
        String digest =
                parts.group(3) == null ? "sha256:" + "%064x".formatted(name.hashCode() & 0xffff) : parts.group(3);
        String[] tags = parts.group(2) == null ? new String[0] : new String[] {parts.group(2)};
        CACHE.image(parts.group(1), digest, Instant.EPOCH, Instant.EPOCH, tags);
    }

    static Stream<Command> commands() {
        List<Path> pages = new ArrayList<>(ShippedYaml.files(CI.getParent(), ".md"));
        pages.add(Path.of("README.md"));
        return pages.stream()
                .map(ExamplesTest::read)
                .flatMap(page -> BLOCK.matcher(page).results().flatMap(block -> commands(page, block).stream()));
    }

    private static List<Command> commands(String page, MatchResult block) {
        String above = page.substring(0, block.start()).stripTrailing();
        above = above.substring(above.lastIndexOf("\n\n") + 1);
        int unlessStated = stated(STATED_ABOVE, above, 0);
        List<Command> commands = new ArrayList<>();
        StringBuilder variables = new StringBuilder();
        for (String line : block.group(2).replaceAll("\\\\\n *", "").split("\n", -1)) {
            Matcher command = COMMAND.matcher(line.strip().replaceFirst("^sh '(.*)'$", "$1"));
            if (line.matches("(?:export )?[A-Z_]+=\\S+(?: +#.*)?")) {
                variables.append(line).append('\n');
            } else if (command.matches()) {
                commands.add(new Command(variables + command.group(1), stated(STATED, line, unlessStated)));
            }
        }
        return commands;
    }

    private static int stated(Pattern pattern, String text, int otherwise) {
        Matcher stated = pattern.matcher(text);
        return stated.find() ? Integer.parseInt(stated.group(1)) : otherwise;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandEndsAsTheTextBesideItSays(Command command) throws Exception {
        for (Call call : calls("/nonexistent", command.text())) {
            Cli.Run run = call.run();
            if (call.isPiped()) {
                assertThat(run.exitCode()).as(run.err()).isBetween(0, 1);
            } else {
                assertThat(run.exitCode()).as(said(run)).isEqualTo(command.exitCode());
            }
        }
    }

    private static String said(Cli.Run run) {
        return run.err() + run.out().substring(run.out().stripTrailing().lastIndexOf('\n') + 1);
    }

    /** Pages without commands would pass the test above. */
    @Test
    void thePagesHoldCommands() throws Exception {
        int calls = 0;
        for (Command command : commands().toList()) {
            calls += calls("/nonexistent", command.text()).size();
        }
        assertThat(calls).isGreaterThan(10);
    }

    /** Those that wait pass; the help says of the others what their exit codes mean. */
    @Test
    void theCommandsOfTheHelpAreRight() throws Exception {
        List<String> examples = Manual.all().stream()
                .flatMap(manual -> manual.examples().stream())
                .map(Manual.Example::call)
                .toList();
        assertThat(examples).anyMatch(example -> example.contains("--wait"));
        for (String example : examples) {
            for (Call call : calls("/nonexistent", example)) {
                Cli.Run run = call.run();
                assertThat(run.exitCode())
                        .as(example + "\n" + run.err())
                        .isBetween(0, example.contains("--wait") ? 0 : 1);
            }
        }
    }

    /** With the inputs of the page, by the action's own script. */
    @Test
    void theExampleOfTheActionPasses() throws Exception {
        String page = read(CI);
        Matcher block = BLOCK.matcher(page);
        assertThat(block.find()).isTrue();
        StringBuilder script = new StringBuilder("export PTC_PROGRAM=audit-ecr-ptc PTC_REPORTS=out\n");
        for (JsonNode step : ShippedYaml.documents(block.group(2)).get(0).path("steps")) {
            if (step.path("uses").asText().startsWith("skyscrapers/audit-ecr-ptc/")) {
                step.path("with")
                        .properties()
                        .forEach(input -> script.append("export PTC_%s='%s'\n"
                                .formatted(
                                        input.getKey().toUpperCase(Locale.ROOT).replace('-', '_'),
                                        input.getValue().asText())));
            }
        }
        Path run = Path.of(".github/actions/audit/run.sh").toAbsolutePath();

        List<Call> calls = calls("/usr/bin:/bin", script + "builtin source '" + run + "'");

        assertThat(calls).hasSize(1);
        Cli.Run audit = calls.get(0).run();
        assertThat(audit.exitCode()).as(said(audit)).isZero();
    }

    /** With the volumes as they are shipped: the ConfigMap accepts nothing yet. That of other clusters: {@link SharedToolingTest}. */
    @Test
    void theCronJobPasses() throws IOException {
        Path deploy = Path.of("src/deploy");
        List<JsonNode> objects = ShippedYaml.documents(deploy.resolve("cronjob.yaml"));
        JsonNode pod = objects.get(objects.size() - 1).at("/spec/jobTemplate/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        JsonNode accepted =
                ShippedYaml.documents(deploy.resolve("accepted.yaml")).get(0);
        Path volumes = Files.createTempDirectory(folder, "volumes");
        List<String> arguments = new ArrayList<>();
        container.path("args").forEach(argument -> arguments.add(argument.asText()));
        for (JsonNode mount : container.path("volumeMounts")) {
            Path volume =
                    Files.createDirectory(volumes.resolve(mount.path("name").asText()));
            arguments.replaceAll(
                    argument -> argument.replace("=" + mount.path("mountPath").asText() + "/", "=" + volume + "/"));
        }
        Files.writeString(
                volumes.resolve("accepted/accepted.yaml"),
                accepted.at("/data/accepted.yaml").asText());

        // It would ask for the pod's service account.
        Cli.Run run = new Cli()
                .with("AUDIT_ECR_PTC_REGISTRY", Cli.REGISTRY)
                .with("KUBECONFIG", folder.resolve("kubeconfig").toString())
                .run(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).as(said(run)).isZero();
        assertThat(volumes.resolve("reports/audit.json")).isNotEmptyFile();
        assertThat(pod.path("volumes").findValuesAsText("name"))
                .contains("accepted", "reports", accepted.at("/metadata/name").asText());
        assertThat(container.path("env").findValuesAsText("name")).contains("AUDIT_ECR_PTC_PUSHGATEWAY");
    }

    /** The calls of the program in a script, in their order. */
    private static List<Call> calls(String path, String script) throws Exception {
        Path calls = Files.createTempDirectory(folder, "calls");
        String named = script.replaceAll("[\\w./$-]+/(audit-ecr-ptc|mvnw)(?=\\s)", "$1");
        ProcessRun shell = ProcessRun.of(
                folder,
                Map.of(
                        "PATH",
                        path,
                        "CALLS",
                        calls.toString(),
                        "REGISTRY",
                        Cli.REGISTRY,
                        "TOKEN",
                        "token",
                        "VERSION",
                        "1.2.3"),
                List.of("/bin/bash", "-c", read(Path.of("src/test/resources/examples/shell.sh")) + named));
        assertThat(shell.err()).isEmpty();
        try (Stream<Path> made = Files.list(calls)) {
            return made.sorted().map(Call::new).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param place the folder in which the shell has left it */
    private record Call(Path place) {
        boolean isPiped() {
            return Files.exists(place.resolve("piped"));
        }

        Cli.Run run() {
            Cli cli = new Cli()
                    .with("KUBECONFIG", folder.resolve("kubeconfig").toString())
                    .in(read(place.resolve("input")));
            variables.forEach(cli::with);
            read(place.resolve("environment"))
                    .lines()
                    .filter(variable -> variable.startsWith("AUDIT_ECR_PTC_"))
                    .map(variable -> variable.split("=", 2))
                    .forEach(variable -> cli.with(variable[0], variable[1]));
            return cli.run(Arrays.stream(read(place.resolve("arguments")).split("\0", -1))
                    .map(Call::here)
                    .filter(argument -> !argument.isEmpty())
                    .toArray(String[]::new));
        }

        /** Its files are those of the folder in which the shell ran, and its server is the test's. */
        private static String here(String argument) {
            Matcher file = FILE.matcher(argument);
            if (file.matches() && !Files.exists(Path.of(file.group(2)))) {
                return file.group(1) + folder.resolve(file.group(2));
            }
            return switch (argument) {
                case "https://localhost:8443" -> server.uri().toString();
                // The name in the test's certificate.
                case "kubernetes" -> "localhost";
                case "/kubeconfig" -> folder.resolve("kubeconfig").toString();
                default -> argument;
            };
        }
    }
}

package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files by which k9s, Helm and pre-commit call the program, by the rules of each. */
class OtherProgramsTest {
    private static final Path HELM = Path.of("src/install/helm/plugin.yaml");
    private static final Path K9S = Path.of("src/install/k9s.yaml");
    private static final Path PRE_COMMIT = Path.of(".pre-commit-hooks.yaml");
    private static final String POD = "kind: Pod\nspec: {containers: [{image: quay.io/a/b}]}\n";

    @TempDir
    private Path temp;

    @BeforeEach
    void prepare() throws IOException {
        temp = temp.toRealPath();
    }

    private static JsonNode only(Path file) {
        List<JsonNode> documents = ShippedYaml.documents(file);
        assertThat(documents).hasSize(1);
        return documents.get(0);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    /**
     * By Helm's structs, which it reads without unknown fields, and its validation (Helm 4.2.4: internal/plugin/metadata_v1.go,
     * runtime_subprocess.go and subprocess_commands.go).
     */
    @Test
    void helmTakesThePlugin() throws Exception {
        JsonNode plugin = only(HELM);

        assertThat(plugin.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "apiVersion", "type", "name", "version", "sourceURL", "runtime", "runtimeConfig");
        assertThat(plugin.path("apiVersion").asText()).isEqualTo("v1");
        assertThat(plugin.path("type").asText()).isEqualTo("postrenderer/v1");
        assertThat(plugin.path("runtime").asText()).isEqualTo("subprocess");
        assertThat(plugin.path("name").asText()).matches("[A-Za-z0-9_-]+");
        // Semantic versioning, without the v; strict.
        assertThat(plugin.path("version").asText().replace("@VERSION@", ManifestsTest.version()))
                .matches("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?");
        assertThat(plugin.path("runtimeConfig").fieldNames()).toIterable().containsExactly("platformCommand");
        // One, for every system: on Windows too, Go looks for audit-ecr-ptc.cmd.
        JsonNode commands = plugin.at("/runtimeConfig/platformCommand");
        assertThat(commands).hasSize(1);
        assertThat(commands.path(0).fieldNames()).toIterable().containsExactly("command", "args");
    }

    /** It calls the command with its arguments, then those of {@code --post-renderer-args}, and the manifests as standard input. */
    @Test
    void helmsCallRewrites() {
        JsonNode command = only(HELM).at("/runtimeConfig/platformCommand/0");
        assertThat(command.path("command").asText()).isEqualTo("audit-ecr-ptc");

        Cli.Run run = new Cli()
                .in(POD)
                .run(Stream.concat(texts(command.path("args")).stream(), Stream.of(Cli.REGISTRY))
                        .toArray(String[]::new));

        assertThat(run).isEqualTo(new Cli.Run(0, POD.replace("quay.io", Cli.REGISTRY + "/quay"), ""));
    }

    /** By pre-commit's schema of hooks (pre-commit 3.0.4: clientlib.py). */
    @Test
    void preCommitsCallChecksFiles() throws Exception {
        JsonNode hooks = only(PRE_COMMIT);
        assertThat(hooks).hasSize(1);
        JsonNode hook = hooks.path(0);
        assertThat(hook.fieldNames())
                .toIterable()
                .containsExactly("id", "name", "description", "entry", "language", "files", "require_serial");
        assertThat(hook.path("language").asText()).isEqualTo("system");
        List<String> entry = List.of(hook.path("entry").asText().split(" ", -1));
        assertThat(entry).startsWith("audit-ecr-ptc");
        Pattern files = Pattern.compile(hook.path("files").asText());
        assertThat(files.matcher("k8s/web.yaml.txt").find()).isFalse();
        for (String name : List.of("web app.yaml", "WEB.YML")) {
            assertThat(files.matcher(name).find()).isTrue();
            String manifest = Files.writeString(temp.resolve(name), POD).toString();

            // What args of the configuration gives stands before the files.
            Cli.Run run = new Cli()
                    .run(Stream.concat(entry.stream().skip(1), Stream.of(Cli.REGISTRY, manifest))
                            .toArray(String[]::new));

            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.out()).contains("+spec: {containers: [{image: " + Cli.REGISTRY + "/quay/a/b}]}\n");
        }
    }

    /** By k9s' JSON schema (k9s 0.50: internal/config/json/schemas/plugins.json). */
    @Test
    void k9sTakesThePlugin() {
        JsonNode file = only(K9S);
        assertThat(file.fieldNames()).toIterable().containsExactly("plugins");
        assertThat(file.path("plugins")).isNotEmpty();
        for (JsonNode plugin : file.path("plugins")) {
            assertThat(plugin.fieldNames())
                    .toIterable()
                    .contains("shortCut", "description", "scopes", "command")
                    .isSubsetOf(
                            "shortCut",
                            "override",
                            "description",
                            "confirm",
                            "dangerous",
                            "scopes",
                            "command",
                            "background",
                            "overwriteOutput",
                            "args",
                            "inputs");
            // Free in the lists of k9s, which sort with the others (internal/view).
            assertThat(plugin.path("shortCut").asText()).matches("Shift-[BDEGHIMQTW-Z]");
            assertThat(plugin.path("background").asBoolean(true)).isFalse();
            assertThat(plugin.path("scopes")).allMatch(JsonNode::isTextual);
            assertThat(plugin.path("args")).allMatch(JsonNode::isTextual);
        }
    }

    /**
     * With the values that k9s has for a line of its lists (internal/view/helpers.go), written into the arguments as it writes
     * them (internal/view/env.go).
     */
    @PosixOnly
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prod    |            | velero | velero-1 | --context=prod --namespace=velero | none",
                "prod    | /a b/k:/c  | velero | all      | --context=prod --namespace=velero | /a b/k:/c",
                "prod    |            | -      | velero   | --context=prod --namespace=velero | none",
                "prod    |            | ''     | all      | --context=prod                    | none",
                "prod    |            | -      | all      | --context=prod                    | none",
                "a'$(touch x)\"`touch x`;touch x | | - | velero | --context=a'$(touch x)\"`touch x`;touch x --namespace=velero | none",
            },
            quoteCharacter = '\0')
    void k9sCallAuditsTheNamespaceUnderTheCursor(
            String context, String kubeconfig, String namespace, String name, String call, String used)
            throws Exception {
        program(
                "audit-ecr-ptc",
                "printf '%s ' \"$@\" >call; printf '%s' \"${KUBECONFIG:-none}\" >used; echo report; echo error >&2; exit 3");
        program("less", "printf '%s' \"$*$LESS\" >pager; cat >shown");
        Map<String, String> values = Map.of(
                "CONTEXT",
                context,
                "KUBECONFIG",
                kubeconfig == null ? "" : kubeconfig,
                "NAMESPACE",
                namespace.equals("''") ? "" : namespace,
                "NAME",
                name);
        JsonNode plugin = only(K9S).path("plugins").path("audit-ecr-ptc");
        Pattern variable = Pattern.compile("\\$(!?)([\\w-]+)|\\$\\{(!?)([\\w%/: -]+)\\}");
        List<String> command = new ArrayList<>(List.of(plugin.path("command").asText()));
        for (String argument : texts(plugin.path("args"))) {
            command.add(variable.matcher(argument).replaceAll(found -> {
                String key = found.group(2) == null ? found.group(4) : found.group(2);
                return Matcher.quoteReplacement(values.getOrDefault(key.toUpperCase(Locale.ROOT), found.group()));
            }));
        }

        ProcessRun run = ProcessRun.of(temp, Map.of("PATH", temp + ":/usr/bin:/bin", "LESS", "-F"), command);

        // That of the pager: to k9s any other is a plugin that failed.
        assertThat(run).isEqualTo(new ProcessRun(0, "", ""));
        assertThat(temp.resolve("call")).hasContent(call + " --color always ");
        assertThat(temp.resolve("used")).hasContent(used);
        assertThat(temp.resolve("pager")).hasContent("-R");
        assertThat(temp.resolve("shown")).hasContent("report\nerror\n");
        assertThat(temp.resolve("x")).doesNotExist();
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(temp.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.api.server.Json;
import eu.skyscrapers.ptc.api.server.RealApiServer;
import eu.skyscrapers.ptc.audit.ClassifierCorpusTest;
import eu.skyscrapers.ptc.cli.Cli;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The admission policy that the audit writes, applied to a real API server: 1.36, or 1.34 with the API that it has to enable. */
class RealApiAdmissionIT extends RealApi {
    private static final String NAMESPACE = "opted-in";
    /** Opts in as well, and has no pod. */
    private static final String FRESH = "fresh";

    private static final String REWRITTEN = REGISTRY + "/quay/a/b:1";
    private static final int CONTAINERS = 20;
    private static final int TRIES = 300;

    @RegisterExtension
    static final RealApiServer SERVER = RealApiServer.filledBy(server -> {
        server.createAll(List.of(pod(NAMESPACE, "before", DIRECT), pod("elsewhere", "a", DIRECT)));
        for (String namespace : List.of(NAMESPACE, FRESH)) {
            server.namespace(namespace);
            server.patch(
                    "/api/v1/namespaces/" + namespace,
                    "{\"metadata\":{\"labels\":{\"ecr-pull-through-cache\":\"enabled\"}}}");
        }
    });

    private static boolean applied;

    @Override
    RealApiServer server() {
        return SERVER;
    }

    @BeforeEach
    void apply() throws Exception {
        boolean v1 = SERVER.serves("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy");
        String api = v1 ? "v1" : "v1beta1";
        SERVER.needs("admissionregistration.k8s.io/" + api, "MutatingAdmissionPolicy");
        if (!applied) {
            Path policy = folder.resolve("policy.yaml");
            Cli.Run run =
                    audit("admin", "--fail-on", "never", "-o", "admission-policy=" + policy, "--admission-api", api);
            assertThat(run.exitCode()).as(run.err()).isZero();
            ShippedYaml.documents(policy).forEach(SERVER::create);
            applied = true;
        }
        // It holds some time after it was made.
        for (int tries = 0;
                tries < TRIES
                        && !image(SERVER.dryRun(pod(NAMESPACE, "a", DIRECT))).equals(REWRITTEN);
                tries++) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static String image(JsonNode pod) {
        return pod.at("/spec/containers/0/image").asText();
    }

    @Test
    void whatIsCreatedPassesTheAudit() {
        ObjectNode pod = pod(FRESH, "created", DIRECT, "nginx", "registry.k8s.io/pause:3.10");
        pod.withObject("/spec").set("initContainers", pod.at("/spec/containers").deepCopy());
        pod.at("/spec/initContainers")
                .forEach(each -> ((ObjectNode) each)
                        .put("name", "init-" + each.path("name").asText()));
        SERVER.create(pod);
        Cli.Run run = audit("viewer", "-o", "json", "-n", FRESH);
        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        assertThat(images(cluster(run)))
                .contains(REWRITTEN, REGISTRY + "/docker-hub/library/nginx", REGISTRY + "/k8s/pause:3.10");
    }

    @Test
    void namespacesThatDidNotOptInAreLeftAlone() {
        assertThat(image(SERVER.dryRun(pod("elsewhere", "b", DIRECT)))).isEqualTo(DIRECT);
    }

    /** Each reference that the classifier is tested with, as far as a pod may have it. */
    @Test
    void everyImageIsWhatTheAuditSays() throws Exception {
        List<String> references = ClassifierCorpusTest.images().stream()
                .filter(image -> image.matches("[!-~]+"))
                .toList();
        List<ObjectNode> pods = new ArrayList<>();
        for (int from = 0; from < references.size(); from += CONTAINERS) {
            List<String> some = references.subList(from, Math.min(from + CONTAINERS, references.size()));
            pods.add(pod(NAMESPACE, "p" + from, some.toArray(String[]::new)));
        }
        ObjectNode list = Json.MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        list.withArray("items").addAll(pods);
        Path file = Files.writeString(folder.resolve("pods.json"), list.toString(), StandardCharsets.UTF_8);
        Map<String, String> expected = new HashMap<>();
        cluster(new Cli().run(REGISTRY, "-o", "json", "-f", file.toString()))
                .path("images")
                .forEach(image -> expected.put(
                        image.path("image").asText(),
                        image.path("replacement").asText(image.path("image").asText())));
        assertThat(expected).hasSizeGreaterThan(500);
        for (ObjectNode pod : pods) {
            JsonNode admitted = SERVER.dryRun(pod).at("/spec/containers");
            for (int i = 0; i < admitted.size(); i++) {
                String written = pod.at("/spec/containers/" + i + "/image").asText();
                assertThat(admitted.at("/" + i + "/image").asText()).isEqualTo(expected.get(written));
            }
        }
    }

    @Test
    void aContainerThatIsAddedForDebugging() {
        SERVER.create(pod(NAMESPACE, "debugged", CACHED));
        ObjectNode debugger = Json.MAPPER.createObjectNode();
        debugger.put("name", "debugger").put("image", "busybox:1.36").put("imagePullPolicy", "IfNotPresent");
        debugger.put("terminationMessagePolicy", "File");
        JsonNode pod = SERVER.debug(
                "/api/v1/namespaces/" + NAMESPACE + "/pods/debugged",
                Json.MAPPER.createArrayNode().add(debugger));
        assertThat(pod.at("/spec/ephemeralContainers/0/image").asText())
                .isEqualTo(REGISTRY + "/docker-hub/library/busybox:1.36");
    }

    @Test
    void anImageThatIsMounted() {
        ObjectNode pod = pod(NAMESPACE, "mounted", CACHED);
        pod.withObject("/spec").withArray("volumes").addObject().put("name", "weights");
        pod.withObject("/spec/volumes/0/image").put("reference", "quay.io/acme/weights:v6");
        SERVER.needsField(pod, "/spec/volumes/0/image/reference");
        assertThat(SERVER.dryRun(pod).at("/spec/volumes/0/image/reference").asText())
                .isEqualTo(REGISTRY + "/quay/acme/weights:v6");
    }

    /** A pod that was there before keeps its image when something else of it changes. */
    @Test
    void runningPodsStay() {
        JsonNode patched = SERVER.patch(
                "/api/v1/namespaces/" + NAMESPACE + "/pods/before", "{\"metadata\":{\"labels\":{\"seen\":\"yes\"}}}");
        assertThat(patched.at("/metadata/labels/seen").asText()).isEqualTo("yes");
        assertThat(image(patched)).isEqualTo(DIRECT);
    }
}

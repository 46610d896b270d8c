package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import eu.skyscrapers.ptc.cli.Cli;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests are what an API server takes, and what they promise. fabric8's types are made from the API's schema, so a
 * field that they do not know, or of another type, is one that the server does not know.
 */
class ManifestsTest {
    private static final Path FOLDER = Path.of("src/deploy");
    private static final String NAMESPACE = "audit-ecr-ptc";
    private static final Path IN_CLUSTER = FOLDER.resolve("cronjob.yaml");
    private static final Path CLUSTERS = FOLDER.resolve("cronjob-clusters.yaml");

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "v1/ConfigMap", ConfigMap.class,
            "batch/v1/CronJob", CronJob.class,
            "rbac.authorization.k8s.io/v1/ClusterRole", ClusterRole.class,
            "rbac.authorization.k8s.io/v1/ClusterRoleBinding", ClusterRoleBinding.class);

    /** Without the catch-all that fabric8's types have for fields of newer servers. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    static Stream<JsonNode> objects() {
        return ShippedYaml.files(FOLDER, ".yaml").stream()
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .flatMap(file -> ShippedYaml.documents(file).stream());
    }

    static Stream<JsonNode> cronJobs() {
        return objects().filter(object -> object.path("kind").asText().equals("CronJob"));
    }

    private static Object typed(JsonNode object) throws JsonMappingException {
        String kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        Class<?> type = KINDS.get(kind);
        assertThat(type).as(kind).isNotNull();
        try {
            return STRICT.treeToValue(object, type);
        } catch (JsonMappingException e) {
            throw e;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("objects")
    void everyFieldIsOneOfTheApi(JsonNode object) throws Exception {
        // As text: numbers are the same then, however wide the type is that holds them.
        JsonNode again = STRICT.readTree(STRICT.writeValueAsString(typed(object)));

        assertThat(withoutEmpty(again)).isEqualTo(withoutEmpty(object));
    }

    /** fabric8 writes empty lists and structures that were never there. */
    private static JsonNode withoutEmpty(JsonNode node) {
        if (node.isObject()) {
            ObjectNode kept = STRICT.createObjectNode();
            node.properties().forEach(field -> {
                JsonNode value = withoutEmpty(field.getValue());
                if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                    kept.set(field.getKey(), value);
                }
            });
            return kept;
        }
        if (node.isArray()) {
            return STRICT.valueToTree(StreamSupport.stream(node.spliterator(), false)
                    .map(ManifestsTest::withoutEmpty)
                    .toList());
        }
        return node;
    }

    /** That the check above is one: each of these would be dropped by a server, or refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/spec/concurencyPolicy",
                "/spec/jobTemplate/spec/backoffLimits",
                "/spec/jobTemplate/spec/template/spec/securityContext/runAsNonroot",
                "/spec/jobTemplate/spec/template/spec/containers/0/securityContext/readOnlyRootFileSystem",
                "/spec/jobTemplate/spec/template/spec/containers/0/resources/limit"
            })
    void aFieldThatTheApiDoesNotKnowIsFound(String pointer) {
        JsonNode cronJob = ShippedYaml.documents(IN_CLUSTER).get(0);
        int cut = pointer.lastIndexOf('/');
        ((ObjectNode) cronJob.at(pointer.substring(0, cut))).put(pointer.substring(cut + 1), "x");

        assertThatThrownBy(() -> typed(cronJob)).hasMessageContaining(pointer.substring(cut + 1));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("objects")
    void everyObjectIsInTheNamespaceWithinTheCluster(JsonNode object) {
        boolean namespaced = Set.of("CronJob", "ServiceAccount", "ConfigMap")
                .contains(object.path("kind").asText());

        assertThat(object.at("/metadata/namespace").asText()).isEqualTo(namespaced ? NAMESPACE : "");
        assertThat(object.at("/metadata/name").asText()).startsWith("audit-ecr-ptc");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("cronJobs")
    void aCronJobRunsOnceAndOneAtATime(JsonNode cronJob) {
        JsonNode spec = cronJob.path("spec");
        assertThat(spec.path("schedule").asText()).matches("\\d+ \\d+ \\* \\* \\*");
        assertThat(spec.path("timeZone").asText()).isEqualTo("Etc/UTC");
        assertThat(spec.path("concurrencyPolicy").asText()).isEqualTo("Forbid");
        assertThat(spec.at("/jobTemplate/spec/backoffLimit")).isEqualTo(STRICT.valueToTree(0));
        assertThat(spec.at("/jobTemplate/spec/activeDeadlineSeconds").asInt()).isPositive();
        assertThat(podSpec(cronJob).path("restartPolicy").asText()).isEqualTo("Never");
    }

    /** What the Pod Security Standard "restricted" asks for, and what makes the image read-only. */
    @ParameterizedTest(name = "{index}")
    @MethodSource("cronJobs")
    void aPodMayDoNothing(JsonNode cronJob) {
        JsonNode pod = podSpec(cronJob).path("securityContext");
        assertThat(pod.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.path("runAsUser").asInt()).isPositive();
        assertThat(pod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(podSpec(cronJob).path("enableServiceLinks").asBoolean(true)).isFalse();
        assertThat(Set.of("hostNetwork", "hostPID", "hostIPC"))
                .noneMatch(name -> podSpec(cronJob).has(name));

        assertThat(podSpec(cronJob).path("containers")).hasSize(1);
        JsonNode container = container(cronJob).path("securityContext");
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("capabilities")).isEqualTo(STRICT.valueToTree(Map.of("drop", List.of("ALL"))));
        assertThat(container.has("privileged")).isFalse();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("cronJobs")
    void aPodHasItsMemory(JsonNode cronJob) {
        JsonNode resources = container(cronJob).path("resources");
        Quantity request = Quantity.parse(resources.at("/requests/memory").asText());
        Quantity limit = Quantity.parse(resources.at("/limits/memory").asText());

        assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
        assertThat(request.getNumericalAmount()).isLessThanOrEqualTo(limit.getNumericalAmount());
    }

    @Test
    void onlyTheAuditOfItsOwnClusterGetsAToken() {
        assertThat(objects().filter(object -> object.path("kind").asText().equals("ServiceAccount")))
                .hasSize(2)
                .allMatch(
                        account -> !account.path("automountServiceAccountToken").asBoolean(true));
        assertThat(cronJobs()).hasSize(2);
        assertThat(podSpec(IN_CLUSTER).path("automountServiceAccountToken").asBoolean())
                .isTrue();
        assertThat(podSpec(CLUSTERS).path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
    }

    @Test
    void theServiceAccountHasTheRoleAndNoOther() {
        List<JsonNode> bindings = objects()
                .filter(object -> object.path("kind").asText().equals("ClusterRoleBinding"))
                .filter(object -> object.at("/subjects/0/kind").asText().equals("ServiceAccount"))
                .toList();

        assertThat(bindings).hasSize(1);
        assertThat(bindings.get(0).path("roleRef"))
                .isEqualTo(STRICT.valueToTree(Map.of(
                        "apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", "audit-ecr-ptc")));
        assertThat(bindings.get(0).path("subjects"))
                .isEqualTo(STRICT.valueToTree(
                        List.of(Map.of("kind", "ServiceAccount", "name", "audit-ecr-ptc", "namespace", NAMESPACE))));
        assertThat(podSpec(IN_CLUSTER).path("serviceAccountName").asText()).isEqualTo("audit-ecr-ptc");
        assertThat(podSpec(CLUSTERS).path("serviceAccountName").asText()).isEqualTo("audit-ecr-ptc-clusters");
    }

    /** What it is for the job to find its way is asked by {@link SharedToolingTest}. */
    @Test
    void theAuditOfOtherClustersHasNoSecret() {
        assertThat(podSpec(CLUSTERS).findParents("secret")).isEmpty();
        assertThat(podSpec(CLUSTERS).findParents("secretKeyRef")).isEmpty();
    }

    @Test
    void theNamespaceIsRestricted() {
        JsonNode namespace =
                ShippedYaml.documents(FOLDER.resolve("namespace.yaml")).get(0);

        assertThat(namespace.at("/metadata/name").asText()).isEqualTo(NAMESPACE);
        assertThat(namespace.path("metadata").path("labels"))
                .isEqualTo(STRICT.valueToTree(Map.of(
                        "pod-security.kubernetes.io/enforce", "restricted",
                        "pod-security.kubernetes.io/warn", "restricted")));
    }

    /** Our own pods would be found by our own audit. */
    @Test
    void theImageComesThroughTheCacheInThisVersion() throws Exception {
        Cli.Run run = new Cli().run(Cli.REGISTRY, "-f", FOLDER.toString(), "-o", "json");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        JsonNode cluster = STRICT.readTree(run.out()).at("/clusters/0");
        assertThat(cluster.path("templates").asInt()).isEqualTo(2);
        assertThat(cluster.path("images")).hasSize(1);
        assertThat(cluster.at("/images/0/image").asText())
                .startsWith(Cli.REGISTRY + "/ghcr/")
                .endsWith("/audit-ecr-ptc:" + version());
        assertThat(cronJobs().map(cronJob -> container(cronJob).at("/env/0")))
                .containsOnly(STRICT.valueToTree(Map.of("name", "AUDIT_ECR_PTC_REGISTRY", "value", Cli.REGISTRY)));
    }

    @Test
    void theKustomizationHoldsFilesThatAreThere() {
        JsonNode kustomization =
                ShippedYaml.documents(FOLDER.resolve("kustomization.yaml")).get(0);

        assertThat(kustomization.path("kind").asText()).isEqualTo("Kustomization");
        assertThat(kustomization.path("resources"))
                .isNotEmpty()
                .allMatch(file -> Files.exists(FOLDER.resolve(file.asText())));
        assertThat(kustomization.path("resources").toString()).contains("role.yaml", "service-account.yaml");
    }

    static String version() throws java.io.IOException {
        return Files.readString(Path.of("pom.xml")).replaceFirst("(?s).*?\n  <version>(.*?)</version>.*", "$1");
    }

    private static JsonNode podSpec(JsonNode cronJob) {
        return cronJob.at("/spec/jobTemplate/spec/template/spec");
    }

    private static JsonNode podSpec(Path file) {
        List<JsonNode> objects = ShippedYaml.documents(file);
        return podSpec(objects.get(objects.size() - 1));
    }

    private static JsonNode container(JsonNode cronJob) {
        return podSpec(cronJob).at("/containers/0");
    }
}

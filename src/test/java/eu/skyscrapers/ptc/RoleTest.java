package eu.skyscrapers.ptc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The role that is shipped grants what the program asks for, and nothing more. */
class RoleTest {
    private static final Map<String, Object> PODS =
            Map.of("apiGroups", List.of(""), "resources", List.of("pods"), "verbs", List.of("list", "watch"));

    private static List<Map<?, ?>> objects(String yaml) {
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
        return StreamSupport.stream(documents.spliterator(), false)
                .<Map<?, ?>>map(Map.class::cast)
                .toList();
    }

    private static String manifest() throws IOException {
        return Files.readString(Path.of("src/deploy/role.yaml"));
    }

    @Test
    void allowsToListAndToWatchPodsAndNothingElse() throws IOException {
        assertThat(objects(manifest()).get(0).get("rules")).isEqualTo(List.of(PODS));
    }

    @Test
    void isBoundToWhatItIs() throws IOException {
        List<Map<?, ?>> objects = objects(manifest());
        assertThat(objects).hasSize(2);
        Map<?, ?> role = objects.get(0);
        Map<?, ?> binding = objects.get(1);
        assertThat(role.get("kind")).isEqualTo("ClusterRole");
        assertThat(role.get("apiVersion")).isEqualTo("rbac.authorization.k8s.io/v1");
        assertThat(binding.get("kind")).isEqualTo("ClusterRoleBinding");
        assertThat(binding.get("roleRef"))
                .isEqualTo(Map.of(
                        "apiGroup", "rbac.authorization.k8s.io", "kind", "ClusterRole", "name", "audit-ecr-ptc"));
        assertThat(((Map<?, ?>) role.get("metadata")).get("name")).isEqualTo("audit-ecr-ptc");
        assertThat(binding.get("subjects"))
                .isEqualTo(List.of(
                        Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Group", "name", "audit-ecr-ptc")));
    }

    /** The lines that {@code --pod-templates} needs stand there as comments, and are YAML without their first {@code #}. */
    @Test
    void withItsCommentsAllowsToListWorkloads() throws IOException {
        List<Map<?, ?>> objects = objects(manifest().replaceAll("(?m)^  #(?=-|  )", "  "));
        assertThat(objects.get(0).get("rules"))
                .isEqualTo(List.of(
                        PODS,
                        list("apps", "deployments", "statefulsets", "daemonsets", "replicasets"),
                        list("batch", "jobs", "cronjobs"),
                        list("", "replicationcontrollers")));
    }

    private static Map<String, Object> list(String group, String... resources) {
        return Map.of("apiGroups", List.of(group), "resources", List.of(resources), "verbs", List.of("list"));
    }
}

package eu.skyscrapers.ptc.kubernetes.access;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One kubeconfig file, its entries by name.
 *
 * @param currentContext null where the file names none
 */
record KubeconfigFile(
        Path file,
        Map<String, YamlValue> clusters,
        Map<String, YamlValue> users,
        Map<String, YamlValue> contexts,
        @Nullable YamlValue currentContext,
        boolean isEmpty) {
    private static final Set<String> KEYS = Set.of("kind", "clusters", "users", "contexts", "current-context");

    static KubeconfigFile read(Path file) throws ConfigurationException {
        YamlValue root;
        try {
            root = YamlValue.read(file, LocalFiles.read(file));
        } catch (InvalidValueException e) {
            throw new ConfigurationException("kubeconfig " + file + " " + e.predicate()
                    + "; name a readable file with --kubeconfig or KUBECONFIG");
        }
        if (root == null) {
            return new KubeconfigFile(file, Map.of(), Map.of(), Map.of(), null, true);
        }
        checkKind(root);
        YamlValue current = root.get("current-context");
        return new KubeconfigFile(
                file,
                entries(root, "clusters"),
                entries(root, "users"),
                entries(root, "contexts"),
                current == null || current.text().isEmpty() ? null : current,
                false);
    }

    private static void checkKind(YamlValue root) throws ConfigurationException {
        String kind = root.text("kind");
        if (kind != null && !kind.equals("Config")) {
            throw root.problem("not a kubeconfig, but of kind " + Words.quote(kind));
        }
        String version = root.text("apiVersion");
        if (version != null && !version.equals("v1")) {
            throw root.problem("not a kubeconfig of apiVersion v1, but of " + Words.quote(version));
        }
        if (Collections.disjoint(root.keys(), KEYS)) {
            throw root.problem("not a kubeconfig: it has neither clusters nor users nor contexts");
        }
    }

    private static Map<String, YamlValue> entries(YamlValue root, String key) throws ConfigurationException {
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (YamlValue item : root.list(key)) {
            String written = item.text("name");
            // To kubectl a name like any other; a context without one is current where no other is.
            String name = written == null ? "" : written;
            YamlValue earlier = entries.putIfAbsent(name, item);
            if (earlier != null) {
                throw item.problem("the name " + Words.quote(name) + " stands twice in " + key + ", first at "
                        + earlier.place() + "; rename one");
            }
        }
        return entries;
    }
}

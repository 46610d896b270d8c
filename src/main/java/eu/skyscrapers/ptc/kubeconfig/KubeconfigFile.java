package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
        Map<String, Value> clusters,
        Map<String, Value> users,
        Map<String, Value> contexts,
        @Nullable Value currentContext,
        boolean isEmpty) {
    private static final Set<String> KEYS = Set.of("kind", "clusters", "users", "contexts", "current-context");

    static KubeconfigFile read(Path file) throws ConfigurationException {
        List<Value> documents;
        try {
            documents = Value.readKubeconfig(file, SmallFile.read(file));
        } catch (InvalidValueException e) {
            throw new ConfigurationException("kubeconfig " + file + " " + e.predicate()
                    + "; name a readable file with --kubeconfig or KUBECONFIG");
        }
        if (documents.isEmpty()) {
            return new KubeconfigFile(file, Map.of(), Map.of(), Map.of(), null, true);
        }
        if (documents.size() > 1) {
            // kubectl would read the first one and never say so.
            throw new ConfigurationException(
                    file + ": holds more than one YAML document; keep one, or split it and list both in KUBECONFIG");
        }
        Value root = documents.get(0);
        checkKind(root);
        Value current = root.given("current-context");
        return new KubeconfigFile(
                file,
                entries(root, "clusters"),
                entries(root, "users"),
                entries(root, "contexts"),
                current == null || current.text().isEmpty() ? null : current,
                false);
    }

    private static void checkKind(Value root) throws ConfigurationException {
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

    private static Map<String, Value> entries(Value root, String key) throws ConfigurationException {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (Value item : root.list(key)) {
            String written = item.text("name");
            // To kubectl a name like any other; a context without one is current where no other is.
            String name = written == null ? "" : written;
            Value earlier = entries.putIfAbsent(name, item);
            if (earlier != null) {
                throw item.problem("the name " + Words.quote(name) + " stands twice in " + key + ", first at "
                        + earlier.place() + "; rename one");
            }
        }
        return entries;
    }
}

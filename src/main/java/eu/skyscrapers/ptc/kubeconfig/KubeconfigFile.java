package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** One kubeconfig file. */
final class KubeconfigFile {
    private static final Set<String> KEYS = Set.of("kind", "clusters", "users", "contexts", "current-context");

    private KubeconfigFile() {}

    /** Its only document; none where it is empty. */
    static List<Value> read(Path file) throws ConfigurationException {
        List<Value> documents;
        try {
            documents = Value.readKubeconfig(file, SmallFile.read(file));
        } catch (InvalidValueException e) {
            throw new ConfigurationException("kubeconfig " + file + " " + e.predicate()
                    + "; name a readable file with --kubeconfig or KUBECONFIG");
        }
        if (documents.size() > 1) {
            // kubectl would read the first one and never say so.
            throw new ConfigurationException(
                    file + ": holds more than one YAML document; keep one, or split it and list both in KUBECONFIG");
        }
        for (Value root : documents) {
            check(root);
        }
        return documents;
    }

    private static void check(Value root) throws ConfigurationException {
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
}

package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The cluster that this program runs in, as the pod's service account (client-go: rest.InClusterConfig), in the words of a
 * kubeconfig, so that the call may override it like one.
 */
final class ServiceAccount {
    private static final String CONTEXT = "in-cluster";
    /** What there is where a kubeconfig is looked for. */
    static final String INSTEAD =
            "there is no kubeconfig here, only the pod's service account, known as " + Words.quote(CONTEXT);

    private static final String HOST = "KUBERNETES_SERVICE_HOST";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";

    private ServiceAccount() {}

    /** What is missing to be a pod; empty where nothing is. */
    static String whyNot(Environment environment) {
        for (String name : List.of(HOST, PORT)) {
            if (environment.variable(name).isEmpty()) {
                return name + " is not set";
            }
        }
        Path token = environment.serviceAccount().resolve("token");
        return Files.exists(token) ? "" : token + " does not exist";
    }

    static Value read(Environment environment) throws ConfigurationException {
        Path folder = environment.serviceAccount();
        return Value.of(
                folder,
                Map.of(
                        "clusters",
                        entry(
                                "cluster",
                                Map.of("server", server(environment), "certificate-authority", in(folder, "ca.crt"))),
                        "users",
                        entry("user", Map.of("tokenFile", in(folder, "token"))),
                        "contexts",
                        entry("context", Map.of("cluster", CONTEXT, "user", CONTEXT, "namespace", namespace(folder))),
                        "current-context",
                        CONTEXT));
    }

    private static Object entry(String kind, Map<String, Object> fields) {
        return List.of(Map.of("name", CONTEXT, kind, fields));
    }

    private static String in(Path folder, String file) {
        return folder.resolve(file).toAbsolutePath().toString();
    }

    private static URI server(Environment environment) throws ConfigurationException {
        String host = environment.variable(HOST);
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        try {
            return ServerAddress.parseServer("https://" + bracketed + ":" + environment.variable(PORT));
        } catch (InvalidValueException e) {
            throw new ConfigurationException(
                    "the address of the API server in " + HOST + " and " + PORT + " " + e.predicate());
        }
    }

    /** It only fills in for -n, which an audit of all namespaces does not need: empty where it cannot be read. */
    private static String namespace(Path folder) {
        try {
            return new String(SmallFile.read(folder.resolve("namespace")), StandardCharsets.UTF_8).strip();
        } catch (InvalidValueException e) {
            return "";
        }
    }
}

package eu.skyscrapers.ptc.kubernetes.access;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cluster that this program runs in, as the pod's service account (client-go: rest.InClusterConfig). */
final class ServiceAccount implements Kubeconfig {
    private static final String CONTEXT = "in-cluster";
    private static final String HOST = "KUBERNETES_SERVICE_HOST";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";

    private final Surroundings surroundings;

    ServiceAccount(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static boolean isPresent(Surroundings surroundings) {
        return whyNot(surroundings).isEmpty();
    }

    /** What is missing to be a pod; empty where nothing is. */
    static String whyNot(Surroundings surroundings) {
        for (String name : List.of(HOST, PORT)) {
            if (surroundings.variable(name).isEmpty()) {
                return name + " is not set";
            }
        }
        Path token = surroundings.serviceAccount().resolve("token");
        return Files.exists(token) ? "" : token + " does not exist";
    }

    @Override
    public List<String> contextNames() {
        return List.of(CONTEXT);
    }

    @Override
    public String currentContext() {
        return CONTEXT;
    }

    @Override
    public ClusterAccess access(@Nullable String context) throws ConfigurationException {
        if (context != null && !context.equals(CONTEXT)) {
            throw new ConfigurationException("context " + Words.quote(context)
                    + " does not exist: there is no kubeconfig here, only the pod's service account, known as "
                    + Words.quote(CONTEXT));
        }
        URI server = server();
        return new ClusterAccess(
                CONTEXT,
                server,
                trust(),
                credentials(),
                Map.of(),
                HttpProxy.fromEnvironment(surroundings, server),
                namespace(),
                List.of());
    }

    private URI server() throws ConfigurationException {
        String host = surroundings.variable(HOST);
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        try {
            return ServerAddress.parseServer("https://" + bracketed + ":" + surroundings.variable(PORT));
        } catch (InvalidValueException e) {
            throw new ConfigurationException(
                    "the address of the API server in " + HOST + " and " + PORT + " " + e.predicate());
        }
    }

    private ServerTrust trust() throws ConfigurationException {
        Path file = surroundings.serviceAccount().resolve("ca.crt");
        try {
            return ServerTrust.only(Pem.certificates(LocalFiles.read(file)));
        } catch (InvalidValueException e) {
            throw new ConfigurationException("the service account's CA " + file + " " + e.predicate());
        }
    }

    private Credentials credentials() throws ConfigurationException {
        Path file = surroundings.serviceAccount().resolve("token");
        try {
            return new TokenFileCredentials(file, null);
        } catch (InvalidValueException e) {
            throw new ConfigurationException("the service account's token " + file + " " + e.predicate());
        }
    }

    private @Nullable String namespace() {
        try {
            byte[] content = LocalFiles.read(surroundings.serviceAccount().resolve("namespace"));
            return new String(content, StandardCharsets.UTF_8).strip();
        } catch (InvalidValueException e) {
            // It only fills in for -n, which an audit of all namespaces does not need.
            return null;
        }
    }
}

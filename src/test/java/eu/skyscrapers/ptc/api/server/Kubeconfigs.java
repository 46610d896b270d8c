package eu.skyscrapers.ptc.api.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Writes kubeconfigs for {@link TestApiServer}s. Cluster and user of a context have its name; the first context is the
 * current one.
 */
public final class Kubeconfigs {
    private final Path folder;
    private final Map<String, Map<String, Object>> clusters = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> users = new LinkedHashMap<>();
    private String current = "";

    private Kubeconfigs(Path folder) {
        this.folder = folder;
    }

    /** Files are written into this folder. */
    public static Kubeconfigs in(Path folder) {
        return new Kubeconfigs(folder);
    }

    /** A context without credentials. */
    public Kubeconfigs context(String name, TestApiServer server) {
        return context(name, server, Map.of());
    }

    /** A context that trusts {@link TestPki#ca} where the server speaks TLS. */
    public Kubeconfigs context(String name, TestApiServer server, Map<String, Object> user) {
        return context(name, server.uri(), user);
    }

    /** The same for any server whose certificate is of {@link TestPki#ca}. */
    public Kubeconfigs context(String name, URI server, Map<String, Object> user) {
        Map<String, Object> cluster = new LinkedHashMap<>();
        cluster.put("server", server.toString());
        if (server.getScheme().equals("https")) {
            cluster.put("certificate-authority-data", base64(TestPki.ca()));
        }
        clusters.put(name, cluster);
        users.put(name, new LinkedHashMap<>(user));
        current = current.isEmpty() ? name : current;
        return this;
    }

    /** Sets a field of a context's cluster, for example {@code proxy-url}. */
    public Kubeconfigs cluster(String context, String field, Object value) {
        clusters.get(context).put(field, value);
        return this;
    }

    /** Sets a field of a context's user, for example {@code as}. */
    public Kubeconfigs user(String context, String field, Object value) {
        users.get(context).put(field, value);
        return this;
    }

    /** Believes any certificate. */
    public Kubeconfigs insecure(String context) {
        clusters.get(context).remove("certificate-authority-data");
        return cluster(context, "insecure-skip-tls-verify", true);
    }

    public Kubeconfigs current(String context) {
        current = context;
        return this;
    }

    public static Map<String, Object> token(String token) {
        return Map.of("token", token);
    }

    public static Map<String, Object> basic(String user, String password) {
        return Map.of("username", user, "password", password);
    }

    /** Certificate and key within the kubeconfig. */
    public static Map<String, Object> certificate(TestPki.Client client) {
        return Map.of(
                "client-certificate-data", base64(client.certificatePem()), "client-key-data", base64(client.keyPem()));
    }

    /** Certificate and key in files beside the kubeconfig, named without their folder; the key in its older form. */
    public Map<String, Object> certificateFiles(TestPki.Client client) {
        String certificate = client + ".crt";
        String key = client + ".key";
        write(certificate, client.certificatePem());
        write(key, client.traditionalKeyPem());
        return Map.of("client-certificate", certificate, "client-key", key);
    }

    /** A credential plugin of version v1; add to the map for more. */
    public static Map<String, Object> exec(String command, String... arguments) {
        Map<String, Object> exec = new LinkedHashMap<>();
        exec.put("apiVersion", "client.authentication.k8s.io/v1");
        exec.put("command", command);
        exec.put("args", List.of(arguments));
        exec.put("interactiveMode", "Never");
        return new LinkedHashMap<>(Map.of("exec", exec));
    }

    public Path write() {
        return write("kubeconfig");
    }

    public Path write(String fileName) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("apiVersion", "v1");
        config.put("kind", "Config");
        config.put("clusters", named("cluster", clusters));
        config.put("users", named("user", users));
        config.put(
                "contexts",
                clusters.keySet().stream().map(Kubeconfigs::namedContext).toList());
        config.put("current-context", current);
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return write(fileName, new Dump(settings).dumpToString(config).getBytes(UTF_8));
    }

    private static List<Map<String, Object>> named(String kind, Map<String, Map<String, Object>> entries) {
        Stream<Map<String, Object>> named =
                entries.entrySet().stream().map(entry -> Map.of("name", entry.getKey(), kind, entry.getValue()));
        return named.toList();
    }

    private static Map<String, Object> namedContext(String name) {
        return Map.of("name", name, "context", Map.of("cluster", name, "user", name));
    }

    private Path write(String fileName, byte[] content) {
        try {
            return Files.write(folder.resolve(fileName), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64(byte[] pem) {
        return Base64.getEncoder().encodeToString(pem);
    }
}

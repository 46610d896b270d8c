package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.text.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kubeconfigs for tests: one context {@code c} of cluster {@code k} and user {@code u}. */
final class Configs {
    static final String HTTPS = "server: https://10.0.0.1:6443";
    /** Stands in every place where a secret stands; no message may hold it. */
    static final String SECRET = "s3cr3t";

    private Configs() {}

    /** The cluster begins at line 5, the user five lines after the cluster's end. */
    static String config(String cluster, String user) {
        return "current-context: c\nclusters:\n- name: k\n  cluster:\n" + cluster.indent(4)
                + "contexts:\n- name: c\n  context: {cluster: k, user: u}\nusers:\n- name: u\n  user:\n"
                + user.indent(4);
    }

    static String user(String user) {
        return config(HTTPS, user);
    }

    static String cluster(String cluster) {
        return config(cluster, "token: " + SECRET);
    }

    static Path write(Path folder, String name, String content) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Environment environment(Path folder, Map<String, String> variables) {
        return new Environment(
                variables,
                folder.resolve("home").toString(),
                folder.resolve("serviceaccount"),
                Duration.ofSeconds(20),
                new Secrets());
    }

    static Kubeconfig load(Path folder, String yaml) throws ConfigurationException {
        return load(folder, yaml, Map.of());
    }

    static Kubeconfig load(Path folder, String yaml, Map<String, String> environment) throws ConfigurationException {
        return Kubeconfig.load(write(folder, "config", yaml), Overrides.NONE, environment(folder, environment));
    }

    static ClusterAccess access(Path folder, String yaml) throws ConfigurationException {
        return load(folder, yaml).access(null);
    }

    static @Nullable String authorization(ClusterAccess access) throws CredentialException {
        return access.credentials().current().authorization();
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

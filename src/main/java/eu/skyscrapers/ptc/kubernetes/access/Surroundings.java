package eu.skyscrapers.ptc.kubernetes.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a search for a kubeconfig, a proxy and a credential plugin depends on beside the command line.
 *
 * @param environment the environment variables, handed on to credential plugins
 * @param home the user's home folder, which may hold {@code .kube/config}
 * @param serviceAccount the folder where a pod finds its token, the cluster's CA and its namespace
 * @param pluginTimeout how long a credential plugin may run
 */
public record Surroundings(Map<String, String> environment, Path home, Path serviceAccount, Duration pluginTimeout) {
    public static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    public static final Duration PLUGIN_TIMEOUT = Duration.ofSeconds(60);

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** The surroundings of this process; {@code HOME} goes first, as for kubectl. */
    public static Surroundings ofThisProcess() {
        Map<String, String> environment = System.getenv();
        String home = environment.getOrDefault("HOME", "");
        Path folder = Path.of(home.isEmpty() ? System.getProperty("user.home", "") : home);
        return new Surroundings(environment, folder, SERVICE_ACCOUNT, PLUGIN_TIMEOUT);
    }

    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** Says nothing of the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "Surroundings[home=" + home + "]";
    }
}

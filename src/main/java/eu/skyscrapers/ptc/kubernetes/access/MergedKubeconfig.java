package eu.skyscrapers.ptc.kubernetes.access;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One or more kubeconfig files; the first one to name an entry has all of it, the first current context counts. */
final class MergedKubeconfig implements Kubeconfig {
    private final Surroundings surroundings;
    private final String files;
    private final Map<String, YamlValue> clusters = new LinkedHashMap<>();
    private final Map<String, YamlValue> users = new LinkedHashMap<>();
    private final Map<String, YamlValue> contexts = new LinkedHashMap<>();
    private final Map<PluginCall, ExecCredentials> plugins = new ConcurrentHashMap<>();
    private final @Nullable YamlValue currentContext;
    private final @Nullable String currentName;

    MergedKubeconfig(List<KubeconfigFile> merged, Surroundings surroundings) throws ConfigurationException {
        this.surroundings = surroundings;
        this.files = merged.stream().map(file -> file.file().toString()).collect(Collectors.joining(", "));
        if (merged.stream().allMatch(KubeconfigFile::isEmpty)) {
            throw new ConfigurationException("kubeconfig " + files + " is empty; name another with --kubeconfig");
        }
        YamlValue current = null;
        for (KubeconfigFile file : merged) {
            file.clusters().forEach(clusters::putIfAbsent);
            file.users().forEach(users::putIfAbsent);
            file.contexts().forEach(contexts::putIfAbsent);
            current = current == null ? file.currentContext() : current;
        }
        this.currentContext = current;
        this.currentName = current == null ? null : current.text();
    }

    @Override
    public List<String> contextNames() {
        return List.copyOf(contexts.keySet());
    }

    @Override
    public @Nullable String currentContext() {
        return currentName;
    }

    @Override
    public ClusterAccess access(@Nullable String context) throws ConfigurationException {
        String name = context == null ? currentName : context;
        if (name == null) {
            throw new ConfigurationException("kubeconfig " + files
                    + ": no current context is set; choose one with --context; " + Words.all(contexts.keySet()));
        }
        YamlValue item = contexts.get(name);
        if (item == null) {
            throw unknownContext(name, context == null ? currentContext : null);
        }
        YamlValue entry = item.mapping("context");
        ClusterEntry cluster = cluster(name, entry);
        checkTransport(cluster);
        UserEntry user = user(name, entry, cluster);
        List<String> warnings = new ArrayList<>(cluster.warnings());
        warnings.addAll(user.warnings());
        return new ClusterAccess(
                name,
                cluster.server(),
                cluster.trust(),
                user.credentials(),
                user.impersonation(),
                cluster.proxy(),
                entry.text("namespace"),
                warnings);
    }

    private ConfigurationException unknownContext(String name, @Nullable YamlValue place) {
        String words =
                "context " + Words.quote(name) + " does not exist; " + Words.suggestions(name, contexts.keySet());
        return place == null
                ? new ConfigurationException("kubeconfig " + files + ": " + words)
                : place.problem("current " + words);
    }

    private ClusterEntry cluster(String context, YamlValue entry) throws ConfigurationException {
        String name = entry.text("cluster");
        if (name == null) {
            throw entry.problem("context " + Words.quote(context) + " names no cluster; give it one of the clusters: "
                    + Words.all(clusters.keySet()));
        }
        YamlValue item = clusters.get(name);
        if (item == null) {
            throw dangling(entry, context, "cluster", name, clusters);
        }
        return ClusterEntry.read(name, item.mapping("cluster"), surroundings);
    }

    private UserEntry user(String context, YamlValue entry, ClusterEntry cluster) throws ConfigurationException {
        String name = entry.text("user");
        if (name == null) {
            if (isLocal(cluster)) {
                return UserEntry.ANONYMOUS;
            }
            throw entry.problem("context " + Words.quote(context)
                    + " names no user, so there are no credentials at all; give it a user");
        }
        YamlValue item = users.get(name);
        if (item == null) {
            throw dangling(entry, context, "user", name, users);
        }
        YamlValue value = item.mapping("user");
        UserEntry user = UserEntry.read(name, value, cluster, this::plugin);
        if (user.isAnonymous() && !isLocal(cluster)) {
            throw value.problem("user " + Words.quote(name) + " of context " + Words.quote(context)
                    + " has no credentials at all; give it a token, a client certificate or an exec plugin");
        }
        return user;
    }

    private ExecCredentials plugin(PluginCall call) {
        return plugins.computeIfAbsent(call, key -> new ExecCredentials(key, surroundings, InstantSource.system()));
    }

    private static ConfigurationException dangling(
            YamlValue entry, String context, String kind, String name, Map<String, YamlValue> known) {
        return entry.problem("context " + Words.quote(context) + " names the " + kind + " " + Words.quote(name)
                + ", which does not exist; " + Words.suggestions(name, known.keySet()));
    }

    /** {@code kubectl proxy} and its like: the one place where a request without credentials is what the user means. */
    private static boolean isLocal(ClusterEntry cluster) {
        URI server = cluster.server();
        return server.getScheme().equals("http") && ServerAddress.isLoopback(server) && cluster.proxy() == null;
    }

    private static void checkTransport(ClusterEntry cluster) throws ConfigurationException {
        if (cluster.server().getScheme().equals("http") && !isLocal(cluster)) {
            throw cluster.source()
                    .problem("server " + cluster.server() + " of cluster " + Words.quote(cluster.name())
                            + " is reached by plain http, which shows "
                            + "credentials to everybody on the way; write https, http is for loopback only");
        }
    }
}

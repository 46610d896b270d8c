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

/**
 * The kubeconfig files, as the call overrides them; the first one to name an entry has all of it, the first current context
 * counts. There need be none where the call names a server.
 */
final class MergedKubeconfig implements Kubeconfig {
    private final Overrides overrides;
    private final Surroundings surroundings;
    private final String files;
    private final Map<String, YamlValue> clusters = new LinkedHashMap<>();
    private final Map<String, YamlValue> users = new LinkedHashMap<>();
    private final Map<String, YamlValue> contexts = new LinkedHashMap<>();
    private final Map<PluginCall, ExecCredentials> plugins = new ConcurrentHashMap<>();
    private final @Nullable YamlValue currentContext;
    private final @Nullable String currentName;

    MergedKubeconfig(List<KubeconfigFile> merged, Overrides overrides, Surroundings surroundings)
            throws ConfigurationException {
        this.overrides = overrides;
        this.surroundings = surroundings;
        this.files = merged.stream().map(file -> file.file().toString()).collect(Collectors.joining(", "));
        if (!overrides.namesServer() && merged.stream().allMatch(KubeconfigFile::isEmpty)) {
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
        YamlValue entry = entry(name, context == null ? currentContext : null);
        ClusterEntry cluster = cluster(name, entry);
        checkTransport(cluster);
        UserEntry user = user(name, entry, cluster);
        List<String> warnings = new ArrayList<>(cluster.warnings());
        warnings.addAll(user.warnings());
        return new ClusterAccess(
                context == null ? audited(cluster) : context,
                cluster.server(),
                cluster.trust(),
                user.credentials(),
                user.impersonation(),
                cluster.isCompressed(),
                cluster.proxy(),
                entry.text("namespace"),
                warnings);
    }

    /** What the call itself calls the cluster: it is not that of the current context where the call names another. */
    private String audited(ClusterEntry cluster) {
        String named = overrides.cluster();
        if (named != null) {
            return named;
        }
        return currentName == null || overrides.namesServer() ? cluster.server().getAuthority() : currentName;
    }

    /** @param place of the name; null where it comes from the call */
    private YamlValue entry(@Nullable String name, @Nullable YamlValue place) throws ConfigurationException {
        YamlValue none = overrides.noContext();
        if (name == null && none != null) {
            return none;
        }
        if (name == null) {
            throw new ConfigurationException("kubeconfig " + files
                    + ": no current context is set; choose one with --context; " + Words.all(contexts.keySet()));
        }
        YamlValue item = contexts.get(name);
        if (item == null) {
            throw unknownContext(name, place);
        }
        return item.mapping("context");
    }

    private ConfigurationException unknownContext(String name, @Nullable YamlValue place) {
        String words =
                "context " + Words.quote(name) + " does not exist; " + Words.suggestions(name, contexts.keySet());
        return place == null
                ? new ConfigurationException("kubeconfig " + files + ": " + words)
                : place.problem("current " + words);
    }

    private ClusterEntry cluster(@Nullable String context, YamlValue entry) throws ConfigurationException {
        String given = overrides.cluster();
        String name = given == null ? entry.text("cluster") : given;
        if (name == null) {
            if (!overrides.namesServer()) {
                throw entry.problem("context " + Words.quote(String.valueOf(context))
                        + " names no cluster; give it one of the clusters: " + Words.all(clusters.keySet()));
            }
            return ClusterEntry.read("", overrides.cluster(entry.nothing()), surroundings);
        }
        YamlValue item = clusters.get(name);
        if (item == null) {
            throw given == null
                    ? dangling(entry, context, "cluster", name, clusters)
                    : unknown("cluster", given, clusters);
        }
        return ClusterEntry.read(name, overrides.cluster(item.mapping("cluster")), surroundings);
    }

    private UserEntry user(@Nullable String context, YamlValue entry, ClusterEntry cluster)
            throws ConfigurationException {
        String given = overrides.user();
        String name = given == null ? entry.text("user") : given;
        YamlValue item = name == null ? null : users.get(name);
        if (name != null && item == null) {
            throw given == null ? dangling(entry, context, "user", name, users) : unknown("user", given, users);
        }
        YamlValue value = overrides.user(item == null ? entry.nothing() : item.mapping("user"));
        UserEntry user = UserEntry.read(name == null ? "" : name, value, cluster, this::plugin);
        if (!user.isAnonymous() || isLocal(cluster)) {
            return user;
        }
        if (name != null) {
            throw value.problem("user " + Words.quote(name)
                    + (context == null || given != null ? "" : " of context " + Words.quote(context))
                    + " has no credentials at all; give it a token, a client certificate or an exec plugin");
        }
        throw entry.problem(
                context == null
                        ? "no user is named, so there are no credentials at all; give one with --user, --token or"
                                + " --client-certificate"
                        : "context " + Words.quote(context)
                                + " names no user, so there are no credentials at all; give it a user");
    }

    private ExecCredentials plugin(PluginCall call) {
        return plugins.computeIfAbsent(call, key -> new ExecCredentials(key, surroundings, InstantSource.system()));
    }

    private ConfigurationException unknown(String kind, String name, Map<String, YamlValue> known) {
        return new ConfigurationException("--" + kind + ": the kubeconfig " + files + " has no " + kind + " "
                + Words.quote(name) + "; " + Words.suggestions(name, known.keySet()));
    }

    private static ConfigurationException dangling(
            YamlValue entry, @Nullable String context, String kind, String name, Map<String, YamlValue> known) {
        return entry.problem("context " + Words.quote(String.valueOf(context)) + " names the " + kind + " "
                + Words.quote(name) + ", which does not exist; " + Words.suggestions(name, known.keySet()));
    }

    /** {@code kubectl proxy} and its like: the one place where a request without credentials is what the user means. */
    private static boolean isLocal(ClusterEntry cluster) {
        URI server = cluster.server();
        return server.getScheme().equals("http") && ServerAddress.isLoopback(server) && cluster.proxy() == null;
    }

    private static void checkTransport(ClusterEntry cluster) throws ConfigurationException {
        if (cluster.server().getScheme().equals("http") && !isLocal(cluster)) {
            throw cluster.source()
                    .mapping("server")
                    .problem("server " + cluster.server() + " of " + cluster.owner()
                            + " is reached by plain http, which shows "
                            + "credentials to everybody on the way; write https, http is for loopback only");
        }
    }
}

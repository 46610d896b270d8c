package eu.skyscrapers.ptc.kubeconfig;

import eu.skyscrapers.ptc.kubeconfig.Overrides.Option;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.InvalidValueException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that the user can mean, by context: the kubeconfig files, as the call overrides them. The first one to name an
 * entry has all of it, the first current context counts. There need be none where the call names a server.
 */
public final class Kubeconfig {
    private static final Set<String> KEYS = Set.of("kind", "clusters", "users", "contexts", "current-context");

    private final Overrides overrides;
    private final Environment environment;
    private final String files;
    private final String noFiles;
    private final Map<String, Value> clusters = new LinkedHashMap<>();
    private final Map<String, Value> users = new LinkedHashMap<>();
    private final Map<String, Value> contexts = new LinkedHashMap<>();
    /** The entries that do not count, by the one that has their name. */
    private final Map<Value, Value> hidden = new HashMap<>();
    /** The names that were audited, by what makes a server another one. */
    private final Map<List<Object>, String> servers = new HashMap<>();

    private final Map<PluginCall, ExecCredentials> plugins = new ConcurrentHashMap<>();
    private Function<PluginCall, Optional<CredentialSource>> builtIn = call -> Optional.empty();
    private final @Nullable Value currentContext;
    private final @Nullable String currentName;

    /**
     * @param files the names of the files
     * @param noFiles what there is where there is no file, in words; empty where there is one
     */
    private Kubeconfig(List<Value> roots, String files, String noFiles, Overrides overrides, Environment environment)
            throws ConfigurationException {
        this.overrides = overrides;
        this.environment = environment;
        this.files = files;
        this.noFiles = noFiles;
        if (!overrides.gives(Option.SERVER) && roots.isEmpty()) {
            throw new ConfigurationException("kubeconfig " + files + " is empty; name another with --kubeconfig");
        }
        Value current = null;
        for (Value root : roots) {
            merge(root, "clusters", clusters);
            merge(root, "users", users);
            merge(root, "contexts", contexts);
            Value named = root.given("current-context");
            if (named != null && !named.text().isEmpty() && current == null) {
                current = named;
            }
        }
        this.currentContext = current;
        String unnamed = contexts.containsKey("") ? "" : null;
        this.currentName = current == null ? unnamed : current.text();
    }

    private void merge(Value root, String key, Map<String, Value> known) throws ConfigurationException {
        Map<String, Value> ofRoot = new HashMap<>();
        for (Value entry : root.list(key)) {
            // To kubectl a name like any other; a context without one is current where no other is.
            String name = Objects.requireNonNullElse(entry.text("name"), "");
            Value earlier = ofRoot.putIfAbsent(name, entry);
            if (earlier != null) {
                throw entry.problem("the name " + Words.quote(name) + " appears twice in " + key + ", first at "
                        + earlier.place() + "; rename one");
            }
            Value first = known.putIfAbsent(name, entry);
            if (first != null) {
                hidden.putIfAbsent(first, entry);
            }
        }
    }

    /**
     * Finds the configuration where kubectl finds it: the given file; else the files of {@code KUBECONFIG}; else
     * {@code ~/.kube/config}; else the pod's service account. A place that was named but holds nothing is an error: the
     * next place may lead to another cluster. With a server of the call's own there need be none of them, and the service
     * account keeps its token to itself.
     */
    public static Kubeconfig load(@Nullable Path explicit, Overrides overrides, Environment environment)
            throws ConfigurationException {
        overrides.check();
        if (explicit != null) {
            if (Files.notExists(explicit)) {
                throw new ConfigurationException(
                        "kubeconfig " + explicit + " does not exist; check the path given with --kubeconfig");
            }
            return new Kubeconfig(read(explicit), explicit.toString(), "", overrides, environment);
        }
        if (!environment.variable("KUBECONFIG").isEmpty()) {
            List<Value> roots = new ArrayList<>();
            List<Path> listed = listed(environment.listed());
            for (Path file : listed) {
                roots.addAll(read(file));
            }
            String names = listed.stream().map(Path::toString).collect(Collectors.joining(", "));
            return new Kubeconfig(roots, names, "", overrides, environment);
        }
        Path file = usual(environment);
        boolean missing = Files.notExists(file);
        // As for kubectl, an empty file in the usual place says nothing.
        List<Value> found = missing ? List.of() : read(file);
        if (found.isEmpty() && overrides.gives(Option.SERVER)) {
            return new Kubeconfig(found, "", "there is no kubeconfig", overrides, environment);
        }
        String whyNoPod = ServiceAccount.whyNot(environment);
        if (found.isEmpty() && whyNoPod.isEmpty()) {
            Value account = ServiceAccount.read(environment);
            return new Kubeconfig(List.of(account), account.place(), ServiceAccount.INSTEAD, overrides, environment);
        }
        if (missing) {
            throw new ConfigurationException(
                    "no kubeconfig found: --kubeconfig is not given, KUBECONFIG is not set, " + file
                            + " does not exist, and this is not running in a pod (" + whyNoPod
                            + "); name a file with --kubeconfig, or a server with --server");
        }
        return new Kubeconfig(found, file.toString(), "", overrides, environment);
    }

    /** The only document of a file; none where it is empty. */
    private static List<Value> read(Path file) throws ConfigurationException {
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

    private static Path usual(Environment environment) throws ConfigurationException {
        try {
            return environment.usualKubeconfig();
        } catch (InvalidValueException e) {
            throw new ConfigurationException("the home folder " + e.predicate() + "; name a file with --kubeconfig");
        }
    }

    private static List<Path> listed(List<String> entries) throws ConfigurationException {
        List<Path> files = new ArrayList<>();
        try {
            for (String entry : entries) {
                files.add(SmallFile.resolve(Path.of(""), entry));
            }
        } catch (InvalidValueException e) {
            throw new ConfigurationException("KUBECONFIG: an entry " + e.predicate());
        }
        files.removeIf(Files::notExists);
        if (files.isEmpty()) {
            throw new ConfigurationException((entries.isEmpty()
                            ? "KUBECONFIG lists no file"
                            : "none of the files in KUBECONFIG exists: " + String.join(", ", entries))
                    + "; correct it or unset it");
        }
        return files;
    }

    /** Has some calls of credential plugins answered by this program, in place of the plugin. */
    public Kubeconfig answering(Function<PluginCall, Optional<CredentialSource>> builtIn) {
        this.builtIn = builtIn;
        return this;
    }

    /** In the order of the files. */
    public List<String> contextNames() {
        return List.copyOf(contexts.keySet());
    }

    public @Nullable String currentContext() {
        return currentName;
    }

    /**
     * Checks one context to the end, files included, without any request.
     *
     * @param context null for the current context
     */
    public ClusterAccess access(@Nullable String context) throws ConfigurationException {
        String name = context == null ? currentName : context;
        Value entry = entry(name, context == null ? currentContext : null);
        ClusterEntry cluster = cluster(name, entry);
        UserEntry user = user(name, entry, cluster);
        List<String> warnings = new ArrayList<>();
        warnOfHidden("context", name, contexts, warnings);
        warnOfHidden("cluster", clusterName(entry), clusters, warnings);
        warnOfHidden("user", userName(entry), users, warnings);
        warnings.addAll(cluster.warnings());
        warnings.addAll(user.warnings);
        String chosen = overrides.orElse(Option.CLUSTER, context);
        String audited = audited(chosen, cluster);
        String earlier = servers.putIfAbsent(
                List.of(
                        cluster.server(),
                        String.valueOf(cluster.proxy()),
                        String.valueOf(cluster.trust().serverName())),
                audited);
        if (earlier != null && !earlier.equals(audited)) {
            warnings.add("contexts " + Words.quote(earlier) + " and " + Words.quote(audited) + " have the same server, "
                    + cluster.server() + ", which is audited twice; is it the right one for both?");
        }
        if (chosen != null && overrides.gives(Option.SERVER) && !isAskedAtItsOwn(entry, cluster.server())) {
            warnings.add("--server: reports call this cluster " + Words.quote(chosen) + ", but it is read from "
                    + cluster.server() + ", which is not the server that the kubeconfig has for it");
        }
        return new ClusterAccess(
                audited,
                Objects.requireNonNullElse(clusterName(entry), ""),
                cluster.server(),
                cluster.trust(),
                user.credentials,
                user.impersonation,
                cluster.isCompressed(),
                cluster.proxy(),
                entry.text("namespace"),
                "",
                warnings,
                environment.secrets());
    }

    /** Each is reported once, for many contexts may share it. */
    private void warnOfHidden(String kind, @Nullable String name, Map<String, Value> known, List<String> warnings) {
        Value used = known.get(name);
        Value other = hidden.remove(used);
        if (used != null && other != null) {
            warnings.add(other.place() + ": this " + kind + " " + Words.quote(String.valueOf(name))
                    + " is ignored: the one at " + used.place()
                    + " has the same name and comes first in KUBECONFIG; rename one of them");
        }
    }

    /**
     * The name that reports, baselines and definitions go by. Where the call chooses none, another server has not that of the
     * current context; but where a context or a cluster is chosen too, the server is mostly a tunnel to it.
     */
    private String audited(@Nullable String chosen, ClusterEntry cluster) {
        String name = chosen == null && !overrides.gives(Option.SERVER) ? currentName : chosen;
        if (name != null && !name.isEmpty()) {
            return name;
        }
        // Behind one host may be many clusters, each under a path of its own (Rancher).
        return cluster.server().getRawAuthority() + cluster.server().getRawPath();
    }

    /** True, too, where the kubeconfig has no server for the cluster. */
    private boolean isAskedAtItsOwn(Value entry, URI server) throws ConfigurationException {
        Value item = clusters.get(clusterName(entry));
        String own = item == null ? null : item.mapping("cluster").text("server");
        try {
            return own == null || ServerAddress.parseServer(own).equals(server);
        } catch (InvalidValueException e) {
            return false;
        }
    }

    private @Nullable String clusterName(Value entry) throws ConfigurationException {
        return overrides.orElse(Option.CLUSTER, entry.text("cluster"));
    }

    private @Nullable String userName(Value entry) throws ConfigurationException {
        return overrides.orElse(Option.USER, entry.text("user"));
    }

    /** @param place of the name; null where it comes from the call */
    private Value entry(@Nullable String name, @Nullable Value place) throws ConfigurationException {
        Value none = overrides.noContext();
        if (name == null && none != null) {
            return none;
        }
        if (name == null) {
            throw new ConfigurationException("kubeconfig " + files
                    + ": no current context is set; choose one with --context; " + Words.all(contexts.keySet()));
        }
        Value item = contexts.get(name);
        if (item == null) {
            throw unknownContext(name, place);
        }
        return item.mapping("context");
    }

    private ConfigurationException unknownContext(String name, @Nullable Value place) {
        if (!noFiles.isEmpty()) {
            return new ConfigurationException("context " + Words.quote(name) + " does not exist: " + noFiles);
        }
        String words =
                "context " + Words.quote(name) + " does not exist; " + Words.suggestions(name, contexts.keySet());
        return place == null
                ? new ConfigurationException("kubeconfig " + files + ": " + words)
                : place.problem("current " + words);
    }

    private ClusterEntry cluster(@Nullable String context, Value entry) throws ConfigurationException {
        String name = clusterName(entry);
        if (name == null) {
            if (!overrides.gives(Option.SERVER)) {
                throw entry.problem("context " + Words.quote(String.valueOf(context))
                        + " names no cluster; give it one of the clusters: " + Words.all(clusters.keySet()));
            }
            return ClusterEntry.read("", overrides.cluster(entry.nothing()), environment);
        }
        Value item = find("cluster", name, clusters, overrides.gives(Option.CLUSTER), entry, context);
        return ClusterEntry.read(name, overrides.cluster(item), environment);
    }

    private UserEntry user(@Nullable String context, Value entry, ClusterEntry cluster) throws ConfigurationException {
        boolean given = overrides.gives(Option.USER);
        String name = userName(entry);
        Value value = overrides.user(name == null ? entry.nothing() : find("user", name, users, given, entry, context));
        UserEntry user = new UserEntry(name == null ? "" : name, value, cluster, this::plugin);
        if (!user.isAnonymous() || cluster.isLocal()) {
            return user;
        }
        if (name != null) {
            throw value.problem("user " + Words.quote(name)
                    + (context == null || given ? "" : " of context " + Words.quote(context))
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
        return plugins.computeIfAbsent(
                call,
                key -> new ExecCredentials(
                        builtIn.apply(key).orElseGet(() -> new PluginProcess(key, environment)),
                        InstantSource.system()));
    }

    /** @param given whether the call names it, not the context */
    private Value find(
            String kind, String name, Map<String, Value> entries, boolean given, Value entry, @Nullable String context)
            throws ConfigurationException {
        Set<String> known = entries.keySet();
        Value item = entries.get(name);
        if (item != null) {
            return item.mapping(kind);
        }
        if (!given) {
            throw entry.problem("context " + Words.quote(String.valueOf(context)) + " names the " + kind + " "
                    + Words.quote(name) + ", which does not exist; " + Words.suggestions(name, known));
        }
        // curl takes --user USER:PASSWORD; a name with a colon is mostly the ARN of a cluster of EKS.
        boolean secret = kind.equals("user") && name.contains(":") && !name.startsWith("arn:");
        String shown = secret ? "of that name (not repeated, as it may hold a password)" : Words.quote(name);
        throw new ConfigurationException("--" + kind + ": "
                + (noFiles.isEmpty()
                        ? "the kubeconfig " + files + " has no " + kind + " " + shown + "; "
                                + (secret ? Words.all(known) : Words.suggestions(name, known))
                        : noFiles + ", so no " + kind + " " + shown));
    }
}

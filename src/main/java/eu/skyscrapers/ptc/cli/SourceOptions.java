package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.kubernetes.FileSource;
import eu.skyscrapers.ptc.kubernetes.ObjectSource;
import eu.skyscrapers.ptc.kubernetes.access.ClusterAccess;
import eu.skyscrapers.ptc.kubernetes.access.ConfigurationException;
import eu.skyscrapers.ptc.kubernetes.access.Kubeconfig;
import eu.skyscrapers.ptc.kubernetes.api.ClusterSource;
import eu.skyscrapers.ptc.kubernetes.api.Patience;
import eu.skyscrapers.ptc.kubernetes.objects.LabelSelector;
import eu.skyscrapers.ptc.kubernetes.objects.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which objects to read, and from where. */
final class SourceOptions {
    /** RFC 1123 label, as the API server demands of a namespace. */
    private static final String NAMESPACE = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private static final int PAGE_SIZE = 500;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = {
                "Default: $KUBECONFIG, else ~/.kube/config",
                "Without any of them the service account of the pod that this runs in is used."
            })
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "CONTEXT",
            description = {"Default: the current context; repeatable", "All are checked before the first request."})
    private List<String> contexts = new ArrayList<>();

    @Option(names = "--all-contexts", description = "Every context of the kubeconfig")
    private boolean allContexts;

    @Option(
            names = "--as",
            paramLabel = "USER",
            description = {"Ask as this user", "In place of whoever the kubeconfig impersonates."})
    private @Nullable String as;

    @Option(
            names = "--as-group",
            paramLabel = "GROUP",
            description = {"With --as, in this group; repeatable"})
    private List<String> asGroups = new ArrayList<>();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = {"Only this namespace; repeatable", "Default: all."})
    private List<String> namespaces = new ArrayList<>();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = {"Every namespace, as is the default", "Taken for those who are used to kubectl."})
    private boolean allNamespaces;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SEL",
            description = {
                "Only these labels: app=web,tier!=cache",
                "Written as for kubectl, and asked of each object that is read."
            })
    private @Nullable String selector;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "PATH",
            description = {
                "A file, a folder or - instead; repeatable",
                "Instead of a cluster: JSON or YAML as kubectl takes or prints it, a folder with all below it, or - for"
                        + " standard input."
            })
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--pod-templates",
            description = {
                "Also what could run: CronJobs, scaled to 0",
                "Audit the pod templates of workloads too, which shows CronJobs between runs and workloads scaled to"
                        + " zero. From files they always are."
            })
    private boolean podTemplates;

    @Option(names = "--page-size", paramLabel = "N", description = "Pods per request; default: " + PAGE_SIZE)
    private int pageSize = PAGE_SIZE;

    @Option(
            names = "--request-timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            description = {"Limit of a request; default: 30s", "Until the last byte of its answer."})
    private Duration requestTimeout = Duration.ofSeconds(30);

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            description = {"Limit of the whole; default: none", "The longest that reading may take in all."})
    private Duration timeout = Duration.ZERO;

    /** The time that a wait has: the whole run may be shorter. */
    Duration within(Duration wait) {
        return timeout.isZero() || wait.compareTo(timeout) < 0 ? wait : timeout;
    }

    boolean readsStandardInput() {
        return files.contains("-");
    }

    /** Whether only a part of each source is looked at. */
    boolean narrows() {
        return !namespaces.isEmpty() || (selector != null && !selector.isBlank());
    }

    /** What to read, in the order of the call; every context is checked before the first request. */
    List<ObjectSource> sources(Surroundings surroundings) throws UsageException, ConfigurationException {
        if (files.isEmpty()) {
            return List.copyOf(clusters(surroundings));
        }
        if (kubeconfig != null || !contexts.isEmpty() || allContexts || as != null || !asGroups.isEmpty()) {
            throw new UsageException("-f audits files instead of a cluster; leave out --kubeconfig, --context,"
                    + " --all-contexts, --as and --as-group");
        }
        return List.of(FileSource.of(files, surroundings.in(), scope()));
    }

    /** The clusters to read or to follow. */
    List<ClusterSource> clusters(Surroundings surroundings) throws UsageException, ConfigurationException {
        if (!files.isEmpty()) {
            throw new UsageException("--wait follows a cluster; the files of -f do not change");
        }
        Scope scope = scope();
        Patience patience = Patience.of(requestTimeout, timeout);
        List<ClusterSource> sources = new ArrayList<>();
        for (ClusterAccess access : accesses(surroundings)) {
            sources.add(new ClusterSource(
                    as == null ? access : access.as(as, asGroups),
                    scope,
                    podTemplates,
                    pageSize,
                    patience,
                    "audit-ecr-ptc/" + Version.number()));
        }
        return sources;
    }

    private Scope scope() throws UsageException {
        if (pageSize < 1) {
            throw new UsageException("--page-size " + pageSize + ": at least 1 is needed");
        }
        if (requestTimeout.isZero()) {
            throw new UsageException("--request-timeout 0: a request must be allowed to take some time");
        }
        return new Scope(namespaces(), labels());
    }

    private List<ClusterAccess> accesses(Surroundings surroundings) throws UsageException, ConfigurationException {
        if (allContexts && !contexts.isEmpty()) {
            throw new UsageException("--all-contexts and --context exclude each other");
        }
        if (as == null ? !asGroups.isEmpty() : as.isBlank()) {
            throw new UsageException("--as-group needs a user: --as USER");
        }
        Kubeconfig config = Kubeconfig.load(kubeconfig, surroundings.access());
        if (!allContexts && contexts.isEmpty()) {
            return List.of(config.access(null));
        }
        Set<String> names = new LinkedHashSet<>(allContexts ? config.contextNames() : contexts);
        if (names.isEmpty()) {
            throw new ConfigurationException("--all-contexts: the kubeconfig has no context");
        }
        List<ClusterAccess> accesses = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            try {
                accesses.add(config.access(name));
            } catch (ConfigurationException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
        return accesses;
    }

    private Set<String> namespaces() throws UsageException {
        if (allNamespaces && !namespaces.isEmpty()) {
            throw new UsageException("-A and -n exclude each other");
        }
        for (String namespace : namespaces) {
            if (!namespace.matches(NAMESPACE)) {
                throw new UsageException("-n " + namespace
                        + ": not a namespace's name: lower-case letters, digits and '-', at most 63, and -n once for"
                        + " each");
            }
        }
        return new TreeSet<>(namespaces);
    }

    private @Nullable LabelSelector labels() throws UsageException {
        try {
            return selector == null || selector.isBlank() ? null : LabelSelector.parse(selector);
        } catch (IllegalArgumentException e) {
            throw new UsageException("-l: " + e.getMessage());
        }
    }
}

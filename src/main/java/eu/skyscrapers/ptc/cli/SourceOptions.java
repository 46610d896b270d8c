package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.api.ClusterSource;
import eu.skyscrapers.ptc.api.RetryPolicy;
import eu.skyscrapers.ptc.audit.Glob;
import eu.skyscrapers.ptc.kubeconfig.ClusterAccess;
import eu.skyscrapers.ptc.kubeconfig.Kubeconfig;
import eu.skyscrapers.ptc.kubeconfig.Overrides;
import eu.skyscrapers.ptc.manifests.FileSource;
import eu.skyscrapers.ptc.objects.LabelSelector;
import eu.skyscrapers.ptc.objects.ObjectSource;
import eu.skyscrapers.ptc.objects.Scope;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which objects to read, and from where. */
final class SourceOptions extends OptionGroup {
    /** RFC 1123 label, as the API server demands of a namespace. */
    private static final String NAMESPACE = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private static final int PAGE_SIZE = 500;
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private final Value<String> kubeconfig = input(
            "--kubeconfig",
            "FILE",
            "Default: $KUBECONFIG, else ~/.kube/config",
            "Without any of them, in a pod, its service account is used.");

    private final Values contexts = values(
            "--context",
            "CONTEXT",
            "Default: the current context; repeatable",
            "Or a pattern such as 'prod-*': * stands for any characters, ? for one. All contexts are checked before"
                    + " the first request.");

    private final Flag allContexts = flag("--all-contexts", "Every context of the kubeconfig");

    private final Values excludedContexts = values(
            "--exclude-context",
            "CONTEXT",
            "Not this one, of several; repeatable",
            "A name or a pattern, of the contexts that --context or --all-contexts chooses, or of the clusters of --eks.");

    private final Values eks = values(
            "--eks",
            "CLUSTER",
            "EKS cluster, ARN, pattern or all; repeatable",
            "Asks EKS for the cluster, in place of a kubeconfig, and makes its token. A pattern, as 'prod-*', or all, is"
                    + " looked for in each --eks-region, in the account of each --role-arn. Reports call the cluster by"
                    + " its ARN; options that name a cluster take its own name too.");

    private final Values eksRegions = values(
            "--eks-region",
            "REGION",
            "Where --eks looks for names; repeatable",
            "Default: --aws-region, else the region of your AWS configuration. An ARN names its own.");

    private final Values roles = values(
            "--role-arn",
            "ARN",
            "Role to assume for --eks; repeatable",
            "In the account of the clusters, whose API servers have to let it in; once for each account."
                    + " {account} in it stands for the account of the ARNs that --eks names.");

    private final Values namespaces =
            values("-n, --namespace", "NS", "Only this namespace; repeatable", "Default: all.");

    private final Value<String> selector = value(
            "-l, --selector",
            "SEL",
            "Only these labels: app=web,tier!=cache",
            "Written as for kubectl, and applied to each object that is read.");

    private final Values files = inputs(
            "-f, --filename",
            "PATH",
            "Audit files instead of a cluster; repeatable",
            "JSON or YAML as kubectl takes or prints it, a folder with everything below it, hidden files included,"
                    + " or - for standard input.");

    private final Flag podTemplates = flag(
            "--pod-templates",
            "Also pod templates: CronJobs, scaled to 0",
            "Audit the pod templates of workloads too, which shows CronJobs between runs and workloads scaled to"
                    + " zero. Those in files are always audited.");

    private final Value<Integer> pageSize = number("--page-size", "N", "Pods per request; default: " + PAGE_SIZE);

    private final Value<Duration> requestTimeout = duration(
            "--request-timeout",
            GoDuration::orSeconds,
            "Limit for each request; default: 30s",
            "Up to the last byte of the response. 0 means no limit, and a bare number means seconds, as for kubectl.");

    private final Value<Duration> timeout = duration(
            "--timeout",
            GoDuration::parse,
            "Limit for the whole run; default: none",
            "The time that all reading may take together.");

    /** Zero is no limit. */
    Duration requestTimeout() {
        return requestTimeout.orElse(REQUEST_TIMEOUT);
    }

    /** Zero is no limit. */
    Duration timeout() {
        return timeout.orElse(Duration.ZERO);
    }

    /** The time that a wait has: the whole run may be shorter. */
    Duration within(Duration wait) {
        Duration limit = timeout();
        return limit.isZero() || wait.compareTo(limit) < 0 ? wait : limit;
    }

    boolean readsStandardInput() {
        return files.all().contains("-");
    }

    /** Whether only a part of each source is looked at. */
    boolean narrows() {
        return !namespaces.all().isEmpty() || !selector.orElse("").isBlank();
    }

    /** What to read, in the order of the call; every context is checked before the first request. */
    List<ObjectSource> sources(
            KubectlOptions kubectl, AwsOptions aws, ProcessContext process, boolean acceptsUnrendered)
            throws ConfigurationException {
        if (files.all().isEmpty()) {
            return clusters(kubectl, aws, process);
        }
        List<String> ofClusters = new ArrayList<>(kubectl.overrides().given());
        if (kubeconfig.get() != null
                || !contexts.all().isEmpty()
                || allContexts.given()
                || !excludedContexts.all().isEmpty()) {
            ofClusters.addAll(0, List.of("--kubeconfig", "--context", "--all-contexts", "--exclude-context"));
        }
        if (usesEks()) {
            ofClusters.add("--eks");
        }
        if (!ofClusters.isEmpty()) {
            throw new UsageException(
                    "-f audits files instead of a cluster; leave out " + String.join(", ", ofClusters));
        }
        return List.of(FileSource.of(files.all(), process.in(), scope(kubectl), acceptsUnrendered));
    }

    /** The clusters to read or to follow. */
    List<ObjectSource> clusters(KubectlOptions kubectl, AwsOptions aws, ProcessContext process)
            throws ConfigurationException {
        if (!files.all().isEmpty()) {
            throw new UsageException("--wait follows a cluster; the files of -f do not change");
        }
        Scope scope = scope(kubectl);
        RetryPolicy retries = RetryPolicy.of(requestTimeout(), timeout());
        Function<ClusterAccess, ObjectSource> source = access -> new ClusterSource(
                access,
                scope,
                podTemplates.given(),
                pageSize.orElse(PAGE_SIZE),
                retries,
                "audit-ecr-ptc/" + Program.version());
        if (usesEks()) {
            return ofEks(kubectl, aws, process).stream()
                    .map(found -> found.problem() == null
                            ? source.apply(Objects.requireNonNull(found.access()))
                            : new NoWay(found.name(), found.problem(), podTemplates.given()))
                    .toList();
        }
        if (!eksRegions.all().isEmpty() || !roles.all().isEmpty()) {
            throw new UsageException("--eks-region and --role-arn are for --eks; give that too, or leave them out");
        }
        return accesses(kubectl.overrides(), aws, process).stream().map(source).toList();
    }

    /** Whether EKS is asked for clusters, and no kubeconfig is read. */
    boolean usesEks() {
        return !eks.all().isEmpty();
    }

    private List<EksSources.Found> ofEks(KubectlOptions kubectl, AwsOptions aws, ProcessContext process)
            throws UsageException {
        List<String> others = new ArrayList<>(kubectl.overrides().given());
        if (kubeconfig.get() != null || !contexts.all().isEmpty() || allContexts.given()) {
            others.addAll(0, List.of("--kubeconfig", "--context", "--all-contexts"));
        }
        if (!others.isEmpty()) {
            throw new UsageException("--eks asks EKS in place of a kubeconfig; leave out " + String.join(", ", others));
        }
        List<String> regions = eksRegions.all().isEmpty() ? aws.regions() : eksRegions.all();
        return new EksSources(aws.caller(process, requestTimeout(), timeout()), roles.all(), process.access())
                .find(eks.all(), excludedContexts.all(), regions);
    }

    private Scope scope(KubectlOptions kubectl) throws UsageException {
        if (pageSize.orElse(PAGE_SIZE) < 1) {
            throw new UsageException("--page-size " + pageSize.get() + ": at least 1 is needed");
        }
        return new Scope(namespaces(kubectl), labels());
    }

    /** Those of the kubeconfig; none where it cannot be read. */
    List<String> contextNames(ProcessContext process) {
        try {
            return kubeconfig(Overrides.NONE, process).contextNames();
        } catch (ConfigurationException e) {
            return List.of();
        }
    }

    private Kubeconfig kubeconfig(Overrides overrides, ProcessContext process) throws ConfigurationException {
        String file = kubeconfig.get();
        return Kubeconfig.load(file == null ? null : Path.of(file), overrides, process.access());
    }

    private List<ClusterAccess> accesses(Overrides overrides, AwsOptions aws, ProcessContext process)
            throws ConfigurationException {
        if (allContexts.given() && !contexts.all().isEmpty()) {
            throw new UsageException("--all-contexts and --context exclude each other");
        }
        if (!allContexts.given()
                && contexts.all().isEmpty()
                && !excludedContexts.all().isEmpty()) {
            throw new UsageException("--exclude-context leaves some of several contexts out; choose those with"
                    + " --all-contexts or --context");
        }
        Kubeconfig config = kubeconfig(overrides, process).answering(aws.tokens(process, requestTimeout(), timeout()));
        if (!allContexts.given() && contexts.all().isEmpty()) {
            return List.of(config.access(null));
        }
        Set<String> names = chosen(config.contextNames());
        List<String> ofOne = overrides.ofOneCluster();
        if (!ofOne.isEmpty() && (allContexts.given() || names.size() > 1)) {
            // Else the token of one cluster would be shown to another, or all contexts would lead to one server.
            throw new UsageException(
                    String.join(", ", ofOne) + ": for one cluster only; leave it out, or name a single --context");
        }
        List<ClusterAccess> accesses = new ArrayList<>();
        ConfigurationException wrong = null;
        for (String name : names) {
            try {
                accesses.add(config.access(name));
            } catch (ConfigurationException e) {
                if (wrong == null) {
                    wrong = e;
                } else {
                    wrong.addSuppressed(e);
                }
            }
        }
        if (wrong != null) {
            throw wrong;
        }
        return accesses;
    }

    /** The contexts to audit, in the order of the call; a name that is not a pattern may not exist, which its access reports. */
    private Set<String> chosen(List<String> known) throws ConfigurationException {
        if (allContexts.given() && known.isEmpty()) {
            throw new ConfigurationException("--all-contexts: the kubeconfig has no context");
        }
        Set<String> names = new LinkedHashSet<>(allContexts.given() ? known : List.of());
        for (String name : contexts.all()) {
            names.addAll(isPattern(name, known) ? matching("--context", name, known) : List.of(name));
        }
        for (String name : excludedContexts.all()) {
            names.removeAll(matching("--exclude-context", name, known));
        }
        if (names.isEmpty()) {
            throw new UsageException("--exclude-context leaves no context to audit");
        }
        return names;
    }

    /** A name is taken as it is written, whatever characters it has. */
    private static boolean isPattern(String name, List<String> known) {
        return !known.contains(name) && (name.contains("*") || name.contains("?"));
    }

    private static List<String> matching(String option, String name, List<String> known) throws UsageException {
        List<String> found;
        try {
            found = isPattern(name, known)
                    ? known.stream().filter(new Glob(name)::matches).toList()
                    : known.stream().filter(name::equals).toList();
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
        if (found.isEmpty()) {
            throw new UsageException(
                    option + " " + Words.quote(name) + " matches no context; " + Words.suggestions(name, known));
        }
        return found;
    }

    private Set<String> namespaces(KubectlOptions kubectl) throws UsageException {
        if (kubectl.allNamespaces() && !namespaces.all().isEmpty()) {
            throw new UsageException("-A and -n exclude each other");
        }
        for (String namespace : namespaces.all()) {
            if (!namespace.matches(NAMESPACE)) {
                throw new UsageException("-n " + namespace
                        + ": not a namespace's name: lower-case letters, digits and '-', at most 63, and -n once for"
                        + " each");
            }
        }
        return new TreeSet<>(namespaces.all());
    }

    private @Nullable LabelSelector labels() throws UsageException {
        try {
            String labels = selector.orElse("");
            return labels.isBlank() ? null : LabelSelector.parse(labels);
        } catch (IllegalArgumentException e) {
            throw new UsageException("-l: " + e.getMessage());
        }
    }
}

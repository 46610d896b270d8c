package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.api.ClusterSource;
import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.CacheContents;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Drill;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.audit.FailAlso;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.kubeconfig.Overrides.Option;
import eu.skyscrapers.ptc.objects.ObjectSource;
import eu.skyscrapers.ptc.policy.BaselineFile;
import eu.skyscrapers.ptc.report.Format;
import eu.skyscrapers.ptc.run.CacheChoice;
import eu.skyscrapers.ptc.run.Clusters;
import eu.skyscrapers.ptc.run.Criteria;
import eu.skyscrapers.ptc.run.ReportWriter;
import eu.skyscrapers.ptc.run.WaitStatus;
import eu.skyscrapers.ptc.run.Waiting;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** {@code audit-ecr-ptc [OPTIONS] [REGISTRY]}. */
final class AuditCommand implements Callable<Integer> {
    static final String CALL = "audit-ecr-ptc";

    /** What nine of ten users need: {@code --help} begins with them. */
    static final List<String> MOST_USED = List.of(
            "--cluster-definition",
            "--context",
            "--all-contexts",
            "--namespace",
            "--filename",
            "--fail-on",
            "--wait",
            "--expect",
            "--output",
            "--only");

    private final ProcessContext process;
    private final Messages messages;

    private final CacheOptions cache = new CacheOptions().withRegistry();
    private final OptionGroup.Values registryOf = cache.values(
            Registries.OPTION,
            "CONTEXT=HOST",
            "The registry of some clusters; repeatable",
            "For the clusters whose contexts have this name, or match this pattern, instead of REGISTRY.");
    private final OptionGroup.Flag checkCached = cache.flag(
            "--check-cached",
            "Look up which images are in the cache now",
            "Asks ECR for each image that comes through the cache and for each replacement: in the cache, since when, and"
                    + " last pulled when; archived; or not there, which is what an outage of the upstream would break."
                    + " It makes the cache pull nothing. With --wait it is asked once, at the end.");
    private final SourceOptions source = new SourceOptions();
    private final JudgmentOptions judgment = new JudgmentOptions();
    private final ExpectationOptions expectations = new ExpectationOptions();
    private final OptionGroup.Value<String> baseline = expectations.input(
            "--baseline",
            "FILE",
            "Accept what was direct in this report",
            "An earlier -o json report. Images are matched by cluster, namespace, workload, container and repository.");
    private final ReportOptions reports = new ReportOptions();
    private final AwsOptions aws = new AwsOptions();
    private final MessageOptions messaging = new MessageOptions();
    private final KubectlOptions kubectl = new KubectlOptions();
    private @Nullable LiveCaches live;

    AuditCommand(ProcessContext process) {
        this.process = process;
        this.messages = process.messages();
    }

    /** For picocli; the names of the mixins are the headings of the help. */
    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this, OptionGroup.FACTORY)
                .name(CALL)
                .version(CALL + " " + Program.version())
                .addMixin("The cache", cache.spec())
                .addMixin("What to audit", source.spec())
                .addMixin("What fails the audit", judgment.spec())
                .addMixin("What is accepted", expectations.spec())
                .addMixin("Reports", reports.spec())
                .addMixin("AWS", aws.spec())
                .addMixin("Messages", messaging.spec())
                .addMixin(KubectlOptions.TITLE, kubectl.spec());
        spec.usageMessage()
                .customSynopsis("audit-ecr-ptc [rewrite] [OPTIONS] [REGISTRY]")
                .description("Shows which images of a cluster bypass its Amazon ECR pull-through cache.")
                .footer(
                        "audit-ecr-ptc $REGISTRY",
                        "the current context",
                        "audit-ecr-ptc $REGISTRY --wait 15m --fail-on unexpected",
                        "a CI gate",
                        "audit-ecr-ptc $REGISTRY --all-contexts -o html=ptc.html",
                        "every cluster")
                .exitCodeListHeading("0 passed, 1 failed, 2 wrong call, 3 not complete")
                .exitCodeList(UsageMessageSpec.keyValuesMap(
                        "0:Complete, and nothing that fails the audit",
                        "1:Complete, and something fails it; by default any direct image",
                        "2:The call or its configuration is wrong; nothing was audited",
                        "3:Not complete: not all was read or written, or nothing there; overrides 1"));
        return spec;
    }

    @Override
    public Integer call() throws ConfigurationException {
        messaging.apply(messages);
        Instant started = process.clock().instant();
        ReportWriter writer = reports.writer(process, inputs(), messaging.verbose());
        List<String> readers = new ArrayList<>(cache.ofStandardInput());
        readers.addAll(source.readsStandardInput() ? List.of("-f") : List.of());
        if (readers.size() > 1) {
            throw new UsageException(String.join(" - and ", readers) + " -: standard input can be read only once");
        }
        checkWords();
        reports.ifDown();
        if (checksCached() || cache.readsLive()) {
            // A role that is none is told before anything is read.
            live();
        } else if (cache.registryRole() != null) {
            throw new UsageException(LiveCaches.ROLE_OPTION
                    + ": is for --cache-rules aws and --check-cached; give one of" + " them, or leave it out");
        }
        // Before the clusters, which a call without a registry need not have.
        Registries registries = cache.registries(
                registryOf.all(), process, CALL, kubectl.overrides().gives(Option.TOKEN));
        Duration limit = judgment.waitLimit();
        return limit == null ? read(registries, started, writer) : follow(registries, limit, started, writer);
    }

    private Stream<Path> inputs() {
        Stream<Path> named = Stream.of(cache, source, expectations, kubectl)
                .flatMap(group -> group.inputs().stream())
                .map(Path::of);
        return Stream.concat(named, process.access().kubeconfigs().stream());
    }

    private Criteria criteria(Registries registries, List<? extends ObjectSource> sources)
            throws ConfigurationException {
        Map<String, String> clusters = new LinkedHashMap<>();
        sources.forEach(each -> clusters.put(each.name(), each.clusterName()));
        Set<String> lost = sources.stream()
                .filter(NoWay.class::isInstance)
                .map(ObjectSource::name)
                .collect(Collectors.toSet());
        CacheChoice choice = cache.choice(registries, clusters, lost, process, this::live);
        if (choice.hosts().size() > 1 && reports.writes(Format.KUSTOMIZE)) {
            throw new UsageException("-o kustomize: one kustomization cannot pull through "
                    + String.join(" and ", choice.hosts()) + "; write it for the clusters of one registry");
        }
        List<Hint> hints = new ArrayList<>(choice.hints());
        List<AcceptedImage> entries = expectations.accepted();
        BaselineFile file = baseline.get() == null ? null : BaselineFile.read(Path.of(baseline.get()));
        if (file != null) {
            hints.addAll(file.hints());
            file.ofAnother(choice.hosts()).ifPresent(hints::add);
        }
        Expectations accepted = new Expectations(
                entries,
                file == null ? null : file.baseline().of(List.copyOf(clusters.keySet())),
                LocalDate.now(process.clock()));
        Criteria criteria =
                new Criteria(choice, accepted, source.narrows(), judgment.failOn(), judgment.failAlso(), hints);
        if (reports.writes(Format.ADMISSION_POLICY)
                && criteria.admission(List.copyOf(clusters.keySet())).isEmpty()) {
            throw new UsageException("-o admission-policy: one policy does not fit "
                    + String.join(" and ", clusters.keySet())
                    + ", which differ in their cache, their tiers or what is accepted; write it for each of them");
        }
        return criteria;
    }

    /** The kubeconfig is looked at only where a word can be nothing else. */
    private void checkWords() throws UsageException {
        if (cache.namesOneRegistry() || source.usesEks()) {
            return;
        }
        List<String> contexts = source.contextNames(process);
        for (String word : cache.words()) {
            if (contexts.contains(word)) {
                throw new UsageException(Words.quote(word) + " is a context of yours: write --context " + word);
            }
        }
    }

    private int read(Registries registries, Instant started, ReportWriter writer) throws ConfigurationException {
        List<ObjectSource> sources = source.sources(kubectl, aws, process, judgment.acceptsUnrendered());
        return read(criteria(registries, sources), sources, started, writer);
    }

    private int read(Criteria criteria, List<ObjectSource> sources, Instant started, ReportWriter writer)
            throws UsageException {
        sources.forEach(each -> each.warnings().forEach(messages::warning));
        ProgressLine line = line(sources);
        // Whoever waits for a dozen clusters may mend the one that fails first meanwhile.
        Consumer<Clusters.Read> onEnd = cluster -> {
            ClusterResult result = cluster.result();
            line.done(result.name(), result.complete(), () -> {
                cluster.warnings().forEach(messages::warning);
                cluster.causes().forEach(messages::trace);
                result.errors().forEach(messages::error);
            });
        };
        List<Clusters.Read> read = new Clusters(criteria, line, onEnd, started).read(sources);
        line.end();
        List<ClusterResult> results = read.stream().map(Clusters.Read::result).toList();
        AuditRun run = AuditRun.between(started, process.clock().instant());
        return report(criteria.result(results, run), writer);
    }

    private int follow(Registries registries, Duration limit, Instant started, ReportWriter writer)
            throws ConfigurationException {
        List<ObjectSource> all = source.clusters(kubectl, aws, process);
        Criteria criteria = criteria(registries, all);
        List<ClusterSource> sources = all.stream()
                .filter(ClusterSource.class::isInstance)
                .map(ClusterSource.class::cast)
                .toList();
        if (!criteria.choice().unread().isEmpty() || sources.size() < all.size()) {
            // It can never pass.
            return read(criteria, all, started, writer);
        }
        sources.forEach(each -> each.warnings().forEach(messages::warning));
        ProgressLine line = line(sources);
        WaitStatus status = new WaitStatus(shows(), shows() ? line::show : messages::note);
        Waiting waiting = new Waiting(criteria, source.within(limit), line, status, process.clock(), started);
        Interruption interruption = new Interruption(Thread.currentThread());
        try {
            AuditResult result = waiting.result(sources);
            line.end();
            if (!status.wasInterrupted() && !status.end().isEmpty()) {
                messages.note(status.end());
            }
            // Only now: what cannot be read may mend while the wait goes on.
            result.clusters().forEach(cluster -> cluster.errors().forEach(messages::error));
            int exitCode = report(result, writer);
            if (status.wasInterrupted()) {
                // Last, as whoever looks at the end would take the outcome above for the one that was waited for.
                messages.note(status.end());
            }
            return exitCode;
        } finally {
            line.end();
            interruption.close();
        }
    }

    private ProgressLine line(List<? extends ObjectSource> sources) {
        return messages.progressLine(
                process.columns(),
                shows(),
                sources.stream().map(ObjectSource::name).toList());
    }

    /** Whether there is a terminal for the progress, and the user wants to see it. */
    private boolean shows() {
        return process.terminal().err() && !messaging.quiet();
    }

    private LiveCaches live() throws UsageException {
        LiveCaches known = live;
        if (known == null) {
            known = new LiveCaches(
                    aws.caller(process, source.requestTimeout(), source.timeout()),
                    cache.registryRole(),
                    LocalDate.now(process.clock()),
                    messages);
            live = known;
        }
        return known;
    }

    private boolean checksCached() {
        return checkCached.given() || judgment.failAlso().contains(FailAlso.NOT_CACHED);
    }

    private int report(AuditResult found, ReportWriter writer) throws UsageException {
        AuditResult looked = checksCached() ? CacheContents.added(found, live().images()) : found;
        AuditResult result = Drill.asked(looked.withErrors(process.access().secrets()::hide), reports.ifDown());
        result.hints().stream().map(Hint::line).forEach(messages::warning);
        return (writer.write(result) ? result.outcome() : Outcome.INCOMPLETE).exitCode();
    }
}

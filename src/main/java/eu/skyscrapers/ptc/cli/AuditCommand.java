package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.Classifier;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.kubernetes.ObjectSource;
import eu.skyscrapers.ptc.kubernetes.Progress;
import eu.skyscrapers.ptc.kubernetes.access.ConfigurationException;
import eu.skyscrapers.ptc.kubernetes.api.ClusterSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code audit-ecr-ptc [OPTIONS] [REGISTRY]}. */
@Command(
        name = "audit-ecr-ptc",
        description = "Shows which container images of a Kubernetes cluster come through an Amazon ECR"
                + " pull-through cache, and which still pull straight from an upstream.",
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCode.PASSED_MEANS, ExitCode.FAILED_MEANS, ExitCode.USAGE_MEANS, ExitCode.INCOMPLETE_MEANS})
final class AuditCommand implements Callable<Integer> {
    private static final String REGISTRY_VARIABLE = "AUDIT_ECR_PTC_REGISTRY";

    private final Surroundings surroundings;
    private final Messages messages;

    @Parameters(
            arity = "0..1",
            paramLabel = "REGISTRY",
            description = "Registry host of the cache, for example 123456789012.dkr.ecr.eu-west-1.amazonaws.com;"
                    + " default: the variable AUDIT_ECR_PTC_REGISTRY.")
    private @Nullable String registry;

    @ArgGroup(validate = false, heading = "%nWhat to audit:%n", order = 1)
    private SourceOptions source = new SourceOptions();

    @ArgGroup(validate = false, heading = "%nWhat fails the audit:%n", order = 2)
    private JudgmentOptions judgment = new JudgmentOptions();

    @ArgGroup(validate = false, heading = "%nReports:%n", order = 3)
    private ReportOptions reports = new ReportOptions();

    @ArgGroup(validate = false, heading = "%nMessages:%n", order = 4)
    private MessageOptions messaging = new MessageOptions();

    static final class JudgmentOptions {
        @Option(
                names = "--fail-on",
                paramLabel = "WHAT",
                converter = FailOnConverter.class,
                description = "direct (default): any direct image; unexpected: any direct image that is not known and"
                        + " accepted; never: nothing, but an incomplete audit still exits 3.")
        private FailOn failOn = FailOn.DIRECT;

        @Option(
                names = "--wait",
                paramLabel = "DURATION",
                converter = GoDuration.class,
                description =
                        "Follow the clusters until the audit passes, for so long at most: 90s, 10m, 1h30m. Pods that"
                                + " are being deleted do not count.")
        private @Nullable Duration wait;
    }

    /** picocli itself acts on {@code --help} and {@code --version}. */
    @SuppressWarnings("UnusedVariable")
    static final class MessageOptions {
        @Option(
                names = {"-q", "--quiet"},
                description = "No warnings and no progress; errors only.")
        private boolean quiet;

        @Option(
                names = {"-v", "--verbose"},
                description = "Where a failure comes from, with stack traces.")
        private boolean verbose;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "This text.")
        private boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "The version.")
        private boolean version;
    }

    AuditCommand(Surroundings surroundings, Messages messages) {
        this.surroundings = surroundings;
        this.messages = messages;
    }

    @Override
    public Integer call() {
        messages.setVerbosity(messaging.quiet, messaging.verbose);
        try {
            Cache cache = cache();
            ReportWriter writer = reports.writer(surroundings, messages);
            return judgment.wait == null ? read(cache, writer) : follow(cache, judgment.wait, writer);
        } catch (UsageException e) {
            e.messages().forEach(messages::error);
            messages.trace(e);
            return ExitCode.USAGE;
        } catch (ConfigurationException e) {
            messages.error(String.valueOf(e.getMessage()));
            messages.trace(e);
            return ExitCode.USAGE;
        }
    }

    private int read(Cache cache, ReportWriter writer) throws UsageException, ConfigurationException {
        List<ObjectSource> sources = source.sources(surroundings);
        warn(sources);
        ProgressLine line = line();
        List<Clusters.Read> read = new Clusters(new Classifier(cache), progress(line)).read(sources);
        line.erase();
        read.forEach(cluster -> cluster.warnings().forEach(messages::warning));
        return report(
                new AuditResult(
                        cache.host(),
                        judgment.failOn,
                        read.stream().map(Clusters.Read::result).toList()),
                writer);
    }

    private int follow(Cache cache, Duration limit, ReportWriter writer) throws UsageException, ConfigurationException {
        List<ClusterSource> sources = source.clusters(surroundings);
        warn(sources);
        ProgressLine line = line();
        WaitStatus status =
                new WaitStatus(messages, line, surroundings.terminal().err());
        Waiting waiting = new Waiting(cache, judgment.failOn, limit, progress(line), status);
        Interruption interruption = new Interruption(Thread.currentThread());
        try {
            return report(waiting.result(sources), writer);
        } finally {
            interruption.close();
        }
    }

    private void warn(List<? extends ObjectSource> sources) {
        sources.forEach(each -> each.warnings().forEach(messages::warning));
    }

    private ProgressLine line() {
        return new ProgressLine(surroundings.err(), surroundings.terminal().width(surroundings.environment()));
    }

    private Progress progress(ProgressLine line) {
        return surroundings.terminal().err() && !messaging.quiet ? line : (name, pods, expected) -> {};
    }

    private int report(AuditResult result, ReportWriter writer) {
        result.clusters().forEach(cluster -> cluster.errors().forEach(messages::error));
        return writer.write(result) ? result.outcome().exitCode() : ExitCode.INCOMPLETE;
    }

    private Cache cache() throws UsageException {
        if (registry != null) {
            return RegistryName.parse(registry, "the registry");
        }
        String variable = surroundings.environment().getOrDefault(REGISTRY_VARIABLE, "");
        if (variable.isEmpty()) {
            throw new UsageException("the registry of the cache is missing: give its host as REGISTRY, or set "
                    + REGISTRY_VARIABLE + " (see audit-ecr-ptc --help)");
        }
        return RegistryName.parse(variable, REGISTRY_VARIABLE);
    }
}

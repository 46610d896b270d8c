package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.AuditRun;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.kubernetes.ObjectSource;
import eu.skyscrapers.ptc.kubernetes.Progress;
import eu.skyscrapers.ptc.kubernetes.access.ConfigurationException;
import eu.skyscrapers.ptc.kubernetes.api.ClusterSource;
import eu.skyscrapers.ptc.policy.PolicyException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code audit-ecr-ptc [OPTIONS] [REGISTRY]}. */
@Command(
        name = AuditCommand.CALL,
        customSynopsis = "audit-ecr-ptc [rewrite] [OPTIONS] [REGISTRY]",
        description = "Tells which images of a cluster come through an Amazon ECR pull-through cache.",
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "audit-ecr-ptc $REGISTRY",
            "the current context",
            "audit-ecr-ptc $REGISTRY --wait 15m -o table -o junit=ptc.xml",
            "a CI gate",
            "audit-ecr-ptc $REGISTRY --all-contexts -o html=ptc.html",
            "every cluster, to look at"
        },
        exitCodeList = {ExitCode.PASSED_MEANS, ExitCode.FAILED_MEANS, ExitCode.USAGE_MEANS, ExitCode.INCOMPLETE_MEANS})
final class AuditCommand implements Callable<Integer> {
    static final String CALL = "audit-ecr-ptc";

    private final Surroundings surroundings;
    private final Messages messages;

    // Mixins, whose names are the headings of the help: groups of picocli's would take a tenth of a small audit's time.
    @Mixin(name = "The cache")
    private CacheOptions cache = new CacheOptions();

    @Mixin(name = "What to audit")
    private SourceOptions source = new SourceOptions();

    @Mixin(name = "What fails the audit")
    private JudgmentOptions judgment = new JudgmentOptions();

    @Mixin(name = "What is accepted")
    private ExpectationOptions expectations = new ExpectationOptions();

    @Mixin(name = "Reports")
    private ReportOptions reports = new ReportOptions();

    @Mixin(name = "Messages")
    private MessageOptions messaging = new MessageOptions();

    AuditCommand(Surroundings surroundings, Messages messages) {
        this.surroundings = surroundings;
        this.messages = messages;
    }

    @Override
    public Integer call() {
        messaging.apply(messages);
        Instant started = surroundings.clock().instant();
        try {
            ReportWriter writer = reports.writer(surroundings, messages);
            Policy policy = policy();
            Duration limit = judgment.waitLimit();
            return limit == null ? read(policy, started, writer) : follow(policy, limit, started, writer);
        } catch (UsageException e) {
            e.messages().forEach(messages::error);
            messages.trace(e);
        } catch (ConfigurationException | PolicyException e) {
            messages.error(String.valueOf(e.getMessage()));
            messages.trace(e);
        }
        return ExitCode.USAGE;
    }

    private Policy policy() throws UsageException, PolicyException {
        if (cache.readsStandardInput() && source.readsStandardInput()) {
            throw new UsageException("--cache-rules - and -f -: standard input can be read only once");
        }
        return new Policy(
                cache.read(surroundings, messages, CALL),
                expectations.read(LocalDate.now(surroundings.clock()), messages),
                source.narrows(),
                judgment.fails());
    }

    private int read(Policy policy, Instant started, ReportWriter writer)
            throws UsageException, ConfigurationException {
        List<ObjectSource> sources = source.sources(surroundings);
        check(policy, sources);
        ProgressLine line = line();
        List<Clusters.Read> read = new Clusters(policy, progress(line)).read(sources);
        line.end();
        for (Clusters.Read cluster : read) {
            cluster.warnings().forEach(messages::warning);
            cluster.causes().forEach(messages::trace);
        }
        List<ClusterResult> results = read.stream().map(Clusters.Read::result).toList();
        AuditRun run = AuditRun.between(started, surroundings.clock().instant());
        return report(policy.result(results, run), writer);
    }

    private int follow(Policy policy, Duration limit, Instant started, ReportWriter writer)
            throws UsageException, ConfigurationException {
        List<ClusterSource> sources = source.clusters(surroundings);
        check(policy, sources);
        ProgressLine line = line();
        WaitStatus status = new WaitStatus(messages, line, shows());
        Waiting waiting =
                new Waiting(policy, source.within(limit), progress(line), status, surroundings.clock(), started);
        Interruption interruption = new Interruption(Thread.currentThread());
        try {
            return report(waiting.result(sources), writer);
        } finally {
            interruption.close();
        }
    }

    private void check(Policy policy, List<? extends ObjectSource> sources) throws UsageException {
        policy.choice().checkContexts(sources.stream().map(ObjectSource::name).toList());
        sources.forEach(each -> each.warnings().forEach(messages::warning));
    }

    private ProgressLine line() {
        return new ProgressLine(surroundings.err(), surroundings.terminal().width(surroundings.environment()));
    }

    private Progress progress(ProgressLine line) {
        return shows() ? line : (name, pods, expected) -> {};
    }

    /** Whether there is a terminal to show how things go, and somebody who wants to see it. */
    private boolean shows() {
        return surroundings.terminal().err() && !messaging.quiet();
    }

    private int report(AuditResult result, ReportWriter writer) {
        result.clusters().forEach(cluster -> cluster.errors().forEach(messages::error));
        return writer.write(result) ? result.outcome().exitCode() : ExitCode.INCOMPLETE;
    }
}

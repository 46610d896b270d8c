package eu.skyscrapers.ptc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.Classifier;
import eu.skyscrapers.ptc.audit.Expectations;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Outcome;
import eu.skyscrapers.ptc.manifests.FileSource;
import eu.skyscrapers.ptc.manifests.Rewriting;
import eu.skyscrapers.ptc.objects.MalformedException;
import eu.skyscrapers.ptc.objects.NoManifest;
import eu.skyscrapers.ptc.policy.ExpectationsFile;
import eu.skyscrapers.ptc.report.Printable;
import eu.skyscrapers.ptc.run.CacheChoice;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** {@code audit-ecr-ptc rewrite [OPTIONS] [REGISTRY]}. */
final class RewriteCommand implements Callable<Integer> {
    static final String NAME = "rewrite";
    static final String CALL = AuditCommand.CALL + " " + NAME;

    private static final String STANDARD_INPUT = "standard input";
    private static final String CHECK = "--check";

    private final ProcessContext process;
    private final Messages messages;

    private final CacheOptions cache = new CacheOptions().withFiles();
    private final ExpectationOptions stays = new ExpectationOptions();
    private final OptionGroup.Values except = stays.values(
            "--except",
            "GLOB",
            "Other images to leave as they are; repeatable",
            "Compared with the canonical name without tag, as for --expect-image.");
    private final OptionGroup result = new OptionGroup();
    private final OptionGroup.Flag check = result.flag(
            CHECK,
            "A diff that patch takes; exit 1 if any",
            "Rewrite nothing: print the changes as a unified diff, and exit 1 if there are any, or 3 if a document is"
                    + " not a Kubernetes object, or there is none. Arguments that end in .yaml, .yml or .json are files"
                    + " to check instead of standard input; among these, a file without any Kubernetes object passes,"
                    + " with a warning.");
    private final AwsOptions aws = new AwsOptions();
    private final MessageOptions messaging = new MessageOptions();

    RewriteCommand(ProcessContext process) {
        this.process = process;
        this.messages = process.messages();
    }

    /** For picocli; the names of the mixins are the headings of the help. */
    CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this, OptionGroup.FACTORY)
                .name(CALL)
                .version(AuditCommand.CALL + " " + Program.version())
                .addMixin("The cache", cache.spec())
                .addMixin("What stays as it is", stays.spec())
                .addMixin("What to write", result.spec())
                .addMixin("AWS", aws.spec())
                .addMixin("Messages", messaging.spec());
        spec.usageMessage()
                .customSynopsis(
                        CALL + " [OPTIONS] [REGISTRY] < MANIFESTS > REWRITTEN",
                        CALL + " --check [OPTIONS] [REGISTRY] [FILE...]")
                .description("Puts the cache's references into manifests, and changes no other byte.")
                .footer(
                        "audit-ecr-ptc rewrite $REGISTRY < web.yaml > web-ptc.yaml",
                        "all or nothing",
                        "audit-ecr-ptc rewrite --check $REGISTRY web.yaml",
                        "what would change",
                        "audit-ecr-ptc rewrite --check $REGISTRY < web.yaml | patch web.yaml",
                        "in place")
                .exitCodeList(UsageMessageSpec.keyValuesMap(
                        "0:Rewritten; with --check: nothing to rewrite",
                        "1:With --check: there is something to rewrite",
                        "2:The call is wrong",
                        "3:The input cannot be read, or --check finds no objects; output not written"));
        return spec;
    }

    @Override
    public Integer call() throws ConfigurationException, IOException {
        messaging.apply(messages);
        List<String> files = cache.files();
        if (!files.isEmpty() && !check.given()) {
            throw new UsageException(files.get(0) + ": files are only checked, with " + CHECK
                    + "; what is rewritten comes from standard input, as in: " + CALL + " < FILE > REWRITTEN");
        }
        if (files.isEmpty() && !cache.ofStandardInput().isEmpty()) {
            throw new UsageException("--cache-rules -: standard input holds the manifests");
        }
        Registries registries = cache.registries(List.of(), process, CALL, false);
        for (String file : files) {
            FileSource.checkExists(file, file, "");
        }
        CacheChoice choice = cache.choice(
                registries,
                Map.of(CacheChoice.ANY, ""),
                Set.of(),
                process,
                () -> new LiveCaches(
                        aws.caller(process, SourceOptions.REQUEST_TIMEOUT, Duration.ZERO),
                        cache.registryRole(),
                        LocalDate.now(process.clock()),
                        messages));
        String unread = choice.unread(CacheChoice.ANY);
        if (unread != null) {
            throw new IOException(choice.cache(CacheChoice.ANY).host() + ": " + unread);
        }
        List<AcceptedImage> entries = new ArrayList<>();
        for (String glob : except.all()) {
            entries.add(ExpectationsFile.image("--except", glob));
        }
        entries.addAll(stays.accepted());
        Expectations accepted = new Expectations(entries, null, LocalDate.now(process.clock()));
        choice.hints().forEach(hint -> messages.warning(hint.text()));
        Classifier classifier = new Classifier(choice.cache(CacheChoice.ANY), choice.definition(CacheChoice.ANY));
        if (!files.isEmpty()) {
            return checked(files, classifier, accepted).exitCode();
        }
        byte[] input = input();
        Rewriting rewriting = rewriting(STANDARD_INPUT, input, classifier, accepted);
        if (check.given()) {
            return checked(STANDARD_INPUT, STANDARD_INPUT, "rewritten", rewriting)
                    .exitCode();
        }
        rewriting.objections().forEach(each -> messages.warning(at(STANDARD_INPUT, each)));
        write(rewriting.changes() ? rewriting.after() : input);
        return Outcome.PASSED.exitCode();
    }

    /** @throws IOException when the text cannot be read to its end; its message says where */
    private Rewriting rewriting(String name, byte[] text, Classifier classifier, Expectations accepted)
            throws IOException {
        try {
            Rewriting rewriting = Rewriting.of(text, (workload, use) -> {
                Judgment judgment = classifier.classify(use.image());
                boolean stays = judgment.replacement() != null
                        && accepted.of(name, judgment, workload, use.container()) != null;
                return stays ? null : judgment.replacement();
            });
            rewriting.warnings().forEach(warning -> messages.warning(name + ":" + warning));
            return rewriting;
        } catch (MalformedException e) {
            throw new IOException(at(name, e), e);
        }
    }

    /** Each file by itself: one that cannot be read hides no other, and one that is no manifest is in nobody's way. */
    private Outcome checked(List<String> files, Classifier classifier, Expectations accepted) {
        Outcome worst = Outcome.PASSED;
        List<String> others = new ArrayList<>();
        for (String file : files) {
            Outcome outcome = Outcome.PASSED;
            try {
                Rewriting rewriting = rewriting(file, FileSource.content(file), classifier, accepted);
                if (rewriting.anyObject()) {
                    String header = header(file);
                    outcome = checked(file, header, header, rewriting);
                } else {
                    others.add(file);
                }
            } catch (IOException e) {
                messages.error(String.valueOf(e.getMessage()), e);
                outcome = Outcome.INCOMPLETE;
            }
            worst = outcome.compareTo(worst) > 0 ? outcome : worst;
        }
        if (!others.isEmpty()) {
            messages.warning("no Kubernetes object, so nothing to check, in " + others.get(0)
                    + (others.size() == 1 ? "" : " (and " + (others.size() - 1) + " more)"));
        }
        return worst;
    }

    private Outcome checked(String name, String from, String to, Rewriting rewriting) {
        UnaryOperator<String> shown = process.terminal().out() ? RewriteCommand::visible : UnaryOperator.identity();
        write(rewriting.diff(from, to, shown).getBytes(UTF_8));
        rewriting.objections().forEach(each -> messages.error(at(name, each)));
        if (rewriting.blank()) {
            messages.error(name + ": " + NoManifest.NOTHING);
        }
        if (rewriting.blank() || !rewriting.objections().isEmpty()) {
            return Outcome.INCOMPLETE;
        }
        return rewriting.changes() ? Outcome.FAILED : Outcome.PASSED;
    }

    private static String at(String name, MalformedException fault) {
        return name + ":" + fault.line() + ": " + fault.getMessage();
    }

    private byte[] input() throws IOException {
        try {
            return process.in().readAllBytes();
        } catch (IOException e) {
            throw new IOException(STANDARD_INPUT + ": cannot be read to its end: " + e.getMessage(), e);
        }
    }

    /** Whether all could be written, the program looks itself. */
    private void write(byte[] output) {
        process.out().write(output, 0, output.length);
    }

    /** A file as a diff names it: for {@code patch} a name ends at a blank, unless a tab follows. */
    private static String header(String file) {
        return visible(file) + (file.contains(" ") ? "\t" : "");
    }

    /** A line of the diff on a terminal, which must not be turned around or recoloured by what it shows. */
    private static String visible(String line) {
        boolean plain = line.codePoints()
                .allMatch(each ->
                        each == '\t' || !(Character.isISOControl(each) || Character.getType(each) == Character.FORMAT));
        return plain ? line : Printable.of(line);
    }
}

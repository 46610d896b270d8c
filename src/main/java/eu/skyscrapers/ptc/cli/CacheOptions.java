package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.CacheLimits;
import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.policy.CacheRulesFile;
import eu.skyscrapers.ptc.policy.ClusterDefinitionFile;
import eu.skyscrapers.ptc.run.CacheChoice;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.SmallFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The cache: its registry, its rules, and the platform's definition of it. */
final class CacheOptions extends OptionGroup {
    private static final String REGISTRY_VARIABLE = "AUDIT_ECR_PTC_REGISTRY";
    private static final String STANDARD_INPUT = "-";

    private final Values registries = parameters(
            "REGISTRY",
            "Registry host; or $" + REGISTRY_VARIABLE,
            "That of the cache, for example 123456789012.dkr.ecr.eu-west-1.amazonaws.com. A cluster definition may"
                    + " give it too, and takes precedence over the variable.");

    private final Values definitions = inputs(
            "--cluster-definition",
            "[CONTEXT=]FILE",
            "Which tiers are on; repeatable",
            "The platform's definition of the cluster (spec.ecr_pull_through_cache): gives the registry, and says"
                    + " which tiers are on. A direct image of a tier that is off is expected. With CONTEXT= it is"
                    + " for that context alone.");

    private final Value<String> rulesFile = input(
            "--cache-rules",
            "FILE",
            "The rules, as aws ecr prints them, or -",
            "As printed by aws ecr describe-pull-through-cache-rules, or - for standard input. They replace the"
                    + " built-in ones. Rules that are given are checked.");

    private final Values ruleTexts = values(
            "--cache-rule",
            "PREFIX=UPSTREAM",
            "One more rule: quay=quay.io; repeatable",
            "One with the prefix or the upstream of a built-in rule takes its place.");

    private final Flag noBuiltInRules = flag(
            "--no-built-in-rules", "Only the rules that are given", "--cache-rules FILE leaves them out in any case.");

    /** The argument without an option's name, whether it can be a registry or not. */
    List<String> words() {
        return registries.all();
    }

    /** Also where the call leaves the registry to others. */
    boolean namesOneRegistry() {
        return words().stream().allMatch(word -> EcrRegistry.parse(word).isPresent()) && words().size() < 2;
    }

    boolean readsStandardInput() {
        return STANDARD_INPUT.equals(rulesFile.get());
    }

    /**
     * Reads all that was given.
     *
     * @param call how the user called the program, for the message that points to its help
     * @param besideToken whether there is a token in the call, which may go on in the next word where it is not quoted
     */
    CacheChoice read(ProcessContext process, String call, boolean besideToken) throws ConfigurationException {
        Map<String, ClusterDefinition> byContext = definitions(process);
        Cache builtIn = Cache.builtIn(registry(byContext, process, call, besideToken));
        List<Hint> hints = new ArrayList<>();
        Cache cache = new Cache(builtIn.host(), builtIn.registry(), rules(builtIn, process, hints));
        hints.addAll(CacheLimits.hints(cache));
        boolean given = rulesFile.get() != null || !ruleTexts.all().isEmpty();
        return new CacheChoice(cache, given, byContext, hints);
    }

    /** The host of the registry: what the call says, which a definition must not contradict. */
    private String registry(
            Map<String, ClusterDefinition> byContext, ProcessContext process, String call, boolean besideToken)
            throws UsageException {
        Optional<String> defined = registry(byContext);
        if (registries.all().size() > 1) {
            // Not repeated: one may be the second half of a token that was not quoted.
            throw new UsageException(
                    "one REGISTRY is enough, and these are " + registries.all().size()
                            + "; clusters are named with --context, namespaces with -n (see " + call + " --help)");
        }
        if (!registries.all().isEmpty()) {
            String text = registries.all().get(0);
            return agreed(
                    besideToken
                            ? RegistryName.parseUnseen(text, "the registry")
                            : RegistryName.parse(text, "the registry"),
                    defined);
        }
        if (defined.isPresent()) {
            return defined.get();
        }
        String variable = process.environment().getOrDefault(REGISTRY_VARIABLE, "");
        if (variable.isEmpty()) {
            throw new UsageException("the registry of the cache is missing: give its host as REGISTRY, set "
                    + REGISTRY_VARIABLE + ", or give a --cluster-definition (see " + call + " --help)");
        }
        return RegistryName.parse(variable, REGISTRY_VARIABLE);
    }

    private static String agreed(String host, Optional<String> defined) throws UsageException {
        if (defined.isPresent() && !EcrRegistry.parse(defined.get()).equals(EcrRegistry.parse(host))) {
            throw new UsageException("the registry is " + host + " in the call, and " + defined.get()
                    + " in the cluster definition; which is it?");
        }
        return host;
    }

    /** What stands behind a context, if one is named. */
    private static String definitionFile(String text) {
        return Files.exists(Path.of(text)) ? text : text.substring(text.indexOf('=') + 1);
    }

    @Override
    List<String> inputs() {
        return Stream.concat(super.inputs().stream(), definitions.all().stream().map(CacheOptions::definitionFile))
                .toList();
    }

    private Map<String, ClusterDefinition> definitions(ProcessContext process) throws ConfigurationException {
        Map<String, ClusterDefinition> byContext = new LinkedHashMap<>();
        for (String text : definitions.all()) {
            String name = definitionFile(text);
            if (name.isEmpty()) {
                throw new UsageException("--cluster-definition " + text + ": the name is empty; name a file");
            }
            String context = name.equals(text) ? CacheChoice.ANY : text.substring(0, text.length() - name.length() - 1);
            ClusterDefinitionFile file = ClusterDefinitionFile.read(Path.of(name));
            file.warnings().forEach(process.messages()::warning);
            if (byContext.put(context, file.definition()) != null) {
                throw new UsageException("--cluster-definition " + text + ": there is one for "
                        + (context.isEmpty() ? "every cluster" : context) + " already");
            }
        }
        return byContext;
    }

    /** The one registry that all definitions name; empty where none does. */
    private static Optional<String> registry(Map<String, ClusterDefinition> definitions) throws UsageException {
        TreeSet<String> registries = new TreeSet<>();
        for (ClusterDefinition definition : definitions.values()) {
            if (definition.registry() != null) {
                registries.add(definition.registry());
            }
        }
        if (registries.size() > 1) {
            throw new UsageException("--cluster-definition: the definitions name different registries, "
                    + String.join(" and ", registries) + "; audit them one by one");
        }
        return registries.stream().findFirst();
    }

    /** Those that were given, and the built-in ones whose place nothing takes. */
    private List<CacheRule> rules(Cache builtIn, ProcessContext process, List<Hint> hints)
            throws ConfigurationException {
        List<CacheRule> rules = new ArrayList<>();
        for (String text : ruleTexts.all()) {
            rules.add(CacheRulesFile.parseRule(text));
        }
        String file = rulesFile.get();
        if (file != null) {
            CacheRulesFile read = rules(file, process);
            String account = builtIn.registry().account();
            rules.addAll(0, read.rulesOf(account));
            read.warning(account).ifPresent(process.messages()::warning);
            read.hint().ifPresent(hints::add);
        } else if (!noBuiltInRules.given()) {
            builtIn.rules().stream()
                    .filter(rule -> rules.stream().noneMatch(rule::isReplacedBy))
                    .toList()
                    .forEach(rules::add);
        } else if (rules.isEmpty()) {
            throw new UsageException(
                    "--no-built-in-rules: no rule is left; give some with --cache-rules or --cache-rule");
        }
        return CacheRulesFile.distinct(rules);
    }

    private static CacheRulesFile rules(String file, ProcessContext process) throws ConfigurationException {
        String name = "standard input";
        return file.equals(STANDARD_INPUT)
                ? CacheRulesFile.read(name, SmallFile.given(name, process.in()))
                : CacheRulesFile.read(Path.of(file));
    }
}

package eu.skyscrapers.ptc.cli;

import eu.skyscrapers.ptc.audit.Cache;
import eu.skyscrapers.ptc.audit.CacheLimits;
import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.audit.CacheSettings;
import eu.skyscrapers.ptc.audit.ClusterDefinition;
import eu.skyscrapers.ptc.audit.Glob;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.RegistryCheck;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.manifests.FileSource;
import eu.skyscrapers.ptc.policy.CacheRulesFile;
import eu.skyscrapers.ptc.policy.ClusterDefinitionFile;
import eu.skyscrapers.ptc.policy.RegistryFile;
import eu.skyscrapers.ptc.run.CacheChoice;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.SmallFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cache: its registry, its rules, and the platform's definition of it. */
final class CacheOptions extends OptionGroup {
    private static final String REGISTRY_VARIABLE = "AUDIT_ECR_PTC_REGISTRY";
    private static final String STANDARD_INPUT = "-";
    /** In place of a file: the registry itself. */
    private static final String AWS = "aws";

    /** Makes what asks AWS, when it must be asked. */
    interface Live {
        LiveCaches get() throws UsageException;
    }

    private static final String RULES = "--cache-rules";

    private final Values registries = parameters(
            "REGISTRY",
            "Registry host; or $" + REGISTRY_VARIABLE,
            "For example 123456789012.dkr.ecr.eu-west-1.amazonaws.com. A cluster definition can also give it, and"
                    + " takes precedence over the variable.");

    private final Values definitions = new Values(add(list(
                    "--cluster-definition",
                    "[CONTEXT=]FILE",
                    "Which tiers are on; repeatable",
                    "The platform's definition of the cluster (spec.ecr_pull_through_cache): gives the registry, and says"
                            + " which tiers are on. A direct image of a tier that is off is expected. With CONTEXT= it is"
                            + " for that context only.")
            .converters(CacheOptions::definition)));

    private final Value<String> rulesFile = input(
            RULES,
            "FILE|aws",
            "The rules, as aws ecr prints them, or -",
            "As printed by aws ecr describe-pull-through-cache-rules, or by terraform show -json of a plan or a state, or"
                    + " - for standard input; or aws, to read them now from the account and region that the registry's"
                    + " host names (a file of that name is ./aws). They replace the built-in ones. The given rules"
                    + " are checked.");

    private final Values ruleTexts = values(
            "--cache-rule",
            "PREFIX=UPSTREAM",
            "One more rule: quay=quay.io; repeatable",
            "One with the prefix or the upstream of a built-in rule takes its place.");

    private final Flag noBuiltInRules = flag(
            "--no-built-in-rules", "Only the rules that are given", "--cache-rules FILE leaves them out in any case.");

    private final Value<String> registryRole = value(
            LiveCaches.ROLE_OPTION,
            "ARN",
            "The role that reads the registry",
            "Assumed for --cache-rules aws and --check-cached, where the registry is of another account than yours."
                    + " {account} in it stands for that account.");

    private @Nullable RegistryOptions beside;
    private boolean besideFiles;

    /** With options of an audit alone. */
    CacheOptions withRegistry() {
        beside = RegistryOptions.in(this);
        return this;
    }

    /** With files to read among the arguments. */
    CacheOptions withFiles() {
        besideFiles = true;
        return this;
    }

    /** The arguments that name files, see {@link FileSource#isNamed}. */
    List<String> files() {
        return besideFiles
                ? registries.all().stream().filter(FileSource::isNamed).toList()
                : List.of();
    }

    /** The other arguments without an option's name, whether they can be a registry or not. */
    List<String> words() {
        List<String> words = new ArrayList<>(registries.all());
        words.removeAll(files());
        return words;
    }

    /** Also where the call leaves the registry to others. */
    boolean namesOneRegistry() {
        return words().stream().allMatch(word -> EcrRegistry.parse(word).isPresent()) && words().size() < 2;
    }

    /** The options that read standard input. */
    List<String> ofStandardInput() {
        Map<String, String> files = new LinkedHashMap<>(beside == null ? Map.of() : beside.files());
        files.put(RULES, rulesFile.orElse(""));
        return files.keySet().stream()
                .filter(option -> STANDARD_INPUT.equals(files.get(option)))
                .toList();
    }

    /**
     * Reads what is said of registries.
     *
     * @param byContext each as {@code CONTEXT=HOST}
     * @param call how the user called the program, for the message that points to its help
     * @param besideToken whether there is a token in the call, which may go on in the next word where it is not quoted
     */
    Registries registries(List<String> byContext, ProcessContext process, String call, boolean besideToken)
            throws ConfigurationException {
        Map<String, ClusterDefinition> definitions = definitions(process);
        List<String> words = words();
        if (words.size() > 1) {
            // Not repeated: one may be the second half of a token that was not quoted.
            throw new UsageException("one REGISTRY is enough, and these are " + words.size()
                    + (besideFiles
                            ? "; files to check end in .yaml, .yml or .json"
                            : "; clusters are named with --context, namespaces with -n")
                    + " (see " + call + " --help)");
        }
        String forAll = null;
        if (!words.isEmpty()) {
            String text = words.get(0);
            forAll = besideToken
                    ? RegistryName.parseUnseen(text, "the registry")
                    : RegistryName.parse(text, "the registry");
        }
        Map<String, String> hosts = new LinkedHashMap<>();
        for (String text : byContext) {
            // A context may have any character in its name, and a host no =.
            int equals = text.lastIndexOf('=');
            if (equals < 1) {
                throw new UsageException(Registries.OPTION + ": write CONTEXT=HOST; one registry for all clusters needs"
                        + " no option: audit-ecr-ptc REGISTRY");
            }
            String context = text.substring(0, equals);
            if (context.length() > Glob.LONGEST) {
                throw new UsageException(Registries.OPTION + ": a context of " + context.length() + " characters");
            }
            String host = RegistryName.parse(text.substring(equals + 1), Registries.OPTION + " " + context + "=");
            if (hosts.put(context, host) != null) {
                throw new UsageException(Registries.OPTION + " " + context + "=" + host + ": there is one already");
            }
        }
        TreeSet<String> defined = Registries.defined(definitions);
        // Where the definitions name one registry, it is that of all clusters; where they differ, each is of its own.
        String last = defined.size() == 1 && hosts.isEmpty() ? defined.first() : null;
        String variable = process.environment().getOrDefault(REGISTRY_VARIABLE, "");
        if (forAll == null && defined.isEmpty()) {
            if (!variable.isEmpty()) {
                last = RegistryName.parse(variable, REGISTRY_VARIABLE);
            } else if (hosts.isEmpty()) {
                throw new UsageException("the registry of the cache is missing: give its host as REGISTRY, set "
                        + REGISTRY_VARIABLE + ", or give a --cluster-definition (see " + call + " --help)");
            }
        }
        return new Registries(forAll, hosts, definitions, last);
    }

    boolean readsLive() {
        return AWS.equals(rulesFile.get());
    }

    @Nullable
    String registryRole() {
        return registryRole.get();
    }

    /**
     * The caches of the clusters that are audited.
     *
     * @param named the clusters by context, and what the kubeconfig calls them
     * @param lost those of the clusters that cannot be read, see {@link Registries#check}
     * @param live asks AWS, if it must be asked
     */
    CacheChoice choice(
            Registries registries, Map<String, String> named, Set<String> lost, ProcessContext process, Live live)
            throws ConfigurationException {
        List<String> clusters = List.copyOf(named.keySet());
        registries.check(clusters, lost).forEach(process.messages()::warning);
        Map<String, String> hosts = new LinkedHashMap<>();
        for (String cluster : clusters) {
            hosts.put(cluster, registries.of(cluster, lost.contains(cluster)));
        }
        Map<String, Cache> byHost = new LinkedHashMap<>();
        hosts.values().forEach(host -> byHost.computeIfAbsent(host, Cache::builtIn));
        Set<EcrRegistry> distinct =
                byHost.values().stream().map(Cache::registry).collect(Collectors.toSet());
        Map<String, String> files = new LinkedHashMap<>(beside == null ? Map.of() : beside.files());
        if (!files.isEmpty() && rulesFile.get() == null && !noBuiltInRules.given()) {
            throw new UsageException(String.join(", ", files.keySet())
                    + ": is held against the rules of the registry; give them too, with --cache-rules");
        }
        String ofRules = readsLive() ? null : rulesFile.get();
        if (ofRules != null) {
            files.put(RULES, ofRules);
        }
        if (!files.isEmpty() && distinct.size() > 1) {
            throw new UsageException(String.join(", ", files.keySet())
                    + ": this is of one registry, and the clusters are of " + String.join(" and ", byHost.keySet())
                    + "; audit those of each registry in a run of their own"
                    + (ofRules == null ? "" : ", or give --cache-rules aws"));
        }
        EcrRegistry one = byHost.values().iterator().next().registry();
        RegistryFile file = ofRules == null
                ? RegistryFile.NONE
                : RegistryFile.read(nameOf(ofRules), content(ofRules, process), one);
        file.warnings().forEach(process.messages()::warning);
        Set<Hint> hints = new LinkedHashSet<>(file.hints());
        List<CacheRule> given = given(file.rules());
        CacheSettings settings =
                beside == null ? file.settings() : beside.added(file.settings(), one.account(), process);
        Map<EcrRegistry, LiveCaches.Answer> answers = new LinkedHashMap<>();
        Map<String, String> unread = new HashMap<>();
        for (Map.Entry<String, Cache> each : byHost.entrySet()) {
            Cache builtIn = each.getValue();
            List<CacheRule> own = new ArrayList<>(given);
            CacheSettings ownSettings = settings;
            if (readsLive()) {
                LiveCaches.Answer answer = answers.get(builtIn.registry());
                if (answer == null) {
                    answer = live.get().read(builtIn.registry(), beside == null ? null : settings);
                    answers.put(builtIn.registry(), answer);
                }
                hints.addAll(answer.hints());
                ownSettings = answer.settings();
                if (answer.problem() != null) {
                    unread.put(builtIn.host(), "its cache rules could not be read: " + answer.problem());
                }
                own.addAll(0, answer.rules());
            }
            Cache cache = new Cache(builtIn.host(), builtIn.registry(), rules(builtIn, own), ownSettings);
            hints.addAll(CacheLimits.hints(cache));
            each.setValue(cache);
        }
        Map<String, Cache> caches = new LinkedHashMap<>();
        hosts.forEach((cluster, host) -> caches.put(cluster, byHost.get(host)));
        boolean rulesGiven = rulesFile.get() != null || !ruleTexts.all().isEmpty();
        Map<String, Set<String>> accounts = beside == null ? Map.of() : beside.accounts(named);
        return new CacheChoice(
                caches,
                rulesGiven,
                registries.definitions(),
                accounts,
                List.copyOf(hints),
                found(answers.values()),
                unread);
    }

    private static RegistryCheck.Result found(Collection<LiveCaches.Answer> answers) {
        return new RegistryCheck.Result(
                answers.stream()
                        .flatMap(each -> each.credentials().faults().stream())
                        .toList(),
                answers.stream()
                        .flatMap(each -> each.credentials().notes().stream())
                        .toList());
    }

    /** A context may be what Windows takes for no file name: an ARN has colons. */
    private static String definition(String text) {
        String file = definitionFile(text);
        // One without a file is refused when the others are read.
        return file.isEmpty() && !text.isEmpty()
                ? text
                : text.substring(0, text.length() - file.length()) + fileName(file);
    }

    /** What stands behind a context, if one is named. */
    private static String definitionFile(String text) {
        return SmallFile.mayExist(text) ? text : text.substring(text.indexOf('=') + 1);
    }

    @Override
    List<String> inputs() {
        return Stream.concat(
                        super.inputs().stream().filter(input -> !readsLive() || !input.equals(AWS)),
                        definitions.all().stream().map(CacheOptions::definitionFile))
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

    /** The rules that were given, those of a file first. */
    private List<CacheRule> given(List<CacheRule> ofFile) throws ConfigurationException {
        List<CacheRule> rules = new ArrayList<>(ofFile);
        for (String text : ruleTexts.all()) {
            rules.add(CacheRulesFile.parseRule(text));
        }
        if (rulesFile.get() == null && noBuiltInRules.given() && rules.isEmpty()) {
            throw new UsageException(
                    "--no-built-in-rules: no rule is left; add some with --cache-rules or --cache-rule");
        }
        return rules;
    }

    /** Those that were given, and the built-in ones whose place nothing takes. */
    private List<CacheRule> rules(Cache builtIn, List<CacheRule> given) throws ConfigurationException {
        List<CacheRule> rules = new ArrayList<>(given);
        if (rulesFile.get() == null && !noBuiltInRules.given()) {
            builtIn.rules().stream()
                    .filter(rule -> given.stream().noneMatch(rule::isReplacedBy))
                    .forEach(rules::add);
        }
        return CacheRulesFile.distinct(rules);
    }

    /** How messages call a file. */
    static String nameOf(String file) {
        return file.equals(STANDARD_INPUT) ? "standard input" : file;
    }

    static byte[] content(String file, ProcessContext process) throws ConfigurationException {
        return file.equals(STANDARD_INPUT)
                ? SmallFile.given(nameOf(file), process.in())
                : SmallFile.given(Path.of(file));
    }
}

package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.audit.CacheSettings;
import eu.skyscrapers.ptc.audit.CreationTemplate;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ResourcePolicy;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A plan or a state as {@code terraform show -json} prints it, and OpenTofu too: of a plan, what will be once it is applied.
 *
 * @see <a href="https://developer.hashicorp.com/terraform/internals/json-format">Terraform, JSON Output Format</a>
 */
final class TerraformFile {
    private static final String RULE = "aws_ecr_pull_through_cache_rule";
    private static final String TEMPLATE = "aws_ecr_repository_creation_template";
    private static final String POLICY = "aws_ecr_registry_policy";
    private static final Set<String> TYPES = Set.of(RULE, TEMPLATE, POLICY);
    private static final String SHOW =
            "; write the output of terraform show -json into the file, of a whole plan or state";

    private final String name;
    private final Value root;
    private final EcrRegistry registry;
    private final Map<String, List<Described>> own = new LinkedHashMap<>();
    private final Set<String> others = new TreeSet<>();
    private boolean regionUnknown;
    /** Of what may be in the region: the account of what is new is known only after it was applied. */
    private boolean accountUnknown;

    private TerraformFile(String name, Value root, EcrRegistry registry) {
        this.name = name;
        this.root = root;
        this.registry = registry;
    }

    static boolean isOne(Value document) throws ConfigurationException {
        return document.isMapping()
                && document.get("terraform_version") != null
                && document.get("pullThroughCacheRules") == null;
    }

    static RegistryFile read(String name, Value root, EcrRegistry registry) throws ConfigurationException {
        return new TerraformFile(name, root, registry).read();
    }

    private RegistryFile read() throws ConfigurationException {
        Value planned = root.given("planned_values");
        Value values = planned == null ? root.given("values") : planned;
        if (values == null) {
            throw root.problem("holds neither planned_values nor values" + SHOW);
        }
        Value complete = root.given("complete");
        if (root.flag("errored") || (complete != null && !complete.flag())) {
            throw root.problem(
                    "the plan is not complete, as it failed, or -target or deferred changes leave out a part of" + " it"
                            + SHOW);
        }
        Value module = at(values, "root_module");
        if (module != null) {
            collect(module);
        }
        checkProviders();
        List<CacheRule> rules = new ArrayList<>();
        for (Described rule : own.getOrDefault(RULE, List.of())) {
            for (String field : List.of("ecrRepositoryPrefix", "upstreamRegistryUrl")) {
                if (!rule.isKnown(field)) {
                    throw rule.value()
                            .problem(rule.place() + ": its " + field
                                    + " is known only after Terraform has applied the plan; write it as a constant");
                }
            }
            rules.add(CacheRulesFile.rule(rule, rule.isKnown("credentialArn") && rule.isKnown("customRoleArn")));
        }
        if (rules.isEmpty() && (!others.isEmpty() || !removes())) {
            throw root.problem("holds no " + RULE + " of registry " + registry.account() + " in " + registry.region()
                    + (others.isEmpty() ? "" : ", but of " + String.join(", ", others)) + SHOW);
        }
        List<Described> templates = own.getOrDefault(TEMPLATE, List.of());
        List<CreationTemplate> read = templates.isEmpty() ? null : CreationTemplates.read(templates);
        return new RegistryFile(CacheRulesFile.distinct(rules), new CacheSettings(read, policy()), warnings(), hints());
    }

    private @Nullable ResourcePolicy policy() throws ConfigurationException {
        List<Described> policies = own.getOrDefault(POLICY, List.of());
        if (policies.size() > 1) {
            throw policies.get(1)
                    .value()
                    .problem("a second registry policy, after that of "
                            + policies.get(0).place()
                            + "; a registry has one, so these are of several regions or accounts");
        }
        return policies.isEmpty() ? null : CreationTemplates.policy(policies.get(0), "policy");
    }

    private void collect(Value module) throws ConfigurationException {
        for (Value resource : module.list("resources")) {
            String type = resource.text("type");
            if (type != null
                    && TYPES.contains(type)
                    && "managed".equals(resource.text("mode"))
                    && resource.given("deposed_key") == null) {
                String address = Words.oneLine(String.valueOf(resource.text("address")));
                Described described = new Described(resource.mapping("values"), true, name + " " + address);
                if (isOwn(described)) {
                    own.computeIfAbsent(type, key -> new ArrayList<>()).add(described);
                }
            }
        }
        for (Value child : module.list("child_modules")) {
            collect(child);
        }
    }

    /** What names neither account nor region may be of any registry. */
    private boolean isOwn(Described described) throws ConfigurationException {
        String account = described.text("registryId");
        String region = described.text("region");
        regionUnknown |= region == null;
        accountUnknown |= account == null && (region == null || region.equals(registry.region()));
        boolean mine = (account == null || account.equals(registry.account()))
                && (region == null || region.equals(registry.region()));
        if (!mine) {
            others.add(
                    (account == null ? "a registry" : "registry " + account) + (region == null ? "" : " in " + region));
        }
        return mine;
    }

    /** Before version 6 of the AWS provider a resource has no region but that of its provider's configuration. */
    private void checkProviders() throws ConfigurationException {
        Set<String> keys = new TreeSet<>();
        if (regionUnknown || accountUnknown) {
            providers(at(root, "configuration", "root_module"), keys);
        }
        if (!regionUnknown) {
            for (String key : Set.copyOf(keys)) {
                Value region = region(key);
                if (region != null && !region.text().equals(registry.region())) {
                    keys.remove(key);
                }
            }
        }
        if (keys.size() > 1) {
            throw root.problem("its cache rules are of several providers (" + String.join(", ", keys) + ") and name no "
                    + (regionUnknown ? "region" : "account")
                    + ", so nobody can tell of which registry each is; plan each registry by itself"
                    + (regionUnknown ? ", or with version 6 of the AWS provider" : ""));
        }
        for (String key : keys) {
            Value region = region(key);
            if (region != null && !region.text().equals(registry.region())) {
                throw region.problem("is of region " + region.text() + ", and the audited registry of "
                        + registry.region() + "; show the plan of that region");
            }
            regionUnknown &= region == null;
        }
    }

    private @Nullable Value region(String provider) throws ConfigurationException {
        return at(root, "configuration", "provider_config", provider, "expressions", "region", "constant_value");
    }

    private static void providers(@Nullable Value module, Set<String> keys) throws ConfigurationException {
        if (module == null) {
            return;
        }
        for (Value resource : module.list("resources")) {
            if (TYPES.contains(String.valueOf(resource.text("type"))) && "managed".equals(resource.text("mode"))) {
                keys.add(String.valueOf(resource.text("provider_config_key")));
            }
        }
        Value calls = at(module, "module_calls");
        if (calls != null) {
            for (String call : calls.keys()) {
                providers(at(calls, call, "module"), keys);
            }
        }
    }

    /** What lies at the end of these keys; null where nothing does. */
    private static @Nullable Value at(Value from, String... keys) throws ConfigurationException {
        Value found = from;
        for (String key : keys) {
            found = found == null ? null : found.given(key);
        }
        return found;
    }

    /** Whether it is a plan that takes away the rules that there are. */
    private boolean removes() throws ConfigurationException {
        for (Value change : root.list("resource_changes")) {
            if (RULE.equals(change.text("type")) && "managed".equals(change.text("mode"))) {
                return true;
            }
        }
        return false;
    }

    private List<String> warnings() {
        return others.isEmpty() ? List.of() : List.of(name + ": passes over what is of " + String.join(", ", others));
    }

    private List<Hint> hints() {
        return regionUnknown
                ? List.of(new Hint(
                        "region-not-stated",
                        name
                                + ": does not say of which region its rules are, as the AWS provider does from version 6 on;"
                                + " they are taken for those of " + registry.region()))
                : List.of();
    }
}

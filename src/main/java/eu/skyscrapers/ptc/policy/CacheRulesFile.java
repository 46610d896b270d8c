package eu.skyscrapers.ptc.policy;

import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.image.ImageReference;
import eu.skyscrapers.ptc.image.InvalidReferenceException;
import eu.skyscrapers.ptc.text.ConfigurationException;
import eu.skyscrapers.ptc.text.SmallFile;
import eu.skyscrapers.ptc.text.Value;
import eu.skyscrapers.ptc.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Rules as {@code aws ecr describe-pull-through-cache-rules} prints them, as JSON or YAML, with or without the object
 * around the list. What AWS adds to its answer is passed over.
 *
 * @param name what messages call the file
 * @param rules of whatever registries the file has
 */
public record CacheRulesFile(String name, List<CacheRule> rules) {
    private static final String COMMAND = "aws ecr describe-pull-through-cache-rules --output json";
    private static final CliAnswer ANSWER = new CliAnswer(COMMAND, "pullThroughCacheRules", "cache rules");
    /** What the AWS CLI of Debian 12 (2.9.19) leaves out; a newer one prints the first of them for each rule. */
    private static final Set<String> NEWER_FIELDS =
            Set.of("upstreamRegistry", "updatedAt", "credentialArn", "customRoleArn", "upstreamRepositoryPrefix");

    /** Of the names that AWS has for upstreams, those that stand for only one host. */
    private static final Map<String, String> FIXED_HOSTS = Map.of(
            "ecr-public", "public.ecr.aws",
            "quay", "quay.io",
            "k8s", "registry.k8s.io",
            "docker-hub", "docker.io",
            "github-container-registry", "ghcr.io",
            "gitlab-container-registry", "registry.gitlab.com",
            "chainguard", "cgr.dev");

    private static final String ROOT = "ROOT";
    private static final String OPTION = "--cache-rule";

    public CacheRulesFile {
        rules = List.copyOf(rules);
    }

    public static CacheRulesFile read(Path file) throws ConfigurationException {
        return read(file.toString(), SmallFile.given(file));
    }

    /** @param name what messages call it, for example {@code standard input} */
    public static CacheRulesFile read(String name, byte[] content) throws ConfigurationException {
        return read(name, Value.read(name, content));
    }

    static CacheRulesFile read(String name, List<Value> documents) throws ConfigurationException {
        List<Value> listed = ANSWER.items(name, documents, null);
        boolean whole = false;
        for (Value rule : listed) {
            for (String field : NEWER_FIELDS) {
                whole |= rule.given(field) != null;
            }
        }
        List<CacheRule> rules = new ArrayList<>();
        for (Value rule : listed) {
            rules.add(rule(Described.byEcr(rule), whole));
        }
        return new CacheRulesFile(name, distinct(rules));
    }

    /** One more rule: {@code PREFIX=UPSTREAM[/UPSTREAM_PREFIX]}. */
    public static CacheRule parseRule(String text) throws ConfigurationException {
        Function<String, ConfigurationException> problem =
                words -> new ConfigurationException(OPTION + " " + Words.excerpt(text) + ": " + words
                        + "; write PREFIX=UPSTREAM[/UPSTREAM_PREFIX], for example docker-hub=docker.io");
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw problem.apply("there is no = in it");
        }
        String upstream = withoutSlash(withoutScheme(text.substring(equals + 1)));
        int slash = upstream.indexOf('/');
        return new CacheRule(
                prefix(text.substring(0, equals), problem),
                host(slash < 0 ? upstream : upstream.substring(0, slash), problem),
                slash < 0 ? "" : prefix(upstream.substring(slash + 1), problem),
                null,
                null,
                null,
                false,
                OPTION);
    }

    /** Rules from several places, if no prefix is in two of them. */
    public static List<CacheRule> distinct(List<CacheRule> rules) throws ConfigurationException {
        Map<String, List<CacheRule>> byPrefix = new HashMap<>();
        for (CacheRule rule : rules) {
            List<CacheRule> others = byPrefix.computeIfAbsent(rule.prefix(), prefix -> new ArrayList<>());
            for (CacheRule other : others) {
                if (sameRegistry(rule, other)) {
                    throw new ConfigurationException(rule.place() + ": the prefix " + Words.excerpt(rule.ecrPrefix())
                            + " has a rule already, at " + other.place() + "; a registry has one, remove the other");
                }
            }
            others.add(rule);
        }
        return List.copyOf(rules);
    }

    private static boolean sameRegistry(CacheRule one, CacheRule other) {
        return one.registryId() == null
                || other.registryId() == null
                || one.registryId().equals(other.registryId());
    }

    /**
     * The rules of the registry of an account; a rule that names none is of any.
     *
     * @throws ConfigurationException when there are rules, and none of this registry
     */
    public List<CacheRule> rulesOf(String account) throws ConfigurationException {
        List<CacheRule> own = rules.stream().filter(rule -> isOf(account, rule)).toList();
        if (own.isEmpty() && !rules.isEmpty()) {
            throw new ConfigurationException(name + ": holds no rule of registry " + account + ", but "
                    + others(account) + "; describe the rules of the registry that is audited, in its region");
        }
        return own;
    }

    /** What to know of rules that lack fields, where that may matter. */
    public Optional<Hint> hint() {
        return rules.stream().noneMatch(CacheRule::described) && !rules.isEmpty()
                ? Optional.of(new Hint(
                        "old-aws-cli",
                        name + ": no rule has an upstreamRegistry, as an old AWS CLI prints them. It leaves out"
                                + " credentials and upstream prefixes too: no credential was checked, and a"
                                + " replacement is wrong where its rule has an upstream prefix. Print the rules with a"
                                + " newer AWS CLI"))
                : Optional.empty();
    }

    /** One line about the rules that {@link #rulesOf} leaves out, if there are any. */
    public Optional<String> warning(String account) {
        return rules.stream().allMatch(rule -> isOf(account, rule))
                ? Optional.empty()
                : Optional.of(name + ": passes over " + others(account));
    }

    private String others(String account) {
        List<CacheRule> others =
                rules.stream().filter(rule -> !isOf(account, rule)).toList();
        Set<String> accounts = new LinkedHashSet<>();
        others.forEach(rule -> accounts.add(String.valueOf(rule.registryId())));
        return count(others.size()) + " of registry " + String.join(", ", accounts);
    }

    private static String count(int rules) {
        return rules == 1 ? "1 rule" : rules + " rules";
    }

    private static boolean isOf(String account, CacheRule rule) {
        return rule.registryId() == null || rule.registryId().equals(account);
    }

    /** @param whole whether what is not stated is not there: an old AWS CLI leaves it out */
    static CacheRule rule(Described rule, boolean whole) throws ConfigurationException {
        Value prefix = rule.given("ecrRepositoryPrefix");
        if (prefix == null) {
            throw rule.value()
                    .problem("the rule has no ecrRepositoryPrefix; write all fields into the file, without --query");
        }
        Value upstreamPrefix = rule.given("upstreamRepositoryPrefix");
        return new CacheRule(
                prefix(prefix.scalar(), prefix::problem),
                upstream(rule),
                upstreamPrefix == null ? "" : prefix(upstreamPrefix.scalar(), upstreamPrefix::problem),
                rule.text("credentialArn"),
                rule.text("customRoleArn"),
                rule.text("registryId"),
                whole,
                rule.place());
    }

    private static String upstream(Described rule) throws ConfigurationException {
        Value url = rule.given("upstreamRegistryUrl");
        if (url != null) {
            return host(withoutSlash(withoutScheme(url.scalar())), url::problem);
        }
        String registry = rule.text("upstreamRegistry");
        String host = registry == null ? null : FIXED_HOSTS.get(registry);
        if (host == null) {
            throw rule.value()
                    .problem("the rule has no upstreamRegistryUrl; write all fields into the file, without --query");
        }
        return host;
    }

    /** Without the slash that ends it; empty for {@code ROOT}. */
    static String prefix(String text, Function<String, ConfigurationException> problem) throws ConfigurationException {
        String prefix = withoutSlash(text);
        if (text.equals(ROOT)) {
            return "";
        }
        try {
            if (ImageReference.parse("localhost/" + prefix).repository().equals(prefix)) {
                return prefix;
            }
        } catch (InvalidReferenceException e) {
            // Said below, in the words of a prefix.
        }
        throw problem.apply(
                Words.excerpt(text) + " is not a repository prefix, which has lower-case letters, digits and"
                        + " single separators, or is ROOT");
    }

    private static String host(String text, Function<String, ConfigurationException> problem)
            throws ConfigurationException {
        try {
            ImageReference reference = ImageReference.parse(text + "/any/image");
            // Else a text that is not a host would be read as a path of Docker Hub.
            if (reference.repository().equals("any/image") && !text.contains("/")) {
                return reference.host();
            }
        } catch (InvalidReferenceException e) {
            // Said below, in the words of an upstream.
        }
        throw problem.apply(Words.excerpt(text) + " is not a registry's host, such as registry-1.docker.io");
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String withoutScheme(String url) {
        int scheme = url.indexOf("://");
        return scheme < 0 ? url : url.substring(scheme + 3);
    }
}

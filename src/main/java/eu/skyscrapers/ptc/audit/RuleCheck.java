package eu.skyscrapers.ptc.audit;

import eu.skyscrapers.ptc.audit.RuleFinding.Fault;
import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the rules of a cache against what the platform needs of them.
 *
 * <p>A tier has its rule when its whole upstream is cached, under whatever prefix: a registry may name its prefixes
 * otherwise. But where a rule has the platform's prefix, it must be the platform's upstream behind it, because that is
 * where the platform's components pull it from.
 */
public final class RuleCheck {
    private static final Comparator<RuleFinding> ORDER =
            Comparator.comparing(RuleFinding::fault).thenComparing(RuleFinding::prefix);

    /** Of AWS Secrets Manager, which appends a hyphen and six characters to the name. */
    private static final Pattern SECRET_ARN = Pattern.compile(
            "arn:(?<partition>[^:]+):secretsmanager:(?<region>[^:]+):(?<account>[0-9]{12}):secret:(?<name>[^:]+)");

    private static final String SECRETS = "ecr-pullthroughcache/";
    private static final int SHOWN = 120;

    private final EcrRegistry registry;
    private final List<CacheRule> rules;
    private final Set<CacheRule> wrong = new HashSet<>();
    private final List<RuleFinding> findings = new ArrayList<>();

    private RuleCheck(EcrRegistry registry, List<CacheRule> rules) {
        this.registry = registry;
        this.rules = rules;
    }

    /**
     * What is wrong, sorted by fault and prefix; empty when all is as it should be.
     *
     * @param rules all of this registry's, and of no other
     * @param definitions of the audited clusters, as far as they were given; a tier that one of them uses needs its
     *     rule, and when the cache is disabled in all of them no tier does
     */
    public static List<RuleFinding> check(
            EcrRegistry registry, List<CacheRule> rules, Collection<ClusterDefinition> definitions) {
        RuleCheck check = new RuleCheck(registry, List.copyOf(rules));
        check.rules.forEach(check::upstream);
        for (Tier tier : Tier.values()) {
            check.tier(tier, definitions);
        }
        check.rules.forEach(check::credential);
        check.findings.sort(ORDER);
        return List.copyOf(check.findings);
    }

    private void upstream(CacheRule rule) {
        Tier tier = platformTier(rule).orElse(null);
        if (tier == null) {
            return;
        }
        // A rule below the platform's prefix takes images away from the platform's rule, unless it means the same ones.
        String below = rule.prefix().equals(tier.prefix())
                ? ""
                : rule.prefix().substring(tier.prefix().length() + 1);
        String expected = CacheRule.path(tier.upstream(), below);
        if (!rule.from().equals(expected)) {
            wrong.add(rule);
            add(
                    Fault.WRONG_UPSTREAM,
                    rule,
                    "caches " + rule.from() + ", but the platform pulls " + expected + " through this prefix",
                    "aws ecr delete-pull-through-cache-rule" + registryOptions() + " --ecr-repository-prefix "
                            + rule.prefix() + ", then " + create(rule.prefix(), tier, below));
        }
    }

    /** The tier whose prefix a rule has, or lies below. */
    private static Optional<Tier> platformTier(CacheRule rule) {
        return Stream.of(Tier.values())
                .filter(tier -> (rule.prefix() + '/').startsWith(tier.prefix() + '/'))
                .findFirst();
    }

    private void tier(Tier tier, Collection<ClusterDefinition> definitions) {
        // What is wrong is to go, and takes the tier with it that it happens to serve. But where it has the tier's own
        // prefix, putting it right adds the missing rule.
        if (rules.stream()
                .anyMatch(rule -> wrong.contains(rule)
                        ? rule.prefix().equals(tier.prefix())
                        : rule.from().equals(tier.upstream()))) {
            return;
        }
        if (!tier.optIn()) {
            if (definitions.isEmpty() || definitions.stream().anyMatch(ClusterDefinition::enabled)) {
                missing(Fault.NO_DEFAULT_RULE, tier, "although the platform caches it everywhere");
            }
        } else if (tier.switchKey() != null) {
            definitions.stream()
                    .filter(ClusterDefinition::enabled)
                    .filter(definition -> !definition.off().contains(tier))
                    .findFirst()
                    .ifPresent(definition -> missing(
                            Fault.NO_OPT_IN_RULE,
                            tier,
                            "although " + definition.source() + " switches " + tier.switchKey() + " on"));
        }
    }

    private void missing(Fault fault, Tier tier, String although) {
        boolean part = rules.stream()
                .anyMatch(rule -> !wrong.contains(rule) && rule.upstream().equals(tier.upstream()));
        String problem = (part ? "no rule caches all of " : "no rule caches ") + tier.upstream() + ", " + although;
        findings.add(new RuleFinding(fault, tier.prefix(), null, problem, create(tier.prefix(), tier, "")));
    }

    private void credential(CacheRule rule) {
        String text = rule.credentialArn();
        if (text == null) {
            if (rule.described() && needsCredential(rule.upstream())) {
                add(
                        Fault.NO_CREDENTIAL,
                        rule,
                        "has no credential, and ECR cannot pull from " + rule.upstream() + " without one",
                        update(rule));
            }
            return;
        }
        Matcher arn = SECRET_ARN.matcher(text);
        if (!arn.matches()) {
            add(
                    Fault.MALFORMED_CREDENTIAL,
                    rule,
                    "has the credential " + shown(text) + ", which is not the ARN of a secret",
                    update(rule));
            return;
        }
        String name = arn.group("name");
        if (!name.startsWith(SECRETS)) {
            add(
                    Fault.CREDENTIAL_NAME,
                    rule,
                    "has the credential " + shown(name) + ", which ECR may not read: its name must begin " + SECRETS,
                    "create the secret again as " + SECRETS + "NAME, then " + update(rule));
        }
        String elsewhere = Stream.of(
                        other("account", registry.account(), arn),
                        other("region", registry.region(), arn),
                        other("partition", registry.partition().id(), arn))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" and "));
        if (!elsewhere.isEmpty()) {
            add(
                    Fault.CREDENTIAL_ELSEWHERE,
                    rule,
                    "has a credential in " + shown(elsewhere) + ", where ECR does not look",
                    "create the secret in account " + registry.account() + " and region " + registry.region()
                            + ", then " + update(rule));
        }
    }

    /** Of the upstreams that the platform has no tier for, Azure and Chainguard; ECR's own are asked by a role, or openly. */
    private static boolean needsCredential(String upstream) {
        return Tier.ofUpstream(upstream).map(Tier::optIn).orElse(Upstreams.cacheable(upstream));
    }

    /** ECR accepts Docker Hub only by the name of its API. */
    private static String url(Tier tier) {
        return tier == Tier.DOCKER_HUB ? "registry-1.docker.io" : tier.upstream();
    }

    /** What of the secret's home is not the registry's. */
    private static Optional<String> other(String part, String own, Matcher arn) {
        return arn.group(part).equals(own) ? Optional.empty() : Optional.of(part + ' ' + arn.group(part));
    }

    private String create(String prefix, Tier tier, String upstreamPrefix) {
        return "aws ecr create-pull-through-cache-rule" + registryOptions() + " --ecr-repository-prefix " + prefix
                + " --upstream-registry-url " + url(tier)
                + (upstreamPrefix.isEmpty() ? "" : " --upstream-repository-prefix " + upstreamPrefix)
                + (tier.optIn() ? secretOption(tier.prefix()) : "");
    }

    private String update(CacheRule rule) {
        String name = Tier.ofUpstream(rule.upstream()).map(Tier::prefix).orElse("NAME");
        return "aws ecr update-pull-through-cache-rule" + registryOptions() + " --ecr-repository-prefix "
                + rule.ecrPrefix() + secretOption(name);
    }

    private String registryOptions() {
        return " --registry-id " + registry.account() + " --region " + registry.region();
    }

    private String secretOption(String name) {
        return " --credential-arn arn:" + registry.partition().id() + ":secretsmanager:" + registry.region() + ':'
                + registry.account() + ":secret:" + SECRETS + name + "-SUFFIX";
    }

    private void add(Fault fault, CacheRule rule, String problem, String change) {
        findings.add(new RuleFinding(fault, rule.ecrPrefix(), rule.place(), problem, change));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}

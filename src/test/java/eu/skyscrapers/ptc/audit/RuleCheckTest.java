package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.image.EcrRegistry;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table is the specification: add a row, not code. */
class RuleCheckTest {
    private static final String SECRET =
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/some-AbCdEf";
    private static final String HERE = " --registry-id 123456789012 --region eu-west-1";

    private static final CacheRule QUAY = rule("quay", "quay.io", "", null);
    private static final CacheRule K8S = rule("k8s", "registry.k8s.io", "", null);
    private static final CacheRule HUB = rule("docker-hub", "registry-1.docker.io", "", SECRET);
    private static final CacheRule GHCR = rule("ghcr", "ghcr.io", "", SECRET);

    private static final ClusterDefinition ALL_ON = definition(true, Set.of());
    private static final ClusterDefinition HUB_OFF = definition(true, Set.of(Tier.DOCKER_HUB));
    private static final ClusterDefinition ALL_OFF = definition(true, EnumSet.of(Tier.DOCKER_HUB, Tier.GHCR));
    private static final ClusterDefinition DISABLED = definition(false, Set.of());

    record Row(String name, List<CacheRule> rules, List<ClusterDefinition> definitions, List<String> findings) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(tiers(), upstreams(), credentials()).flatMap(List::stream);
    }

    private static List<Row> tiers() {
        return List.of(
                row("all there", List.of(QUAY, K8S, HUB, GHCR), List.of(ALL_ON)),
                row("defaults alone", List.of(QUAY, K8S), List.of()),
                row("opt-in off", List.of(QUAY, K8S), List.of(ALL_OFF)),
                row("one opt-in off", List.of(QUAY, K8S, GHCR), List.of(HUB_OFF)),
                row("cache disabled", List.of(), List.of(DISABLED)),
                row(
                        "no rules",
                        List.of(),
                        List.of(),
                        "no-default-rule k8s: no rule caches registry.k8s.io",
                        "no-default-rule quay: no rule caches quay.io"),
                row(
                        "one cluster needs what another does not",
                        List.of(QUAY, K8S),
                        List.of(DISABLED, ALL_OFF, HUB_OFF),
                        "no-opt-in-rule ghcr: no rule caches ghcr.io, although cluster.yaml switches ghcr on"),
                row(
                        "opt-in on",
                        List.of(QUAY, K8S, GHCR),
                        List.of(ALL_ON),
                        "no-opt-in-rule docker-hub: no rule caches docker.io, although cluster.yaml switches docker_hub on"),
                row(
                        "other prefixes",
                        List.of(
                                rule("kubernetes", "registry.k8s.io", "", null),
                                rule("mirror/quay.io", "quay.io", "", null),
                                rule("mirror/docker.io", "docker.io", "", SECRET),
                                rule("github", "ghcr.io", "", SECRET)),
                        List.of(ALL_ON)),
                row(
                        "everything else is Docker Hub",
                        List.of(QUAY, K8S, GHCR, rule("", "docker.io", "", SECRET)),
                        List.of(ALL_ON)),
                row(
                        "a part is not the whole",
                        List.of(K8S, rule("prometheus", "quay.io", "prometheus", null)),
                        List.of(),
                        "no-default-rule quay: no rule caches all of quay.io"));
    }

    private static List<Row> upstreams() {
        return List.of(
                row(
                        "wrong upstream",
                        List.of(QUAY, K8S, rule("ghcr", "quay.io", "", null)),
                        List.of(ALL_OFF),
                        "wrong-upstream ghcr: caches quay.io, but the platform pulls ghcr.io through this prefix"),
                row(
                        "wrong upstream is told once",
                        List.of(K8S, rule("quay", "ghcr.io", "", SECRET)),
                        List.of(),
                        "wrong-upstream quay: caches ghcr.io, but the platform pulls quay.io through this prefix"),
                row(
                        "wrong rule serves no tier",
                        List.of(rule("quay", "registry.k8s.io", "", null)),
                        List.of(),
                        "no-default-rule k8s: no rule caches registry.k8s.io",
                        "wrong-upstream quay: caches registry.k8s.io, but the platform pulls quay.io through this prefix"),
                row(
                        "a part of the upstream",
                        List.of(QUAY, K8S, rule("docker-hub", "docker.io", "library", SECRET)),
                        List.of(ALL_ON),
                        "no-opt-in-rule ghcr: ",
                        "wrong-upstream docker-hub: caches docker.io/library, but the platform pulls docker.io through"),
                row(
                        "below a platform's prefix, the same",
                        List.of(QUAY, K8S, rule("quay/acme", "quay.io", "acme", null)),
                        List.of()),
                row(
                        "below a platform's prefix, another",
                        List.of(QUAY, K8S, rule("quay/acme", "ghcr.io", "acme", SECRET)),
                        List.of(),
                        "wrong-upstream quay/acme: caches ghcr.io/acme, but the platform pulls quay.io/acme through"),
                row("only the start of a prefix", List.of(QUAY, K8S, rule("quay2", "ghcr.io", "", SECRET)), List.of()));
    }

    private static List<Row> credentials() {
        return List.of(
                row(
                        "none where it is needed",
                        List.of(
                                QUAY,
                                K8S,
                                rule("docker-hub", "docker.io", "", null),
                                rule("ghcr", "ghcr.io", "", null),
                                rule("gitlab", "registry.gitlab.com", "", null),
                                rule("azure", "acme.azurecr.io", "", null),
                                rule("chainguard", "cgr.dev", "", null)),
                        List.of(ALL_OFF),
                        "no-credential azure: has no credential, and ECR cannot pull from acme.azurecr.io without",
                        "no-credential chainguard: ",
                        "no-credential docker-hub: ",
                        "no-credential ghcr: ",
                        "no-credential gitlab: "),
                row(
                        "none where none is needed",
                        List.of(
                                QUAY,
                                K8S,
                                rule("public", "public.ecr.aws", "", null),
                                rule("base", "210987654321.dkr.ecr.eu-west-1.amazonaws.com", "", null)),
                        List.of()),
                row(
                        "nothing is known of a rule of the call",
                        List.of(
                                QUAY,
                                K8S,
                                new CacheRule("hub", "docker.io", "", null, null, null, false, "--cache-rule")),
                        List.of()),
                row(
                        "malformed",
                        withSecrets(
                                "secret",
                                "",
                                "arn:aws:iam::123456789012:role/x",
                                "arn:aws:secretsmanager:eu-west-1:12345:secret:ecr-pullthroughcache/a-AbCdEf",
                                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"),
                        List.of(),
                        "malformed-credential g0: has the credential secret, which is not the ARN of a secret",
                        "malformed-credential g1: ",
                        "malformed-credential g2: ",
                        "malformed-credential g3: ",
                        "malformed-credential g4: "),
                row(
                        "name",
                        withSecrets(
                                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ghcr-AbCdEf",
                                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x/ecr-pullthroughcache/a-AbCdEf"),
                        List.of(),
                        "credential-name g0: has the credential ghcr-AbCdEf, which ECR may not read: its name must begin"
                                + " ecr-pullthroughcache/",
                        "credential-name g1: "),
                row(
                        "elsewhere",
                        withSecrets(
                                SECRET.replace("123456789012", "999988887777"),
                                SECRET.replace("eu-west-1", "eu-central-1"),
                                SECRET.replace("123456789012", "999988887777").replace("eu-west-1", "us-east-1"),
                                SECRET.replace("arn:aws:", "arn:aws-cn:")),
                        List.of(),
                        "credential-elsewhere g0: has a credential in account 999988887777, where ECR does not look",
                        "credential-elsewhere g1: has a credential in region eu-central-1, where",
                        "credential-elsewhere g2: has a credential in account 999988887777 and region us-east-1, where",
                        "credential-elsewhere g3: has a credential in partition aws-cn, where"),
                row(
                        "name and elsewhere",
                        withSecrets("arn:aws:secretsmanager:eu-west-1:999988887777:secret:ghcr-AbCdEf"),
                        List.of(),
                        "credential-name g0: ",
                        "credential-elsewhere g0: "),
                row(
                        "on a rule that needs none",
                        List.of(K8S, rule("quay", "quay.io", "", SECRET.replace("eu-west-1", "eu-west-3"))),
                        List.of(),
                        "credential-elsewhere quay: "));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void finds(Row row) {
        List<RuleFinding> findings =
                RuleCheck.check(registry("eu-west-1.amazonaws.com"), row.rules(), row.definitions());
        assertThat(findings).hasSameSizeAs(row.findings());
        for (int i = 0; i < findings.size(); i++) {
            RuleFinding finding = findings.get(i);
            assertThat(finding.fault().key() + " " + finding.prefix() + ": " + finding.problem())
                    .startsWith(row.findings().get(i));
            assertThat(finding.change()).isNotBlank();
        }
    }

    @Test
    void saysWhatToChange() {
        List<CacheRule> rules = List.of(
                rule("quay", "ghcr.io", "", SECRET),
                rule("ghcr/acme", "ghcr.io", "", SECRET),
                rule("", "cgr.dev", "", null),
                rule("gitlab", "registry.gitlab.com", "", SECRET.replace("ecr-pullthroughcache/", "")));
        assertThat(RuleCheck.check(registry("eu-west-1.amazonaws.com"), rules, List.of(ALL_ON)))
                .extracting(RuleFinding::change)
                .containsExactly(
                        "aws ecr create-pull-through-cache-rule" + HERE
                                + " --ecr-repository-prefix k8s --upstream-registry-url registry.k8s.io",
                        "aws ecr create-pull-through-cache-rule" + HERE
                                + " --ecr-repository-prefix docker-hub --upstream-registry-url registry-1.docker.io"
                                + " --credential-arn " + secret("docker-hub"),
                        "aws ecr create-pull-through-cache-rule" + HERE
                                + " --ecr-repository-prefix ghcr --upstream-registry-url ghcr.io --credential-arn "
                                + secret("ghcr"),
                        "aws ecr delete-pull-through-cache-rule" + HERE + " --ecr-repository-prefix ghcr/acme, then"
                                + " aws ecr create-pull-through-cache-rule" + HERE
                                + " --ecr-repository-prefix ghcr/acme --upstream-registry-url ghcr.io"
                                + " --upstream-repository-prefix acme --credential-arn " + secret("ghcr"),
                        "aws ecr delete-pull-through-cache-rule" + HERE + " --ecr-repository-prefix quay, then"
                                + " aws ecr create-pull-through-cache-rule" + HERE
                                + " --ecr-repository-prefix quay --upstream-registry-url quay.io",
                        "aws ecr update-pull-through-cache-rule" + HERE
                                + " --ecr-repository-prefix ROOT --credential-arn " + secret("NAME"),
                        "create the secret again as ecr-pullthroughcache/NAME, then aws ecr update-pull-through-cache-rule"
                                + HERE + " --ecr-repository-prefix gitlab --credential-arn " + secret("gitlab"));
    }

    @Test
    void knowsThePartitionsOfAws() {
        CacheRule gitlab = rule(
                "gitlab",
                "registry.gitlab.com",
                "",
                "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:ecr-pullthroughcache/gitlab-AbCdEf");
        assertThat(RuleCheck.check(registry("cn-north-1.amazonaws.com.cn"), List.of(QUAY, K8S, gitlab), List.of()))
                .isEmpty();
    }

    @Test
    void hostileCredentialIsCutShort() {
        List<CacheRule> rules = List.of(QUAY, K8S, rule("ghcr", "ghcr.io", "", "x".repeat(1_000_000)));
        assertThat(RuleCheck.check(registry("eu-west-1.amazonaws.com"), rules, List.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.problem()).hasSizeLessThan(200));
        for (String longest : List.of("x".repeat(120), "x".repeat(121))) {
            assertThat(RuleCheck.check(
                            registry("eu-west-1.amazonaws.com"),
                            List.of(QUAY, K8S, rule("ghcr", "ghcr.io", "", longest)),
                            List.of()))
                    .extracting(RuleFinding::problem)
                    .containsExactly("has the credential " + "x".repeat(120) + (longest.length() > 120 ? "…" : "")
                            + ", which is not the ARN of a secret");
        }
    }

    private static List<CacheRule> withSecrets(String... secrets) {
        Stream<CacheRule> rules = Stream.iterate(0, i -> i < secrets.length, i -> i + 1)
                .map(i -> rule("g" + i, "ghcr.io", "", secrets[i]));
        return Stream.concat(Stream.of(QUAY, K8S), rules).toList();
    }

    private static String secret(String name) {
        return "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/" + name + "-SUFFIX";
    }

    private static EcrRegistry registry(String rest) {
        return EcrRegistry.parse("123456789012.dkr.ecr." + rest).orElseThrow();
    }

    private static CacheRule rule(String prefix, String upstream, String upstreamPrefix, @Nullable String credential) {
        return new CacheRule(prefix, upstream, upstreamPrefix, credential, null, null, true, "rules.json:1:1");
    }

    private static ClusterDefinition definition(boolean enabled, Set<Tier> off) {
        return new ClusterDefinition(enabled, null, off, "cluster.yaml");
    }

    private static Row row(
            String name, List<CacheRule> rules, List<ClusterDefinition> definitions, String... findings) {
        return new Row(name, rules, definitions, List.of(findings));
    }
}

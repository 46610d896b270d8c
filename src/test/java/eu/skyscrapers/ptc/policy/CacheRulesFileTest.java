package eu.skyscrapers.ptc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.RuleCheck;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheRulesFileTest {
    private static final String ACCOUNT = "123456789012";
    private static final EcrRegistry REGISTRY =
            EcrRegistry.parse(ACCOUNT + ".dkr.ecr.eu-west-1.amazonaws.com").orElseThrow();

    @Test
    void platform() throws Exception {
        CacheRulesFile file = sample("platform.json");
        assertThat(file.rulesOf(ACCOUNT))
                .extracting(CacheRulesFileTest::shown)
                .containsExactly(
                        "docker-hub=docker.io",
                        "ghcr=ghcr.io",
                        "gitlab=registry.gitlab.com",
                        "k8s=registry.k8s.io",
                        "quay=quay.io");
        assertThat(file.warning(ACCOUNT)).isEmpty();
        assertThat(file.rules().get(0))
                .isEqualTo(new CacheRule(
                        "docker-hub",
                        "docker.io",
                        "",
                        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecr-pullthroughcache/docker-hub-AbCdEf",
                        null,
                        ACCOUNT,
                        true,
                        file.name() + ":3:9"));
        assertThat(findings(file)).isEmpty();
    }

    @Test
    void renamed() throws Exception {
        CacheRulesFile file = sample("renamed.json");
        assertThat(file.rulesOf(ACCOUNT))
                .extracting(CacheRulesFileTest::shown)
                .containsExactly(
                        "mirror/docker.io=docker.io", "github=ghcr.io", "kubernetes=registry.k8s.io", "quay=quay.io");
        assertThat(findings(file)).isEmpty();
    }

    @Test
    void faults() throws Exception {
        CacheRulesFile file = sample("faults.json");
        assertThat(file.rulesOf(ACCOUNT))
                .extracting(CacheRulesFileTest::shown)
                .containsExactly(
                        "ROOT=210987654321.dkr.ecr.eu-west-1.amazonaws.com",
                        "base=210987654321.dkr.ecr.eu-central-1.amazonaws.com/golden/base",
                        "public=public.ecr.aws",
                        "docker-hub=docker.io/library",
                        "ghcr=ghcr.io",
                        "ghcr/acme=quay.io/acme",
                        "gitlab=registry.gitlab.com",
                        "azure=acme.azurecr.io",
                        "chainguard=cgr.dev",
                        "quay=registry.k8s.io");
        assertThat(file.warning(ACCOUNT)).contains(file.name() + ": passes over 1 rule of registry 999988887777");
        assertThat(findings(file))
                .containsExactly(
                        "no-default-rule k8s",
                        "wrong-upstream docker-hub",
                        "wrong-upstream ghcr/acme",
                        "wrong-upstream quay",
                        "no-credential chainguard",
                        "no-credential ghcr",
                        "malformed-credential azure",
                        "credential-name gitlab",
                        "credential-elsewhere gitlab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pullThroughCacheRules\":[{\"ecrRepositoryPrefix\":\"quay\",\"upstreamRegistryUrl\":\"quay.io\"}]}",
                "[{\"ecrRepositoryPrefix\":\"quay/\",\"upstreamRegistryUrl\":\"https://QUAY.io:443/\"}]",
                "{\n\t\"pullThroughCacheRules\": [\n\t\t{\"ecrRepositoryPrefix\":\"quay\",\n\"upstreamRegistry\":\"quay\"}\n\t],"
                        + "\n\t\"nextToken\": null\n}",
                """
                pullThroughCacheRules:
                - createdAt: '2025-01-01T00:00:00+00:00'
                  ecrRepositoryPrefix: quay
                  registryId: '123456789012'
                  upstreamRegistryUrl: quay.io
                  somethingNew: {a: [b]}
                """,
                """
                pullThroughCacheRules:
                - ecrRepositoryPrefix: quay
                  registryId: 123456789012
                  upstreamRepositoryPrefix: ROOT
                  upstreamRegistryUrl: quay.io
                  credentialArn: null
                """,
                "- ecrRepositoryPrefix: quay\n  upstreamRegistryUrl: quay.io\n---\npullThroughCacheRules: []\n",
            })
    void shapes(String text) throws Exception {
        assertThat(read(text).rulesOf(ACCOUNT))
                .extracting(CacheRulesFileTest::shown)
                .containsExactly("quay=quay.io");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"pullThroughCacheRules\": []}", "pullThroughCacheRules: []\n"})
    void noRulesAtAll(String text) throws Exception {
        assertThat(read(text).rules()).isEmpty();
        assertThat(read(text).warning(ACCOUNT)).isEmpty();
    }

    /** One that every old AWS CLI leaves out is enough. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "upstreamRegistry: quay",
                "updatedAt: '2026-11-21T12:00:00+00:00'",
                "credentialArn: arn:aws:secretsmanager:eu-west-1:123456789012:secret:x",
                "customRoleArn: arn:aws:iam::123456789012:role/x",
                "upstreamRepositoryPrefix: acme"
            })
    void aNewerAwsCliIsKnownByAnyOfItsFields(String field) throws Exception {
        String old = """
            - {ecrRepositoryPrefix: k8s, upstreamRegistryUrl: registry.k8s.io}
            - {ecrRepositoryPrefix: quay, upstreamRegistryUrl: quay.io}
            """;
        CacheRulesFile newer = read(old.replace("quay.io", "quay.io, " + field));
        assertThat(newer.rules()).hasSize(2).allMatch(CacheRule::described);
        assertThat(newer.hint()).isEmpty();
        assertThat(read(old).rules()).hasSize(2).noneMatch(CacheRule::described);
        assertThat(read(old).hint()).map(Hint::key).contains("old-aws-cli");
        assertThat(read("[]").hint()).isEmpty();
    }

    @Test
    void accountsBeginWithZero() throws Exception {
        String text = "- {ecrRepositoryPrefix: quay, upstreamRegistryUrl: quay.io, registryId: 012345678901}\n";
        assertThat(read(text).rulesOf("012345678901")).hasSize(1);
    }

    @Test
    void aRegistryMayHaveThePrefixesOfAnother() throws Exception {
        String text = """
            - {ecrRepositoryPrefix: quay, upstreamRegistryUrl: quay.io, registryId: '111111111111'}
            - {ecrRepositoryPrefix: quay, upstreamRegistryUrl: ghcr.io, registryId: '222222222222'}
            """;
        CacheRulesFile file = read(text);
        assertThat(file.rulesOf("222222222222"))
                .extracting(CacheRulesFileTest::shown)
                .containsExactly("quay=ghcr.io");
        assertThat(file.warning("222222222222")).contains("rules.json: passes over 1 rule of registry 111111111111");
        assertThatThrownBy(() -> file.rulesOf(ACCOUNT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("rules.json: holds no rule of registry 123456789012, but 2 rules of registry 111111111111,"
                        + " 222222222222; describe the rules of the registry that is audited, in its region");
    }

    @ParameterizedTest
    @CsvSource({
        "docker-hub=docker.io, docker-hub=docker.io",
        "docker-hub=registry-1.docker.io, docker-hub=docker.io",
        "docker-hub/=https://registry-1.docker.io/, docker-hub=docker.io",
        "mirror/hub=docker.io/library, mirror/hub=docker.io/library",
        "official=index.docker.io/library/, official=docker.io/library",
        "ROOT=210987654321.dkr.ecr.eu-west-1.amazonaws.com, ROOT=210987654321.dkr.ecr.eu-west-1.amazonaws.com",
        "azure=acme.azurecr.io, azure=acme.azurecr.io",
        "local=localhost:5000, local=localhost:5000",
    })
    void ruleOfTheCall(String text, String expected) throws Exception {
        CacheRule rule = CacheRulesFile.parseRule(text);
        assertThat(shown(rule)).isEqualTo(expected);
        assertThat(rule.described()).isFalse();
        assertThat(rule.place()).isEqualTo("--cache-rule");
    }

    @ParameterizedTest
    @CsvSource({
        "quay.io, 'there is no = in it'",
        "'', 'there is no = in it'",
        "=quay.io, '\"\" is not a repository prefix, which has lower-case letters, digits and single separators, or is ROOT'",
        "quay=, '\"\" is not a registry''s host, such as registry-1.docker.io'",
        "quay=/x, '\"\" is not a registry''s host, such as registry-1.docker.io'",
        "quay=quay, '\"quay\" is not a registry''s host, such as registry-1.docker.io'",
        "a=b=c.io, '\"b=c.io\" is not a registry''s host, such as registry-1.docker.io'",
        "quay=quay.io/A, '\"A\" is not a repository prefix, which has lower-case letters, digits and single separators, or is"
                + " ROOT'",
    })
    void badRuleOfTheCall(String text, String words) {
        assertThatThrownBy(() -> CacheRulesFile.parseRule(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("--cache-rule \"" + text + "\": " + words
                        + "; write PREFIX=UPSTREAM[/UPSTREAM_PREFIX], for example docker-hub=docker.io");
    }

    @Test
    void callAndFileMustNotBothHaveAPrefix() throws Exception {
        List<CacheRule> rules = List.of(
                read("[{\"ecrRepositoryPrefix\":\"quay\",\"upstreamRegistryUrl\":\"quay.io\"}]")
                        .rules()
                        .get(0),
                CacheRulesFile.parseRule("quay=ghcr.io"));
        assertThatThrownBy(() -> CacheRulesFile.distinct(rules))
                .hasMessage(
                        "--cache-rule: the prefix \"quay\" has a rule already, at rules.json:1:2; a registry has one,"
                                + " remove the other");
    }

    private static List<String> findings(CacheRulesFile file) throws Exception {
        return RuleCheck.check(REGISTRY, file.rulesOf(ACCOUNT), List.of()).stream()
                .map(finding -> finding.fault().key() + " " + finding.prefix())
                .toList();
    }

    private static String shown(CacheRule rule) {
        return rule.ecrPrefix() + "=" + rule.from();
    }

    private static CacheRulesFile sample(String name) throws Exception {
        return CacheRulesFile.read(Samples.file("policy/rules/" + name));
    }

    private static CacheRulesFile read(String text) throws Exception {
        return CacheRulesFile.read("rules.json", Samples.text(text));
    }
}

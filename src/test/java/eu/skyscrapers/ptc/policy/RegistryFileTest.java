package eu.skyscrapers.ptc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import eu.skyscrapers.ptc.audit.CacheRule;
import eu.skyscrapers.ptc.audit.CacheSettings;
import eu.skyscrapers.ptc.audit.CreationTemplate;
import eu.skyscrapers.ptc.audit.Hint;
import eu.skyscrapers.ptc.audit.ResourcePolicy;
import eu.skyscrapers.ptc.image.EcrRegistry;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Terraform 1.11 with version 5 of the AWS provider printed, and what other versions would print. */
class RegistryFileTest {
    private static final Path FILES = Path.of("src/test/resources/policy/registry");
    private static final EcrRegistry REGISTRY =
            EcrRegistry.parse("123456789012.dkr.ecr.eu-west-1.amazonaws.com").orElseThrow();
    private static final String SECOND_RULE =
            "{\"address\":\"aws_ecr_pull_through_cache_rule.two\",\"mode\":\"managed\","
                    + "\"type\":\"aws_ecr_pull_through_cache_rule\",\"values\":{\"ecr_repository_prefix\":\"%s\","
                    + "\"upstream_registry_url\":\"quay.io\",\"credential_arn\":null,\"custom_role_arn\":null%s}},";

    @Test
    void aPlanHasTheRulesAndWhatStandsBesideThem() throws Exception {
        RegistryFile file = read(plan());
        assertThat(file.rules())
                .extracting(rule -> rule.ecrPrefix() + "=" + rule.from() + " " + rule.described() + " " + rule.place())
                .containsExactly(
                        "docker-hub=docker.io false plan.json module.cache.aws_ecr_pull_through_cache_rule.hub",
                        "k8s=registry.k8s.io true plan.json module.cache.aws_ecr_pull_through_cache_rule.open[\"k8s\"]",
                        "quay=quay.io true plan.json module.cache.aws_ecr_pull_through_cache_rule.open[\"quay\"]");
        assertThat(file.settings().templates()).singleElement().satisfies(template -> {
            assertThat(template.prefix()).isEmpty();
            assertThat(template.forCache()).isTrue();
            assertThat(template.mutability()).isEqualTo("MUTABLE");
            assertThat(template.expiries())
                    .containsExactly(new CreationTemplate.Expiry(false, "sinceImagePushed", 30, "any"));
            assertThat(template.policy()).isNotNull();
            assertThat(template.place()).isEqualTo("plan.json module.cache.aws_ecr_repository_creation_template.all");
        });
        assertThat(file.settings().policy())
                .satisfies(policy -> assertThat(policy.statements()).hasSize(1));
        assertThat(file.warnings()).isEmpty();
        assertThat(file.hints()).as("the provider's region is a constant").isEmpty();
    }

    @Test
    void aStateHasThemToo() throws Exception {
        RegistryFile file = read(Files.readString(FILES.resolve("state.json")));
        assertThat(file.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.registryId()).isEqualTo("123456789012");
            assertThat(rule.credentialArn()).as("empty is none").isNull();
            assertThat(rule.described()).isTrue();
        });
        assertThat(file.settings().templates()).as("not in this state").isNull();
        assertThat(file.hints())
                .extracting(Hint::line)
                .containsExactly("plan.json: does not say of which region its rules are, as the AWS provider does from"
                        + " version 6 on; they are taken for those of eu-west-1");
    }

    @Test
    void whatIsKnownOnlyLaterIsNotTakenForNone() throws Exception {
        RegistryFile file = read(plan().replaceAll("\"policy\":\"(\\\\.|[^\"])*\"", "\"x\":1")
                .replaceFirst("\"repository_policy\":\"(\\\\.|[^\"])*\"", "\"x\":1"));
        assertThat(file.settings().policy())
                .isEqualTo(
                        ResourcePolicy.unknown(
                                "plan.json aws_ecr_registry_policy.this#policy is known only after Terraform has applied the plan"));
        assertThat(file.settings().templates())
                .singleElement()
                .satisfies(template -> assertThat(template.policy())
                        .isEqualTo(
                                ResourcePolicy.unknown("plan.json module.cache.aws_ecr_repository_creation_template.all"
                                        + "#repository_policy is known only after Terraform has applied the plan")));
    }

    @Test
    void regionsAndAccountsAreToldApartWhereTheyStand() throws Exception {
        String two = with(SECOND_RULE.formatted("quay", ",\"region\":\"us-east-1\""))
                .replace("\"ecr_repository_prefix\":", "\"region\":\"eu-west-1\",\"ecr_repository_prefix\":")
                .replaceFirst(
                        "\"region\":\"eu-west-1\",(\"ecr_repository_prefix\":\"quay\",[^}]*\"region\":\"us)", "$1");
        RegistryFile file = read(two);
        assertThat(file.rules()).extracting(CacheRule::ecrPrefix).containsExactly("docker-hub", "k8s", "quay");
        assertThat(file.warnings()).containsExactly("plan.json: passes over what is of a registry in us-east-1");
        RegistryFile account = read(with(SECOND_RULE.formatted("quay", ",\"registry_id\":\"210987654321\"")));
        assertThat(account.warnings()).containsExactly("plan.json: passes over what is of registry 210987654321");
    }

    /** Each replaces a part of the plan by another. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"errored\":false       | \"errored\":true            | the plan is not complete, as it failed, or -target",
                "\"complete\":true       | \"complete\":false          | the plan is not complete, as it failed, or -target",
                "\"planned_values\"      | \"other\"                   | holds neither planned_values nor values; write",
                "eu-west-1\"},\"skip     | us-east-1\"},\"skip         | is of region us-east-1, and the audited registry of eu-west-1",
                "\"ecr_repository_prefix\":\"k8s\", | ''               | known only after Terraform has applied the plan",
                "\"upstream_registry_url\":\"quay.io\", | ''           | its upstreamRegistryUrl is known only after",
                "\"prefix\":\"ROOT\",    | ''                          | the creation template has no prefix",
            })
    void whatCannotBeJudgedIsRefused(String part, String instead, String words) throws Exception {
        String plan = plan();
        assertThat(plan).contains(part);
        assertThatThrownBy(() -> read(plan.replace(part, instead == null ? "" : instead)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("plan.json")
                .hasMessageContaining(words);
    }

    @Test
    void rulesOfTwoProvidersWithoutARegionAreRefused() throws Exception {
        String plan = with(SECOND_RULE.formatted("ghcr", ""))
                .replaceFirst(
                        "(\"configuration\":.*\"root_module\":\\{\"resources\":\\[)",
                        "$1{\"mode\":\"managed\",\"type\":\"aws_ecr_pull_through_cache_rule\",\"provider_config_key\":\"aws.us\"},");
        String two = "its cache rules are of several providers (aws, aws.us) and name no ";
        assertThatThrownBy(() -> read(plan))
                .hasMessageContaining(two + "region")
                .hasMessageEndingWith("; plan each registry by itself, or with version 6 of the AWS provider");
        assertThatThrownBy(() -> read(plan().replace(
                                "open\",\"provider_config_key\":\"aws", "open\",\"provider_config_key\":\"aws.us")))
                .as("the other in a module")
                .hasMessageContaining(two + "region");
        String inRegion = plan.replace(
                        "\"ecr_repository_prefix\":\"", "\"region\":\"eu-west-1\",\"ecr_repository_prefix\":\"")
                .replace("\"prefix\":\"ROOT\"", "\"region\":\"eu-west-1\",\"prefix\":\"ROOT\"")
                .replace("\"values\":{\"policy\"", "\"values\":{\"region\":\"eu-west-1\",\"policy\"");
        assertThatThrownBy(() -> read(inRegion))
                .as("version 6 names the region, and of new rules not the account")
                .hasMessageContaining(two + "account")
                .hasMessageEndingWith("; plan each registry by itself");
        String stated = inRegion.replace(
                "\"region\":\"eu-west-1\",", "\"region\":\"eu-west-1\",\"registry_id\":\"123456789012\",");
        assertThat(read(stated).rules()).as("both are known of each").hasSize(4);
    }

    @Test
    void theAwsCliPrintsTheRulesAlone() throws Exception {
        String text = """
            - {ecrRepositoryPrefix: quay, upstreamRegistryUrl: quay.io, registryId: '123456789012'}
            - {ecrRepositoryPrefix: quay, upstreamRegistryUrl: ghcr.io, registryId: '210987654321'}
            """;
        RegistryFile file = RegistryFile.read("rules.yaml", bytes(text), REGISTRY);
        assertThat(file.rules()).extracting(CacheRule::from).containsExactly("quay.io");
        assertThat(file.settings()).isEqualTo(CacheSettings.UNKNOWN);
        assertThat(file.warnings()).containsExactly("rules.yaml: passes over 1 rule of registry 210987654321");
        assertThat(file.hints()).extracting(Hint::key).containsExactly("old-aws-cli");
    }

    /** As where the environment gives the region. */
    @Test
    void aPlanWhoseProviderHasNoRegionIsTakenWithAHint() throws Exception {
        RegistryFile file = read(plan().replace("\"region\":{\"constant_value\":\"eu-west-1\"},", ""));
        assertThat(file.rules()).hasSize(3);
        assertThat(file.hints()).extracting(Hint::key).containsExactly("region-not-stated");
    }

    @Test
    void onePrefixTwiceIsRefused() {
        assertThatThrownBy(() -> read(with(SECOND_RULE.formatted("quay", ""))))
                .hasMessageContaining("the prefix \"quay\" has a rule already, at plan.json ");
    }

    @Test
    void aPlanOfSomethingElseIsRefusedButNotOneThatTakesTheRulesAway() throws Exception {
        String nothing =
                "{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{\"root_module\":{}}";
        assertThatThrownBy(() -> read(nothing + "}"))
                .hasMessageContaining("holds no aws_ecr_pull_through_cache_rule of registry 123456789012 in eu-west-1");
        RegistryFile file = read(nothing + ",\"resource_changes\":[{\"mode\":\"managed\","
                + "\"type\":\"aws_ecr_pull_through_cache_rule\",\"change\":{\"actions\":[\"delete\"]}}]}");
        assertThat(file.rules()).isEmpty();
        String other =
                with("").replace("\"custom_role_arn\":", "\"registry_id\":\"210987654321\",\"custom_role_arn\":");
        assertThat(other).contains("resource_changes");
        assertThatThrownBy(() -> read(other)).hasMessageContaining("but of registry 210987654321");
    }

    @Test
    void theTemplatesOfTheAwsCli() throws Exception {
        String text = Files.readString(FILES.resolve("templates.json"));
        assertThat(CreationTemplates.read("t", bytes(text), "123456789012"))
                .extracting(CreationTemplate::prefix, CreationTemplate::mutability, CreationTemplate::place)
                .containsExactly(tuple("", "MUTABLE", "t:4:9"), tuple("k8s", "IMMUTABLE", "t:20:9"));
        assertThatThrownBy(() -> CreationTemplates.read("t", bytes(text), "210987654321"))
                .hasMessageStartingWith(
                        "t:2:19: is of registry 123456789012, and the audited one is of 210987654321; run"
                                + " aws ecr describe-repository-creation-templates");
        assertThatThrownBy(() -> CreationTemplates.read("t", bytes(text.replace("k8s", "ROOT")), "123456789012"))
                .hasMessageContaining("the prefix has a creation template already, at t:4:9");
    }

    /** What Terraform does not know yet may well be for the cache; what the AWS CLI does not print is not. */
    @Test
    void aTemplateForSomethingElseIsNoneOfTheCache() throws Exception {
        String applied = "\"applied_for\":[\"PULL_THROUGH_CACHE\"],";
        assertThat(read(plan()).settings().templates()).singleElement().matches(CreationTemplate::forCache);
        assertThat(read(plan().replace(applied, "")).settings().templates())
                .singleElement()
                .matches(CreationTemplate::forCache);
        assertThat(read(plan().replace(applied, "\"applied_for\":[\"REPLICATION\"],"))
                        .settings()
                        .templates())
                .singleElement()
                .matches(template -> !template.forCache());
        String text = Files.readString(FILES.resolve("templates.json"));
        assertThat(CreationTemplates.read("t", bytes(text), "123456789012")).allMatch(CreationTemplate::forCache);
        for (String other : List.of(text.replace("appliedFor", "other"), text.replace("PULL_THROUGH", "REPLICATION"))) {
            assertThat(CreationTemplates.read("t", bytes(other), "123456789012"))
                    .noneMatch(CreationTemplate::forCache);
        }
    }

    @Test
    void thePolicyOfTheAwsCli() throws Exception {
        String text = Files.readString(FILES.resolve("policy.json"));
        assertThat(policy(text).statements()).hasSize(2);
        assertThat(policy("{}").statements()).as("there is none").isEmpty();
        assertThat(policy("{\"Statement\": []}").statements())
                .as("the policy itself")
                .isEmpty();
        assertThatThrownBy(() -> policy(text.replace("123456789012\",", "210987654321\",")))
                .hasMessageStartingWith("p:2:19: is of registry 210987654321");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                             | p: is empty; write the output of aws ecr get-registry-policy --output json into it, or {} where",
                "[]                             | p: is no single policy; write the output",
                "{\"registryId\": \"1\"}        | p:1:1: holds no policyText; write the output of aws ecr get-registry-policy",
                "{\"policyText\": \"{\"}        | p:1#policyText:1:2: not valid YAML or JSON",
                "{\"policyText\": \"\"}         | p:1#policyText: holds 0 documents, not one",
                "{\"policyText\": \"{}\"}       | p:1#policyText:1:1: not a policy: it has no Statement",
                "{\"Statement\": {}}            | p:1:15: a statement's Effect must be Allow or Deny",
                "{\"Statement\": {\"Effect\": \"allow\"}} | p:1:26: a statement's Effect must be Allow or Deny",
                "{\"Statement\": {\"Effect\": \"Allow\"}} | p:1:15: a statement must have an Action or its Not",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\"}} | p:1:15: a statement must have a Principal or",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Principal\": \"x\"}} | p:1:63: must be \"*\" or a mapping",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"NotAction\": \"*\"}} | p:1:63: a statement has Action or NotAction, not both",
                "{\"Statement\": {\"Effect\": \"Allow\", \"Effect\": \"Deny\"}} | p:1:35: the key \"Effect\" appears twice",
                "{\"Statement\": [3]}           | p:1:16: Statement[0] must be a mapping",
            })
    void whatIsNoPolicyIsRefused(String text, String words) {
        assertThatThrownBy(() -> policy(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(words);
    }

    @Test
    void aPolicyHasALimit() throws Exception {
        String policy = "{\"Statement\": []}";
        String longest = policy + " ".repeat(100_000 - policy.length());
        assertThat(PolicyText.read("p", longest).statements()).isEmpty();
        assertThatThrownBy(() -> PolicyText.read("p", longest + " "))
                .hasMessage("p: is longer than AWS takes; give what AWS prints");
    }

    private static ResourcePolicy policy(String text) throws ConfigurationException {
        return RegistryPolicyFile.read("p", bytes(text), "123456789012");
    }

    /** The plan with one more rule. */
    private static String with(String resource) throws Exception {
        return plan().replaceFirst("(\"planned_values\":\\{\"root_module\":\\{\"resources\":\\[)", "$1" + resource);
    }

    private static String plan() throws Exception {
        return Files.readString(FILES.resolve("plan.json"));
    }

    private static RegistryFile read(String text) throws ConfigurationException {
        return RegistryFile.read("plan.json", bytes(text), REGISTRY);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

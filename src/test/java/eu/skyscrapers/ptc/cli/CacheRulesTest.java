package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.cli.Cli.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that a call gives, and what becomes of the built-in ones. */
class CacheRulesTest {
    private static final Path CASES = Path.of("src/test/resources/cases/rules");
    private static final String CLEAN = "kind: Pod\nspec: {containers: [{name: c, image: public.ecr.aws/x/y}]}\n";

    private static Cli.Run audit(String manifest, List<String> rules, String... options) {
        List<String> args = new ArrayList<>(List.of(REGISTRY, "-f", "-"));
        rules.forEach(rule -> args.addAll(List.of("--cache-rule", rule)));
        args.addAll(List.of(options));
        return new Cli().in(manifest).run(args.toArray(String[]::new));
    }

    private static Cli.Run audit(String file, String... options) {
        List<String> args =
                new ArrayList<>(List.of("--cache-rules", CASES.resolve(file).toString()));
        args.addAll(List.of(options));
        return audit(CLEAN, List.of(), args.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all3.json          | 1 | 2 rule faults",
                "cut2.json          | 2 | the list is cut, there is a NextToken",
                "maxitems.json      | 2 | the list is cut, there is a NextToken",
                "max0.json          | 2 | the list is cut, there is a NextToken",
                "new-cli.json       | 0 | RULES     as the platform needs them",
                "old-cli.json       | 0 | RULES     as the platform needs them",
                "other-account.json | 2 | holds no rule of registry 123456789012, but 1 rule of registry 999999999999",
                "other-region.json  | 0 | RULES     as the platform needs them",
                "yaml-stream.yaml   | 0 | RULES     as the platform needs them",
                "stream2.yaml       | 0 | RULES     as the platform needs them",
                "no-fault.json      | 0 | RULES     as the platform needs them",
                "one-fault.json     | 1 | 1 rule fault",
            })
    void everyCaseEndsAsItsReadmeSays(String file, int exitCode, String words) {
        Cli.Run run = audit(file);
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
        assertThat(run.out() + run.err()).contains(words);
    }

    @Test
    void theRulesOfAnOldAwsCliAreTakenWithOneWarning() {
        Cli.Run run = audit("old-cli.json");
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("old-cli.json: no rule has an")
                .contains("newer AWS CLI");
        assertThat(run.out()).doesNotContain("credential,").contains("HINTS");
        assertThat(audit("new-cli.json").err()).isEmpty();
    }

    /** Where a pod of Docker Hub, quay.io and two upstreams without a built-in rule would come from. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                           |                     | docker-hub/library/nginx quay/a/b ghcr/c/d -",
                "cg=cgr.dev                 |                     | docker-hub/library/nginx quay/a/b ghcr/c/d cg/e/f",
                "mirror=docker.io           |                     | mirror/library/nginx quay/a/b ghcr/c/d -",
                "mirror=docker.io/library   |                     | mirror/nginx quay/a/b ghcr/c/d -",
                "quay=cgr.dev               |                     | docker-hub/library/nginx - ghcr/c/d quay/e/f",
                "quay=docker.io             |                     | quay/library/nginx - ghcr/c/d -",
                "cg=cgr.dev                 | --no-built-in-rules | - - - cg/e/f",
            })
    void aRuleOfTheCallAddsToTheBuiltInOnes(String rule, String option, String replacements) throws IOException {
        String images =
                "image: nginx}, {name: b, image: quay.io/a/b}, {name: c, image: ghcr.io/c/d}, {name: d, image: cgr.dev/e/f";
        String pod = "kind: Pod\nspec: {containers: [{name: a, " + images + "}]}\n";
        Cli.Run run = audit(
                pod,
                rule == null ? List.of() : List.of(rule),
                option == null ? new String[] {"-o", "json"} : new String[] {"-o", "json", option});
        JsonNode report = new ObjectMapper().readTree(run.out());
        List<String> found = new ArrayList<>();
        for (String image : List.of("nginx", "quay.io/a/b", "ghcr.io/c/d", "cgr.dev/e/f")) {
            for (JsonNode each : report.at("/clusters/0/images")) {
                if (each.get("image").asText().equals(image)) {
                    found.add(each.get("replacement")
                            .asText("-")
                            .replace(REGISTRY + "/", "")
                            .replace("null", "-"));
                }
            }
        }
        assertThat(String.join(" ", found)).isEqualTo(replacements);
    }

    @Test
    void noRuleAtAllIsAWrongCall() {
        Cli.Run run = audit(CLEAN, List.of(), "--no-built-in-rules");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--no-built-in-rules: no rule is left");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "google=gcr.io      | --cache-rule: Amazon ECR refuses the rule google=gcr.io: it cannot cache gcr.io",
                "ms=mcr.microsoft.com | refuses the rule ms=mcr.microsoft.com: it cannot cache mcr.microsoft.com",
                "q=quay.io          | refuses the rule q=quay.io: a prefix has 2 to 30 characters, and this one has 1",
                "abcdefghijklmnopqrstuvwxyz-1234=quay.io | has 2 to 30 characters, and this one has 31",
                "ROOT=quay.io/acme  | refuses the rule ROOT=quay.io/acme: ROOT stands for a whole upstream",
            })
    void aRuleThatEcrWouldRefuseIsWarnedOf(String rule, String words) {
        Cli.Run run = audit(CLEAN, List.of(rule));
        assertThat(run.err()).startsWith("audit-ecr-ptc: warning: ").contains(words);
        assertThat(run.out().replaceAll("\\s+", " ")).contains("HINTS", words.replaceFirst(".*refuses", "refuses"));
        assertThat(new Cli()
                        .in(CLEAN)
                        .run("rewrite", REGISTRY, "--cache-rule", rule)
                        .err())
                .contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qq=quay.io", "abcdefghijklmnopqrstuvwxyz-123=quay.io", "ROOT=quay.io", "az=a.azurecr.io"})
    void aRuleThatEcrTakesIsNot(String rule) {
        assertThat(audit(CLEAN, List.of(rule)).err()).isEmpty();
        assertThat(audit(CLEAN, List.of("own=" + REGISTRY)).err()).isEmpty();
        assertThat(audit(CLEAN, List.of("other=" + REGISTRY.replace("1234", "9999")))
                        .err())
                .as("the call cannot name its role")
                .isEmpty();
    }

    @Test
    void theRegistryOfAnotherAccountNeedsARole() {
        String rules = "[{ecrRepositoryPrefix: base, upstreamRegistry: ecr, upstreamRegistryUrl: %s}]"
                .formatted(REGISTRY.replace("1234", "9999"));
        String there =
                REGISTRY + " -f " + CASES.resolve("../../manifests/cronjob.yaml") + " --fail-on never --cache-rules -";
        assertThat(new Cli().in(rules).run(there.split(" ", -1)).err()).contains("needs a customRoleArn");
        assertThat(new Cli()
                        .in(rules.replace("ecr,", "ecr, customRoleArn: 'arn:aws:iam::123456789012:role/x',"))
                        .run(there.split(" ", -1))
                        .err())
                .isEmpty();
        assertThat(new Cli()
                        .in(rules.replace("9999", "1234"))
                        .run(there.split(" ", -1))
                        .err())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cn-north-1.amazonaws.com.cn, true",
        "cn-northwest-1.amazonaws.com.cn, true",
        "us-gov-west-1.amazonaws.com, true",
        "us-gov-east-1.amazonaws.com, true",
        "eu-west-1.amazonaws.com, false",
        "us-west-1.amazonaws.com, false",
    })
    void aRegionWithoutCacheRulesIsWarnedOf(String rest, boolean warned) {
        Cli.Run run = new Cli().in(CLEAN).run("123456789012.dkr.ecr." + rest, "-f", "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err().lines()).hasSize(warned ? 1 : 0);
        assertThat(run.err().contains("Amazon ECR has no pull-through cache in "))
                .isEqualTo(warned);
    }
}

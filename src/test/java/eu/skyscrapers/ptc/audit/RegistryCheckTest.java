package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.CreationTemplate.Expiry;
import eu.skyscrapers.ptc.policy.PolicyText;
import eu.skyscrapers.ptc.text.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of the rules quay and k8s, and of clusters in account 111122223333. The table is the specification. */
class RegistryCheckTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String OWN = "123456789012";
    private static final String OTHER = "111122223333";
    private static final ResourcePolicy NONE = new ResourcePolicy(List.of());
    private static final ResourcePolicy IMPORT = allow("'ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'");
    private static final ResourcePolicy PULL =
            allow("'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'");
    private static final ResourcePolicy DENY =
            policy("{'Effect': 'Deny', 'Principal': '*', 'Action': 'ecr:*', 'Resource': '*'}");

    record Row(String name, CacheSettings settings, List<String> lines) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(policies(), templates()).flatMap(List::stream);
    }

    private static List<Row> policies() {
        return List.of(
                row("nothing is known", null, null),
                row(
                        "all is allowed",
                        List.of(template("", true, PULL)),
                        IMPORT,
                        "import-allowed quay, k8s: account 111122223333 may import images and create repositories, if the"
                                + " IAM policies of the nodes' roles allow it too: statement 1 (p:1:16) allows it",
                        "pull-allowed quay, k8s: account 111122223333 may pull from new repositories, if the"),
                row(
                        "there is no registry policy",
                        List.of(template("", true, PULL)),
                        NONE,
                        "IMPORT_NOT_ALLOWED k8s: account 111122223333 may not ecr:BatchImportUpstreamImage,"
                                + " ecr:CreateRepository: no statement allows it",
                        "IMPORT_NOT_ALLOWED quay: ",
                        "pull-allowed quay, k8s: "),
                row(
                        "without the right to create: the commonest failure",
                        null,
                        allow("'ecr:BatchImportUpstreamImage'"),
                        "IMPORT_NOT_ALLOWED k8s: account 111122223333 may not ecr:CreateRepository: no statement allows it",
                        "IMPORT_NOT_ALLOWED quay: ",
                        "pull-not-known quay, k8s: cannot tell whether account 111122223333 may"),
                row(
                        "a repository's policy lets nobody create it, and import into it only later",
                        List.of(template("", true, allow("'ecr:*'"))),
                        NONE,
                        "IMPORT_NOT_ALLOWED k8s: account 111122223333 may not ecr:CreateRepository: no",
                        "IMPORT_NOT_ALLOWED quay: ",
                        "pull-allowed quay, k8s: "),
                row(
                        "import only by the policy of a repository",
                        List.of(template("", true, allow("'ecr:*'"))),
                        allow("'ecr:CreateRepository'"),
                        "import-not-known quay, k8s: cannot tell whether account 111122223333 may"
                                + " ecr:BatchImportUpstreamImage: statement 1 (p:1:16) may allow it: a repository has this"
                                + " policy only once it is there",
                        "pull-allowed quay, k8s: "),
                row(
                        "denied by the registry, whatever a repository allows",
                        List.of(template("", true, PULL)),
                        DENY,
                        "IMPORT_NOT_ALLOWED k8s: account 111122223333 may not ecr:BatchImportUpstreamImage,"
                                + " ecr:CreateRepository: statement 1 (p:1:16) denies it",
                        "IMPORT_NOT_ALLOWED quay: ",
                        "PULL_NOT_ALLOWED k8s: ",
                        "PULL_NOT_ALLOWED quay: "),
                row(
                        "pulls by the registry policy",
                        List.of(),
                        allow("'ecr:*'"),
                        "pull-not-known quay, k8s: cannot tell whether account 111122223333 may"
                                + " ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer: statement"
                                + " 1 (p:1:16) may allow it: the registry policy counts for pulls only if its scope is V2",
                        "no-template quay, k8s: no creation template",
                        "import-allowed quay, k8s: "),
                row(
                        "a policy that only Terraform knows later",
                        List.of(template("", true, PULL)),
                        ResourcePolicy.unknown("known later"),
                        "import-not-known quay, k8s: cannot tell whether account 111122223333 may"
                                + " ecr:BatchImportUpstreamImage, ecr:CreateRepository: known later",
                        "pull-not-known quay, k8s: "));
    }

    private static List<Row> templates() {
        return List.of(
                row(
                        "no template at all, and no policy that lets pull",
                        List.of(),
                        IMPORT,
                        "PULL_NOT_ALLOWED k8s: account 111122223333 may not ecr:BatchCheckLayerAvailability,",
                        "PULL_NOT_ALLOWED quay: ",
                        "no-template quay, k8s: no creation template is applied for PULL_THROUGH_CACHE here",
                        "import-allowed quay, k8s: "),
                row(
                        "a template of each prefix, and one for something else",
                        List.of(
                                template("quay", true, PULL),
                                template("k8s", false, PULL),
                                template("quayside", true, null)),
                        null,
                        "pull-not-known k8s: cannot tell whether account 111122223333 may",
                        "no-template k8s: ",
                        "pull-allowed quay: "),
                row(
                        "the nearest counts",
                        List.of(template("", true, PULL), template("k8s", true, null)),
                        IMPORT,
                        "PULL_NOT_ALLOWED k8s: ",
                        "import-allowed quay, k8s: ",
                        "pull-allowed quay: "),
                row(
                        "below a prefix",
                        List.of(template("", true, PULL), template("quay/acme", true, null)),
                        IMPORT,
                        "PULL_NOT_ALLOWED quay/acme: ",
                        "import-allowed quay, k8s: ",
                        "pull-allowed quay, k8s: "),
                row(
                        "the nearest is not for the cache",
                        List.of(template("", true, PULL), template("k8s", false, null)),
                        null,
                        "pull-not-known k8s: cannot tell whether account 111122223333 may ecr:BatchCheckLayerAvailability,"
                                + " ecr:BatchGetImage, ecr:GetDownloadUrlForLayer: a template that is nearer is not applied",
                        "pull-allowed quay: "),
                row(
                        "tags that are frozen",
                        List.of(
                                new CreationTemplate("quay", true, "IMMUTABLE", PULL, List.of(), "t:1"),
                                new CreationTemplate("k8s", true, "MUTABLE_WITH_EXCLUSION", PULL, List.of(), "t:2")),
                        null,
                        "frozen-tags quay: the creation template freezes tags (IMMUTABLE): ",
                        "frozen-tags k8s: the creation template freezes some tags (MUTABLE_WITH_EXCLUSION): ",
                        "pull-allowed quay, k8s: "),
                row(
                        "a lifecycle",
                        List.of(new CreationTemplate(
                                "",
                                true,
                                "MUTABLE",
                                PULL,
                                List.of(
                                        new Expiry(false, "sinceImagePushed", 30, "any"),
                                        new Expiry(true, "sinceImagePulled", 1, "tagged")),
                                "t:1")),
                        null,
                        "expires quay, k8s: the creation template's lifecycle deletes images 30 days after they were pushed:"
                                + " after that nodes need the upstream, and cannot pull by digest (t:1)",
                        "expires quay, k8s: the creation template's lifecycle archives tagged images 1 day after the last"
                                + " pull: nodes cannot pull them until they are restored (t:1)",
                        "pull-allowed quay, k8s: "));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void finds(Row row) {
        List<String> lines = lines(row.settings(), Set.of(OTHER));
        assertThat(lines).as(String.join("\n", lines)).hasSameSizeAs(row.lines());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).startsWith(row.lines().get(i));
        }
    }

    @Test
    void theRegistrysOwnAccountNeedsNoPolicyButMayBeDenied() {
        assertThat(lines(new CacheSettings(List.of(template("", true, null)), NONE), Set.of(OWN)))
                .containsExactly(
                        "import-not-known quay, k8s: cannot tell whether account 123456789012 may"
                                + " ecr:BatchImportUpstreamImage, ecr:CreateRepository: it is the registry's own account, in"
                                + " which the IAM policies of the roles decide",
                        "pull-not-known quay, k8s: cannot tell whether account 123456789012 may"
                                + " ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer: it is the"
                                + " registry's own account, in which the IAM policies of the roles decide");
        ResourcePolicy everybody = policy("{'Effect': 'Allow', 'Principal': '*', 'Action': 'ecr:*', 'Resource': '*'}");
        assertThat(lines(new CacheSettings(List.of(template("", true, everybody)), everybody), Set.of(OWN)))
                .as("also where a policy allows it")
                .hasSize(2)
                .allMatch(line -> line.endsWith("in which the IAM policies of the roles decide"));
        assertThat(lines(new CacheSettings(List.of(template("", true, null)), DENY), Set.of(OWN)))
                .hasSize(4)
                .allMatch(line -> line.endsWith("denies it"));
    }

    @Test
    void accountsWithOneAnswerStandInOneLine() {
        ResourcePolicy one = policy("{'Effect': 'Allow', 'Principal': {'AWS': ['111122223333', '444455556666']},"
                + " 'Action': 'ecr:*', 'Resource': '*'}");
        assertThat(lines(new CacheSettings(null, one), Set.of("777788889999", "444455556666", OTHER)))
                .filteredOn(line -> line.contains("import") || line.contains("IMPORT"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("IMPORT_NOT_ALLOWED k8s: account 777788889999 may not"),
                        line -> assertThat(line).startsWith("IMPORT_NOT_ALLOWED quay: account 777788889999 may not"),
                        line -> assertThat(line)
                                .startsWith("import-allowed quay, k8s: accounts 111122223333, 444455556666 may"));
    }

    @Test
    void withoutAnAccountNothingIsSaidOfAnybody() {
        assertThat(lines(new CacheSettings(List.of(template("", true, PULL)), IMPORT), Set.of()))
                .containsExactly(
                        "import-not-known quay, k8s: cannot tell who may pull: the account of no cluster is known"
                                + " (--cluster-account)");
    }

    @Test
    void saysWhatToChange() {
        RegistryCheck.Result result =
                RegistryCheck.check(cache(new CacheSettings(List.of(), NONE)), new TreeSet<>(Set.of(OTHER)), List.of());
        assertThat(result.faults())
                .filteredOn(finding -> finding.prefix().equals("quay"))
                .extracting(RuleFinding::change)
                .containsExactly(
                        "add to the registry policy, with aws ecr put-registry-policy --region eu-west-1:"
                                + " {\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::111122223333:root\"]},"
                                + "\"Action\":[\"ecr:BatchImportUpstreamImage\",\"ecr:CreateRepository\"],"
                                + "\"Resource\":\"arn:aws:ecr:eu-west-1:123456789012:repository/quay/*\"}",
                        "aws ecr create-repository-creation-template --region eu-west-1 --prefix quay --applied-for"
                                + " PULL_THROUGH_CACHE --repository-policy '{\"Version\":\"2012-10-17\",\"Statement\":["
                                + "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"arn:aws:iam::111122223333:root\"]},"
                                + "\"Action\":[\"ecr:BatchGetImage\",\"ecr:GetDownloadUrlForLayer\","
                                + "\"ecr:BatchCheckLayerAvailability\"]}]}', and give the repositories that are there the"
                                + " same with aws ecr set-repository-policy");
        assertThat(RegistryCheck.check(cache(new CacheSettings(null, DENY)), new TreeSet<>(Set.of(OTHER)), List.of())
                        .faults())
                .extracting(RuleFinding::change)
                .containsOnly("take the nodes' roles out of what denies it");
    }

    @Test
    void aClusterWhoseAccountIsNotKnownIsNotPassedOverForThoseWhoseIs() {
        CacheSettings settings = new CacheSettings(List.of(template("", true, PULL)), IMPORT);
        assertThat(RegistryCheck.check(cache(settings), new TreeSet<>(Set.of(OTHER)), List.of("staging"))
                        .notes())
                .extracting(RuleNote::text)
                .contains("cannot tell whether all clusters may pull: the account of staging is not known"
                        + " (--cluster-account)");
    }

    /** Faults by the name of their constant, notes by their word. */
    private static List<String> lines(CacheSettings settings, Set<String> accounts) {
        RegistryCheck.Result result = RegistryCheck.check(
                cache(settings), new TreeSet<>(accounts), accounts.isEmpty() ? List.of("prod") : List.of());
        List<String> lines = new ArrayList<>();
        result.faults()
                .forEach(fault -> lines.add(fault.fault().name() + " " + fault.prefix() + ": " + fault.problem()));
        result.notes()
                .forEach(note ->
                        lines.add(note.kind().key() + " " + String.join(", ", note.prefixes()) + ": " + note.text()));
        return lines;
    }

    private static Cache cache(CacheSettings settings) {
        Cache builtIn = Cache.builtIn(HOST);
        List<CacheRule> rules = builtIn.rules().stream()
                .filter(rule -> Set.of("quay", "k8s").contains(rule.prefix()))
                .toList();
        return new Cache(HOST, builtIn.registry(), rules, settings);
    }

    private static CreationTemplate template(String prefix, boolean forCache, @Nullable ResourcePolicy policy) {
        return new CreationTemplate(prefix, forCache, "MUTABLE", policy, List.of(), "t:1");
    }

    private static ResourcePolicy allow(String actions) {
        return policy("{'Effect': 'Allow', 'Principal': {'AWS': '111122223333'}, 'Action': [" + actions
                + "], 'Resource': 'arn:aws:ecr:eu-west-1:123456789012:repository/*'}");
    }

    private static ResourcePolicy policy(String statement) {
        try {
            return PolicyText.read("p", ("{'Statement': [" + statement + "]}").replace('\'', '"'));
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    private static Row row(
            String name, @Nullable List<CreationTemplate> templates, @Nullable ResourcePolicy policy, String... lines) {
        return new Row(name, new CacheSettings(templates, policy), List.of(lines));
    }
}

package eu.skyscrapers.ptc.cli;

import static eu.skyscrapers.ptc.api.server.ApiObject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import eu.skyscrapers.ptc.api.server.Fault;
import eu.skyscrapers.ptc.api.server.Kubeconfigs;
import eu.skyscrapers.ptc.api.server.Request;
import eu.skyscrapers.ptc.api.server.TestApiServer;
import eu.skyscrapers.ptc.aws.server.Account;
import eu.skyscrapers.ptc.aws.server.AwsFault;
import eu.skyscrapers.ptc.aws.server.Call;
import eu.skyscrapers.ptc.aws.server.Principal;
import eu.skyscrapers.ptc.aws.server.Registry;
import eu.skyscrapers.ptc.aws.server.TestAws;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules and images, read from ECR itself. */
class LiveCachesTest {
    private static final String HOST = Cli.REGISTRY;
    private static final Instant PUSHED = Instant.parse("2026-10-01T10:00:00Z");
    private static final Instant PULLED = Instant.parse("2026-11-20T09:30:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final TestAws aws = TestAws.http();
    private final Account tooling = aws.account("123456789012");
    private final Registry registry = tooling.registry("eu-west-1");
    private final Principal auditor = tooling.role("auditor").allow("ecr:Describe*", "ecr:GetRegistryPolicy");

    @BeforeEach
    void sendTheSdkHere() {
        System.setProperty("aws.endpointUrl", aws.uri().toString());
        registry.rule("quay", "quay.io").rule("k8s", "registry.k8s.io");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.endpointUrl");
        aws.close();
    }

    private Cli.Run run(Principal as, String images, String... args) {
        Cli cli = new Cli().with("COLUMNS", "5000").in(pods(images.split(" ")));
        if (as != null) {
            aws.environment(as.key(), "us-east-1").forEach(cli::with);
        } else {
            aws.environment("us-east-1").forEach(cli::with);
        }
        return cli.run(
                Stream.concat(Stream.of(HOST, "-f", "-"), Stream.of(args)).toArray(String[]::new));
    }

    /** A table has the errors itself. */
    private static String said(Cli.Run run) {
        return run.out() + run.err();
    }

    private static String pods(String... images) {
        String pod =
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p%d\",\"namespace\":\"n\"},\"spec\":"
                        + "{\"containers\":[{\"name\":\"c\",\"image\":\"%s\"}]}}";
        return IntStream.range(0, images.length)
                .mapToObj(i -> pod.formatted(i, images[i]))
                .collect(Collectors.joining(",", "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[", "]}"));
    }

    private List<String> actions() {
        return aws.calls().stream().map(Call::action).toList();
    }

    @Test
    void rulesAreReadFromTheAccountAndRegionOfTheHost() {
        aws.pageSize(1);
        registry.rule("hub", "registry-1.docker.io");
        tooling.registry("us-east-1").rule("wrong", "quay.io");
        Cli.Run run = run(auditor, "nginx:1 quay.io/a/b:2", "--cache-rules", "aws", "--fail-on", "never");
        assertThat(run.out())
                .contains(HOST + "/hub/library/nginx:1", HOST + "/quay/a/b:2")
                .doesNotContain("/wrong/", HOST + "/docker-hub");
        assertThat(aws.calls().stream().filter(call -> call.action().startsWith("ecr:DescribePull")))
                .hasSize(3)
                .allMatch(call -> call.region().equals("eu-west-1"))
                .allMatch(call -> call.parameter("registryId").equals("123456789012"));
        assertThat(actions()).first().isEqualTo("sts:GetCallerIdentity");
    }

    @Test
    void aCallerOfAnotherAccountIsRefusedWithoutARole() {
        Principal stranger = aws.account("999999999999").user("me").allow("*");
        registry.share(aws.account("999999999999"), "ecr:*");
        Cli.Run run = run(stranger, "nginx", "--cache-rules", "aws");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "audit-ecr-ptc: error: --cache-rules aws: the registry is of account 123456789012, and the key"
                                + " in AWS_ACCESS_KEY_ID of account 999999999999, for which AWS would answer with its own; name a"
                                + " role of 123456789012 with --registry-role\n");
        assertThat(actions()).containsExactly("sts:GetCallerIdentity");
    }

    @Test
    void aRoleReadsTheRegistryOfAnotherAccount() {
        Principal stranger = aws.account("999999999999").user("me").allow("sts:AssumeRole");
        Principal reader = tooling.role("reader").trust(stranger).allow("ecr:Describe*", "ecr:GetRegistryPolicy");
        Cli.Run run = run(
                stranger,
                "quay.io/a/b:2",
                "--cache-rules",
                "aws",
                "--registry-role",
                "arn:aws:iam::{account}:role/reader",
                "--check-cached",
                "--fail-on",
                "never");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(0);
        assertThat(run.out()).contains(HOST + "/quay/a/b:2");
        assertThat(aws.calls().stream().filter(call -> call.action().startsWith("ecr:")))
                .allMatch(call -> call.caller().contains(":assumed-role/reader/"));
        assertThat(run.out() + run.err()).doesNotContain(aws.secrets().toArray(String[]::new));
        assertThat(reader.arn()).contains("123456789012");
    }

    @Test
    void aRoleThatIsNoneOrOfAnotherAccountIsRefusedBeforeAnythingIsAsked() {
        assertThat(run(auditor, "nginx", "--cache-rules", "aws", "--registry-role", "reader"))
                .isEqualTo(new Cli.Run(
                        2,
                        "",
                        "audit-ecr-ptc: error: --registry-role reader: not a role's ARN; write"
                                + " arn:aws:iam::ACCOUNT:role/NAME, with the account's number or {account}\n"));
        Cli.Run other =
                run(auditor, "nginx", "--cache-rules", "aws", "--registry-role", "arn:aws:iam::999999999999:role/x");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("is of account 999999999999, and the registry of account 123456789012");
        assertThat(run(auditor, "nginx", "--registry-role", "arn:aws:iam::123456789012:role/x")
                        .err())
                .contains("--registry-role: is for --cache-rules aws and --check-cached");
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void rulesThatCannotBeReadAreNeverNoRules() throws Exception {
        Principal nobody = tooling.role("nobody");
        Cli.Run denied = run(nobody, "nginx", "--cache-rules", "aws", "--fail-on", "never", "-o", "json");
        assertThat(denied.exitCode()).isEqualTo(3);
        assertThat(said(denied))
                .contains("error: standard input: its cache rules could not be read: arn:aws:sts::123456789012:"
                        + "assumed-role/nobody/test may not perform ecr:DescribePullThroughCacheRules on ")
                .doesNotContain("no rule");
        JsonNode report = JSON.readTree(denied.out());
        assertThat(report.at("/exitCode").asInt()).isEqualTo(3);
        assertThat(report.at("/clusters/0/complete").asBoolean()).isFalse();
        assertThat(report.at("/ruleFaults").isNull()).as("nothing was checked").isTrue();
        Cli.Run without = run(null, "nginx", "--cache-rules", "aws", "--fail-on", "never");
        assertThat(without.exitCode()).isEqualTo(3);
        assertThat(said(without))
                .contains("its cache rules could not be read: ")
                .contains("--aws-profile");
    }

    static List<Fault> faults() {
        return AwsFault.allThatEnd();
    }

    /** Once, or again and again: the rules are those of ECR, or the audit is not complete. */
    @ParameterizedTest
    @MethodSource("faults")
    void noFaultOfEcrMakesRulesVanish(Fault fault) {
        String image = "quay.io/a/b:2 registry.k8s.io/c:1";
        String[] args = {"--cache-rules", "aws", "--fail-on", "never"};
        String clean = run(auditor, image, args).out();
        aws.pageSize(1);
        aws.fault(Request.first(1, TestAws.calling("ecr:DescribePull*")), fault);
        Cli.Run once = run(auditor, image, args);
        aws.fault(TestAws.calling("ecr:DescribePull*"), fault);
        Cli.Run always = run(auditor, image, args);
        for (Cli.Run run : List.of(once, always)) {
            if (run.exitCode() == 0) {
                assertThat(run.out()).isEqualTo(clean);
            } else {
                assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
                assertThat(said(run)).contains("its cache rules could not be read: ");
                assertThat(said(run).lines().filter(line -> line.length() > 600))
                        .isEmpty();
            }
        }
        assertThat(always.exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void noFaultOfEcrMakesAnImageCached(Fault fault) {
        String image = HOST + "/quay/a/b:1 " + HOST + "/quay/a/b:2";
        registry.image("quay/a/b", "sha256:" + "a".repeat(64), PUSHED, PULLED, "1");
        String clean = run(auditor, image, "--fail-on", "never,not-cached").out();
        aws.fault(TestAws.calling("ecr:DescribeImages"), fault);
        Cli.Run run = run(auditor, image, "--fail-on", "never,not-cached");
        if (run.exitCode() == 1) {
            assertThat(run.out()).isEqualTo(clean);
        } else {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
            assertThat(run.out()).doesNotContain("in the cache,");
            assertThat(said(run)).contains("not known whether the cache has ");
        }
    }

    @Test
    void eachImageIsLookedUpByTagOrDigestAHundredAtATime() throws Exception {
        String digest = "sha256:" + "a".repeat(64);
        List<String> images = new ArrayList<>(List.of(
                HOST + "/quay/a/b:1",
                HOST + "/quay/a/b:gone",
                HOST + "/quay/a/b:old",
                HOST + "/quay/a/b:1@" + digest,
                HOST + "/quay/a/b@sha256:" + "b".repeat(64),
                HOST + "/quay/none:1",
                "registry.k8s.io/pause:3",
                "public.ecr.aws/x/y:1"));
        registry.image("quay/a/b", digest, PUSHED, PULLED, "1")
                .image("quay/a/b", "sha256:" + "c".repeat(64), PUSHED, null, "old")
                .archive("quay/a/b", "sha256:" + "c".repeat(64), PULLED)
                .image("k8s/pause", "sha256:" + "d".repeat(64), PUSHED, null, "3");
        for (int i = 0; i < 240; i++) {
            images.add(HOST + "/quay/many/x:" + i);
            if (i != 77) {
                registry.image("quay/many/x", "sha256:" + "%064x".formatted(i), PUSHED, PULLED, "" + i);
            }
        }
        Cli.Run run = run(auditor, String.join(" ", images), "--check-cached", "--fail-on", "never", "-o", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode found = JSON.readTree(run.out()).at("/clusters/0/images");
        assertThat(state(found, HOST + "/quay/a/b:1")).isEqualTo("in-cache 2026-10-01T10:00:00Z 2026-11-20T09:30:00Z");
        assertThat(state(found, HOST + "/quay/a/b:1@" + digest)).startsWith("in-cache ");
        assertThat(state(found, HOST + "/quay/a/b:gone")).isEqualTo("not-cached null null");
        assertThat(state(found, HOST + "/quay/a/b:old")).isEqualTo("archived 2026-10-01T10:00:00Z null");
        assertThat(state(found, HOST + "/quay/a/b@sha256:" + "b".repeat(64))).isEqualTo("not-cached null null");
        assertThat(state(found, HOST + "/quay/none:1")).isEqualTo("not-cached null null");
        assertThat(state(found, "registry.k8s.io/pause:3")).isEqualTo("in-cache 2026-10-01T10:00:00Z null");
        assertThat(state(found, "public.ecr.aws/x/y:1")).isEqualTo("null");
        for (int i = 0; i < 240; i++) {
            assertThat(state(found, HOST + "/quay/many/x:" + i)).startsWith(i == 77 ? "not-cached" : "in-cache");
        }
        assertThat(aws.calls())
                .allMatch(call -> call.action().equals("ecr:DescribeImages"))
                .allMatch(call -> call.parameter("registryId").equals("123456789012"));
    }

    private static String state(JsonNode images, String image) {
        for (JsonNode each : images) {
            if (each.path("image").asText().equals(image)) {
                JsonNode cached = each.path("cached");
                return cached.isNull()
                        ? "null"
                        : cached.path("state").asText() + " "
                                + cached.path("pushed").asText() + " "
                                + cached.path("lastPulled").asText();
            }
        }
        return "no such image";
    }

    @Test
    void notCachedFailsWhereThatIsAskedFor() {
        String image = HOST + "/quay/a/b:1";
        Cli.Run failed = run(auditor, image, "--fail-on", "never,not-cached");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).contains("NOT CACHED", "; 1 image not cached", "cache: not in the cache");
        for (String format : List.of("markdown", "html", "junit", "csv", "wide", "yaml", "sarif", "summary")) {
            assertThat(run(auditor, image + " quay.io/a/b:1", "--fail-on", "never,not-cached", "-o", format)
                            .out())
                    .as(format)
                    .containsIgnoringCase(
                            switch (format) {
                                case "summary" -> "2 images not cached";
                                case "csv", "yaml" -> "not-cached";
                                default -> "not in the cache";
                            });
        }
        assertThat(run(auditor, image, "--check-cached", "-o", "prometheus").out())
                .contains("audit_ecr_ptc_cached_images{registry=\"" + HOST
                        + "\",cluster=\"standard input\",state=\"not-cached\"} 1\n");
        registry.image("quay/a/b", "sha256:" + "a".repeat(64), PUSHED, PULLED, "1");
        Cli.Run passed = run(auditor, image, "--fail-on", "never,not-cached");
        assertThat(passed.exitCode()).isZero();
        assertThat(passed.out())
                .contains("cache: in the cache, pushed 2026-10-01, last pulled 2026-11-20")
                .doesNotContain("NOT CACHED");
    }

    @Test
    void whatCannotBeLookedUpIsSaidAndNeverHarmless() {
        Principal partly = tooling.role("partly")
                .allow("ecr:DescribeImages")
                .deny("ecr:DescribeImages", "*:repository/quay/secret");
        registry.image("quay/a/b", "sha256:" + "a".repeat(64), PUSHED, PULLED, "1");
        String images = HOST + "/quay/a/b:1 " + HOST + "/quay/secret:1";
        Cli.Run hinted = run(partly, images, "--check-cached");
        assertThat(hinted.exitCode()).isZero();
        assertThat(said(hinted))
                .contains("warning: not known whether the cache has 1 image: ")
                .contains(
                        "may not perform ecr:DescribeImages on arn:aws:ecr:eu-west-1:123456789012:repository/quay/secret");
        Cli.Run failing = run(partly, images, "--fail-on", "direct,not-cached");
        assertThat(failing.exitCode()).isEqualTo(3);
        assertThat(run(null, images, "--fail-on", "never,not-cached").exitCode())
                .isEqualTo(3);
    }

    @Test
    void rewriteReadsTheRulesToo() {
        Cli cli = new Cli().in(pods("quay.io/a/b:1"));
        aws.environment(auditor.key(), "us-east-1").forEach(cli::with);
        assertThat(cli.run("rewrite", HOST, "--cache-rules", "aws").out()).contains(HOST + "/quay/a/b:1");
        Cli denied = new Cli().in(pods("quay.io/a/b:1"));
        aws.environment(tooling.role("nobody").key(), "us-east-1").forEach(denied::with);
        Cli.Run run = denied.run("rewrite", HOST, "--cache-rules", "aws");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("its cache rules could not be read: ");
    }

    private Cli.Run clusters(Principal as, TestApiServer server, String... args) {
        Path config = Kubeconfigs.in(folder)
                .context("ours", server)
                .context("theirs", server)
                .write();
        Cli cli = new Cli().with("COLUMNS", "5000");
        aws.environment(as.key(), "us-east-1").forEach(cli::with);
        return cli.run(Stream.concat(
                        Stream.of(HOST, "--kubeconfig", config.toString(), "--all-contexts", "--cache-rules", "aws"),
                        Stream.of(args))
                .toArray(String[]::new));
    }

    @Test
    void eachRegistryGivesItsOwnRulesAndOneThatDoesNotLeavesTheOthersBe() throws Exception {
        Account other = aws.account("222222222222");
        other.registry("us-east-1").rule("their-quay", "quay.io");
        Principal me = aws.account("999999999999").user("me").allow("sts:AssumeRole");
        tooling.role("reader").trust(me).allow("ecr:Describe*");
        Principal theirs = other.role("reader").trust(me).allow("ecr:Describe*");
        String[] args = {
            "--registry",
            "theirs=222222222222.dkr.ecr.us-east-1.amazonaws.com",
            "--registry-role",
            "arn:aws:iam::{account}:role/reader",
            "-o",
            "json"
        };
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", "quay.io/a/b:1"))) {
            JsonNode both = JSON.readTree(clusters(me, server, args).out());
            assertThat(both.at("/clusters").findValuesAsText("replacement"))
                    .containsExactly(
                            HOST + "/quay/a/b:1", "222222222222.dkr.ecr.us-east-1.amazonaws.com/their-quay/a/b:1");
            theirs.deny("ecr:*", "*");
            Cli.Run one = clusters(me, server, args);
            JsonNode report = JSON.readTree(one.out());
            assertThat(one.exitCode()).isEqualTo(3);
            assertThat(report.at("/clusters").findValuesAsText("complete")).containsExactly("true", "false");
            assertThat(report.at("/clusters/0/images/0/replacement").asText()).isEqualTo(HOST + "/quay/a/b:1");
            assertThat(report.at("/clusters/1/images")).isEmpty();
            assertThat(report.at("/ruleFaults").toString()).doesNotContain("us-east-1");
            assertThat(said(one)).contains("context theirs (").contains("its cache rules could not be read: ");
        }
    }

    @Test
    void aWaitWithoutRulesEndsAtOnceAndNotCachedIsAskedAtItsEnd() {
        try (TestApiServer server = TestApiServer.http().pods(pod("n", "a", HOST + "/quay/a/b:1"))) {
            Cli.Run denied = clusters(tooling.role("nobody"), server, "--wait", "60s");
            assertThat(denied.exitCode()).isEqualTo(3);
            assertThat(said(denied))
                    .contains("its cache rules could not be read: ")
                    .doesNotContain("waiting");
            Cli.Run lacking = clusters(auditor, server, "--wait", "60s", "--fail-on", "direct,not-cached");
            assertThat(lacking.exitCode()).isEqualTo(1);
            assertThat(actions().stream().filter("ecr:DescribeImages"::equals)).hasSize(1);
        }
    }

    static List<Fault> echoes() {
        return AwsFault.allThatRepeat();
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void noSecretIsPrintedWhateverAwsRepeats(Fault fault) {
        for (String action : List.of("sts:*", "ecr:DescribePull*", "ecr:DescribeImages")) {
            aws.fault(TestAws.calling(action), fault);
        }
        Cli.Run rules = run(auditor, "nginx", "--cache-rules", "aws", "-v");
        Cli.Run images = run(auditor, HOST + "/quay/a/b:1", "--check-cached", "-v", "-o", "json");
        assertThat(rules.out() + rules.err() + images.out() + images.err())
                .doesNotContain(aws.secrets().toArray(String[]::new));
        assertThat(rules.exitCode()).isEqualTo(3);
    }

    private void everythingBeside() {
        String hub =
                tooling.secrets("eu-west-1").add("ecr-pullthroughcache/hub", Instant.parse("2026-11-01T00:00:00Z"));
        String ghcr =
                tooling.secrets("eu-west-1").add("ecr-pullthroughcache/ghcr", Instant.parse("2025-11-01T00:00:00Z"));
        String gone =
                tooling.secrets("eu-west-1").add("ecr-pullthroughcache/gone", Instant.parse("2026-11-01T00:00:00Z"));
        tooling.secrets("eu-west-1").delete("ecr-pullthroughcache/gone", Instant.parse("2026-12-01T00:00:00Z"));
        registry.rule("docker-hub", "registry-1.docker.io", hub)
                .rule("ghcr", "ghcr.io", ghcr)
                .rule("gitlab", "registry.gitlab.com", gone)
                .rule("chain", "cgr.dev", hub.replace("/hub-", "/never-"))
                .invalid("ghcr", "The access token <b>expired</b>")
                .invalid("gitlab", "no such secret")
                .templates("""
                        [{"prefix": "quay", "appliedFor": ["PULL_THROUGH_CACHE"], "imageTagMutability": "IMMUTABLE"}]
                        """);
    }

    @Test
    void whatLiesBesideTheRulesIsCheckedToo() throws Exception {
        everythingBeside();
        Principal all = tooling.role("all")
                .allow("ecr:Describe*", "ecr:GetRegistryPolicy", "ecr:Validate*", "secretsmanager:DescribeSecret");
        Cli.Run run =
                run(all, "quay.io/a/b:1", "--cache-rules", "aws", "--cluster-account", "222222222222", "-o", "json");
        assertThat(run.err()).isEmpty();
        JsonNode report = JSON.readTree(run.out());
        assertThat(report.at("/hints")).isEmpty();
        assertThat(texts(report.at("/ruleFaults"), "fault", "prefix"))
                .contains("refused-credential ghcr", "deleted-secret gitlab", "no-secret chain")
                .contains("import-not-allowed quay", "pull-not-allowed quay")
                .doesNotContain("refused-credential gitlab", "no-secret docker-hub");
        assertThat(texts(report.at("/ruleNotes"), "note", "prefixes"))
                .contains("old-secret ghcr", "credential-accepted docker-hub", "frozen-tags quay")
                .doesNotContain("credential-accepted gitlab");
        assertThat(report.at("/ruleFaults").toString()).contains("The access token <b>expired</b>");
        assertThat(actions()).doesNotContain("secretsmanager:GetSecretValue");
        String table = run(all, "quay.io/a/b:1", "--cache-rules", "aws").out();
        assertThat(table)
                .contains("RULES", "ECR cannot log in at ghcr.io: The access token <b>expired</b> (ECR of")
                .contains("aws secretsmanager restore-secret --region eu-west-1 --secret-id arn:");
    }

    private static List<String> texts(JsonNode list, String key, String of) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list) {
            JsonNode prefix = each.path(of);
            (prefix.isArray() ? prefix : List.of(prefix))
                    .forEach(one -> texts.add(each.path(key).asText() + " " + one.asText()));
        }
        return texts;
    }

    @Test
    void whatMayNotBeAskedIsSkippedWithAWarningInEveryReport() throws Exception {
        everythingBeside();
        Principal few = tooling.role("few").allow("ecr:DescribePullThroughCacheRules");
        Cli.Run run = run(few, "quay.io/a/b:1", "--cache-rules", "aws", "-o", "json");
        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode hints = JSON.readTree(run.out()).at("/hints");
        for (String what : List.of(
                "the creation templates of ECR of 123456789012 in eu-west-1 could not be read and is not checked: ",
                "the registry policy of ECR of 123456789012 in eu-west-1 could not be read and is not checked: ",
                "what upstreams say of the credentials of docker-hub, ghcr, gitlab, chain in ECR of 123456789012 in"
                        + " eu-west-1 could not be read and is not checked: ",
                "the secret of docker-hub, ghcr, gitlab, chain in ECR of 123456789012 in eu-west-1 could not be read and is"
                        + " not checked: ")) {
            assertThat(hints.findValuesAsText("text"))
                    .anyMatch(text -> text.startsWith(what) && text.contains("may not perform"));
            assertThat(run.err()).contains("warning: " + what);
        }
        assertThat(JSON.readTree(run.out()).at("/ruleNotes").toString()).doesNotContain("no-template");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void noFaultBesideTheRulesMakesAllWell(Fault fault) throws Exception {
        everythingBeside();
        Principal all = tooling.role("all").allow("ecr:*", "secretsmanager:*");
        for (String action :
                List.of("ecr:DescribeRepo*", "ecr:GetRegistryPolicy", "ecr:Validate*", "secretsmanager:*")) {
            aws.fault(TestAws.calling(action), fault);
        }
        Cli.Run run = run(all, "quay.io/a/b:1", "--cache-rules", "aws", "-o", "json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        JsonNode report = JSON.readTree(run.out());
        for (JsonNode note : report.at("/ruleNotes")) {
            String kind = note.path("note").asText();
            boolean good = kind.endsWith("-accepted") || kind.endsWith("-allowed");
            // A token that is not asked for changes no answer.
            assertThat(good && !fault.toString().contains("token"))
                    .as(fault + " " + note)
                    .isFalse();
        }
        assertThat(report.at("/hints").size() + report.at("/ruleFaults").size()).isPositive();
    }
}

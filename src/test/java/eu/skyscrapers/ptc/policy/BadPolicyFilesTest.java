package eu.skyscrapers.ptc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import eu.skyscrapers.ptc.text.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad file has its own words and its place. The table is the specification: add a row, not code. */
class BadPolicyFilesTest {
    private static final String DESCRIBE = "aws ecr describe-pull-through-cache-rules --output json";
    private static final String FORM =
            "write ACCOUNT.dkr.ecr.REGION.amazonaws.com, for example 123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private enum Kind {
        DEFINITION,
        RULES,
        EXPECTATIONS,
        BASELINE;

        Object read(Path file) throws ConfigurationException {
            return switch (this) {
                case DEFINITION -> ClusterDefinitionFile.read(file);
                case RULES -> CacheRulesFile.read(file);
                case EXPECTATIONS -> ExpectationsFile.read(file);
                case BASELINE -> BaselineFile.read(file);
            };
        }
    }

    @TempDir
    Path folder;

    record Row(Kind kind, String name, String content, String message) {
        @Override
        public String toString() {
            return kind + ": " + name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(yaml(), definitions(), tiers(), registries(), rules(), expectations(), baselines())
                .flatMap(List::stream);
    }

    private static List<Row> yaml() {
        return List.of(
                definition(
                        "colon",
                        "spec:\n  a: b: c\n",
                        ":2:7: not valid YAML or JSON: a colon where no key can stand; look at the indentation, or put the"
                                + " value in quotes"),
                definition(
                        "tab", "spec:\n\tenabled: true\n", ":2:1: not valid YAML or JSON: a tab; write spaces instead"),
                expected(
                        "alias",
                        "- image: *nginx\n",
                        ":1:10: not valid YAML or JSON: an alias without an anchor; put a value that begins with * in"
                                + " quotes"),
                expected(
                        "lone star",
                        "- namespace: *\n",
                        ":1:15: not valid YAML or JSON: an alias without an anchor; put a value that begins with * in"
                                + " quotes"),
                expected(
                        "reserved",
                        "- reason: @home\n",
                        ":1:11: not valid YAML or JSON: a value that begins with a reserved character; put it in quotes"),
                rules(
                        "broken JSON",
                        "{\"pullThroughCacheRules\": [}",
                        ":1:28: not valid YAML or JSON: look at the indentation, quotes and brackets before this place"),
                rules(
                        "cut JSON",
                        "{\"pullThroughCacheRules\": [{\"ecrRepositoryPrefix\": \"qu",
                        ":1:55: not valid YAML or JSON: a quote or bracket is never closed"),
                definition(
                        "control character",
                        "spec: \u0007",
                        ": not valid YAML or JSON: a control character, or another version of YAML; remove it"),
                definition("nested", "[".repeat(50_000), ": nested too deeply; name another file"),
                definition("not text", "\u00ff\u00fe\ud800", ": not UTF-8 text; name another file, or convert it"));
    }

    private static List<Row> definitions() {
        return List.of(
                definition(
                        "empty",
                        "",
                        ": holds no spec.ecr_pull_through_cache; name the definition that the platform"
                                + " applies to the cluster"),
                definition(
                        "no block",
                        "spec:\n  region: x\n---\n- a\n",
                        ": holds no spec.ecr_pull_through_cache; name the"
                                + " definition that the platform applies to the cluster"),
                definition(
                        "spec is no mapping",
                        "spec: [ecr_pull_through_cache]\n",
                        ": holds no spec.ecr_pull_through_cache; name the definition that the platform applies to the"
                                + " cluster"),
                definition(
                        "top level",
                        "a: b\necr_pull_through_cache:\n  enabled: true\n",
                        ":3:3: ecr_pull_through_cache is at the top level; move it below spec"),
                definition(
                        "two",
                        "spec:\n  ecr_pull_through_cache: {enabled: true}\n---\nspec:\n  ecr_pull_through_cache: {}\n",
                        ":5:27: a second spec.ecr_pull_through_cache, after the one at FILE:2:27; keep one, or split the"
                                + " file and name one definition for each cluster"),
                definition(
                        "twice",
                        "spec:\n  ecr_pull_through_cache: {enabled: true}\n  ecr_pull_through_cache: {enabled: false}\n",
                        ":3:3: the key \"ecr_pull_through_cache\" appears twice in one mapping; remove one"),
                definition(
                        "spec twice",
                        "spec: {}\nspec: {}\n",
                        ":2:1: the key \"spec\" appears twice in one mapping; remove one"),
                definition(
                        "nothing in it",
                        "spec:\n  ecr_pull_through_cache:\n",
                        ":2:26: spec.ecr_pull_through_cache must be a mapping, not nothing"),
                definition(
                        "list",
                        "spec:\n  ecr_pull_through_cache:\n  - enabled: true\n",
                        ":3:3: spec.ecr_pull_through_cache must be a mapping, not a list"),
                definition(
                        "switch alone",
                        "spec:\n  ecr_pull_through_cache: true\n",
                        ":2:27: spec.ecr_pull_through_cache must be a mapping, not \"true\""),
                definition(
                        "key is no text",
                        "spec:\n  ecr_pull_through_cache:\n    [a]: b\n",
                        ":3:5: a key must be text"));
    }

    private static List<Row> tiers() {
        String path = "spec.ecr_pull_through_cache";
        return List.of(
                block(
                        "enabled missing",
                        "ghcr: {enabled: true}",
                        ":3:5: " + path + " does not say whether it is enabled;" + " write enabled: true or false"),
                block(
                        "enabled twice",
                        "enabled: true\n    enabled: false",
                        ":4:5: the key \"enabled\" appears twice in one mapping; remove one"),
                block("enabled empty", "enabled:", ":3:13: " + path + ".enabled must be true or false, not nothing"),
                block(
                        "enabled quoted yes",
                        "enabled: \"yes\"",
                        ":3:14: " + path + ".enabled must be true or false, not text in quotes; write true"),
                block(
                        "enabled quoted",
                        "enabled: 'true'",
                        ":3:14: " + path + ".enabled must be true or false, not text in quotes; take the quotes away"),
                block(
                        "enabled yes",
                        "enabled: yes",
                        ":3:14: " + path
                                + ".enabled must be true or false, not \"yes\", which some readers of YAML take for"
                                + " text; write true"),
                block(
                        "enabled off",
                        "enabled: Off",
                        ":3:14: " + path
                                + ".enabled must be true or false, not \"Off\", which some readers of YAML take for"
                                + " text; write false"),
                block("enabled 1", "enabled: 1", ":3:14: " + path + ".enabled must be true or false, not \"1\""),
                block("enabled text", "enabled: sure", ":3:14: " + path + ".enabled must be true or false, not text"),
                block(
                        "enabled list",
                        "enabled: [true]",
                        ":3:14: " + path + ".enabled must be true or false, not a list"),
                block(
                        "tier alone",
                        "enabled: true\n    docker_hub: true",
                        ":4:17: " + path + ".docker_hub must be a mapping such as {enabled: true}, not \"true\""),
                block(
                        "tier empty",
                        "enabled: true\n    ghcr:",
                        ":4:10: " + path + ".ghcr must be a mapping such as {enabled: true}, not nothing"),
                block(
                        "tier quoted",
                        "enabled: true\n    ghcr:\n      enabled: \"no\"",
                        ":5:16: " + path + ".ghcr.enabled must be true or false, not text in quotes; write false"));
    }

    private static List<Row> registries() {
        String host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
        return List.of(
                registry("https://" + host, " should be only the host; did you mean " + host + "?"),
                registry(host + "/quay", " should be only the host; did you mean " + host + "?"),
                registry(host + ":443/", " should be only the host; did you mean " + host + "?"),
                registry("AWS@" + host, " should be only the host; did you mean " + host + "?"),
                registry(" " + host, " should be only the host; did you mean " + host + "?"),
                registry(host + ":8443", " is not a private Amazon ECR registry host; " + FORM),
                registry("docker.io", " is not a private Amazon ECR registry host; " + FORM),
                registry(
                        "123456789012.dkr.ecr.s3.amazonaws.com", " is not a private Amazon ECR registry host; " + FORM),
                registry("public.ecr.aws", " is Amazon ECR Public, which has no pull-through cache; " + FORM),
                registry("123456789012", " is an account; did you mean 123456789012.dkr.ecr.REGION.amazonaws.com?"),
                registry("", " is empty; " + FORM),
                block("registry null", "enabled: true\n    registry:", ":4:14: the registry \"\" is empty; " + FORM),
                block(
                        "registry list",
                        "enabled: true\n    registry: [x]",
                        ":4:15: spec.ecr_pull_through_cache.registry must be a single value, not a list"),
                block(
                        "registry without end",
                        "enabled: true\n    registry: " + "x".repeat(1_000_000),
                        ":4:15: the registry \"" + "x".repeat(60) + "…\" is not a private Amazon ECR registry host; "
                                + FORM));
    }

    private static List<Row> rules() {
        String quay = "{\"ecrRepositoryPrefix\": \"quay\", \"upstreamRegistryUrl\": \"quay.io\"}";
        String notPrefix =
                " is not a repository prefix, which has lower-case letters, digits and single separators, or is ROOT";
        return List.of(
                rules("empty", "", ": is empty; write the output of " + DESCRIBE + " into it"),
                rules(
                        "an error of the CLI",
                        "An error occurred (AccessDeniedException)\n",
                        ":1:1: not a list of cache rules; write the output of " + DESCRIBE + " into the file"),
                rules(
                        "another answer",
                        "{\"repositories\": []}",
                        ":1:1: holds no pullThroughCacheRules; write the output of " + DESCRIBE + " into the file"),
                rules(
                        "cut list",
                        "{\"pullThroughCacheRules\": [],\n \"nextToken\": \"abc\"}",
                        ":2:15: the list is cut, there is a nextToken; describe all cache rules with " + DESCRIBE
                                + ", without --no-paginate, --max-items and --max-results"),
                rules(
                        "list cut by --max-items",
                        "{\"pullThroughCacheRules\": [],\n \"NextToken\": \"abc\"}",
                        ":2:15: the list is cut, there is a NextToken; describe all cache rules with " + DESCRIBE
                                + ", without --no-paginate, --max-items and --max-results"),
                rules(
                        "stream without its last page",
                        "- pullThroughCacheRules: []\n  nextToken: a\n- pullThroughCacheRules: []\n  nextToken: b\n",
                        ":4:14: the list is cut, there is a nextToken; describe all cache rules with " + DESCRIBE
                                + ", without --no-paginate, --max-items and --max-results"),
                rules(
                        "stream that --max-items cut",
                        "- pullThroughCacheRules: []\n  NextToken: a\n- pullThroughCacheRules: []\n",
                        ":2:14: the list is cut, there is a NextToken; describe all cache rules with " + DESCRIBE
                                + ", without --no-paginate, --max-items and --max-results"),
                rules(
                        "page without rules",
                        "- nextToken: a\n- pullThroughCacheRules: []\n",
                        ":1:3: holds no pullThroughCacheRules; write the output of " + DESCRIBE + " into the file"),
                rules(
                        "no list",
                        "{\"pullThroughCacheRules\": {}}",
                        ":1:27: pullThroughCacheRules must be a list, not a mapping"),
                rules("list of names", "[\n  \"quay\"\n]", ":2:3: [0] must be a mapping, not text"),
                rules(
                        "no prefix",
                        "[\n{\"upstreamRegistryUrl\": \"quay.io\"}]",
                        ":2:1: the rule has no ecrRepositoryPrefix; write all fields into the file, without --query"),
                rules(
                        "no upstream",
                        "[{\"ecrRepositoryPrefix\": \"quay\", \"upstreamRegistryUrl\": null, \"upstreamRegistry\": \"ecr\"}]",
                        ":1:2: the rule has no upstreamRegistryUrl; write all fields into the file, without --query"),
                rule(
                        "upper case",
                        "ecrRepositoryPrefix: Quay\n  upstreamRegistryUrl: quay.io",
                        ":1:24: \"Quay\"" + notPrefix),
                rule(
                        "root",
                        "ecrRepositoryPrefix: root/\n  upstreamRegistryUrl: quay",
                        ":2:24: \"quay\" is not a registry's" + " host, such as registry-1.docker.io"),
                rule("slash", "ecrRepositoryPrefix: /\n  upstreamRegistryUrl: quay.io", ":1:24: \"/\"" + notPrefix),
                rule("nothing", "ecrRepositoryPrefix: ''\n  upstreamRegistryUrl: quay.io", ":1:24: \"\"" + notPrefix),
                rule(
                        "colon",
                        "ecrRepositoryPrefix: 'a:b'\n  upstreamRegistryUrl: quay.io",
                        ":1:24: \"a:b\"" + notPrefix),
                rule(
                        "prefix without end",
                        "ecrRepositoryPrefix: " + "a".repeat(1_000_000) + "\n  upstreamRegistryUrl: quay.io",
                        ":1:24: \"" + "a".repeat(60) + "…\"" + notPrefix),
                rule(
                        "upstream with a path",
                        "ecrRepositoryPrefix: hub\n  upstreamRegistryUrl: https://docker.io/library",
                        ":2:24: \"docker.io/library\" is not a registry's host, such as registry-1.docker.io"),
                rule(
                        "upstream prefix",
                        "ecrRepositoryPrefix: hub\n  upstreamRegistryUrl: docker.io\n  upstreamRepositoryPrefix: A",
                        ":3:29: \"A\"" + notPrefix),
                rule(
                        "wrong type",
                        "ecrRepositoryPrefix: [hub]\n  upstreamRegistryUrl: docker.io",
                        ":1:24: pullThroughCacheRules[0].ecrRepositoryPrefix must be a single value, not a list"),
                rules(
                        "prefix twice",
                        "[" + quay + ",\n " + quay.replace("quay\"", "quay/\"") + "]",
                        ":2:2: the prefix \"quay\" has a rule already, at FILE:1:2; a registry has one, remove the other"),
                rules(
                        "key twice",
                        "[{\"ecrRepositoryPrefix\": \"a\",\n\"ecrRepositoryPrefix\": \"b\"}]",
                        ":2:1: the key \"ecrRepositoryPrefix\" appears twice in one mapping; remove one"));
    }

    private static List<Row> expectations() {
        String keys = "image, namespace, workload, container, cluster";
        return List.of(
                expected("empty", "# nothing\n", ": is empty; write [] to accept nothing"),
                expected("mapping", "image: x\nreason: y\n", ":1:1: the file must be a list, not a mapping"),
                expected("text", "gcr.io/*\n", ":1:1: the file must be a list, not text"),
                expected(
                        "documents",
                        "- {image: gcr.io/*, reason: x}\n---\n- {image: quay.io/*, reason: x}\n",
                        ":3:1: a second document; write all entries into one list"),
                expected("entry is text", "- gcr.io/*\n", ":1:3: [0] must be a mapping, not text"),
                expected("entry is nothing", "-\n", ":1:2: [0] must be a mapping, not nothing"),
                expected(
                        "unknown key",
                        "- image: gcr.io/*\n  namespaces: team-*\n  reason: x\n",
                        ":2:3: unknown key \"namespaces\"; known are " + keys + ", reason, until"),
                expected(
                        "unknown key, merged",
                        "- &a {image: gcr.io/*, reason: x}\n- <<: {tag: x}\n  namespace: y\n  reason: x\n",
                        ":2:8: unknown key \"tag\"; known are " + keys + ", reason, until"),
                expected(
                        "key twice",
                        "- image: gcr.io/*\n  reason: x\n  image: quay.io/*\n",
                        ":3:3: the key \"image\" appears twice in one mapping; remove one"),
                expected(
                        "no reason",
                        "- image: gcr.io/a\n  reason: x\n- image: gcr.io/b\n",
                        ":3:3: the entry has no reason; say in one sentence why its images are accepted"),
                expected(
                        "blank reason",
                        "- image: gcr.io/b\n  reason: ' '\n",
                        ":2:11: the reason is empty; say in one sentence why the images are accepted"),
                expected(
                        "reason is nothing",
                        "- image: gcr.io/b\n  reason:\n",
                        ":2:10: [0].reason must be text, not nothing"),
                expected(
                        "reason is a list",
                        "- image: gcr.io/b\n  reason: [x]\n",
                        ":2:11: [0].reason must be text, not a list"),
                expected(
                        "only a reason",
                        "- reason: because\n",
                        ":1:3: the entry would accept every direct image; narrow it with one of " + keys),
                expected(
                        "only a date",
                        "- reason: because\n  until: 2026-12-31\n",
                        ":1:3: the entry would accept every direct image; narrow it with one of " + keys),
                expected(
                        "nothing at all",
                        "- {}\n",
                        ":1:3: the entry has no reason; say in one sentence why its images are accepted"),
                expected("image is nothing", "- image:\n  reason: x\n", ":1:9: [0].image must be text, not nothing"),
                expected(
                        "namespace is a number",
                        "- namespace: 2024\n  reason: x\n",
                        ":1:14: [0].namespace must be text; put it in quotes, not \"2024\""),
                expected(
                        "namespaces",
                        "- namespace: [a, b]\n  reason: x\n",
                        ":1:14: [0].namespace must be text, not a list"),
                expected(
                        "pattern is empty",
                        "- container: ''\n  reason: x\n",
                        ":1:14: container is empty; write a pattern, or leave it out"),
                expected(
                        "pattern without end",
                        "- workload: '" + "*a".repeat(501) + "'\n  reason: x\n",
                        ":1:13: workload is longer than 1000 characters; shorten it with *"),
                expected(
                        "short name",
                        "- image: nginx\n  reason: x\n",
                        ":1:10: image \"nginx\" is not a full name without tag and digest; write \"docker.io/library/nginx\""),
                expected(
                        "tag",
                        "- image: gcr.io/acme/app:1.0\n  reason: x\n",
                        ":1:10: image \"gcr.io/acme/app:1.0\" is not a full name without tag and digest; write"
                                + " \"gcr.io/acme/app\""),
                expected(
                        "tags",
                        "- image: localhost:5000/app:1.*\n  reason: x\n",
                        ":1:10: image \"localhost:5000/app:1.*\" names a tag or digest, which images are matched without;"
                                + " leave it out"),
                expected(
                        "digests",
                        "- image: gcr.io/acme/app@sha256:*\n  reason: x\n",
                        ":1:10: image \"gcr.io/acme/app@sha256:*\" names a tag or digest, which images are matched without;"
                                + " leave it out"),
                date("2026-02-30"),
                date("31.12.2026"),
                date("2026-12-31T00:00:00Z"),
                date("20261231"),
                date("+12026-12-31"),
                date("tomorrow"),
                date("''", ""),
                expected(
                        "date is a list",
                        "- image: gcr.io/b\n  reason: x\n  until: []\n",
                        ":3:10: [0].until must be a single value, not a list"));
    }

    private static List<Row> baselines() {
        String user = "{\"namespace\":\"n\",\"kind\":\"Pod\",\"name\":\"p\",\"container\":\"c\"}";
        String image = "{\"image\":\"nginx\",\"verdict\":\"direct\",\"usedBy\":[" + user + "]}";
        String cluster = "{\"name\":\"a\",\"complete\":true,\"images\":[" + image + "]}";
        String not = ": not a report of audit-ecr-ptc: ";
        String type = " is missing, or has another type; use a report of -o json";
        String noJson = ": not valid JSON, or cut off; use a report of -o json";
        return List.of(
                baseline("empty", "", ":1:1: not a report of audit-ecr-ptc; use a report of -o json"),
                baseline("table", "CLUSTER  production\n", ":1:1" + noJson),
                baseline("list", "[]", ":1:1: not a report of audit-ecr-ptc; use a report of -o json"),
                baseline("another object", "{\"kind\": \"List\"}", ":1:16" + not + "schemaVersion" + type),
                baseline("no clusters", "{\"schemaVersion\": 1}", ":1:20" + not + "clusters" + type),
                baseline(
                        "newer",
                        "{\n  \"schemaVersion\": 2}",
                        ":2:20: a report of schemaVersion 2, and this program reads 1; write the baseline again with this"
                                + " program"),
                baseline("version is text", "{\"schemaVersion\": \"1.0\"}", ":1:19" + not + "schemaVersion" + type),
                baseline(
                        "narrowed",
                        "{\"schemaVersion\":1,\n\"only\":[\"via-ptc\",\"exempt\"],\"clusters\":[]}",
                        ": a report without the direct images; write the baseline again without --only"),
                baseline("only is text", "{\"only\":\"direct\"}", ":1:9" + not + "only" + type),
                baseline("clusters is no list", "{\"clusters\":{}}", ":1:13" + not + "clusters" + type),
                baseline("cluster is text", "{\"clusters\":[\"a\"]}", ":1:14" + not + "clusters[0]" + type),
                baseline("cluster without name", report("{\"images\":[]}"), ":2:13" + not + "clusters[0].name" + type),
                baseline(
                        "name is null",
                        report(cluster.replace("\"a\"", "null")),
                        ":2:9" + not + "clusters[0].name" + type),
                baseline(
                        "image without name",
                        report(cluster.replace("\"image\":\"nginx\",", "")),
                        ":2:127" + not + "clusters[0].images[0].image" + type),
                baseline(
                        "image without verdict",
                        report(cluster.replace("\"verdict\":\"direct\",", "")),
                        ":2:124" + not + "clusters[0].images[0].verdict" + type),
                baseline(
                        "image without users",
                        report(cluster.replace(",\"usedBy\":[" + user + "]", "")),
                        ":2:74" + not + "clusters[0].images[0].usedBy" + type),
                baseline(
                        "user without container",
                        report(cluster.replace(",\"container\":\"c\"", "")),
                        ":2:125" + not + "clusters[0].images[0].usedBy[0].container" + type),
                baseline(
                        "user is text",
                        report(cluster.replace(user, "\"x\"")),
                        ":2:85" + not + "clusters[0].images[0].usedBy[0]" + type),
                baseline("cut off", report(cluster).substring(0, 60), ":2:29" + noJson),
                baseline("key twice", "{\"schemaVersion\":1,\"schemaVersion\":1}", ":1:35" + noJson),
                baseline("nested", "{\"a\":" + "[".repeat(5_000), noJson),
                baseline(
                        "two reports",
                        report(cluster) + "\n" + report(cluster),
                        ":3:1: more than one report; use a report of -o json"),
                baseline("not text", "{\"a\":\"\u00ff\"}", ":1:8" + noJson));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasItsWords(Row row) throws Exception {
        Path file = folder.resolve("file");
        // In Latin-1, so that a row can hold bytes that are no UTF-8.
        Files.write(file, row.content().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(message(row.kind(), file).replace(file.toString(), "FILE")).isEqualTo("FILE" + row.message());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void missingFile(Kind kind) {
        Path file = folder.resolve("missing");
        assertThat(message(kind, file)).isEqualTo(file + ": does not exist; name another file");
        assertThat(message(kind, folder)).isEqualTo(folder + ": is a directory; name another file");
    }

    @Test
    void filesHaveALimit() throws Exception {
        Path file = Files.write(folder.resolve("large"), new byte[16 * 1024 * 1024 + 1]);
        assertThat(message(Kind.RULES, file)).isEqualTo(file + ": is larger than 16 MB; name another file");
    }

    private static String message(Kind kind, Path file) {
        ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> kind.read(file));
        assertThat(e).isNotNull();
        return String.valueOf(e.getMessage());
    }

    private static Row definition(String name, String content, String message) {
        return new Row(Kind.DEFINITION, name, content, message);
    }

    private static Row block(String name, String block, String message) {
        return definition(name, "spec:\n  ecr_pull_through_cache:\n    " + block + "\n", message);
    }

    private static Row registry(String registry, String message) {
        String block = "enabled: true\n    registry: \"" + registry + "\"";
        return block("registry " + registry, block, ":4:15: the registry \"" + registry + "\"" + message);
    }

    private static Row rules(String name, String content, String message) {
        return new Row(Kind.RULES, name, content, message);
    }

    /** A rule as YAML; its first field stands at column 3. */
    private static Row rule(String name, String fields, String message) {
        String content = "pullThroughCacheRules:\n- " + fields + "\n";
        int line = Integer.parseInt(message.substring(1, message.indexOf(':', 1)));
        return rules(name, content, ":" + (line + 1) + message.substring(message.indexOf(':', 1)));
    }

    private static Row expected(String name, String content, String message) {
        return new Row(Kind.EXPECTATIONS, name, content, message);
    }

    private static Row date(String until) {
        return date(until, until);
    }

    private static Row date(String until, String shown) {
        return expected(
                "until " + until,
                "- image: gcr.io/b\n  reason: x\n  until: " + until + "\n",
                ":3:10: until \"" + shown + "\" is not a date; write the last day as 2026-12-31");
    }

    private static String report(String cluster) {
        return "{\"schemaVersion\":1,\"clusters\":[\n" + cluster + "]}";
    }

    private static Row baseline(String name, String content, String message) {
        return new Row(Kind.BASELINE, name, content, message);
    }
}

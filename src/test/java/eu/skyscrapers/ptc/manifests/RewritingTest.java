package eu.skyscrapers.ptc.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.skyscrapers.ptc.objects.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the corpus of manifests does not show: side effects, faults, hostile texts and diffs. Images named old become new. */
class RewritingTest {

    private static final String RELEASE =
            "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n  values: %s\n";

    /** An image changes in all of its texts or in none; what it shares changes only where all want the same. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{a: {image: {registry: &r old, repository: a}}, b: {image: {registry: *r, repository: b}}}"
                        + "| {a: {image: {registry: &r new, repository: a}}, b: {image: {registry: *r, repository: b}}} | ",
                "{a: {image: {registry: &r old, repository: a}}, b: {image: {registry: *r, repository: stay}}}"
                        + "| | old/a stays as it is: it shares a text with an image that stays",
                "{a: {image: {registry: &r old, repository: stay}}, b: {image: {registry: *r, repository: b}}}"
                        + "| {a: {image: {registry: &r old, repository: stay}}, b: {image: {registry: new, repository: b}}} | ",
                "{d: &d {registry: old}, a: {image: {<<: *d, repository: a}}, b: {image: {<<: *d, repository: stay}}}"
                        + "| | old/a stays as it is: it shares a text",
                "{d: &d {registry: old}, a: {image: {<<: *d, repository: a}}, b: {image: {<<: *d, repository: b}}}"
                        + "| {d: &d {registry: new}, a: {image: {<<: *d, repository: a}}, b: {image: {<<: *d, repository: b}}} | ",
                "{a: {image: &i old/a}, b: {image: *i}, c: {tag: *i}}"
                        + "| {a: {image: &i new/a}, b: {image: *i}, c: {tag: *i}} | the anchor &i holds an image",
                // The registry of all images: their names stay.
                "{global: {imageRegistry: old}, image: {repository: a}, x: {image: {repository: b/c}}}"
                        + "| {global: {imageRegistry: new}, image: {repository: a}, x: {image: {repository: b/c}}} | ",
                "{global: {imageRegistry: old}, image: {repository: a}, x: {image: {repository: stay}}}"
                        + "| | old/a stays as it is: it shares a text",
                "{global: {imageRegistry: old}, image: {repository: renamed}}"
                        + "| | old/renamed stays as it is: the registry before it is that of other images too",
                "{global: {imageRegistry: other}, image: {registry: old, repository: renamed}}"
                        + "| | old/renamed stays as it is: it shares a text",
                // The chart may have a registry of its own.
                "{image: {repository: plain}}| {image: {repository: new/plain}} | plain: no registry stands beside it",
            })
    void textsOfSeveralImages(String values, String expected, String warning) throws IOException {
        Rewriting rewriting = rewriting(RELEASE.formatted(values));
        assertThat(after(rewriting)).isEqualTo(RELEASE.formatted(expected == null ? values : expected));
        assertThat(rewriting.warnings()).allMatch(line -> line.startsWith("4: "));
        if (warning == null) {
            assertThat(rewriting.warnings()).isEmpty();
        } else {
            assertThat(rewriting.warnings()).singleElement().asString().contains(warning);
        }
    }

    @Test
    void anEntryOfKustomizeIsRewrittenWithCare() throws IOException {
        String text = """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                images:
                - name: web
                  newName: old/web
                - {name: old/a, newTag: v1}
                """;
        assertThat(rewritten(text)).isEqualTo(text.replace("old/web", "new/web"));
        assertThat(rewriting(text).warnings())
                .containsExactlyInAnyOrder(
                        "5: old/web: this entry finds images named web, so leave that name in the manifests",
                        "6: old/a:v1 stays as it is: the entry has no newName to change; add one");
    }

    /** A string of YAML in which the place of each character is not plain. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ">\n    image: old/a\n\n    tag: b",
                "\"image:\\\n      \\ old/a\"",
                "'{image:\n\n      old/a}'",
                "\"image: old/\\x61\""
            })
    void aStringThatIsWrittenInManyWaysStays(String content) throws IOException {
        String text = "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nspec:\n  valuesContent: " + content + "\n";
        assertThat(rewritten(text)).isEqualTo(text);
        assertThat(rewriting(text).warnings())
                .singleElement()
                .asString()
                .contains("old/a", "stays as it is: the string that holds it");
    }

    @ParameterizedTest
    @CsvSource({
        "'# nothing', true",
        "'---\n---\n', true",
        "'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nspec: {chart: web}', false",
        "'kind: ConfigMap', false",
        "'[]', false",
    })
    void whatHasNothingButCommentsIsBlank(String text, boolean blank) throws IOException {
        assertThat(rewriting(text).blank()).isEqualTo(blank);
    }

    @Test
    void valuesThatCannotBeReadAreWarnedAbout() throws IOException {
        String text =
                "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nspec:\n  valuesContent: |\n    {{ if x }}\n    image: old/a\n";
        assertThat(rewritten(text)).isEqualTo(text);
        assertThat(rewriting(text).warnings())
                .singleElement()
                .asString()
                .startsWith("6: HelmChart *: the values in spec.valuesContent cannot be read: ");
    }

    @Test
    void aStringThatSeveralObjectsHoldChangesOnce() throws IOException {
        String text = """
                kind: List
                items:
                - apiVersion: helm.cattle.io/v1
                  kind: HelmChart
                  spec:
                    valuesContent: &v |
                      image: old/a # \ud83d\ude00
                      side: {image: &s old/b}
                      more: {image: *s}
                - {apiVersion: helm.cattle.io/v1, kind: HelmChart, spec: {valuesContent: *v}}
                - {kind: ConfigMap, data: {values: *v}}
                """;
        assertThat(rewritten(text)).isEqualTo(text.replace("old/", "new/"));
        assertThat(rewriting(text).warnings())
                .singleElement()
                .asString()
                .startsWith("6: the anchor &v ")
                .contains("line 11 ");
    }

    /** Images below old/ become new, but for one that stays, and one whose name becomes another besides. */
    static Rewriting rewriting(String text) throws IOException {
        return Rewriting.of(text.getBytes(UTF_8), (workload, use) -> switch (use.image()) {
            case "old/stay" -> null;
            case "old/renamed" -> "new/other";
            case "plain" -> "new/plain";
            default ->
                use.image().startsWith("old/") && use.image().strip().equals(use.image())
                        ? "new/" + use.image().substring(4)
                        : null;
        });
    }

    private static String rewritten(String text) throws IOException {
        return after(rewriting(text));
    }

    private static String after(Rewriting rewriting) {
        return new String(rewriting.after(), UTF_8);
    }

    @Test
    void anAnchorThatIsNoImageElsewhereIsWarnedAbout() throws IOException {
        Rewriting rewriting = rewriting("""
                kind: Deployment
                spec:
                  template:
                    spec:
                      containers:
                      - name: a
                        image: &i old/a
                        env: [{name: IMAGE, value: *i}]
                      - {name: b, image: *i, args: [*i]}
                      - {name: c, image: &j old/b}
                      - {name: d, image: *j}
                """);
        assertThat(after(rewriting)).contains("&i new/a", "&j new/b").doesNotContain("old/");
        assertThat(rewriting.warnings())
                .singleElement()
                .asString()
                .startsWith("7: the anchor &i ")
                .contains("its alias in line 8 (and 1 more) changes too");
    }

    @Test
    void aMappingThatIsAContainerOnlyHereIsWarnedAbout() throws IOException {
        String list = """
                kind: List
                x-container: &c {name: a, image: old/a}
                x-more: &more {<<: *c, tty: true}
                items:
                - kind: Pod
                  spec: {containers: [*c, {<<: *more}]}
                - kind: Widget
                  data: %s
                """;
        assertThat(rewriting(list.formatted("{image: old/b}")).warnings()).isEmpty();
        assertThat(rewriting(list.formatted("{<<: *c, image: old/b}")).warnings())
                .isEmpty();
        assertThat(rewriting(list.formatted("*c")).warnings())
                .singleElement()
                .asString()
                .startsWith("2: the anchor &c ")
                .contains("line 8 ");
        assertThat(rewriting(list.formatted("{deep: [{er: *more}]}")).warnings())
                .singleElement()
                .asString()
                .startsWith("3: the anchor &more ")
                .contains("line 8 ");
        assertThat(rewritten(list.formatted("*c")))
                .isEqualTo(list.formatted("*c").replace("old/a", "new/a"));
    }

    @Test
    void anAliasThatIsReplacedWithinAnAnchorIsAChangeOfThatAnchor() throws IOException {
        String text = """
                kind: Pod
                metadata: {labels: {image: &i old/a}}
                spec:
                  containers:
                  - &c {name: a, image: *i}
                  - *c
                status: *c
                """;
        assertThat(rewritten(text)).isEqualTo(text.replace("*i", "new/a"));
        assertThat(rewriting(text).warnings())
                .singleElement()
                .asString()
                .startsWith("5: the anchor &c ")
                .contains("line 7 ");
    }

    @Test
    void theFirstMergeThatNamesAnImageIsTheOneThatCounts() throws IOException {
        assertThat(rewritten("""
                kind: Pod
                x-a: &a {tty: true}
                x-b: &b {image: old/b}
                x-c: &c {<<: *a, image: old/c}
                x-d: &d {<<: *c}
                x-list: &list [*a, *d, *b]
                spec: {containers: [{<<: *list, name: a}]}
                """)).contains("image: old/b", "image: new/c");
    }

    @Test
    void withinBracketsTabsMayIndent() throws IOException {
        String text =
                "{\n\tkind: Pod,\n\t# 😀\n\tspec: {\n\t\tcontainers:\t[\n\t\t\t{image:\told/a}]}}\n---\nkind:\tPod\n";
        assertThat(rewritten(text)).isEqualTo(text.replace("old/a", "new/a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "kind: Pod\\nspec: {containers: [{image: old/a   | 2 | not YAML",
                "kind: Pod\\nspec:\\n\\t- x                      | 3 | not YAML: a tab; write spaces instead",
                "kind: Pod\\nspec: !TAB!x {}                    | 2 | not YAML: found undefined tag handle",
                "kind: Pod\\n---\\nkind: \"Pod                   | 3 | not YAML",
                "# 😀\\nkind: \"\u0001\"                         | 2 | not YAML: the character U+0001",
                "a: 1\\nspec: {containers: [{image: *x}]}         | 2 | an alias without an anchor",
                "kind: &k Pod\\n---\\nkind: *k                    | 3 | an alias without an anchor",
                "kind: Pod\\nspec: &s {containers: [*s]}          | 2 | an alias without an anchor",
                "kind: Pod\\nspec: {containers: [nginx]}         | 2 | containers is not an array of objects",
                "kind: Pod\\nspec:\\n  containers:\\n  - image: []  | 4 | containers.image is not a text",
                "kind: Pod\\nspec: {containers: [{image: {a: b}}]} | 2 | containers.image is not a text",
                "kind: Pod\\nspec:\\n  ? {complex: key}\\n  : {}     | 3 | a key that is not text",
                "{\"kind\":\"Pod\"                                | 1 | the JSON is cut off",
                "{\"kind\":\"Pod\",\\n nope}                      | 2 | not JSON",
                "{\"a\":1}\\n\\n{\"a\":\\n1} x                    | 4 | text after the end",
                "{\"a\":1}\\nkind: Pod                            | 2 | text after the end",
                "{\"a\":1}\\n---\\n# y\\nkind: \"                 | 4 | not YAML",
            })
    void saysWhereATextCannotBeRead(String text, int line, String message) {
        assertThatThrownBy(() -> rewriting(text.replace("\\n", "\n").replace("\\t", "\t")))
                .isInstanceOfSatisfying(MalformedException.class, e -> {
                    assertThat(e).hasMessageContaining(message);
                    assertThat(e.line()).isEqualTo(line);
                });
    }

    @Test
    void listsWithinListsHaveAnEnd() {
        String lists = "{\"items\":[".repeat(200) + "]}".repeat(200);
        assertThatThrownBy(() -> rewriting(lists)).hasMessageContaining("more than 8 deep");
    }

    @Test
    void hostileTextsTakeNoLongerThanTheirLengthAsksFor() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            String container = "kind: Pod\nspec: {containers: [{image: old/a, env: %s}]}\n";
            assertThat(rewritten(container.formatted("x".repeat(5_000_000)))).contains("new/a");
            assertThat(rewritten(container.formatted("\"" + "x\\u0020 😀".repeat(300_000) + "\"")))
                    .contains("new/a");
            assertThat(rewritten(
                            "kind: Pod\nspec: {containers: [{image: &i" + "\n # &c".repeat(300_000) + "\n old/a}]}"))
                    .endsWith("# &c\n new/a}]}");
            assertThat(rewritten("kind: Pod\nspec: {containers: [{image: " + "old/".repeat(500_000) + "}]}"))
                    .contains("new/old/");
            assertThat(rewritten(container.formatted("[".repeat(20_000) + "]".repeat(20_000))))
                    .contains("new/a");
            assertThat(rewritten(container.formatted("{a: ".repeat(20_000) + "}".repeat(20_000))))
                    .contains("new/a");

            StringBuilder bomb = new StringBuilder("a0: &a0 [{image: old/a}]\n");
            StringBuilder merges = new StringBuilder("a0: &a0 {image: old/a}\n");
            StringBuilder lists = new StringBuilder("a0: &a0 {kind: Pod, spec: {containers: [{image: old/a}]}}\n");
            for (int i = 1; i < 30; i++) {
                bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
                merges.append("a%d: &a%d {<<: [%s]}\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
            }
            for (int i = 1; i < 8; i++) {
                String items = ("*a" + (i - 1) + ", ").repeat(50);
                lists.append("a%d: &a%d {kind: List, items: [%s]}\n".formatted(i, i, items));
            }
            assertThat(rewritten(bomb + "kind: Pod\nspec: {containers: *a0, x: *a29}\n"))
                    .contains("new/a");
            assertThat(rewritten(merges + "kind: Pod\nspec: {containers: [*a29, *a28]}\n"))
                    .contains("new/a");
            assertThatThrownBy(() -> rewritten(lists + "kind: List\nitems: [*a7]\n"))
                    .hasMessageContaining("aliases unfold to more than");

            StringBuilder chain = new StringBuilder("a0: &a0 {image: old/a}\n");
            for (int i = 1; i < 20_000; i++) {
                chain.append("a%d: &a%d {<<: *a%d}\n".formatted(i, i, i - 1));
            }
            assertThat(rewritten(chain + "kind: Pod\nspec: {containers: [*a19999]}\n"))
                    .contains("new/a");

            String many = "{\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"image\":\"old/a\"}]}}\n";
            assertThat(rewritten(many.repeat(20_000)))
                    .isEqualTo(many.replace("old", "new").repeat(20_000));
        });
    }

    @Test
    void aDiffHasHunksOfLinesWithThreeAround() throws IOException {
        String pod = """
                # 1
                # 2
                # 3
                # 4
                kind: Pod
                spec:
                  containers:
                  - image: old/a
                  - image: "old\\
                      /b"
                  # 11
                  # 12
                  # 13
                  # 14
                  # 15
                  # 16
                  - image: old/c
                  # 18
                  # 19
                  # 20
                  # 21
                  # 22
                  # 23
                  # 24
                  - image: old/d""";
        assertThat(rewriting(pod).diff("standard input", "rewritten", UnaryOperator.identity()))
                .isEqualTo("""
                --- standard input
                +++ rewritten
                @@ -5,16 +5,15 @@
                 kind: Pod
                 spec:
                   containers:
                -  - image: old/a
                -  - image: "old\\
                -      /b"
                +  - image: new/a
                +  - image: "new/b"
                   # 11
                   # 12
                   # 13
                   # 14
                   # 15
                   # 16
                -  - image: old/c
                +  - image: new/c
                   # 18
                   # 19
                   # 20
                @@ -22,4 +21,4 @@
                   # 22
                   # 23
                   # 24
                -  - image: old/d
                \\ No newline at end of file
                +  - image: new/d
                \\ No newline at end of file
                """);
        assertThat(rewriting("kind: Pod").diff("standard input", "rewritten", UnaryOperator.identity()))
                .isEmpty();
    }

    @Test
    void aDiffOfOneLine() throws IOException {
        assertThat(rewriting("{kind: Pod, spec: {containers: [{image: old/a}, {image: old/b}]}}\n")
                        .diff("standard input", "rewritten", UnaryOperator.identity()))
                .isEqualTo("""
                        --- standard input
                        +++ rewritten
                        @@ -1 +1 @@
                        -{kind: Pod, spec: {containers: [{image: old/a}, {image: old/b}]}}
                        +{kind: Pod, spec: {containers: [{image: new/a}, {image: new/b}]}}
                        """);
    }

    /** Whatever way the string is written: what it holds changes in its images alone, or a warning says that it does not. */
    @Test
    void generatedStringsOfYamlChangeInTheirImagesAlone() throws IOException {
        int changed = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            String inner = values(random);
            String text =
                    "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nspec:\n  valuesContent: " + written(inner, random);
            text = random.nextInt(4) == 0 ? text.replace("\n", "\r\n") : text;
            Rewriting rewriting = rewriting(text);
            String held = held(text);
            boolean warned = rewriting.warnings().stream().anyMatch(line -> line.contains("stays as it is"));
            changed += warned ? 0 : 1;
            assertThat(held(after(rewriting)))
                    .as("seed %d of%n%s", seed, text)
                    .isEqualTo(warned ? held : held.replace("old/", "new/"));
            assertThat(after(rewriting).replace("\\/", "/").replace("new/", "old/"))
                    .as("seed %d", seed)
                    .isEqualTo(text.replace("\\/", "/"));
        }
        assertThat(changed).isEqualTo(3_000);
    }

    private static String held(String text) {
        Map<?, ?> chart = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        return (String) ((Map<?, ?>) chart.get("spec")).get("valuesContent");
    }

    /** Each {@code old/} in it is an image's. */
    private static String values(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(2); i <= 6; i++) {
            String line = switch (random.nextInt(7)) {
                case 0 -> "# \ud83d\ude00 \u00e9 \"' \\ \t";
                case 1 -> "";
                case 2 -> "k%d:\n    image: 'old/a'   # x";
                case 3 -> "k%d: {image: \"old/b\", tag: \u00e9}";
                case 4 -> "k%d: {image: {repository: old/c, registry: }}";
                case 5 -> "k%d: |\n\n  text \u00fc\n   more";
                default -> "k%d:\n- image: old/d";
            };
            text.append(line.formatted(i)).append("\n");
        }
        return text.append("last: x").toString();
    }

    private static String written(String inner, Random random) {
        if (random.nextInt(3) > 0) {
            String indent = " ".repeat(3 + random.nextInt(4));
            String indicator = "|" + (random.nextBoolean() ? indent.length() - 2 + "" : "")
                    + List.of("", "-", "+").get(random.nextInt(3));
            String blank = random.nextBoolean() ? indent : "";
            return indicator + (random.nextBoolean() ? " # old\n" : "\n")
                    + inner.lines()
                            .map(line -> line.isEmpty() ? blank : indent + line)
                            .collect(Collectors.joining("\n", "", "\n"))
                    + "  chart: x\n";
        }
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            json.append(
                    switch (c) {
                        case '\n' -> "\\n";
                        case '\t' -> "\\t";
                        case '"', '\\' -> "\\" + c;
                        case '/' -> random.nextInt(3) == 0 ? "\\/" : "/";
                        default ->
                            c > 'z' && !Character.isSurrogate(c) && random.nextBoolean()
                                    ? "\\u%04x".formatted((int) c)
                                    : String.valueOf(c);
                    });
        }
        return json.append("\"\n").toString();
    }

    @Test
    void generatedManifestsChangeInTheirImagesAlone() throws IOException {
        for (long seed = 0; seed < 3_000; seed++) {
            ManifestGenerator generated = new ManifestGenerator(seed);
            Rewriting rewriting = rewriting(generated.before());
            assertThat(after(rewriting))
                    .as("seed %d of%n%s", seed, generated.before())
                    .isEqualTo(generated.after());
            assertThat(rewriting(after(rewriting)).changes())
                    .as("seed %d", seed)
                    .isFalse();
        }
    }
}

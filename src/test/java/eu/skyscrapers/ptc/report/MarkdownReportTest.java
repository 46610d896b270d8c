package eu.skyscrapers.ptc.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Drill;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.page.CommonImages;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Markdown as GitHub reads it: CommonMark with tables. What GitHub finds in plain text besides is looked for here. */
class MarkdownReportTest {
    private static final String HEAD = "<!-- audit-ecr-ptc -->\n### ECR pull-through cache audit\n\n";
    private static final Parser MARKDOWN =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private static final Pattern FOLD = Pattern.compile("<details><summary>[A-Za-z0-9 ,:;()-]+</summary>|</details>");
    private static final Pattern LEFT_OUT =
            Pattern.compile("(\\d+) of (\\d+)(?: parts of this report)? (?:is|are) not shown, for want of room; ");
    private static final int COMMENT = 65_536;
    /** Leaves a workflow some room around it. */
    private static final int MOST = 60_000;

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "three-clusters", "common-images", "incomplete", "nothing", "odd", "expected"})
    void showsEveryShapeOfAResult(String sample) {
        Golden.assertMatches(sample + ".md", HEAD + markdown(Samples.all().get(sample)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void startsWithASentenceToQuote(String sample) {
        AuditResult result = Samples.all().get(sample);
        String first = markdown(result).lines().findFirst().orElseThrow();
        assertThat(first).startsWith("**" + result.outcome().name() + ": ").endsWith("**");
        assertThat(Samples.write(Format.TABLE, result, Samples.view(120))).contains(first.replace("**", ""));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void countsAsTheSummaryDoes(String sample) {
        AuditResult result = Samples.all().get(sample);
        Map<String, Integer> items = items(markdown(result));
        int common = new CommonImages(result).images().size();
        List<Summary> summaries =
                result.clusters().stream().map(ClusterResult::summary).toList();
        assertThat(items.getOrDefault("via PTC", 0))
                .isEqualTo(summaries.stream().mapToInt(Summary::viaPtc).sum());
        assertThat(items.getOrDefault("exempt", 0))
                .isEqualTo(summaries.stream().mapToInt(Summary::exempt).sum());
        assertThat(items.getOrDefault("expected", 0))
                .isEqualTo(summaries.stream().mapToInt(Summary::expected).sum());
        assertThat(items.getOrDefault("direct", 0) - common + items.getOrDefault("listed above", 0))
                .isEqualTo(summaries.stream()
                        .mapToInt(summary -> summary.direct() - summary.expected())
                        .sum());
    }

    @Test
    void hasARowForEachCluster() {
        AuditResult result = Samples.all().get("three-clusters");
        assertThat(markdown(result).lines())
                .filteredOn(line -> line.matches("\\| (PASSED|FAILED|INCOMPLETE) \\| .*"))
                .hasSize(3);
        // With the sums by upstream and by namespace.
        assertThat(nodes(markdown(result), TableRow.class)).hasSize((1 + 3) + (1 + 5) + (1 + 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"three-clusters", "incomplete", "nothing"})
    void tellsWhatIsMissingBeforeWhatIsThere(String sample) {
        AuditResult result = Samples.all().get(sample);
        List<String> paragraphs =
                markdown(result).lines().filter(line -> !line.isEmpty()).toList();
        List<String> errors = result.clusters().stream()
                .flatMap(cluster -> cluster.errors().stream())
                .toList();
        assertThat(paragraphs.get(2))
                .startsWith("#### Not complete")
                .contains(": " + Words.count(errors.size(), "error") + ",");
        for (int i = 0; i < errors.size(); i++) {
            assertThat(paragraphs.get(3 + i)).endsWith("`" + errors.get(i) + "`");
        }
    }

    @Test
    void onlyHidesListsButNeitherCountsNorOutcome() {
        AuditResult recorded = Samples.all().get("recorded");
        String all = markdown(recorded);
        String exempt = Samples.write(Format.MARKDOWN, recorded, new View(Set.of(Only.EXEMPT), false, 80, "1.2.3"));
        assertThat(exempt)
                .startsWith(HEAD + all.substring(0, all.indexOf("####")))
                .contains(
                        "\n\n12 images direct, not shown (--only)\n\n", "\n\n20 images via PTC, not shown (--only)\n\n")
                .contains("<summary>10 images exempt</summary>")
                .doesNotContain("velero/velero");

        AuditResult clusters = Samples.all().get("common-images");
        assertThat(Samples.write(Format.MARKDOWN, clusters, new View(Set.of(Only.EXEMPT), false, 80, "1.2.3")))
                .contains("### Direct in every cluster\n\n6 images, not shown (--only)\n")
                .doesNotContain("velero/velero");
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void keepsTextOfOthersWithinCode(String text) {
        assertHarmless(markdown(Hostile.everywhere(text, text)));
        assertHarmless(markdown(Hostile.inEveryCluster(text)));
        if (text.length() <= 100) {
            assertTwins(markdown(Hostile.everywhere(text, text)), markdown(Hostile.everywhere("twin", "twin")), text);
            assertTwins(markdown(Hostile.inEveryCluster(text)), markdown(Hostile.inEveryCluster("twin")), text);
        }
    }

    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#huge")
    void keepsAMegabyteOutOfTheWay(String text) {
        for (AuditResult result :
                List.of(Hostile.everywhere(text, text), Hostile.everywhere(text, "x"), Hostile.inEveryCluster(text))) {
            String markdown = markdown(result);
            assertHarmless(markdown);
            assertThat(markdown).hasSizeLessThan(MOST + 1);
        }
        assertTold(Hostile.everywhere(text, "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1000, 20_000})
    void fitsIntoACommentAndCountsWhatDoesNot(int images) {
        AuditResult result = Samples.audit(FailOn.DIRECT, cluster("c", images));
        assertTold(result);
        String markdown = markdown(result);
        assertThat(LEFT_OUT.matcher(markdown).find()).isEqualTo(images >= 1000);
        assertThat(markdown).hasSizeGreaterThan(images >= 1000 ? 55_000 : 0);
    }

    /** The rest is in the worst namespaces, and no image is lost: what a reader of a page that is cut asks first. */
    @ParameterizedTest
    @CsvSource({"569, 60000, true", "569, 1000000, false", "5000, 60000, true", "5000, 1000000, true"})
    void whereItIsCutATableHasEveryNamespaceTheWorstFirst(int images, int room, boolean cut) {
        int expected = (images + 9) / 10;
        AuditResult result = Samples.audit(FailOn.UNEXPECTED, Samples.cluster("c", namespaces(images)));
        String markdown =
                Samples.write(Format.MARKDOWN, result, Samples.view(80).withRoom(room));
        assertHarmless(markdown.substring(HEAD.length()));
        assertThat(markdown.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(room);
        assertThat(LEFT_OUT.matcher(markdown).find()).isEqualTo(cut);
        int unexpected = images - expected;
        Matcher leftOut =
                Pattern.compile("(\\d+) of " + unexpected + " are not shown").matcher(markdown);
        assertThat(items(markdown.substring(HEAD.length())).get("direct")
                        + (leftOut.find() ? Integer.parseInt(leftOut.group(1)) : 0))
                .isEqualTo(unexpected);
        List<String> table = markdown.lines()
                .filter(line -> line.matches("\\| \\d+ \\| \\d+ \\| `team-\\d+` \\|"))
                .toList();
        if (cut) {
            assertThat(markdown)
                    .contains("| unexpected | direct | Direct by namespace, as not all images are listed |")
                    .doesNotContain("Unexpected by namespace");
            assertThat(table).hasSize(20);
            assertThat(table.get(0)).matches("\\| (\\d+) \\| \\1 \\| `team-19` \\|");
            assertThat(table)
                    .extracting(row -> -Integer.parseInt(row.split(" ", -1)[1]))
                    .isSorted();
            // Every image of it is expected, so that nothing is to be done there.
            assertThat(table.get(19)).isEqualTo("| 0 | " + expected + " | `team-0` |");
        } else {
            assertThat(table).isEmpty();
            assertThat(markdown)
                    .contains("Unexpected by namespace, and 14 more")
                    .doesNotContain("Direct by namespace");
        }
    }

    /** A tenth is expected, in a namespace of its own; of the others the higher number has more. */
    private static List<ImageFinding> namespaces(int images) {
        return IntStream.range(0, images)
                .mapToObj(i -> {
                    boolean accepted = i % 10 == 0;
                    int namespace = accepted ? 0 : (int) Math.sqrt(1 + i * 399.0 / images);
                    Workload workload =
                            new Workload("team-" + Math.max(namespace, accepted ? 0 : 1), "Deployment", "w" + i);
                    Expectation by = accepted ? new Expectation("a reason", "accepted.yaml:1") : null;
                    return new ImageFinding(
                            "registry.example/d\u00e9p\u00f4t/image-" + i + ":1.2.3",
                            new Judgment(
                                    "registry.example/x",
                                    Reason.CACHEABLE,
                                    "registry.example",
                                    Samples.REGISTRY + "/example/image-" + i,
                                    "pinned by digest: a first pull by digest may not fill the cache, so pull it once"),
                            by,
                            List.of(new Usage(workload, "main", ContainerType.CONTAINER, 1, null, by)));
                })
                .toList();
    }

    /** What is as it should be gives way first. */
    @Test
    void showsWhatNeedsAnEyeBeforeAnythingElse() {
        List<ImageFinding> images = Stream.concat(
                        cluster("c", 40_000).images().stream()
                                .filter(finding -> finding.judgment().reason() == Reason.CACHE_RULE),
                        cluster("c", 800).images().stream()
                                .filter(finding -> finding.judgment().reason() == Reason.CACHEABLE))
                .toList();
        AuditResult result = Samples.audit(FailOn.DIRECT, Samples.cluster("c", images));
        assertThat(items(markdown(result))).containsEntry("direct", 100);
        assertThat(markdown(result))
                .contains(" of 5000 are not shown, for want of room; `-o json` or `-o csv` shows them all");
    }

    @Test
    void oneImageThatIsTooLongHidesNoOther() {
        String tooLong = "\u0000".repeat(1000);
        List<ImageFinding> images = new ArrayList<>(cluster("c", 80).images());
        Workload workload = new Workload(tooLong, tooLong, tooLong);
        List<Usage> usages = IntStream.range(0, 5)
                .mapToObj(i -> new Usage(workload, i + tooLong, ContainerType.CONTAINER, 1))
                .toList();
        images.add(
                20,
                new ImageFinding(
                        tooLong, new Judgment("x.example/x", Reason.NO_RULE, null, null, tooLong), null, usages));
        AuditResult result = Samples.audit(FailOn.DIRECT, Samples.cluster("c", images));
        String markdown = markdown(result);
        assertThat(markdown)
                .contains("\n1 of 11 is not shown, for want of room; `-o json` or `-o csv` shows them all\n");
        images.remove(20);
        assertThat(images).allSatisfy(finding -> assertThat(markdown).contains("- `" + finding.image() + "`\n"));
    }

    @Test
    void countsThePartsThatItHasNoRoomFor() {
        AuditResult result = Samples.audit(
                FailOn.DIRECT,
                IntStream.range(0, 400)
                        .mapToObj(i -> cluster("cluster-" + i, 16))
                        .toArray(ClusterResult[]::new));
        String markdown = markdown(result);
        assertThat(markdown).hasSizeLessThan(MOST + 1).startsWith("**FAILED: 400 of 400 clusters failed**");
        assertThat(markdown.lines().reduce((first, second) -> second).orElseThrow())
                .matches("\\d+ of \\d+ parts of this report are not shown, .*");
        assertHarmless(markdown);
    }

    /** Every eighth image has the same reason; each has a user. */
    private static ClusterResult cluster(String name, int images) {
        Reason[] reasons = Reason.values();
        List<ImageFinding> findings = IntStream.range(0, images)
                .mapToObj(i -> {
                    Reason reason = reasons[i * reasons.length / images];
                    String image = "registry.example/" + name + "/image-" + i;
                    String replacement = reason == Reason.CACHEABLE ? Samples.REGISTRY + "/x/image-" + i : null;
                    Usage usage = new Usage(
                            new Workload("apps", "Deployment", "web-" + i), "web", ContainerType.CONTAINER, 1);
                    return new ImageFinding(
                            image,
                            new Judgment("x.example/x", reason, "registry.example", replacement, null),
                            null,
                            List.of(usage));
                })
                .toList();
        return Samples.cluster(name, findings);
    }

    /** What follows the heading, with the marker by which a bot finds its comment. */
    private static String markdown(AuditResult result) {
        String markdown = Samples.write(Format.MARKDOWN, result, Samples.view(80));
        assertThat(markdown)
                .startsWith(HEAD)
                .hasSizeLessThan(MOST + 1)
                .endsWith("\n")
                .doesNotContain("\n\n\n");
        return markdown.substring(HEAD.length());
    }

    /** That what is listed and what is said not to be listed are all that there is. */
    private static void assertTold(AuditResult result) {
        String markdown = markdown(result);
        assertThat(markdown).hasSizeLessThan(COMMENT).hasSizeLessThan(MOST + 1);
        assertHarmless(markdown);
        Summary summary = result.clusters().get(0).summary();
        int leftOut = 0;
        Matcher sentence = LEFT_OUT.matcher(markdown);
        while (sentence.find()) {
            leftOut += Integer.parseInt(sentence.group(1));
        }
        Map<String, Integer> items = items(markdown);
        int listed = Stream.of("via PTC", "exempt", "expected", "direct")
                .mapToInt(key -> items.getOrDefault(key, 0))
                .sum();
        long drills = Drill.of(result, result.clusters().get(0)).size()
                - markdown.lines().filter(line -> line.startsWith("- If ")).count();
        assertThat(listed + leftOut - drills).isEqualTo(summary.images());
    }

    private static void assertHarmless(String markdown) {
        assertThat(nodes(markdown, HtmlInline.class)).isEmpty();
        assertThat(nodes(markdown, HtmlBlock.class))
                .allSatisfy(html -> assertThat(html.getLiteral()).matches(FOLD));
        for (Class<? extends Node> none : List.of(
                Link.class,
                Image.class,
                LinkReferenceDefinition.class,
                FencedCodeBlock.class,
                IndentedCodeBlock.class)) {
            assertThat(nodes(markdown, none)).isEmpty();
        }
        assertThat(nodes(markdown, Text.class))
                .extracting(Text::getLiteral)
                .allSatisfy(text ->
                        assertThat(text).doesNotContain("@", "#", "http", "www.", "$", "`", "[", "]", "\\", "::", "|"));
        assertThat(markdown.codePoints()
                        .filter(c ->
                                c != '\n' && Printable.of(Character.toString(c)).length() > 2))
                .isEmpty();
        assertThat(markdown.lines()).noneMatch(line -> line.strip().startsWith("::"));
        assertThat(markdown).doesNotContain("##[", "##vso[");
    }

    /** All that is not code is the same, and as many code spans hold the one text as the other. */
    private static void assertTwins(String hostile, String twin, String text) {
        for (Class<? extends Node> some : List.of(
                ListItem.class, TableRow.class, Heading.class, Paragraph.class, HtmlBlock.class, BulletList.class)) {
            assertThat(nodes(hostile, some)).as(some.getSimpleName()).hasSameSizeAs(nodes(twin, some));
        }
        if (!text.isEmpty()) {
            assertThat(nodes(hostile, Text.class).stream().map(Text::getLiteral))
                    .containsExactlyElementsOf(nodes(twin, Text.class).stream()
                            .map(Text::getLiteral)
                            .toList());
            assertThat(nodes(hostile, Code.class).stream().map(Code::getLiteral).filter(Words.shown(text)::equals))
                    .hasSize((int) nodes(twin, Code.class).stream()
                            .filter(code -> code.getLiteral().equals("twin"))
                            .count());
        }
    }

    /** How many images stand in the lists of each kind, and are listed above. */
    private static Map<String, Integer> items(String markdown) {
        Map<String, Integer> items = new HashMap<>();
        String kind = "";
        for (Node node = MARKDOWN.parse(markdown).getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading) {
                String title = text(node);
                kind = Stream.of(Reason.values()).anyMatch(reason -> title.startsWith(reason.key() + " ("))
                        ? "direct"
                        : title;
            } else if (node instanceof HtmlBlock html) {
                String title = html.getLiteral();
                kind = Stream.of("via PTC", "exempt", "expected")
                        .filter(title::contains)
                        .findFirst()
                        .orElse("");
            } else if (node instanceof BulletList) {
                int size = 0;
                for (Node item = node.getFirstChild(); item != null; item = item.getNext()) {
                    size++;
                }
                items.merge(kind, size, Integer::sum);
            } else if (node instanceof Paragraph && text(node).startsWith("Direct in every cluster, listed above: ")) {
                items.merge("listed above", Integer.parseInt(text(node).replaceAll("\\D", "")), Integer::sum);
            }
        }
        return items;
    }

    private static String text(Node node) {
        StringBuilder text = new StringBuilder();
        collect(node, Text.class).forEach(part -> text.append(part.getLiteral()));
        return text.toString();
    }

    private static <T extends Node> List<T> nodes(String markdown, Class<T> type) {
        return collect(MARKDOWN.parse(markdown), type);
    }

    private static <T extends Node> List<T> collect(Node node, Class<T> type) {
        List<T> nodes = new ArrayList<>();
        if (type.isInstance(node)) {
            nodes.add(type.cast(node));
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            nodes.addAll(collect(child, type));
        }
        return nodes;
    }
}

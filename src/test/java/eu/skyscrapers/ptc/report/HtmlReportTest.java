package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.audit.AcceptedImage;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.ClusterResult;
import eu.skyscrapers.ptc.audit.Expectation;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Review;
import eu.skyscrapers.ptc.audit.Summary;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.report.View.Only;
import eu.skyscrapers.ptc.report.page.Images;
import eu.skyscrapers.ptc.report.page.Words;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
    static {
        // Java 25 refuses a document with more than 100,000 characters from entities, "&lt;" included, in its
        // attributes.
        System.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        System.setProperty("jdk.xml.totalEntitySizeLimit", "0");
    }

    private static final String ROWS = "//section[@class='group']//li[@class='row']";

    @ParameterizedTest
    @ValueSource(strings = {"recorded", "three-clusters"})
    void looksAsItDid(String sample) {
        Golden.assertMatches(
                sample + ".html", withoutResources(html(Samples.all().get(sample))));
    }

    /** The page without what stands in files of its own, and the hashes of that. */
    private static String withoutResources(String html) {
        return html.replaceFirst("(?s)<style>.*?</style>", "<style>report.css</style>")
                .replaceFirst("(?s)<script>.*?</script>", "<script>report.js</script>")
                .replaceAll("sha256-[A-Za-z0-9+/=]{44}", "sha256-");
    }

    static Stream<String> samples() {
        return Samples.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void listsEveryImageOfEveryClusterOnce(String sample) throws Exception {
        AuditResult result = Samples.all().get(sample);
        Document page = parse(html(result));

        for (int i = 0; i < result.clusters().size(); i++) {
            Summary summary = result.clusters().get(i).summary();
            String cluster = "//section[@id='cluster-" + i + "']";
            assertThat(nodes(page, cluster + ROWS)).hasSize(summary.images());
            assertThat(rows(page, cluster, "direct ")).isEqualTo(summary.direct());
            assertThat(rows(page, cluster, "direct expected")).isEqualTo(summary.expected());
            assertThat(rows(page, cluster, "exempt ")).isEqualTo(summary.exempt());
            assertThat(rows(page, cluster, "via-ptc ")).isEqualTo(summary.viaPtc());
            assertThat(nodes(page, cluster + ROWS + "/div/code[1]"))
                    .extracting(Node::getTextContent)
                    .containsExactlyInAnyOrderElementsOf(result.clusters().get(i).images().stream()
                            .map(finding -> Words.shown(finding.image()))
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 1", "1, 1"})
    void hasNoListOfNothing(int unused, int expired) throws Exception {
        AcceptedImage entry = new AcceptedImage(null, null, null, null, null, "gone", LocalDate.EPOCH, "expect.yaml:1");
        AuditResult recorded = Samples.all().get("recorded");
        Review review = new Review(
                null, List.of(), Collections.nCopies(unused, entry), Collections.nCopies(expired, entry), List.of());
        Document page = parse(html(
                new AuditResult(recorded.failOn(), Set.of(), recorded.clusters(), review, List.of(), recorded.run())));
        assertThat(nodes(page, "//ul[not(li)]")).isEmpty();
        assertThat(nodes(page, "//section[@id='unused']/ul/li")).hasSize(unused);
        assertThat(nodes(page, "//section[@id='expired']/ul/li")).hasSize(expired);
    }

    private static int rows(Document page, String cluster, String keys) throws Exception {
        return nodes(page, cluster + "//section[starts-with(@data-keys,'" + keys + "')]//li[@class='row']")
                .size();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void drawsTheCountsOfTheSummaries(String sample) throws Exception {
        AuditResult result = Samples.all().get(sample);
        Document page = parse(html(result));

        assertThat(nodes(page, "(//table)[1]/tbody/tr")).hasSameSizeAs(result.clusters());
        for (int i = 0; i < result.clusters().size(); i++) {
            ClusterResult cluster = result.clusters().get(i);
            Summary summary = cluster.summary();
            Node row = nodes(page, "(//table)[1]/tbody/tr[.//a/@href='#cluster-" + i + "']")
                    .get(0);
            boolean unread = !cluster.complete() && summary.images() == 0;
            assertThat(nodes(row, "td"))
                    .extracting(Node::getTextContent)
                    .containsExactlyElementsOf(
                            Stream.of(summary.direct(), summary.expected(), summary.exempt(), summary.viaPtc())
                                    .map(count -> unread ? "-" : "" + count)
                                    .toList());
            assertThat(nodes(row, ".//rect")).hasSize((int) IntStream.of(
                            summary.direct() - summary.expected(),
                            summary.expected(),
                            summary.exempt(),
                            summary.viaPtc())
                    .filter(count -> count > 0)
                    .count());
        }
    }

    @Test
    void saysTheOutcomeInTheWordsOfTheTable() throws Exception {
        assertThat(heading("recorded"))
                .isEqualTo(
                        "FAILED: 11 unexpected images (12 direct, 1 of them expected); 20 via PTC, 10 exempt; 62 pods in 10"
                                + " namespaces");
        assertThat(heading("incomplete"))
                .isEqualTo("INCOMPLETE: no direct images in the part that was read; 1 via PTC, 0 exempt; 2 pods in 1"
                        + " namespace");
        assertThat(heading("three-clusters"))
                .isEqualTo("INCOMPLETE: 1 of 3 clusters could not be read whole, 1 failed, 1 passed");
    }

    private static String heading(String sample) throws Exception {
        return nodes(parse(html(Samples.all().get(sample))), "//p[@class='result']")
                .get(0)
                .getTextContent();
    }

    @Test
    void tellsWhatCouldNotBeReadBeforeAnythingElse() throws Exception {
        AuditResult result = Samples.all().get("three-clusters");
        Node first = nodes(parse(html(result)), "//main/section").get(0);

        assertThat(first.getAttributes().getNamedItem("id").getNodeValue()).isEqualTo("not-complete");
        assertThat(first.getTextContent()).contains(result.clusters().get(2).errors());
    }

    @Test
    void tellsWhenTheAuditRan() throws Exception {
        List<Node> times = nodes(parse(html(Samples.all().get("recorded"))), "//time/..");
        assertThat(times).extracting(Node::getTextContent).containsExactly("2026-11-21T12:00:00Z, in 1.2 s");
    }

    @Test
    void onlyHidesImagesAndSaysSoButChangesNoCount() throws Exception {
        AuditResult recorded = Samples.all().get("recorded");
        Document some = parse(write(recorded, new View(Set.of(Only.EXEMPT), false, 80, "1.2.3")));

        assertThat(nodes(some, ROWS))
                .hasSize(recorded.clusters().get(0).summary().exempt());
        assertThat(nodes(some, "//p[@class='none']"))
                .extracting(Node::getTextContent)
                .containsExactly("direct: 12 images, not shown (--only)", "via-ptc: 20 images, not shown (--only)");
        assertThat(nodes(some, "//p[@class='only']"))
                .extracting(Node::getTextContent)
                .containsExactly("Listed are only exempt images (--only). All counts are of all images.");
        assertThat(nodes(some, "//p[@class='result'] | //table").stream()
                        .map(Node::getTextContent)
                        .toList())
                .isEqualTo(nodes(parse(html(recorded)), "//p[@class='result'] | //table").stream()
                        .map(Node::getTextContent)
                        .toList());
    }

    @Test
    void saysWhatThePageIs() throws Exception {
        Document one = parse(html(Samples.all().get("recorded")));
        String production = "arn:aws:eks:eu-west-1:111122223333:cluster/production";
        assertThat(nodes(one, "//h1 | //title"))
                .extracting(Node::getTextContent)
                .containsExactly(
                        "FAILED: Pull-through cache audit of " + production + ", 2026-11-21",
                        "Pull-through cache audit of " + production);
        assertThat(nodes(one, "//header/p[@class='about']"))
                .extracting(Node::getTextContent)
                .containsExactly(Images.DIRECT);
        assertThat(nodes(parse(html(Samples.all().get("three-clusters"))), "//h1"))
                .extracting(Node::getTextContent)
                .containsExactly("Pull-through cache audit of 3 clusters");
    }

    @Test
    void whatCouldNotBeReadComesFirst() throws Exception {
        Document page = parse(html(Samples.all().get("three-clusters")));
        assertThat(nodes(page, "(//table)[1]/tbody/tr//a | //section[@class='cluster']/h3"))
                .extracting(Node::getTextContent)
                .containsExactly(
                        "production",
                        "arn:aws:eks:eu-west-1:111122223333:cluster/production",
                        "development",
                        "Cluster production",
                        "Cluster arn:aws:eks:eu-west-1:111122223333:cluster/production",
                        "Cluster development");
        Document unread = parse(html(Samples.all().get("common-images")));
        assertThat(nodes(unread, "(//table)[1]/tbody/tr[1]//*[self::a or self::td]"))
                .extracting(Node::getTextContent)
                .containsExactly("staging", "-", "-", "-", "-");
        assertThat(nodes(unread, "(//table)[1]/tbody/tr[1]//svg/@aria-label"))
                .extracting(Node::getNodeValue)
                .containsExactly("nothing could be read");
    }

    @Test
    void drawsTheUpstreamsTheWorstFirst() throws Exception {
        List<Node> rows = nodes(parse(html(Samples.all().get("recorded"))), "//div[@class='upstreams']/table/tbody/tr");
        assertThat(rows).extracting(Node::getTextContent).startsWith("docker.io5004", "quay.io2009");
    }

    @Test
    void saysWhatIsNotPrinted() throws Exception {
        Document recorded = parse(html(Samples.all().get("recorded")));
        assertThat(nodes(recorded, "//p[@class='printed']"))
                .extracting(Node::getTextContent)
                .containsExactly("Only direct images are printed; 30 other images are in the page itself.");
        assertThat(nodes(recorded, "//input[@id='print']")).hasSize(1);
        Document direct =
                parse(write(Samples.all().get("recorded"), new View(Set.of(Only.DIRECT), false, 80, "1.2.3")));
        assertThat(nodes(direct, "//p[@class='printed'] | //input[@id='print']"))
                .isEmpty();
    }

    @Test
    void tellsTheReasonOfEachUserWhereTheyDiffer() throws Exception {
        Usage one = accepted("one", "known");
        Judgment judgment = new Judgment("x.example/x", Reason.NO_RULE, "x", null, null);
        ImageFinding same = new ImageFinding("a", judgment, one.expected(), List.of(one, accepted("two", "known")));
        ImageFinding differ = new ImageFinding("b", judgment, one.expected(), List.of(one, accepted("two", "new")));
        Document page = parse(html(Samples.audit(FailOn.DIRECT, cluster(List.of(same, differ)))));

        assertThat(nodes(page, ROWS + "/ul/li/p"))
                .extracting(Node::getTextContent)
                .containsExactly("accepted: known (expect.yaml:1)", "accepted: new (expect.yaml:1)");
    }

    private static Usage accepted(String name, String reason) {
        return new Usage(
                new Workload("shop", "Deployment", name),
                "web",
                ContainerType.CONTAINER,
                1,
                null,
                new Expectation(reason, "expect.yaml:1"));
    }

    @Test
    void foldsUsersAndNamesTheNamespacesOfAll() throws Exception {
        Expectation accepted = new Expectation("a customer's own", "accepted.yaml:3");
        Deployer release = new Deployer(Deployer.HELM_RELEASE, "flux-system", "shop");
        List<Usage> users = new ArrayList<>();
        users.add(new Usage(
                new Workload("shop", "Deployment", "web"), "web", ContainerType.CONTAINER, 1, release, accepted));
        for (int i = 10; i < 40; i++) {
            users.add(new Usage(
                    new Workload("tenant-" + i, "Deployment", "web"), "web", ContainerType.CONTAINER, i - 10));
        }
        ImageFinding image =
                new ImageFinding("nginx", new Judgment("x.example/x", Reason.NO_RULE, "x", null, null), null, users);
        Document page = parse(html(Samples.audit(FailOn.DIRECT, cluster(List.of(image)))));

        assertThat(nodes(page, ROWS + "/ul/li")).hasSize(10);
        assertThat(nodes(page, ROWS + "/ul/li[1]/*"))
                .extracting(Node::getTextContent)
                .containsExactly(
                        "shop",
                        "Deployment/web",
                        "web",
                        "1 pod",
                        "by HelmRelease flux-system/shop",
                        "accepted: a customer's own (accepted.yaml:3)");
        assertThat(nodes(page, ROWS + "/ul/li[2]/*"))
                .extracting(Node::getTextContent)
                .containsExactly("tenant-10", "Deployment/web", "web", "template");
        assertThat(nodes(page, ROWS + "/ul/li[10]"))
                .extracting(Node::getTextContent)
                .containsExactly("and 22 more in 22 namespaces, which the search does not see; -o json and -o csv have"
                        + " them all");
        assertThat(nodes(page, ROWS + "/@data-namespace").get(0).getNodeValue().split(" "))
                .hasSize(31);
    }

    @Test
    void foldsNamespacesTheWorstFirst() throws Exception {
        List<ImageFinding> images = new ArrayList<>();
        for (int i = 100; i < 400; i++) {
            Usage user = new Usage(new Workload("tenant-" + i, "Pod", "x"), "x", ContainerType.CONTAINER, 1);
            Reason reason = i % 20 == 19 ? Reason.NO_RULE : Reason.ECR_PUBLIC;
            images.add(new ImageFinding(
                    "image-" + i, new Judgment("x.example/x", reason, "x", null, null), null, List.of(user)));
        }
        Document page = parse(html(Samples.audit(FailOn.DIRECT, cluster(images))));

        assertThat(nodes(page, "//div[@class='namespaces']/table/tbody/tr/th"))
                .extracting(Node::getTextContent)
                .hasSize(9)
                .startsWith("tenant-119", "tenant-139");
        assertThat(nodes(page, "//details/summary"))
                .extracting(Node::getTextContent)
                .containsExactly("and 291 more namespaces, 6 of them with unexpected images");
        assertThat(nodes(page, "//details/table/tbody/tr")).hasSize(199);
        assertThat(nodes(page, "//details/p"))
                .extracting(Node::getTextContent)
                .containsExactly("and 92 more namespaces, none with unexpected images (-o json)");
        assertThat(nodes(page, "//select[@id='namespace']/option")).hasSize(301);
    }

    private static ClusterResult cluster(List<ImageFinding> images) {
        return Samples.cluster("production", images);
    }

    @Test
    void noShareIsTooThinToBeSeen() throws Exception {
        List<ImageFinding> images = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Reason reason = i == 7 ? Reason.NO_RULE : Reason.CACHE_RULE;
            images.add(new ImageFinding(
                    "image-" + i, new Judgment("x.example/x", reason, "x", null, null), null, List.of()));
        }
        Node bar = nodes(parse(html(Samples.audit(FailOn.DIRECT, cluster(images)))), "//tr//svg")
                .get(0);

        assertThat(nodes(bar, "rect/@width")).extracting(Node::getNodeValue).containsExactly("2.00%", "97.99%");
        assertThat(((Element) bar).getAttribute("aria-label"))
                .isEqualTo("of 20000 images less than 1% direct, 0% exempt, more than 99% via PTC");
    }

    @Test
    void thePolicyKnowsTheVeryBytes() throws Exception {
        String html = html(Samples.all().get("recorded"));
        String policy =
                nodes(parse(html), "//meta[@http-equiv]/@content").get(0).getNodeValue();

        assertThat(policy)
                .isEqualTo("default-src 'none'; script-src " + hash(html, "script") + "; style-src "
                        + hash(html, "style") + "; base-uri 'none'; form-action 'none'");
    }

    private static String hash(String html, String element) throws Exception {
        String text = html.substring(
                html.indexOf("<" + element + ">") + element.length() + 2, html.indexOf("</" + element + ">"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    }

    @ParameterizedTest
    @MethodSource("samples")
    void asksForNothingElse(String sample) throws Exception {
        String html = html(Samples.all().get(sample));

        assertThat(nodes(parse(html), "//@src | //@style | //link | //@action")).isEmpty();
        assertThat(nodes(parse(html), "//@href"))
                .extracting(Node::getNodeValue)
                .allMatch(address -> address.startsWith("#"));
        assertThat(html.replace("url(#", ""))
                .doesNotContain("url(", "@import", "fetch(", "XMLHttpRequest", "innerHTML");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyLinkAndLabelHasItsEnd(String sample) throws Exception {
        Document page = parse(html(Samples.all().get(sample)));
        List<String> ids = nodes(page, "//@id").stream().map(Node::getNodeValue).toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(nodes(page, "//@href"))
                .extracting(address -> address.getNodeValue().substring(1))
                .allMatch(ids::contains);
        assertThat(nodes(page, "//@for | //@aria-labelledby"))
                .extracting(Node::getNodeValue)
                .allMatch(ids::contains);
    }

    static Stream<String> hostile() {
        return Stream.concat(Hostile.texts(), Hostile.huge());
    }

    /** The same elements and attributes as with a harmless text, and the text nowhere but where texts are. */
    @ParameterizedTest
    @MethodSource("hostile")
    void textOfOthersStaysText(String text) throws Exception {
        String everywhere = html(Hostile.everywhere(text, text));
        String clusters = html(Hostile.inEveryCluster(text));

        assertThat(shape(parse(everywhere))).isEqualTo(shape(parse(html(Hostile.everywhere("harmless", "harmless")))));
        assertThat(shape(parse(clusters))).isEqualTo(shape(parse(html(Hostile.inEveryCluster("harmless")))));
        for (String html : List.of(everywhere, clusters)) {
            assertThat(html.length()).isLessThan(2 << 20);
            assertThat(html.contains("##")).isFalse();
            assertThat(html.chars().filter(c -> c != '\n' && (c < ' ' || c >= 0x7F)))
                    .isEmpty();
            assertThat(html.lines()).noneMatch(line -> line.strip().startsWith("::"));
            assertThat(html.split("<script", -1)).hasSize(2);
        }
    }

    /** A shorter text than the page cuts can be read in it as {@link Printable} shows it. */
    @ParameterizedTest
    @MethodSource("eu.skyscrapers.ptc.report.Hostile#texts")
    void textOfOthersCanBeRead(String text) throws Exception {
        Document page = parse(html(Hostile.everywhere(text, text)));

        assertThat(nodes(page, ROWS + "/div//code"))
                .extracting(Node::getTextContent)
                .hasSize(2 * Hostile.IMAGES)
                .containsOnly(Words.shown(text));
    }

    private static List<String> shape(Document page) throws Exception {
        return nodes(page, "//*").stream()
                .map(node -> {
                    StringBuilder shape = new StringBuilder(node.getNodeName());
                    NamedNodeMap attributes = node.getAttributes();
                    for (int i = 0; i < attributes.getLength(); i++) {
                        shape.append(' ').append(attributes.item(i).getNodeName());
                    }
                    return shape.toString();
                })
                .toList();
    }

    private static String html(AuditResult result) {
        return write(result, Samples.view(80));
    }

    private static String write(AuditResult result, View view) {
        return Samples.write(Format.HTML, result, view);
    }

    private static Document parse(String html) throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        parser.setErrorHandler(null);
        return parser.parse(new InputSource(new StringReader(html)));
    }

    private static List<Node> nodes(Node from, String path) throws Exception {
        NodeList found = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, from, XPathConstants.NODESET);
        return IntStream.range(0, found.getLength()).mapToObj(found::item).toList();
    }
}

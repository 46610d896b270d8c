package eu.skyscrapers.ptc.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import eu.skyscrapers.ptc.audit.AuditResult;
import eu.skyscrapers.ptc.audit.FailOn;
import eu.skyscrapers.ptc.audit.ImageFinding;
import eu.skyscrapers.ptc.audit.Judgment;
import eu.skyscrapers.ptc.audit.Reason;
import eu.skyscrapers.ptc.audit.Usage;
import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, opened from the disk. */
class HtmlReportIT {
    private static final String SHOWN =
            "[...document.querySelectorAll('.group .row')].filter(row => row.checkVisibility())";
    private static final String COUNT = "document.getElementById('count').textContent";
    private static final String HINT = "document.getElementById('hint').textContent";
    private static final String IMAGES = SHOWN + ".map(row => row.querySelector('code').textContent)";
    private static final String FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    @TempDir
    private static Path temp;

    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> installed = Browser.installed();
        assumeTrue(installed.isPresent(), "no chromium or chrome on the PATH, and none named by CHROME");
        browser = Browser.start(installed.get(), Files.createDirectory(temp.resolve("profile")));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Which is deleted with the folder of this test. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "where Chromium keeps its socket is another matter elsewhere")
    void theBrowserWritesIntoItsFolderAlone() throws Exception {
        Path profile = temp.resolve("profile");
        assertThat(Files.readSymbolicLink(profile.resolve("SingletonSocket"))).startsWith(profile);
    }

    @Test
    void filters() throws Exception {
        open(Samples.all().get("recorded"));
        assertThat(browser.evaluate(COUNT).asText()).isEqualTo("42 images");
        assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(42);

        pick("verdict", "unexpected");
        assertThat(browser.evaluate(COUNT).asText()).isEqualTo("11 of 42 images shown: direct, not expected");
        assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(11);

        pick("reason", "cacheable");
        click("#search");
        browser.call("Input.insertText", Map.of("text", "VELERO plugin"));
        browser.evaluate(FRAME);
        assertThat(browser.evaluate(COUNT).asText())
                .isEqualTo("1 of 42 images shown: direct, not expected, cacheable, \u201cvelero plugin\u201d");
        assertThat(texts(IMAGES)).containsExactly("velero/velero-plugin-for-aws:v1.11.0");
        assertThat(texts("[...document.querySelectorAll('.group')].filter(group => group.checkVisibility())"
                        + ".map(group => group.querySelector('.number').textContent)"))
                .containsExactly("(1 of 9)");

        click("form button");
        browser.evaluate(FRAME);
        assertThat(browser.evaluate(COUNT).asText()).isEqualTo("42 images");
        assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(42);

        click("a[data-namespace]");
        assertThat(browser.evaluate(COUNT).asText()).isEqualTo("7 of 42 images shown: namespace team-shop");
        assertThat(browser.evaluate(SHOWN + ".every(row => row.textContent.includes('team-shop'))")
                        .asBoolean())
                .isTrue();
        assertQuiet();
    }

    @Test
    void filtersByCluster() throws Exception {
        open(Samples.all().get("three-clusters"));
        pick("cluster", "2");

        assertThat(browser.evaluate(COUNT).asText()).isEqualTo("1 of 44 images shown: production");
        assertThat(texts(
                        "[...document.querySelectorAll('section:not(.remark) h3')].filter(title => title.checkVisibility())"
                                + ".map(title => title.textContent)"))
                .containsExactly("Cluster production");
        assertQuiet();
    }

    @Test
    void keepsTheFilterInTheAddress() throws Exception {
        open(Samples.all().get("recorded"));
        pick("verdict", "unexpected");
        pick("namespace", "8");
        pick("search", " nginx ");
        assertThat(hash()).isEqualTo("#verdict=unexpected&namespace=team-shop&search=nginx");
        click("nav a[href=\"#images\"]");
        assertThat(hash()).isEqualTo("#verdict=unexpected&namespace=team-shop&search=nginx");
        click("form button");
        assertThat(hash()).isEmpty();
        assertQuiet();

        browser.open("about:blank");
        browser.open(temp.resolve("report.html").toUri() + "#search=nginx&namespace=team-shop&verdict=unexpected");
        assertThat(browser.evaluate(COUNT).asText())
                .isEqualTo("1 of 42 images shown: direct, not expected, namespace team-shop, \u201cnginx\u201d");
        assertThat(texts(IMAGES)).containsExactly("nginx:1.27-alpine");
        assertThat(browser.evaluate("scrollY").asInt()).isPositive();
        assertQuiet();
    }

    /** Once the page has written it. */
    private static String hash() throws Exception {
        browser.evaluate("new Promise(done => setTimeout(done, 600))");
        return browser.evaluate("location.hash").asText();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verdict=none",
                "verdict=",
                "verdict=direct&verdict=direct",
                "verdict=direct&x=1",
                "verdict=direct&__proto__=1",
                "print=true",
                "search=",
                "search=%0A",
                "namespace=8",
                "namespace=any",
                "cluster=2",
                "cluster=production&namespace=team-shop",
                "namespace=team-shop&cluster=production",
                "upstream=<img src=x onerror=alert(1)>",
                "verdict=%",
                "search=LONG"
            })
    void takesNoFilterThatIsNotOfThisPage(String fragment) throws Exception {
        open(Samples.all().get("three-clusters"));
        pick("verdict", "exempt");
        browser.evaluate("location.hash = '" + fragment.replace("LONG", "x".repeat(2000)) + "'");
        browser.evaluate(FRAME);

        assertThat(browser.evaluate(COUNT).asText()).isEqualTo("44 images");
        assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(44);
        assertThat(browser.evaluate(HINT).asText())
                .isEqualTo("The address asks for a filter that this page does not have, so that all images are shown.");
        assertThat(browser.evaluate("document.querySelectorAll('img').length").asInt())
                .isZero();
        pick("verdict", "exempt");
        assertThat(browser.evaluate(HINT).asText()).isEmpty();
        assertQuiet();
    }

    @Test
    void theNamespacesAreThoseOfTheCluster() throws Exception {
        open(Samples.all().get("three-clusters"));
        String names = "[...document.getElementById('namespace').options].map(option => option.text)";
        List<String> all = texts(names);
        pick("namespace", "8");
        pick("cluster", "2");
        assertThat(texts(names)).containsExactly("any", "ingress");
        assertThat(browser.evaluate(COUNT).asText()).isEqualTo("1 of 44 images shown: production");

        click("a[data-namespace]");
        assertThat(texts(names)).isEqualTo(all);
        assertThat(browser.evaluate(COUNT).asText()).isEqualTo("7 of 44 images shown: namespace team-shop");
        assertQuiet();
    }

    @Test
    void saysWhatToTakeBackWhereNothingIsLeft() throws Exception {
        open(Samples.all().get("recorded"));
        pick("verdict", "exempt");
        assertThat(browser.evaluate(HINT).asText()).isEmpty();
        pick("reason", "cacheable");
        assertThat(browser.evaluate(HINT).asText())
                .isEqualTo("No image matches all of this: without exempt there would be 9 images, without cacheable"
                        + " there would be 10 images.");
        pick("search", "no such image");
        assertThat(browser.evaluate(HINT).asText())
                .isEqualTo("No image matches all of this: \u201cShow all\u201d brings back all 42 images.");
        assertQuiet();
    }

    @Test
    void filtersByUpstream() throws Exception {
        open(Samples.all().get("recorded"));
        click("a[data-upstream]");

        assertThat(browser.evaluate(COUNT).asText()).isEqualTo("9 of 42 images shown: docker.io");
        assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(9);
        assertQuiet();
    }

    @Test
    void sortsClustersAndBack() throws Exception {
        open(Samples.all().get("common-images"));
        String names = "[...document.querySelectorAll('.sortable tbody a')].map(link => link.textContent)";
        List<String> worstFirst = texts(names);
        assertThat(worstFirst).first().isEqualTo("staging");

        click(".sortable th:nth-child(1) button");
        assertThat(texts(names)).isSorted().isNotEqualTo(worstFirst);
        click(".sortable th:nth-child(5) button");
        assertThat(texts(names)).first().isEqualTo("staging");
        assertThat(texts("[...document.querySelectorAll('th[aria-sort]')].map(head => head.textContent)"))
                .containsExactly("via PTC");
        click(".sortable th:nth-child(5) button");
        assertThat(texts(names)).isEqualTo(worstFirst);
        assertQuiet();
    }

    /** A list that nobody sees keeps its rows as they were; they must be right when it is seen again. */
    @Test
    void filtersLongListsBackAndForth() throws Exception {
        AuditResult result = manyImages(1000);
        open(result);
        for (String text : List.of("image-99", "no such thing", "image-1", "image-777", "")) {
            browser.evaluate("document.getElementById('search').value = '" + text + "'");
            browser.evaluate("document.getElementById('search').dispatchEvent(new Event('input', {bubbles: true}))");
            browser.evaluate(FRAME);
            assertThat(texts(IMAGES))
                    .as(text)
                    .containsExactlyInAnyOrderElementsOf(result.clusters().get(0).images().stream()
                            .map(finding -> finding.image())
                            .filter(image -> image.contains(text))
                            .toList());
        }
        assertQuiet();
    }

    @Test
    void copies() throws Exception {
        open(Samples.all().get("recorded"));
        browser.call(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        click(".copy");

        assertThat(state(".copy")).isEqualTo("copied");
        assertThat(browser.evaluate("navigator.clipboard.readText()").asText())
                .isEqualTo(browser.evaluate("document.querySelector('.to code').textContent")
                        .asText())
                .startsWith(Samples.REGISTRY);
        assertQuiet();
    }

    @Test
    void selectsWhereThereIsNoClipboard() throws Exception {
        open(Samples.all().get("recorded"));
        browser.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined});"
                + "document.execCommand = () => false");
        click(".copy");

        assertThat(state(".copy")).isEqualTo("selected");
        assertThat(browser.evaluate("getSelection().toString()").asText())
                .isEqualTo(browser.evaluate("document.querySelector('.to code').textContent")
                        .asText());
        assertThat(browser.evaluate("document.getElementById('said').textContent")
                        .asText())
                .startsWith("Selected");
        assertQuiet();
    }

    /** The label of the button, which it has for a moment only. */
    private static String state(String selector) throws Exception {
        browser.evaluate(FRAME);
        return browser.evaluate("document.querySelector('" + selector + "').dataset.state")
                .asText();
    }

    @Test
    void showsEverythingWithoutItsScript() throws Exception {
        browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            open(Samples.all().get("recorded"));

            assertThat(browser.evaluate("document.documentElement.className").asText())
                    .isEmpty();
            assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(42);
            assertThat(texts("[...document.querySelectorAll('form, .copy')].filter(it => it.checkVisibility())"
                            + ".map(it => it.tagName)"))
                    .isEmpty();
        } finally {
            browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    @Test
    void printsDirectImagesUnlessOthersAreAskedFor() throws Exception {
        browser.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
        try {
            open(Samples.all().get("recorded"));
            assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(12);
            pick("verdict", "via-ptc");
            assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(20);
            pick("verdict", "");
            browser.evaluate("document.getElementById('print').click()");
            browser.evaluate(FRAME);
            assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(42);
        } finally {
            browser.call("Emulation.setEmulatedMedia", Map.of("media", ""));
        }
        assertQuiet();
    }

    @Test
    void printsThousandsOfImagesOnLittlePaper() throws Exception {
        open(manyImages(3600));
        byte[] pdf = Base64.getDecoder()
                .decode(browser.call("Page.printToPDF", Map.of()).path("data").asText());
        assertThat(Pattern.compile("/Type\\s*/Page\\b")
                        .matcher(new String(pdf, StandardCharsets.ISO_8859_1))
                        .results())
                .hasSizeBetween(2, 39);
    }

    @Test
    void isNoWiderThanAPhone() throws Exception {
        browser.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 800, "deviceScaleFactor", 1, "mobile", true));
        try {
            for (String sample : List.of("recorded", "three-clusters", "odd")) {
                open(Samples.all().get(sample));
                assertThat(browser.evaluate("document.documentElement.scrollWidth")
                                .asInt())
                        .as(sample)
                        .isEqualTo(360);
            }
        } finally {
            browser.call("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    static Stream<String> hostile() {
        return Stream.concat(Hostile.texts(), Hostile.huge());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void textOfOthersDoesNothing(String text) throws Exception {
        open(Hostile.everywhere("harmless", "harmless"));
        int elements = browser.evaluate("document.querySelectorAll('*').length").asInt();
        open(Hostile.everywhere(text, text));

        assertThat(browser.evaluate("document.querySelectorAll('*').length").asInt())
                .isEqualTo(elements);
        pick("verdict", "direct");
        click("a[data-namespace]");
        assertThat(browser.evaluate(SHOWN + ".length").asInt()).isEqualTo(6);
        assertThat(browser.events("Debugger.scriptParsed").stream()
                        .filter(script -> script.path("url").asText().startsWith("file:")))
                .hasSize(1);
        assertQuiet();
    }

    /** Even markup that is not ours cannot run or load anything. */
    @Test
    void thePolicyStopsWhatEscapingWouldLetThrough() throws Exception {
        Path file = temp.resolve("report.html");
        String html = Samples.write(Format.HTML, Samples.all().get("recorded"), Samples.view(80));
        Files.writeString(
                file,
                html.replace(
                        "<main>",
                        "<main><script>document.title = 'ran'</script><img src='http://127.0.0.1:1/x'"
                                + " onerror='document.title = \"ran\"'/><p style='color: red'>x</p>"));
        browser.open(file);

        assertThat(browser.evaluate("document.title").asText()).startsWith("FAILED");
        List<String> blocked = new ArrayList<>();
        for (JsonNode issue : browser.events("Audits.issueAdded")) {
            blocked.add(issue.at("/issue/details/contentSecurityPolicyIssueDetails/violatedDirective")
                    .asText());
        }
        assertThat(blocked).contains("script-src-elem", "script-src-attr", "img-src", "style-src-attr");
        assertThat(browser.events("Network.responseReceived"))
                .allMatch(response -> response.at("/response/url").asText().startsWith("file:"));
    }

    private static void open(AuditResult result) throws Exception {
        Path file = temp.resolve("report.html");
        Files.writeString(file, Samples.write(Format.HTML, result, Samples.view(80)));
        browser.open(file);
    }

    private static AuditResult manyImages(int number) {
        List<ImageFinding> images = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Judgment judgment =
                    new Judgment("x.example/x", i % 3 == 0 ? Reason.NO_RULE : Reason.CACHE_RULE, "x", null, null);
            Usage user = new Usage(
                    new Workload("team-" + i % 40, "Deployment", "web-" + i), "web", ContainerType.CONTAINER, 1);
            images.add(new ImageFinding("image-" + i, judgment, null, List.of(user, user)));
        }
        return Samples.audit(FailOn.DIRECT, Samples.cluster("production", images));
    }

    /** Chooses as a person does who sees the list: the field is told, and tells the page. */
    private static void pick(String id, String value) throws Exception {
        browser.evaluate("document.getElementById('" + id + "').value = '" + value + "'");
        browser.evaluate("document.getElementById('" + id + "').dispatchEvent(new Event('input', {bubbles: true}))");
        browser.evaluate(FRAME);
    }

    private static void click(String selector) throws Exception {
        JsonNode place = browser.evaluate("(() => { const it = document.querySelector('" + selector + "');"
                + "it.scrollIntoView({block: 'center', behavior: 'instant'});"
                + "const box = it.getClientRects()[0];"
                + "return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            browser.call(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            place.path("x").asDouble(),
                            "y",
                            place.path("y").asDouble(),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
    }

    private static List<String> texts(String expression) throws IOException {
        List<String> texts = new ArrayList<>();
        browser.evaluate(expression).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static void assertQuiet() {
        for (String event : List.of(
                "Log.entryAdded",
                "Runtime.consoleAPICalled",
                "Runtime.exceptionThrown",
                "Page.javascriptDialogOpening",
                "Audits.issueAdded")) {
            assertThat(browser.events(event)).as(event).isEmpty();
        }
        assertThat(browser.events("Network.requestWillBeSent"))
                .hasSize(1)
                .allMatch(request -> request.at("/request/url").asText().startsWith("file:"));
    }
}

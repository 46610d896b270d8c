package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    private static final String POD_A =
            "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"a:1\"}]}}";

    /** What a text told, as lines that a test can compare. */
    private static class Told implements Findings {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void found(PodImages images) {
            for (ImageUse use : images.images()) {
                lines.add((images.template() ? "template " : "pod ")
                        + images.workload().namespace() + "/"
                        + images.workload().kind() + "/" + images.workload().name() + " "
                        + use.type().key() + " "
                        + use.container() + "=" + use.image());
            }
        }

        @Override
        public void owned(PodImages images, Workload owner) {
            lines.add("owned " + images.workload().kind() + "/" + images.name());
        }

        @Override
        public void passedOver(String kind) {
            lines.add("passed over " + kind);
        }

        @Override
        public void leftOut() {
            lines.add("left out");
        }

        @Override
        public void problem(long line, String what) {
            lines.add("problem at " + line + ": " + what);
        }

        @Override
        public void malformed(MalformedException e) {
            lines.add("malformed at " + e.line() + ": " + e.getMessage());
        }

        @Override
        public void page(ListPage page) {
            lines.add("page " + page.kind() + " " + page.items() + " more=" + !page.last());
        }
    }

    private static List<String> read(String text) throws IOException {
        return read(text.getBytes(UTF_8), Scope.ALL);
    }

    /** Where and why the last document of the text cannot be read. */
    private static String fault(String text) throws IOException {
        return fault(text.getBytes(UTF_8));
    }

    private static String fault(byte[] text) throws IOException {
        List<String> lines = read(text, Scope.ALL);
        String last = lines.get(lines.size() - 1);
        assertThat(last).startsWith("malformed at ");
        return last.substring("malformed at ".length());
    }

    private static List<String> read(byte[] text, Scope scope) throws IOException {
        Told told = new Told();
        Documents.read(new ByteArrayInputStream(text), scope, told);
        return told.lines;
    }

    @Test
    void readsEveryPlaceAPodPullsFrom() throws IOException {
        assertThat(read("""
                kind: Pod
                metadata: {name: p, namespace: n}
                spec:
                  volumes:
                  - {name: data, emptyDir: {}}
                  - {image: {reference: "quay.io/w:1", pullPolicy: Always}, name: weights}
                  initContainers:
                  - {name: side, image: sidecar:1, restartPolicy: Always}
                  containers:
                  - {image: main:1, name: main, env: [{name: image, value: no}]}
                  ephemeralContainers:
                  - {name: dbg, image: busybox}
                status:
                  containerStatuses: [{image: "other:9", name: main}]
                """))
                .containsExactly(
                        "pod n/Pod/p container main=main:1",
                        "pod n/Pod/p initContainer side=sidecar:1",
                        "pod n/Pod/p ephemeralContainer dbg=busybox",
                        "pod n/Pod/p imageVolume weights=quay.io/w:1");
    }

    @ParameterizedTest
    @CsvSource({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job"})
    void readsTheTemplateOfEveryWorkloadKind(String kind) throws IOException {
        assertThat(read("{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":\"x\",\"name\":\"c\"}]}}},"
                        + "\"metadata\":{\"name\":\"w\",\"namespace\":\"n\"},\"kind\":\"" + kind + "\"}"))
                .containsExactly("template n/" + kind + "/w container c=x");
    }

    @Test
    void readsCronJobsAndPodTemplates() throws IOException {
        assertThat(read("""
                kind: CronJob
                metadata: {name: c, namespace: n}
                spec: {jobTemplate: {metadata: {}, spec: {template: {spec: {containers: [{name: a, image: x}]}}}}}
                ---
                kind: PodTemplate
                metadata: {name: t, namespace: n}
                template: {spec: {containers: [{name: a, image: y}]}}
                """))
                .containsExactly("template n/CronJob/c container a=x", "template n/PodTemplate/t container a=y");
    }

    @Test
    void leavesOutWhatAnOwnersTemplateStandsFor() throws IOException {
        String owned = """
                kind: %s
                metadata: {name: w, ownerReferences: [{kind: %s, name: o, controller: true}]}
                spec: {template: {spec: {containers: [{name: a, image: x}]}}}
                """;
        for (String owner : List.of("Deployment", "Rollout")) {
            assertThat(read(owned.formatted("ReplicaSet", owner))).containsExactly("owned ReplicaSet/w");
        }
        for (String owner : List.of("CronJob", "Workflow")) {
            assertThat(read(owned.formatted("Job", owner))).containsExactly("owned Job/w");
        }
        assertThat(read(owned.formatted("Job", "Workflow").replace("true", "false")))
                .containsExactly("template /Job/w container a=x");
        assertThat(read(owned.formatted("Deployment", "Platform")))
                .containsExactly("template /Deployment/w container a=x");
    }

    @ParameterizedTest
    @CsvSource({
        "ReplicaSet, web-abc12, abc12, Deployment/web",
        "ReplicaSet, web-abc12, '', ReplicaSet/web-abc12",
        "ReplicaSet, web-abc12, zzz, ReplicaSet/web-abc12",
        "ReplicaSet, abc12, abc12, ReplicaSet/abc12",
        "Job, nightly-28901234, '', CronJob/nightly",
        "Job, migrate-20240101, '', Job/migrate-20240101",
        "Job, nightly-2890123x, '', Job/nightly-2890123x",
        "Job, -28901234, '', Job/-28901234",
        "DaemonSet, agent, '', DaemonSet/agent",
        "Node, ip-10-0-0-1, '', Pod/p",
        "Rollout, web, '', Rollout/web",
    })
    void namesTheWorkloadThatAPersonKnows(String kind, String name, String hash, String workload) throws IOException {
        assertThat(read("""
                kind: Pod
                metadata:
                  name: p
                  labels: {pod-template-hash: "%s"}
                  ownerReferences:
                  - {kind: Other, name: no}
                  - {kind: %s, name: "%s", controller: true}
                spec: {containers: [{name: c, image: x}]}
                """.formatted(hash, kind, name))).containsExactly("pod /" + workload + " container c=x");
    }

    @Test
    void takesListsOfEverySort() throws IOException {
        assertThat(
                        read(
                                "{\"kind\":\"PodList\",\"metadata\":{\"continue\":\"abc\",\"remainingItemCount\":2},\"items\":["
                                        + "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"x\"}]}}]}"))
                .containsExactly("pod /Pod/a container c=x", "page PodList 1 more=true");
        assertThat(read("{\"items\":[" + POD_A + ",{\"kind\":\"Service\"}],\"kind\":\"List\"}"))
                .containsExactly("pod /Pod/a container c=a:1", "passed over Service", "page List 2 more=false");
        assertThat(read("{\"items\":null,\"kind\":\"PodList\"}")).containsExactly("page PodList 0 more=false");
        assertThat(read("{\"kind\":\"List\",\"items\":[{\"kind\":\"List\",\"items\":[" + POD_A + "]}]}"))
                .containsExactly("pod /Pod/a container c=a:1", "page List 1 more=false", "page List 1 more=false");
    }

    @Test
    void takesListsWithSortedKeysWhoseKindComesLast() throws IOException {
        assertThat(read("{\"items\":[{\"metadata\":{\"name\":\"d\"},\"spec\":{\"template\":{\"spec\":{\"containers\":"
                        + "[{\"image\":\"x\",\"name\":\"c\"}]}}}}],\"kind\":\"DeploymentList\"}"))
                .containsExactly("template /Deployment/d container c=x", "page DeploymentList 1 more=false");
        assertThat(read(
                        "{\"items\":[{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"image\":\"x\",\"name\":\"c\"}]}}],"
                                + "\"kind\":\"PodList\"}"))
                .containsExactly("pod /Pod/p container c=x", "page PodList 1 more=false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%1$s%1$s",
                "%1$s\n%1$s\n",
                "%1$s\n---\n%1$s\n",
                "---\n%1$s\n---\r\n\n%1$s\n---\n",
                "\ufeff%1$s %1$s"
            })
    void takesSeveralJsonDocuments(String layout) throws IOException {
        assertThat(read(layout.formatted(POD_A)))
                .containsExactly("pod /Pod/a container c=a:1", "pod /Pod/a container c=a:1");
    }

    @Test
    void takesYamlBehindJsonAndEmptyDocuments() throws IOException {
        String yaml = "# a comment\n---\n---\nkind: Pod\nspec: {containers: [{name: c, image: y}]}\n---\n# nothing\n";
        assertThat(read(yaml)).containsExactly("pod /Pod/* container c=y");
        assertThat(read(POD_A + "\n" + yaml)).containsExactly("pod /Pod/a container c=a:1", "pod /Pod/* container c=y");
        assertThat(read("{kind: Pod, spec: {containers: [{name: c, image: y}]}}"))
                .containsExactly("pod /Pod/* container c=y");
        assertThat(read("kind: Pod\nspec: {containers: [{name: c, image: y}]}".getBytes(UTF_16), Scope.ALL))
                .containsExactly("pod /Pod/* container c=y");
    }

    @Test
    void readsManyShortDocumentsInOneText() throws IOException {
        assertThat(read(POD_A.repeat(5_000))).hasSize(5_000);
    }

    @Test
    void resolvesAnchorsAliasesAndMergeKeys() throws IOException {
        assertThat(read("""
                kind: List
                x-first: &defaults {name: c, image: &image "base:1", env: [*image]}
                x-chain: &chain {<<: *defaults, image: chained:1}
                items:
                - kind: Pod
                  metadata: &meta {name: one}
                  spec:
                    containers:
                    - *defaults
                    - {<<: *defaults, image: own:1}
                    - <<: [{name: first}, *defaults]
                    - <<: *chain
                    - {name: plain, image: *image}
                    - {"<<": ignored, name: quoted, image: q}
                - kind: Pod
                  metadata: *meta
                  spec: {containers: [{name: *image, image: *image}]}
                """))
                .containsExactly(
                        "pod /Pod/one container c=base:1",
                        "pod /Pod/one container c=own:1",
                        "pod /Pod/one container first=base:1",
                        "pod /Pod/one container c=chained:1",
                        "pod /Pod/one container plain=base:1",
                        "pod /Pod/one container quoted=q",
                        "pod /Pod/one container base:1=base:1",
                        "page List 2 more=false");
    }

    @Test
    void whatAMappingMergesItselfComesBeforeTheNextMerge() throws IOException {
        assertThat(read("""
                kind: Pod
                x: [&c {name: c, image: from-c}, &a {<<: *c, name: a}, &b {image: from-b, name: b}]
                spec: {containers: [{<<: [*a, *b]}]}
                """)).containsExactly("pod /Pod/* container a=from-c");
        StringBuilder bomb = new StringBuilder("a0: &a0 {name: n}\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%1$d: &a%1$d {<<: [*a%2$d, *a%2$d]}\n".formatted(i, i - 1));
        }
        assertThat(fault(bomb + "kind: Pod\nspec: {containers: [{<<: *a39}]}\n"))
                .contains("aliases unfold to more");
    }

    @Test
    void mergesWithinMergesHaveAnEnd() throws IOException {
        assertThat(read(merges(91) + "kind: Pod\nspec: {containers: [*a0, {<<: *a90}]}\n"))
                .hasSize(2);
        assertThat(fault(merges(20_000) + "kind: Pod\nspec: {containers: [*a0]}\n"))
                .isEqualTo("102: merge keys within each other, more than 100 deep");
    }

    private static String merges(int deep) {
        StringBuilder chain = new StringBuilder("a0: &a0 {image: x}\n");
        for (int i = 1; i < deep; i++) {
            chain.append("a%d: &a%d {<<: *a%d}\n".formatted(i, i, i - 1));
        }
        return chain.toString();
    }

    @Test
    void takesAnIndentedDocumentAndAKindBehindTheTemplate() throws IOException {
        assertThat(read("\n  kind: Pod\n  spec: {containers: [{name: c, image: x}]}\n"))
                .containsExactly("pod /Pod/* container c=x");
        assertThat(read(POD_A + "\n---\n    # more\n    kind: Pod\n    spec: {containers: [{name: c, image: x}]}\n"))
                .hasSize(2);
        assertThat(read("template: {spec: {containers: [{name: c, image: x}]}}\nkind: PodTemplate\n"))
                .containsExactly("template /PodTemplate/* container c=x");
        assertThat(read("template: 7\nkind: Widget\n")).containsExactly("passed over Widget");
    }

    @Test
    void readsPodSpecsOfKindsThatItDoesNotKnow() throws IOException {
        assertThat(read("""
                kind: Rollout
                metadata: {name: r, namespace: n}
                spec: {template: {spec: {containers: [{name: c, image: x}]}}}
                ---
                kind: pod
                metadata: {name: p}
                spec: {containers: [{name: c, image: y}]}
                """))
                .containsExactly(
                        "template n/Rollout/r container c=x",
                        "problem at 5: Kubernetes has no kind 'pod'; write Pod",
                        "template /pod/p container c=y");
        assertThat(read("""
                kind: Prometheus
                spec: {containers: [{name: prometheus, resources: {}}], volumes: 7, template: [1], initContainers: [a, {image: [b]}]}
                """)).as("of any shape, and no image").containsExactly("passed over Prometheus");
    }

    @Test
    void aRefusalAndAListWithoutItemsAreProblems() throws IOException {
        assertThat(read("{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"pods is forbidden\"}"))
                .containsExactly("problem at 1: an API server's refusal instead of objects: pods is forbidden");
        assertThat(read("kind: List\n---\nkind: PodList\n---\nkind: AllowList\n"))
                .containsExactly(
                        "problem at 1: a List without items",
                        "problem at 3: a PodList without items",
                        "passed over AllowList");
    }

    @Test
    void twoImagesInOneContainerAreAnErrorAndBothAreRead() throws IOException {
        for (String text : List.of(
                "kind: Pod\nspec: {containers: [{name: c, image: nginx, image: cached}]}",
                "{\"kind\":\"Pod\",\n\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"nginx\",\"image\":\"cached\"}]}}")) {
            assertThat(read(text))
                    .containsExactly(
                            "problem at 2: two images in one of containers",
                            "pod /Pod/* container c=nginx",
                            "pod /Pod/* container c=cached");
        }
    }

    @Test
    void takesYamlBehindJsonAndASeparator() throws IOException {
        assertThat(read(POD_A + "\n---\nkind: Pod\nspec: {containers: [{name: c, image: y}]}\n"))
                .hasSize(2);
        assertThat(fault(new byte[] {'a', ':', '\n', ' ', (byte) 0xC3, '\n'}))
                .isEqualTo("2: not YAML: not text in UTF-8");
    }

    @Test
    void anAnchorHoldsForItsDocumentOnly() throws IOException {
        assertThat(fault("kind: &k Pod\nspec: {containers: [{image: x}]}\n---\nkind: *k\n"))
                .isEqualTo("4: an alias without an anchor before it");
    }

    @Test
    void endsAnAliasBomb() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThat(read(bomb + "kind: Pod\nspec: {containers: *a11}\n"))
                .containsExactly("problem at 14: containers is not an array of objects");
        assertThat(read(bomb.toString().replace("x, x", "{image: i}")
                        + "kind: Pod\nspec: {containers: [{env: *a11, image: *a11}]}\n"))
                .containsExactly("problem at 14: containers.image is not a text");
        String list = "- kind: Pod\n  spec: {containers: *list}\n";
        assertThat(fault("kind: List\nx: &list [" + "{image: i},".repeat(5_000) + "]\nitems:\n" + list.repeat(5_000)))
                .contains("its aliases unfold to more");
        assertThat(fault("kind: Pod\nspec: &s {containers: [*s]}\n")).contains("without an anchor");
    }

    @Test
    void passesOverABombThatNobodyReads() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThat(read(bomb + "kind: Pod\nspec: {containers: [{name: c, env: *a29, image: x}]}\n"))
                .containsExactly("pod /Pod/* container c=x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"kind\":\"Pod\"                                    | 1 | the JSON is cut off",
                "{\"kind\":\"Pod\",\\n\"spec\":{\"containers\":[{\"image\":\"ngi | 2 | the JSON is cut off",
                "{\"kind\":\"Pod\",\\n nope}                           | 2 | not JSON",
                "{\"kind\":\"Pod\",\"spec\":{\"containers\":[]}} trailing | 1 | there is text after the end",
                "kind: Pod\\nspec:\\n\\t- x                            | 3 | not YAML: a tab; write spaces instead",
                "kind:\\tPod\\nspec:\\n \\tcontainers:              | 3 | not YAML: a tab; write spaces instead",
                "kind: Pod\\nspec: !TAB!x {}                        | 2 | not YAML: found undefined tag handle",
                "kind: Pod\\nspec: {containers: [{image: x             | 2 | not YAML",
                "kind: Pod\\nspec: {containers: [{image: *x}]}         | 2 | an alias without an anchor",
                "kind: Pod\\n? [a, b]\\n: c                            | 2 | a key that is not text",
                "kind: Pod\\n---\\nkind: \"Pod                         | 3 | not YAML",
                "[1,2]                                                 | 1 | an array, not a Kubernetes object",
                "<html><body>hello</body></html>                       | 1 | a plain value, not a Kubernetes object",
            })
    void saysWhereATextStopsMakingSense(String text, long line, String message) throws IOException {
        assertThat(fault(text.replace("\\n", "\n").replace("\\t", "\t"))).startsWith(line + ": " + message);
    }

    /** The parser stops at bytes that are no text, with a document that may end before them. */
    @Test
    void whatIsNoTextEndsNothing() throws IOException {
        assertThat(read((POD_A + "\u0080" + POD_A).getBytes(ISO_8859_1), Scope.ALL))
                .containsExactly(
                        "pod /Pod/a container c=a:1", "malformed at 1: there is text after the end of the JSON object");
        assertThat(read((POD_A + "\n# \u0080\n---\n" + POD_A).getBytes(ISO_8859_1), Scope.ALL))
                .containsExactly(
                        "pod /Pod/a container c=a:1",
                        "malformed at 2: not YAML: not text in UTF-8",
                        "pod /Pod/a container c=a:1");
        assertThat(read(("{\"kind\":\"Pod\",\n\"x\":\"\u0080\"}\n---\n" + POD_A).getBytes(ISO_8859_1), Scope.ALL))
                .containsExactly("malformed at 2: not JSON: not text in UTF-8", "pod /Pod/a container c=a:1");
    }

    /** It is an error, and what comes after it is read all the same. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "kind: Pod\\nspec: {containers: 7}               | 2 | containers is not an array",
                "kind: Pod\\nspec: {containers: [7]}             | 2 | containers is not an array of objects",
                "kind: Pod\\nspec: {containers: [{image: {}}]}   | 2 | containers.image is not a text",
                "kind: Pod\\nspec: 7                             | 2 | spec is not an object",
                "kind: [Pod]                                     | 1 | kind is not a text",
                "kind: Thing\\nmetadata: {labels: [a, b]}        | 2 | metadata.labels is not an object",
                "kind: AllowList\\nitems: [10.0.0.0/8]           | 2 | items, which makes any object a list to kubectl, is not an array of objects",
                "kind: Thing\\nitems: 3                          | 2 | items, which makes any object a list to kubectl, is not an array",
                "kind: podlist                                   | 1 | Kubernetes has no kind 'podlist'; write PodList",
                "kind: LIST\\nitems: []                          | 1 | Kubernetes has no kind 'LIST'; write List",
                "kind: 'a kind: of its own'                      | 1 | Kubernetes has no such kind of objects",
            })
    void anOddObjectHidesNoOther(String text, long line, String message) throws IOException {
        assertThat(read(text.replace("\\n", "\n") + "\n---\n" + POD_A))
                .filteredOn(told -> !told.startsWith("page ") && !told.startsWith("passed over "))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("problem at " + line + ": " + message),
                        pod -> assertThat(pod).isEqualTo("pod /Pod/a container c=a:1"));
    }

    /** Seen with kubectl 1.27 to 1.33; for what it refuses there is an error at least. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "kind: ConfigMap\\nitems: [%s]                                        | pod /Pod/a container c=a:1",
                "kind: Service\\nspec: {ports: []}\\nitems: [%s]                      | pod /Pod/a container c=a:1",
                "kind: Rollout\\nspec: [anything]\\nitems: [%s]                       | pod /Pod/a container c=a:1",
                "items: [%s]\\nkind: ConfigMap                                        | pod /Pod/a container c=a:1",
                "kind: List\\nitems: [{kind: Secret, items: [%s]}]                    | pod /Pod/a container c=a:1",
                "kind: Deployment\\nitems: [{metadata: {name: d}, spec: {template: {spec: {containers: [{name: c, image: x}]}}}}] | template /Deployment/d container c=x",
                "kind: Pod\\nitems: [{metadata: {name: e}, spec: {containers: [{name: c, image: x}]}}] | pod /Pod/e container c=x",
                "items: [{metadata: {name: e}, spec: {containers: [{name: c, image: x}]}}]\\nkind: Pod | pod /Pod/e container c=x",
            })
    void anyObjectWithItemsIsAList(String text, String found) throws IOException {
        assertThat(read(text.replace("\\n", "\n").formatted(POD_A)))
                .filteredOn(told -> !told.startsWith("page "))
                .containsExactly(found);
    }

    /** kubectl reads the items alone; what else reads a manifest may well see the pod. */
    @Test
    void aPodWithItemsIsAPodToo() throws IOException {
        assertThat(read("kind: Pod\nspec: {containers: [{name: c, image: x}]}\nitems: [" + POD_A + "]"))
                .containsExactly("pod /Pod/a container c=a:1", "page Pod 1 more=false", "pod /Pod/* container c=x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind: PodList\nitems: [%s, %s, %s]", "items: [%s, %s, %s]\nkind: PodList"})
    void anItemThatIsNotOfItsListIsAnErrorAndIsReadAllTheSame(String text) throws IOException {
        String job = "{kind: Job, metadata: {name: j}, spec: {template: {spec: {containers: [{name: c, image: x}]}}}}";
        assertThat(read(text.formatted(POD_A, job, job)))
                .containsExactlyInAnyOrder(
                        "pod /Pod/a container c=a:1",
                        "template /Job/j container c=x",
                        "template /Job/j container c=x",
                        "problem at " + (text.startsWith("items") ? 1 : 2)
                                + ": an item of this PodList says that it is a Job",
                        "page PodList 3 more=false");
    }

    /** Of what a Deployment of Istio's gateway looks like, the label, the annotation or both. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{annotations: {inject.istio.io/templates: gateway}}                                         | 1",
                "{labels: {sidecar.istio.io/inject: 'true'}}                                                 | 1",
                "{annotations: {sidecar.istio.io/inject: 'true'}}                                            | 1",
                "{annotations: {inject.istio.io/templates: gateway}, labels: {sidecar.istio.io/inject: 'false'}} | 0",
                "{labels: {sidecar.istio.io/inject: 'false'}, annotations: {sidecar.istio.io/inject: 'true'}} | 0",
                "{annotations: {sidecar.istio.io/inject: 'true'}, labels: {sidecar.istio.io/inject: 'false'}} | 0",
                "{labels: {sidecar.istio.io/inject: 'Yes'}}                                                  | 1",
                "{labels: {sidecar.istio.io/inject: ''}, annotations: {inject.istio.io/templates: gateway}}   | 1",
                "{labels: {app: auto}}                                                                       | 0",
                "null                                                                                        | 0",
            })
    void whatIstioFillsInIsNoImage(String metadata, long filledIn) throws IOException {
        List<PodImages> found = new ArrayList<>();
        String spec = "spec: {containers: [{name: istio-proxy, image: auto}, {name: web, image: auto/x}]}";
        Documents.read(
                new ByteArrayInputStream(("kind: Deployment\nspec: {template: {" + spec + ", metadata: " + metadata
                                + "}}\n---\n" + "kind: Pod\nmetadata: " + metadata + "\n" + spec)
                        .getBytes(UTF_8)),
                Scope.ALL,
                new Told() {
                    @Override
                    public void found(PodImages images) {
                        found.add(images);
                    }
                });
        assertThat(found)
                .satisfiesExactly(
                        template -> {
                            assertThat(template.filledIn()).isEqualTo(filledIn);
                            assertThat(template.images())
                                    .extracting(ImageUse::image)
                                    .contains("auto/x")
                                    .hasSize(2 - (int) filledIn);
                        },
                        pod -> {
                            assertThat(pod.filledIn())
                                    .as("a pod has been through the injector")
                                    .isZero();
                            assertThat(pod.images()).hasSize(2);
                        });
    }

    /** Behind a first word, as in a page that was saved from an editor; more than that is no YAML to kubectl either. */
    @Test
    void takesATabWhereABlankMayStand() throws IOException {
        String yaml = """
                kind:_Pod
                metadata:_{name:_a,_namespace: n}_
                spec:_
                  initContainers:_[{name:_i,__image:_"old/i"_}_]_# comment
                  containers:
                  - name:_c_
                    image:__old/c:1_# comment
                    args:
                    - |
                      a_b
                ---_
                """;
        assertThat(read(yaml.replace('_', '\t')))
                .isEqualTo(read(yaml.replace('_', ' ')))
                .containsExactlyInAnyOrder("pod n/Pod/a initContainer i=old/i", "pod n/Pod/a container c=old/c:1");
    }

    /** UTF-16 has the bytes of tabs and line ends within other characters, and zeros between those that indent. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aTabIsACharacterAndNotAByte(String encoding) throws IOException {
        Charset charset = Charset.forName(encoding);
        String pod = "\ufeffkind: Pod\nspec:_{containers: [{name: \u0a09\u0d09,_image: \u0928ginx:1}]}_# \u090a\n";
        assertThat(read(pod.replace('_', '\t').getBytes(charset), Scope.ALL))
                .isEqualTo(read(pod.replace('_', ' ').getBytes(charset), Scope.ALL))
                .containsExactly("pod /Pod/* container \u0a09\u0d09=\u0928ginx:1");
        for (String bracketed : List.of(
                "{\n\t\"kind\": \"Pod\",\n\t\"spec\": {\"containers\": [\n\t\t{\"image\":\t\"x\", \"name\": \"c\"}]}\n}\n",
                "{\n\tkind: Pod,\n\tspec: {containers: [\n\t\t{image:\tx, name: c}]}\n}\n---\nkind:\tWidget\n")) {
            assertThat(read(("\ufeff" + bracketed).getBytes(charset), Scope.ALL))
                    .as(bracketed)
                    .startsWith("pod /Pod/* container c=x");
        }
        for (String indented : List.of(
                "kind: Pod\nspec:\n\tcontainers: []\n",
                "kind: Pod\nspec:\n \tcontainers: []\n",
                "kind: Pod\r\nspec:\r\n\tcontainers: []\r\n",
                "{kind: Widget}\n---\n\tkind: Pod\n")) {
            assertThat(fault(("\ufeff" + indented).getBytes(charset)))
                    .as(indented)
                    .isEqualTo("3: not YAML: a tab; write spaces instead");
        }
    }

    @Test
    void tellsWhatStandsBeforeTheFaultAndBehindIt() throws IOException {
        String pod = "pod /Pod/a container c=a:1";
        assertThat(read(POD_A + "\n" + POD_A + "\n{\"kind\":"))
                .containsExactly(pod, pod, "malformed at 3: the JSON is cut off");
        for (String broken : List.of("kind: \"", "x: [", "{\"kind\"", "x: *y", "\u0001", "a: b: c", "%X")) {
            assertThat(read(POD_A + "\n---\n" + broken + "\n---\n" + POD_A + "\n--- # more\n" + broken + "\n"))
                    .as(broken)
                    .satisfiesExactly(
                            line -> assertThat(line).isEqualTo(pod),
                            line -> assertThat(line).startsWith("malformed at "),
                            line -> assertThat(line).isEqualTo(pod),
                            line -> assertThat(line).startsWith("malformed at "));
        }
    }

    @Test
    void tellsObjectsThatAreNoneOrOnlyAPart() throws IOException {
        assertThat(read("replicas: 3\n---\nkind: Deployment\nmetadata: {name: d, namespace: n}\nspec: {replicas: 2}\n"))
                .containsExactly(
                        "problem at 1: not a Kubernetes object: it has no kind",
                        "problem at 3: Deployment n/d has no containers; if this is a patch of kustomize, audit"
                                + " the output of kustomize build instead");
        assertThat(read("kind: Pod\nspec: {containers: null}"))
                .hasSize(1)
                .first()
                .asString()
                .contains("no containers");
        for (String image : List.of("", ", image: null", ", image: ''")) {
            assertThat(read("kind: Pod\nspec: {containers: [{name: c" + image + "}, {name: d, image: x}]}"))
                    .containsExactly(
                            "problem at 1: Pod *: container c has no image; if this is a patch of kustomize, audit"
                                    + " the output of kustomize build instead",
                            "pod /Pod/* container d=x");
        }
        assertThat(read("kind: Widget\nspec: [anything]\ntemplate: 7\n")).containsExactly("passed over Widget");
    }

    /** To kubectl it is the only one. */
    @Test
    void ofMetadataThatStandsTwiceTheLastCounts() throws IOException {
        String spec = "spec: {template: {spec: {containers: [{name: c, image: x}]}}}\n";
        String owner = "ownerReferences: [{kind: CronJob, name: c, controller: true}]";
        String owned = "kind: Job\nmetadata: {name: a, namespace: n, labels: {a: b}, " + owner + "%s}\n" + spec;
        assertThat(read(owned.formatted(""))).containsExactly("owned Job/a");
        for (String text : List.of(
                owned.formatted("") + "metadata: {name: j}\n",
                owned.formatted(", ownerReferences: [], namespace: null, name: j"))) {
            assertThat(read(text)).containsExactly("template /Job/j container c=x");
        }
        assertThat(read(
                        owned.formatted(", labels: {c: d}").getBytes(UTF_8),
                        new Scope(Set.of(), LabelSelector.parse("!a"))))
                .containsExactly("owned Job/a");
    }

    @Test
    void narrowsByNamespaceAndLabels() throws IOException {
        String pod =
                "kind: Pod\nmetadata: {name: %s, %slabels: {app: %s}}\nspec: {containers: [{name: c, image: x}]}\n---\n";
        String text = pod.formatted("a", "namespace: one, ", "web")
                + pod.formatted("b", "namespace: two, ", "db")
                + pod.formatted("c", "", "web");
        assertThat(read(text.getBytes(UTF_8), new Scope(Set.of("one"), null)))
                .containsExactly("pod one/Pod/a container c=x", "left out", "pod /Pod/c container c=x");
        assertThat(read(text.getBytes(UTF_8), new Scope(Set.of(), LabelSelector.parse("app=db"))))
                .containsExactly("left out", "pod two/Pod/b container c=x", "left out");
    }

    @Test
    void keepsHostileTextAsItIs() throws IOException {
        assertThat(read("{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\","
                        + "\"image\":\"nginx:1\\n::error::x\\u001b[31m\\u202e\\ud800\"}]}}"))
                .containsExactly("pod /Pod/p container c=nginx:1\n::error::x\u001b[31m\u202e\ud800");
    }
}

package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where objects of kinds that are not Kubernetes' own hold images, and where they do not. */
class ImageFinderTest {
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    /** What a text told: {@code container=image}, and what there was besides. */
    private static final class Told implements Findings {
        private final List<String> words = new ArrayList<>();

        @Override
        public void found(PodImages images) {
            images.images().forEach(use -> words.add(use.container() + "=" + use.image()));
            if (images.filledIn() > 0) {
                words.add("filled in " + images.filledIn());
            }
        }

        @Override
        public void owned(PodImages images, Workload owner) {
            found(images);
        }

        @Override
        public void unrendered(long line, Workload object) {
            words.add("unrendered " + object.kind());
        }

        @Override
        public void passedOver(String kind) {
            words.add("passed over " + kind);
        }

        @Override
        public void leftOut() {
            words.add("left out");
        }

        @Override
        public void problem(long line, String what) {
            words.add(line + ": " + what.replace(';', ','));
        }

        @Override
        public void page(ListPage page) {}
    }

    private static List<String> told(String text) throws IOException {
        Told told = new Told();
        Documents.read(new ByteArrayInputStream(text.getBytes(UTF_8)), Scope.ALL, told);
        return told.words;
    }

    private static void assertTells(String text, String words) throws IOException {
        assertThat(told(text))
                .containsExactlyElementsOf(
                        Arrays.stream(words.split(";")).map(String::strip).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{kind: X, spec: {a: [{b: {containers: [{name: c, image: i}]}}]}}                     | c=i",
                "{kind: X, any: {where: {initContainers: [{name: c, image: i}]}}}                     | c=i",
                "{kind: X, spec: {ephemeralContainers: [{image: i}]}}                                 | spec.ephemeralContainers[0]=i",
                "{kind: X, spec: {containers: [{name: c, containers: [{name: d, image: i}]}]}}        | d=i",
                "{kind: X, spec: {containers: [], volumes: [{name: v, image: {reference: i}}]}}       | v=i",
                "{kind: X, spec: {volumes: [{name: v, image: {reference: i}}]}}                       | passed over X",
                "{kind: X, spec: {containers: {c: {image: i}}}}                                       | passed over X",
                "{kind: X, spec: {containers: [i, [], {image: {a: i}}, {image: null}, {image: \"\"}]}} | passed over X",
                "{kind: X, status: {containers: [{name: c, image: i}]}}                               | passed over X",
                "{kind: X, spec: {image: i, steps: [{image: i}]}}                                     | passed over X",
                // Before the kind, and of another kind of the same name.
                "{spec: {a: {containers: [{name: c, image: i}]}}, kind: X}                            | c=i",
                "{status: {containers: [{name: c, image: i}]}, kind: X}                               | passed over X",
                "{apiVersion: batch.volcano.sh/v1alpha1, kind: Job, spec: {tasks: [{template: {spec: {containers: [{name: c, image: i}]}}}]}} | c=i",
                "{spec: {template: {spec: {containers: [{name: c, image: i}]}}}, apiVersion: batch/v1, kind: Job} | c=i",
                "{kind: XList, items: [{spec: {a: {containers: [{name: c, image: i}]}}}]}             | c=i",
                "{items: [{spec: {a: {containers: [{name: c, image: i}]}}}], kind: XList}             | c=i",
                "{kind: List, items: [{kind: X, spec: {a: {containers: [{name: c, image: i}]}}}]}     | c=i",
                // A schema, and what was before.
                "{kind: CustomResourceDefinition, spec: {containers: [{name: c, image: i}]}}          | passed over CustomResourceDefinition",
                "{data: {containers: [{name: c, image: i}]}, kind: ControllerRevision}                | passed over ControllerRevision",
                // Of a key twice the last counts.
                "{kind: X, spec: {containers: [{name: c, image: i}]}, spec: {containers: [{name: c, image: j}]}} | c=j",
                "{kind: X, template: {metadata: {labels: {sidecar.istio.io/inject: \"true\"}}, spec: {containers: [{name: c, image: auto}, {name: d, image: i}]}}} | d=i; filled in 1",
            })
    void inListsOfContainers(String text, String words) throws IOException {
        assertTells(text, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "monitoring.coreos.com/v1     | Prometheus   | {image: i, thanos: {image: t}, x: {image: n}} | spec.image=i; spec.thanos.image=t",
                "monitoring.coreos.com/v1     | Alertmanager | {image: i, containers: [{name: c, image: j}]} | c=j; spec.image=i",
                "monitoring.coreos.com.x/v1   | Prometheus   | {image: i}                                    | passed over Prometheus",
                "monitoring.coreos.com        | Prometheus   | {image: i}                                    | passed over Prometheus",
                "operator.victoriametrics.com/v1 | VMSingle  | {image: {repository: r, tag: t}}              | spec.image=r:t",
                "operator.victoriametrics.com/v1 | VMCluster | {vmstorage: {image: {repository: r}}}         | spec.vmstorage.image=r",
                "opentelemetry.io/v1          | Instrumentation | {java: {image: i}}                         | spec.java.image=i",
                "tekton.dev/v1                | Task         | {steps: [{image: a}], sidecars: [{image: b}], stepTemplate: {image: c}} | spec.steps[0].image=a; spec.sidecars[0].image=b; spec.stepTemplate.image=c",
                "tekton.dev/v1                | PipelineRun  | {pipelineSpec: {tasks: [{taskSpec: {steps: [{image: a}]}}]}} | spec.pipelineSpec.tasks[0].taskSpec.steps[0].image=a",
                "tekton.dev/v1                | Task         | {steps: [{name: a, image: null}, {ref: {name: b}}]} | passed over Task",
                "argoproj.io/v1alpha1         | Workflow     | {templates: [{container: {image: a}}, {script: {image: b}, sidecars: [{image: c}], initContainers: [{name: d, image: d}]}]} | d=d; spec.templates[0].container.image=a; spec.templates[1].script.image=b; spec.templates[1].sidecars[0].image=c",
                "upgrade.cattle.io/v1         | Plan         | {upgrade: {image: i}, prepare: {image: j}}    | spec.upgrade.image=i; spec.prepare.image=j",
                "gateway.envoyproxy.io/v1     | EnvoyProxy   | {provider: {container: {image: i}}}           | spec.provider.container.image=i",
                "kafka.strimzi.io/v1          | Kafka        | {kafka: {image: i}, entityOperator: {topicOperator: {image: j}}} | spec.kafka.image=i; spec.entityOperator.topicOperator.image=j",
                "postgresql.cnpg.io/v1        | Cluster      | {imageName: i}                                | spec.imageName=i",
                "cluster.x-k8s.io/v1          | Cluster      | {imageName: i}                                | passed over Cluster",
            })
    void inTheTableOfShapes(String apiVersion, String kind, String spec, String words) throws IOException {
        assertTells("{apiVersion: %s, kind: %s, spec: %s}".formatted(apiVersion, kind, spec), words);
    }

    /** The values of a HelmRelease; the paths are without the way to them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{image: quay.io/a/b:1}                                       | image=quay.io/a/b:1",
                "{image: a, tag: 2}                                           | image=a:2",
                "{image: 'a:1', tag: 2}                                       | image=a:1",
                "{image: 'localhost:5000/a', tag: 2}                          | image=localhost:5000/a:2",
                "{deep: [{er: {image: a}}]}                                   | deep[0].er.image=a",
                "{image: {repository: a}}                                     | image=a",
                "{image: {repository: a, tag: null, digest: \"\"}}            | image=a",
                "{image: {repository: a, tag: '1.0'}}                         | image=a:1.0",
                "{image: {repository: a, tag: 1, digest: 'DIGEST'}}           | image=a:1@DIGEST",
                "{image: {repository: a, tag: '1@DIGEST'}}                    | image=a:1@DIGEST",
                "{image: {repository: a, tag: '{{ tag }}', digest: 'cut'}}    | image=a",
                "{image: {repository: '${REGISTRY}/a', tag: 1}}               | image=${REGISTRY}/a:1",
                "{image: {registry: q.io, repository: a, tag: 1}}             | image=q.io/a:1",
                "{image: {registry: q.io/, repository: a}}                    | image=q.io/a",
                "{image: {registry: '', repository: a}}                       | image=a",
                "{image: {registry: q.io, repository: d.io/a}}                | image=q.io/d.io/a",
                "{image: {registry: q.io, image: a, tag: 1}}                  | image.image=q.io/a:1",
                "{driver: {repository: q.io/a, image: b}}                     | driver.image=q.io/a/b",
                "{x: {repository: 'https://q.io/a', image: q.io/b}}           | x.image=q.io/b",
                "{image: {name: q.io/a, tag: 1}}                              | image=q.io/a:1",
                "{image: {name: a}}                                           | ",
                "{image: {registry: q.io, tag: 1}}                            | ",
                "{image: {tag: 1}}                                            | ",
                "{sidecarImage: {repository: a}}                              | sidecarImage=a",
                "{images: {x: {repository: a}}}                               | images.x=a",
                "{x: {repository: a, tag: 1}}                                 | x=a:1",
                "{x: {repository: a, digest: 'DIGEST'}}                       | x=a@DIGEST",
                "{x: {repository: a, registry: q.io}}                         | x=q.io/a",
                "{x: {repository: a}}                                         | ",
                "{x: {imageRepository: q.io/a, imageTag: 1}}                  | x.imageRepository=q.io/a:1",
                "{x: {imageRepository: a, tag: 1}, imageTag: 2}               | x.imageRepository=a:1",
                "{x: {repository: 'https://github.com/a/b', tag: v1}}         | ",
                "{image: ''}                                                  | ",
                "{extraContainers: [{name: c, image: a}], containers: [{name: d, image: b}]} | d=b; extraContainers[0].image=a",
                // One registry before all of a chart's images.
                "{global: {imageRegistry: q.io}, image: {repository: a, tag: 1}}               | image=q.io/a:1",
                "{global: {image: {registry: q.io}}, x: [{image: {repository: a}}]}            | x[0].image=q.io/a",
                "{global: {registry: q.io}, image: {repository: a}}                            | image=q.io/a",
                "{sub: {global: {imageRegistry: q.io}, image: {repository: a}}, image: {repository: a}} | sub.image=q.io/a; image=a",
                "{global: {imageRegistry: q.io}, image: {repository: d.io/a}}                  | image=d.io/a",
                "{global: {imageRegistry: q.io}, image: {registry: d.io, repository: a}}       | image=q.io/a; image=d.io/a",
                "{global: {imageRegistry: q.io}, image: {registry: q.io, repository: a}}       | image=q.io/a",
                "{global: {imageRegistry: ''}, image: {repository: a}}                         | image=a",
                "{global: {imageRegistry: q.io}, extraContainers: [{image: a}]}                | extraContainers[0].image=a",
            })
    void inTheValuesOfAChart(String values, String words) throws IOException {
        String some = values.replace("DIGEST", DIGEST);
        String expected = words == null
                ? "unrendered HelmRelease"
                : "unrendered HelmRelease; "
                        + Arrays.stream(words.replace("DIGEST", DIGEST).split("; "))
                                .map(word -> word.equals("d=b") ? word : "spec.values." + word)
                                .collect(Collectors.joining("; "));
        String release = "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, spec: {values: %s}}";
        assertTells(release.formatted(some), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "helm.cattle.io/v1 | HelmChart | {valuesContent: \"image: a\"}           | unrendered HelmChart; spec.valuesContent.image=a",
                "helm.cattle.io/v1 | HelmChart | {valuesContent: \"# none\"}             | unrendered HelmChart",
                "helm.cattle.io/v1 | HelmChart | {valuesContent: \"\"}                   | unrendered HelmChart",
                "helm.cattle.io/v1 | HelmChart | {valuesContent: \"\\n{{ if x }}\\na: [\"} | 3: HelmChart *: the values in spec.valuesContent cannot be read: a key that is not text, a Helm template? Audit the output of helm template; unrendered HelmChart",
                "helm.cattle.io/v1 | HelmChart | {set: {image.registry: q.io, image.repository: a, x\\.y: {z: 1}}} | unrendered HelmChart; spec.set.image=q.io/a",
                "helm.cattle.io/v1 | HelmChart | {set: {image: a, image.tag: 1}}         | unrendered HelmChart; spec.set.image=a",
                "argoproj.io/v1    | Application | {source: {path: x}}                   | unrendered Application",
                "argoproj.io/v1    | Application | {source: {helm: {values: \"image: a\"}}} | unrendered Application; spec.source.helm.values.image=a",
                "argoproj.io/v1    | Application | {sources: [{helm: {valuesObject: {image: a}}}]} | unrendered Application; spec.sources[0].helm.valuesObject.image=a",
                "argoproj.io/v1    | Application | {source: {helm: {parameters: [{name: image.repository, value: a}, {name: image.tag, value: 1}, {name: x}, y]}}} | unrendered Application; spec.source.helm.parameters.image=a:1",
                "argoproj.io/v1    | Application | {source: {kustomize: {images: [\"x=a:1\", b]}}} | unrendered Application; spec.source.kustomize.images[0]=a:1; spec.source.kustomize.images[1]=b",
                "argoproj.io/v1    | ApplicationSet | {template: {spec: {source: {helm: {values: \"image: a\"}}}}} | unrendered ApplicationSet; spec.template.spec.source.helm.values.image=a",
                "kustomize.toolkit.fluxcd.io/v1 | Kustomization | {images: [{name: x, newName: a, newTag: 1}]} | spec.images[0].newName=a:1",
                "kustomize.toolkit.fluxcd.io/v1 | Kustomization | {images: [{name: x, newTag: 1}]} | spec.images[0].name=x:1",
                "kustomize.toolkit.fluxcd.io/v1 | Kustomization | {images: [{name: x, newName: a, newTag: 1, digest: DIGEST}]} | spec.images[0].newName=a@DIGEST",
                "kustomize.toolkit.fluxcd.io/v1 | Kustomization | {images: [{name: x}]}  | passed over Kustomization",
                "kustomize.toolkit.fluxcd.io/v1 | Kustomization | {path: ./apps}         | passed over Kustomization",
                "helm.toolkit.fluxcd.io/v2 | HelmRelease | {postRenderers: [{kustomize: {images: [{name: x, newName: a}]}}]} | unrendered HelmRelease; spec.postRenderers[0].kustomize.images[0].newName=a",
            })
    void inWhatIsRendered(String apiVersion, String kind, String spec, String words) throws IOException {
        assertTells(
                "{apiVersion: %s, kind: %s, spec: %s}".formatted(apiVersion, kind, spec.replace("DIGEST", DIGEST)),
                words.replace("DIGEST", DIGEST));
    }

    @Test
    void inAKustomization() throws IOException {
        String head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
        assertTells(head + "images: [{name: x, newName: a}]", "images[0].newName=a");
        assertTells(head + "resources: [a.yaml]", "passed over Kustomization");
        assertTells(
                head + "helmCharts: [{name: x, valuesInline: {image: {repository: a}}}]",
                "unrendered Kustomization; helmCharts[0].valuesInline.image=a");
    }

    /** What an object is decides what its fields are, and the last word counts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: Job, spec: {tasks: [{containers: [{name: c, image: i}]}]}, apiVersion: batch.volcano.sh/v1}",
                "{kind: Pod, spec: {a: {containers: [{name: c, image: i}]}}, kind: X}",
                "{kind: X, spec: {containers: [{name: c, image: i}]}, kind: Pod}",
            })
    void whatAnObjectIsStandsFirst(String text) throws IOException {
        assertThat(told(text)).anyMatch(words -> words.contains("its kind comes after its contents"));
    }

    /** As another program writes a text; kubectl reads it as any other. */
    @Test
    void whatIsInBase64IsNotTakenForNone() throws IOException {
        String binary = "{kind: X, spec: {a: !!binary YQ==, containers: [{name: c, image: !!binary cXVheS5pby9h}]}}";
        assertThat(told(binary)).containsExactly("c=!!binary");
        assertThat(told("{spec: {containers: [{name: c, image: i, x: !!binary YQ==}]}, kind: Pod}"))
                .containsExactly("c=i");
        assertThat(told("{spec: {containers: [{name: c, image: !!binary YQ==}]}, kind: Pod}"))
                .singleElement()
                .asString()
                .contains("!!binary where kubectl reads a text");
    }

    @Test
    void whatIsNestedWithoutEndHasAnEnd() throws IOException {
        String deep = "{\"a\":".repeat(100) + "{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}" + "}".repeat(100);
        assertThat(told("{\"kind\":\"X\",\"spec\":" + deep + "}")).containsExactly("c=i");
        String tooDeep = "{\"a\":".repeat(900) + "1" + "}".repeat(900);
        assertThat(told("{\"kind\":\"X\",\"spec\":" + tooDeep + "}")).containsExactly("1: nested more than 200 deep");
        assertThat(told("{\"kind\":\"Pod\",\"x\":" + tooDeep
                        + ",\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}"))
                .containsExactly("c=i");
    }

    @Test
    void whatStandsBeforeTheKindHasAnEnd() throws IOException {
        String much = "{\"x\":[" + "1,".repeat(Recording.STEPS_MAX) + "1],%s\"kind\":\"%s\",\"spec\":"
                + "{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
        assertThat(told(much.formatted("", "Pod"))).containsExactly("c=i");
        assertThat(told(much.formatted("", "X")))
                .containsExactly("1: too much stands before the kind, write kind first");
    }
}

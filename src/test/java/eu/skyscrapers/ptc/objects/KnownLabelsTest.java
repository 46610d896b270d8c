package eu.skyscrapers.ptc.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What labels, annotations and status tell of an object beside its images. */
class KnownLabelsTest {
    private static final String SPEC = "{containers: [{name: c, image: x}]}";

    private static PodImages only(String text) throws IOException {
        List<PodImages> all = ObjectStatusTest.read(text.getBytes(UTF_8));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String shown(PodImages images) {
        Deployer deployer = images.deployer();
        return deployer == null ? "-" : deployer.kind() + " " + deployer.namespace() + "/" + deployer.name();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "",
            value = {
                "app: web | a: b | -",
                "helm.toolkit.fluxcd.io/name: n, helm.toolkit.fluxcd.io/namespace: ns | a: b | HelmRelease ns/n",
                "helm.toolkit.fluxcd.io/namespace: ns | a: b | -",
                "kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace: flux-system | a: b"
                        + " | Kustomization flux-system/apps",
                "a: b | 'argocd.argoproj.io/tracking-id: \"shop:apps/Deployment:prod/web\"' | Application /shop",
                "a: b | 'argocd.argoproj.io/tracking-id: \"team_shop:/Pod:prod/web\"' | Application team/shop",
                "a: b | argocd.argoproj.io/tracking-id: nonsense | -",
                "argocd.argoproj.io/instance: shop | a: b | Application /shop",
                "argocd.argoproj.io/instance: other | 'argocd.argoproj.io/tracking-id: \"shop:/Pod:a/b\"' | Application /shop",
                "a: b | meta.helm.sh/release-name: r, meta.helm.sh/release-namespace: ns | Helm ns/r",
                "app.kubernetes.io/managed-by: Helm, app.kubernetes.io/instance: r | a: b | Helm /r",
                "app.kubernetes.io/instance: r | a: b | -",
                "app.kubernetes.io/managed-by: operator, app.kubernetes.io/instance: r | a: b | -",
                "heritage: Helm, release: r | a: b | Helm /r",
                "heritage: Tiller, release: r | a: b | Helm /r",
                "heritage: chartmuseum, release: r | a: b | -",
                // Each installs what the next one marks as well.
                "helm.toolkit.fluxcd.io/name: h, kustomize.toolkit.fluxcd.io/name: k"
                        + " | meta.helm.sh/release-name: r, 'argocd.argoproj.io/tracking-id: \"a:/Pod:a/b\"' | HelmRelease /h",
                "argocd.argoproj.io/instance: a, kustomize.toolkit.fluxcd.io/name: k"
                        + " | meta.helm.sh/release-name: r | Application /a",
                "kustomize.toolkit.fluxcd.io/name: k | meta.helm.sh/release-name: r | Kustomization /k",
            })
    void saysWhatDeploysAnObject(String labels, String annotations, String deployer) throws IOException {
        String metadata =
                "metadata: {name: p, labels: {" + labels + "}, annotations: {" + annotations.replace("'", "") + "}}\n";
        assertThat(shown(only("kind: Pod\n" + metadata + "spec: " + SPEC))).isEqualTo(deployer);
        assertThat(shown(only("kind: Deployment\nspec: {template: {spec: " + SPEC + "}}\n" + metadata)))
                .isEqualTo(deployer);
    }

    @Test
    void annotationsAreNeverReadForMoreThanThat() throws IOException {
        for (String annotations :
                List.of("7", "null", "[a]", "{meta.helm.sh/release-name: {a: b}}", "{x: [1, {y: z}]}")) {
            PodImages pod = only("kind: Pod\nmetadata: {name: p, annotations: " + annotations + "}\nspec: " + SPEC);
            assertThat(pod.deployer()).as(annotations).isNull();
        }
    }

    @Test
    void theDeployerThatSteersTheOthersComesFirst() {
        List<Deployer> deployers = new ArrayList<>(List.of(
                new Deployer(Deployer.HELM, "a", "a"),
                new Deployer(Deployer.KUSTOMIZATION, "a", "a"),
                new Deployer(Deployer.HELM_RELEASE, "b", "a"),
                new Deployer(Deployer.APPLICATION, "a", "a"),
                new Deployer(Deployer.HELM_RELEASE, "a", "b")));
        deployers.sort(null);
        assertThat(deployers)
                .extracting(each -> each.kind() + " " + each.namespace())
                .containsExactly("HelmRelease a", "HelmRelease b", "Application a", "Kustomization a", "Helm a");
    }

    @ParameterizedTest
    @CsvSource({
        "ReplicaSet, web-abc, web-abc",
        "Job, nightly-28901234, nightly-28901234",
        "StatefulSet, db, of-label",
        "DaemonSet, agent, 3",
        "ReplicationController, rc, ''",
        "Rollout, r, ''",
    })
    void saysWhichTemplateAPodWasMadeFrom(String owner, String name, String revision) throws IOException {
        assertThat(only("""
                kind: Pod
                metadata:
                  name: p
                  labels: {controller-revision-hash: of-label, pod-template-generation: "3"}
                  ownerReferences: [{kind: %s, name: %s, controller: true}]
                spec: %s
                """.formatted(owner, name, SPEC)).revision()).isEqualTo(revision);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DaemonSet   | {}                                             | 7",
                "StatefulSet | {updateRevision: db-1, observedGeneration: 4}  | db-1",
                "StatefulSet | {updateRevision: db-1, observedGeneration: 3}  | ''",
                "StatefulSet | {updateRevision: db-1}                         | ''",
                "StatefulSet | {}                                             | ''",
                "Deployment  | {updateRevision: db-1, observedGeneration: 4}  | ''",
            })
    void saysWhatATemplateMakesNow(String kind, String status, String revision) throws IOException {
        String metadata = "metadata: {name: w, generation: 4,"
                + " annotations: {deprecated.daemonset.template.generation: \"7\"}}\n";
        String spec = "spec: {template: {spec: " + SPEC + "}}\n";
        assertThat(only("kind: " + kind + "\n" + metadata + spec + "status: " + status)
                        .revision())
                .isEqualTo(revision);
        assertThat(only("status: " + status + "\n" + spec + metadata + "kind: " + kind)
                        .revision())
                .isEqualTo(revision);
    }

    /** Each new node starts its static pods from files of its own. */
    @Test
    void aStaticPodIsCriticalToItsNode() throws IOException {
        String pod =
                "{kind: Pod, metadata: {name: p-n1, ownerReferences: [{kind: KIND, name: n1, controller: true}]}, spec: "
                        + SPEC + "}";
        assertThat(only(pod.replace("KIND", "Node")).priorityClass()).isEqualTo("system-node-critical");
        assertThat(only(pod.replace("KIND", "StatefulSet")).priorityClass()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: Pod, metadata: {name: w}, spec: SPEC} | n1",
                "{kind: Deployment, metadata: {name: w}, spec: {template: {spec: SPEC}}} | ''",
                "{kind: CronJob, metadata: {name: w}, spec: {jobTemplate: {spec: {template: {spec: SPEC}}}}} | ''",
                "{kind: Rollout, apiVersion: argoproj.io/v1alpha1, metadata: {name: w}, spec: {template: {spec: SPEC}}} | ''",
                "{kind: Many, apiVersion: x.example/v1, metadata: {name: w}, spec: {a: {containers: [], priorityClassName: low}, b: SPEC}} | ''",
            })
    void saysHowImportantAPodIsAndHowItPulls(String object, String node) throws IOException {
        PodImages pod = only(object.replace(
                "SPEC",
                "{nodeName: n1, priorityClassName: system-node-critical, containers: [{imagePullPolicy: Always, name: c,"
                        + " image: x}], initContainers: [{name: i, image: y, imagePullPolicy: {odd: true}}], volumes: [{name: v,"
                        + " image: {reference: z, pullPolicy: Never}}]}"));
        assertThat(pod.priorityClass()).isEqualTo("system-node-critical");
        assertThat(pod.node()).isEqualTo(node);
        assertThat(pod.images()).extracting(ImageUse::pullPolicy).containsExactlyInAnyOrder("Always", "", "Never");
    }

    @Test
    void aThousandLabelsLeaveNothingBehind() throws IOException {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            labels.append("l").append(i).append(": v, ");
        }
        PodImages pod = only("kind: Pod\nmetadata: {name: p, labels: {" + labels + "release: r}}\nspec: " + SPEC);
        assertThat(pod).isEqualTo(new PodImages(pod.name(), pod.workload(), false, pod.images()));
    }
}

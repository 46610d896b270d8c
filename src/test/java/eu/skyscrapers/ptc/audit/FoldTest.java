package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.Deployer;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PullFailure;
import eu.skyscrapers.ptc.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final Workload WEB = new Workload("shop", "Deployment", "web");

    private static PodImages waiting(String pod, String image, ContainerType type, String message) {
        return new PodImages(
                pod,
                WEB,
                false,
                null,
                false,
                "",
                null,
                List.of(new PullFailure("proxy", "ImagePullBackOff", message)),
                List.of(new ImageUse(image, "proxy", type)),
                "",
                "",
                0);
    }

    private static List<PullError> errors(PodImages... pods) {
        Fold fold = new Fold(false);
        for (PodImages pod : pods) {
            fold.accept(pod);
        }
        return fold.result("prod", null, List.of(), "nothing", Judge.of(Cache.builtIn(REGISTRY)))
                .pullErrors();
    }

    @Test
    void aContainerThatARolloutMakesASidecarHasOnePullError() {
        String image = REGISTRY + "/docker-hub/envoyproxy/envoy:v1";
        PullError one = new PullError(image, Verdict.VIA_PTC, WEB, "proxy", "ImagePullBackOff", "a", null, 3);
        PodImages sidecar = waiting("web-new", image, ContainerType.INIT_CONTAINER, "b");
        PodImages container = waiting("web-old", image, ContainerType.CONTAINER, "a");
        assertThat(errors(sidecar, container, container)).containsExactly(one);
        assertThat(errors(container, container, sidecar)).containsExactly(one);
    }

    /** Nothing starts in it any more, and one that never ends would fail every audit. */
    @Test
    void aPodThatShouldBeGoneIsPassedOver() {
        Instant now = Instant.parse("2026-11-21T12:00:00Z");
        for (boolean files : List.of(true, false)) {
            Fold fold = files ? new Fold(false) : new Fold(false, now);
            for (Instant end : List.of(now, now.minusSeconds(1))) {
                ImageUse use = new ImageUse("nginx:" + end, "proxy", ContainerType.CONTAINER);
                fold.accept(new PodImages("p", WEB, false, end, false, "", null, List.of(), List.of(use), "", "", 0));
            }
            ClusterResult result = fold.result("prod", null, List.of(), "nothing", Judge.of(Cache.builtIn(REGISTRY)));
            assertThat(result.pods()).isEqualTo(files ? 2 : 1);
            assertThat(result.images()).hasSize(files ? 2 : 1);
            assertThat(result.passedOver()).hasToString(files ? "" : "1 Pod (deleted, and past its end)");
        }
    }

    @Test
    void whatIsAcceptedAgainCountsOnceAndLosesNoImage() {
        Fold fold = new Fold(true);
        PodImages pod = waiting("web-1", REGISTRY + "/quay/a:1", ContainerType.CONTAINER, "a");
        PodImages template = new PodImages("web", WEB, true, pod.images());
        fold.accept(pod);
        fold.accept(template);
        fold.acceptAgain(pod);
        fold.acceptAgain(template);
        fold.acceptAgain(waiting("web-1", "nginx", ContainerType.CONTAINER, "a"));
        ClusterResult result = fold.result("prod", null, List.of(), "nothing", Judge.of(Cache.builtIn(REGISTRY)));
        assertThat(result.pods()).isEqualTo(1);
        assertThat(result.templates()).isEqualTo(1);
        assertThat(result.images())
                .flatExtracting(ImageFinding::usedBy)
                .extracting(Usage::pods)
                .containsExactly(1L, 1L);
        assertThat(result.pullErrors()).extracting(PullError::pods).containsExactly(1L, 1L);
    }

    @Test
    void aTemplateOfWhichEveryImageIsFilledInIsNoneYet() {
        Fold fold = new Fold(true);
        fold.accept(new PodImages("gw", WEB, true, null, false, "", null, List.of(), List.of(), "", "", 2));
        ClusterResult result = fold.result("prod", null, List.of(), "nothing", Judge.of(Cache.builtIn(REGISTRY)));
        assertThat(result.templates()).isZero();
        assertThat(result.errors())
                .containsExactly("nothing; passed over: 2 container (image: auto, filled in by Istio)");
    }

    @Test
    void whatNeedsNoCacheHasNoPullErrors() {
        assertThat(errors(waiting("web", "public.ecr.aws/envoy/envoy:v1", ContainerType.CONTAINER, "a")))
                .isEmpty();
        assertThat(errors(waiting("web", "envoyproxy/envoy:v1", ContainerType.CONTAINER, "a")))
                .extracting(PullError::verdict, PullError::isOfTheCache)
                .containsExactly(Assertions.tuple(Verdict.DIRECT, false));
    }

    private static PodImages images(String name, boolean template, @Nullable Deployer deployer, String image) {
        ImageUse use = new ImageUse(image, "c", ContainerType.CONTAINER);
        Workload workload = new Workload("shop", "Job", "w");
        return new PodImages(name, workload, template, null, false, "w", deployer, List.of(), List.of(use), "", "", 0);
    }

    private static ClusterResult result(Fold fold) {
        return fold.result("prod", null, List.of(), "nothing", Judge.of(Cache.builtIn(REGISTRY)));
    }

    /** A list that is read again after it expired. */
    @Test
    void countsNothingTwiceWhenASourceStartsOver() {
        Fold fold = new Fold(true);
        Deployer former = new Deployer(Deployer.HELM, "shop", "web");
        for (Deployer deployer : new Deployer[] {former, null}) {
            fold.startOver();
            fold.accept(images("w", true, deployer, "new"));
            fold.acceptRevision(images("w", true, null, "new"));
            fold.accept(images("w-1", false, null, "old"));
        }
        ClusterResult result = result(fold);
        assertThat(result.pods()).isEqualTo(1);
        assertThat(result.templates()).isEqualTo(1);
        assertThat(result.images())
                .hasSize(2)
                .allMatch(image -> image.usedBy().get(0).deployer() == null);
        assertThat(result.drift())
                .extracting(DriftFinding::pods, DriftFinding::cause)
                .containsExactly(Assertions.tuple(1L, DriftCause.REWRITTEN));
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void revisionsAreNoBusinessOfAFoldWithoutDrift() {
        Fold fold = new Fold(false);
        fold.acceptRevision(images("w", true, null, "new"));
        fold.startOver();
        fold.acceptRevision(images("w", true, null, "new"));
        assertThat(result(fold).errors()).containsExactly("nothing");
    }

    @Test
    void nothingIsLeftWhenASourceStartsOver() {
        Fold fold = new Fold(true);
        fold.accept(images("w", true, new Deployer(Deployer.HELM, "shop", "web"), "new"));
        fold.accept(images("w-1", false, null, "old"));
        fold.acceptRevision(images("w", true, null, "new"));
        fold.passOver("ConfigMap");
        fold.unrendered("HelmRelease");
        fold.startOver();
        assertThat(result(fold)).usingRecursiveComparison().isEqualTo(result(new Fold(true)));
    }

    @Test
    void findingsAndUsesAreSorted() {
        Fold fold = new Fold(false);
        List<String> images = new ArrayList<>(List.of(REGISTRY + "/quay/a", REGISTRY + "/quay/b", "public.ecr.aws/a"));
        for (int i = 0; i < 30; i++) {
            images.add("quay.io/" + "a".repeat(i) + "b");
        }
        for (String image : images) {
            for (int i = 9; i >= 0; i--) {
                Workload workload = new Workload("n" + i, "Job", "w");
                ImageUse use = new ImageUse(image, "c", ContainerType.CONTAINER);
                fold.accept(new PodImages("w", workload, false, List.of(use)));
                fold.accept(new PodImages("w", workload, false, List.of(use)));
            }
        }
        assertThat(result(fold).images())
                .isSortedAccordingTo(Comparator.comparing(ImageFinding::verdict).thenComparing(ImageFinding::image))
                .hasSameSizeAs(images)
                .allSatisfy(image -> assertThat(image.usedBy())
                        .extracting(usage -> usage.workload().namespace())
                        .containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"))
                .allSatisfy(image -> assertThat(image.usedBy()).allMatch(usage -> usage.pods() == 2));
    }

    /** A limit comes first: it is what the cache is there for. Of messages that say as much, the first pod's counts. */
    @Test
    void pullErrorsAreSortedByWhatIsUrgent() {
        List<PodImages> pods = new ArrayList<>();
        for (String image : List.of("b", "a", "c")) {
            String message = image.equals("b") ? "toomanyrequests: slow down" : "new in " + image;
            pods.add(waiting(image, REGISTRY + "/quay/" + image, ContainerType.CONTAINER, message));
            pods.add(waiting(image, REGISTRY + "/quay/" + image, ContainerType.CONTAINER, message + " again"));
        }
        assertThat(errors(pods.toArray(PodImages[]::new)))
                .extracting(PullError::message)
                .containsExactly("toomanyrequests: slow down", "new in a", "new in c");
    }

    /** What the kubelet says goes before what the reference says. */
    @Test
    void aUseHasOneErrorThoughItsReferenceHasAFaultToo() {
        String image = REGISTRY + "/docker-hub/envoy:v1";
        assertThat(errors(waiting("web", image, ContainerType.CONTAINER, "a")))
                .extracting(PullError::reason, PullError::cause)
                .containsExactly(Assertions.tuple("ImagePullBackOff", PullCause.MISSING_LIBRARY));
    }

    /** As of a chart's hook that a Kustomization made, in a release of its own. */
    @Test
    void ofSeveralDeployersTheOneCountsThatSteersTheOthers() {
        Deployer first = new Deployer(Deployer.HELM_RELEASE, "flux", "web");
        Deployer second = new Deployer(Deployer.HELM, "shop", "web");
        for (List<Deployer> order : List.of(List.of(first, second), List.of(second, first))) {
            Fold fold = new Fold(false);
            order.forEach(deployer -> fold.accept(images("w-1", false, deployer, "nginx")));
            assertThat(result(fold).images().get(0).usedBy())
                    .extracting(Usage::deployer)
                    .containsExactly(first);
        }
    }

    @Test
    void theVolumeOfAnImageIsNoContainerOfItsName() {
        String image = REGISTRY + "/docker-hub/envoyproxy/envoy:v1";
        assertThat(errors(waiting("web", image, ContainerType.IMAGE_VOLUME, "a")))
                .isEmpty();
    }
}

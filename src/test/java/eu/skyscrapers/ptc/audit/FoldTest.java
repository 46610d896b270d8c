package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.PullFailure;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.List;
import org.assertj.core.api.Assertions;
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
                0);
    }

    private static List<PullError> errors(PodImages... pods) {
        Fold fold = new Fold(false);
        for (PodImages pod : pods) {
            fold.accept(pod);
        }
        return fold.result("prod", null, List.of(), "nothing", Judge.of(Cache.builtIn(REGISTRY)))
                .remarks()
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

    @Test
    void whatNeedsNoCacheHasNoPullErrors() {
        assertThat(errors(waiting("web", "public.ecr.aws/envoy/envoy:v1", ContainerType.CONTAINER, "a")))
                .isEmpty();
        assertThat(errors(waiting("web", "envoyproxy/envoy:v1", ContainerType.CONTAINER, "a")))
                .extracting(PullError::verdict, PullError::isOfTheCache)
                .containsExactly(Assertions.tuple(Verdict.DIRECT, false));
    }

    @Test
    void theVolumeOfAnImageIsNoContainerOfItsName() {
        String image = REGISTRY + "/docker-hub/envoyproxy/envoy:v1";
        assertThat(errors(waiting("web", image, ContainerType.IMAGE_VOLUME, "a")))
                .isEmpty();
    }
}

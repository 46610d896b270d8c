package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.ContainerType;
import eu.skyscrapers.ptc.workload.ImageUse;
import eu.skyscrapers.ptc.workload.PodImages;
import eu.skyscrapers.ptc.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongRegistryTest {
    private static final String ASKED = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private static Optional<Hint> hint(Cache cache, String... images) {
        Fold fold = new Fold(false);
        Workload workload = new Workload("n", "Pod", "p");
        fold.accept(new PodImages(
                "p",
                workload,
                false,
                Arrays.stream(images)
                        .map(image -> new ImageUse(image, "c", ContainerType.CONTAINER))
                        .toList()));
        return WrongRegistry.hint(cache, fold.result("prod", null, List.of(), "", Judge.of(cache)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "210987654321.dkr.ecr.eu-west-1.amazonaws.com/quay/a/b    | another account (210987654321, not 123456789012);",
                "123456789012.dkr.ecr.eu-central-1.amazonaws.com/k8s/pause | another region (eu-central-1, not eu-west-1);",
                "210987654321.dkr.ecr.us-east-1.amazonaws.com/ghcr/a/b:1  | another account (210987654321, not 123456789012)"
                        + " and another region (us-east-1, not eu-west-1);",
            })
    void saysWhatDiffers(String image, String difference) {
        Hint hint = hint(Cache.builtIn(ASKED), image, image + "c", "public.ecr.aws/eks/x")
                .orElseThrow();
        String host = image.substring(0, image.indexOf('/'));
        assertThat(hint.fails()).isTrue();
        assertThat(hint.cluster()).isEqualTo("prod");
        assertThat(hint.text())
                .startsWith("no image comes through " + ASKED + ", while 2 images look cached by " + host + " (below ")
                .contains("), which is " + difference)
                .endsWith("; did you mean " + host + "?");
    }

    @ParameterizedTest
    @CsvSource({
        // Something comes through the cache.
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/quay/a/b",
        // The same registry by another of its hosts.
        "123456789012.dkr-ecr.eu-west-1.on.aws/quay/a/b",
        "123456789012.dkr.ecr-fips.eu-west-1.amazonaws.com/quay/a/b",
    })
    void isSilentWhereSomethingComesThroughTheCache(String image) {
        assertThat(hint(Cache.builtIn(ASKED), image, "210987654321.dkr.ecr.eu-west-1.amazonaws.com/quay/a/b"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns",
        "210987654321.dkr.ecr.eu-west-1.amazonaws.com/quay",
        "210987654321.dkr.ecr.eu-west-1.amazonaws.com/quayside/a",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/own/app",
        "public.ecr.aws/quay/a/b",
        "quay.io/quay/a",
        "210987654321.dkr.ecr.s3.amazonaws.com/quay/a/b",
    })
    void isSilentWhereNothingLooksCached(String image) {
        assertThat(hint(Cache.builtIn(ASKED), image)).isEmpty();
    }

    @Test
    void knowsThePrefixesOfTheRulesAndOfThePlatform() {
        CacheRule own = new CacheRule("mirror/hub", "docker.io", "", null, null, null, false, "rules");
        CacheRule root = new CacheRule("", "quay.io", "", null, null, null, false, "rules");
        Cache cache = Cache.of(ASKED, List.of(own, root));
        String other = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/";
        assertThat(hint(cache, other + "mirror/hub/a", other + "k8s/pause")
                        .orElseThrow()
                        .text())
                .contains("2 images look cached", "(below k8s, mirror/hub)");
        assertThat(hint(cache, other + "anything/a")).isEmpty();
        assertThat(hint(Cache.of(ASKED, List.of(own)), ASKED + "/k8s/pause"))
                .as("of this registry, without a rule")
                .isEmpty();
    }

    @Test
    void ofRegistriesWithAsManyImagesItMeansAlwaysTheSame() {
        List<String> hosts = new ArrayList<>();
        for (int account = 0; account < 10; account++) {
            hosts.add(String.valueOf(account).repeat(12) + ".dkr.ecr.eu-west-1.amazonaws.com");
        }
        assertThat(hint(
                                Cache.builtIn(ASKED),
                                hosts.stream().map(host -> host + "/quay/a").toArray(String[]::new))
                        .orElseThrow()
                        .text())
                .endsWith("; did you mean " + hosts.get(9) + "?");
    }

    @Test
    void meansTheRegistryWithMostImages() {
        String most = "210987654321.dkr.ecr.eu-west-1.amazonaws.com";
        assertThat(hint(
                                Cache.builtIn(ASKED),
                                "999999999999.dkr.ecr.eu-west-1.amazonaws.com/quay/a",
                                most + "/quay/a",
                                "210987654321.dkr-ecr.eu-west-1.on.aws/quay/b")
                        .orElseThrow()
                        .text())
                .contains("2 images look cached by " + most)
                .endsWith("; did you mean " + most + "?");
    }
}

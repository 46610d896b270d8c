package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import eu.skyscrapers.ptc.workload.Workload;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedImageTest {
    private static final Workload NIGHTLY = new Workload("team-shop", "CronJob", "nightly");

    /** The use is always that of {@code Quay.io/acme/report:2} by container main of team-shop's CronJob in production. */
    @ParameterizedTest
    @CsvSource({
        "quay.io/acme/report, , , , , true",
        "quay.io/acme/*, , , , , true",
        "Quay.io/acme/*, , , , , false",
        "quay.io/acme/report:*, , , , , false",
        ", team-*, , , , true",
        ", team, , , , false",
        ", , nightly, , , true",
        ", , night*, , , true",
        ", , CronJob/nightly, , , true",
        ", , CronJob/*, , , true",
        ", , */nightly, , , true",
        ", , Job/nightly, , , false",
        ", , cronjob/nightly, , , false",
        ", , CronJob, , , false",
        ", , CronJob*, , , false",
        ", , , main, , true",
        ", , , side, , false",
        ", , , , prod*, true",
        ", , , , staging, false",
        "quay.io/acme/*, team-*, CronJob/*, main, production, true",
        "quay.io/acme/*, team-*, CronJob/*, main, staging, false",
        "quay.io/acme/*, team-*, CronJob/*, side, production, false",
        "quay.io/acme/*, velero, CronJob/*, main, production, false",
        "gcr.io/acme/*, team-*, CronJob/*, main, production, false",
    })
    void matches(
            @Nullable String image,
            @Nullable String namespace,
            @Nullable String workload,
            @Nullable String container,
            @Nullable String cluster,
            boolean expected) {
        AcceptedImage accepted = new AcceptedImage(
                glob(image), glob(namespace), glob(workload), glob(container), glob(cluster), "why", null, "test");
        assertThat(accepted.matches("production", CanonicalName.of("Quay.io/acme/report:2"), NIGHTLY, "main"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Quay.io//broken image, Quay.io//broken*, true",
        "Quay.io//broken image, quay.io/*, false",
        "gcr.io/k8s-staging-multitenancy/hnc-manager:v1.1.0, gcr.io/k8s-staging-multitenancy/hnc-manager, true",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, docker.io/*, false",
    })
    void imagesMatchByNameAndWhatIsNoImageByItsText(String image, String pattern, boolean expected) {
        AcceptedImage accepted = new AcceptedImage(glob(pattern), null, null, null, null, "why", null, "test");
        assertThat(accepted.matches("c", CanonicalName.of(image), NIGHTLY, "main"))
                .isEqualTo(expected);
    }

    /** A pattern of images means images that can be pulled. */
    @ParameterizedTest
    @CsvSource({
        "gcr.io/acme/app, gcr.io/*, true",
        "Quay.io//broken image, *, false",
        "Quay.io//broken image, Quay.io//broken*, false",
        "Quay.io//broken image, Quay.io//broken image, true",
        "Quay.io//broken image, , true",
    })
    void acceptsWhatIsNoImageByItsVeryText(String image, @Nullable String pattern, boolean expected) {
        Judgment judgment =
                new Classifier(Cache.builtIn("123456789012.dkr.ecr.eu-west-1.amazonaws.com")).classify(image);
        AcceptedImage accepted =
                new AcceptedImage(glob(pattern), new Glob("team-*"), null, null, null, "why", null, "test");
        assertThat(accepted.accepts("c", judgment, NIGHTLY, "main")).isEqualTo(expected);
    }

    @Test
    void lastDayStillCounts() {
        LocalDate last = LocalDate.of(2026, 12, 31);
        AcceptedImage accepted = new AcceptedImage(null, null, null, null, null, "why", last, "expect.yaml:3");
        assertThat(accepted.expired(last)).isFalse();
        assertThat(accepted.expired(last.plusDays(1))).isTrue();
        assertThat(accepted.expectation()).isEqualTo(new Expectation("why", "expect.yaml:3"));
    }

    @Test
    void programKnowsTheNamespaceController() {
        assertThat(AcceptedImage.BUILT_IN).singleElement().satisfies(hnc -> {
            String name = CanonicalName.of("GCR.io/k8s-staging-multitenancy/hnc-manager:v1.1.0");
            assertThat(hnc.matches("any", name, NIGHTLY, "manager")).isTrue();
            assertThat(hnc.matches("any", name + "-2", NIGHTLY, "manager")).isFalse();
            assertThat(hnc.expired(LocalDate.MAX)).isFalse();
            assertThat(hnc.source()).isEqualTo("built-in");
        });
    }

    private static @Nullable Glob glob(@Nullable String pattern) {
        return pattern == null ? null : new Glob(pattern);
    }
}

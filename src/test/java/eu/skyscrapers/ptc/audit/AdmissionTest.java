package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final Cache CACHE = Cache.of(
            HOST,
            List.of(
                    new CacheRule("hub", "docker.io", "", null, null, null, false, "rules"),
                    new CacheRule("acme", "quay.io", "acme", null, null, null, false, "rules"),
                    new CacheRule("local", "localhost:5000", "", null, null, null, false, "rules")));

    private static Admission of(Cache cache, @Nullable ClusterDefinition definition, AcceptedImage... entries) {
        return Admission.of("prod", cache, definition, new Expectations(List.of(entries), null, LocalDate.EPOCH));
    }

    private static AcceptedImage entry(@Nullable String image) {
        return new AcceptedImage(
                image == null ? null : new Glob(image), new Glob("n"), null, null, null, "why", null, "test");
    }

    @Test
    void namesEverySpellingOfAHost() {
        assertThat(of(CACHE, null).hosts())
                .containsOnly(
                        Map.entry("docker.io", "docker.io"),
                        Map.entry("docker.io:443", "docker.io"),
                        Map.entry("index.docker.io", "docker.io"),
                        Map.entry("index.docker.io:443", "docker.io"),
                        Map.entry("registry-1.docker.io", "docker.io"),
                        Map.entry("registry-1.docker.io:443", "docker.io"),
                        Map.entry("registry.hub.docker.com", "docker.io"),
                        Map.entry("registry.hub.docker.com:443", "docker.io"),
                        Map.entry("quay.io", "quay.io"),
                        Map.entry("quay.io:443", "quay.io"),
                        Map.entry("localhost:5000", "localhost:5000"));
    }

    /** What no route could take needs nobody who accepts it. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            docker.io/library/nginx, true
            docker.io/*,             true
            docker.io*,              true
            d?cker.io/*,             true
            *,                       true
            -,                       true
            quay.io/acme/*,          true
            quay.io/*,               true
            quay.io/acme,            true
            quay.io/other/*,         false
            gcr.io/*,                false
            """)
    void whatStaysIsWhatARouteCouldTake(@Nullable String image, boolean stays) {
        AcceptedImage entry = entry(image);
        assertThat(of(CACHE, null, entry).stays()).isEqualTo(stays ? List.of(entry) : List.of());
    }

    @Test
    void nothingIsReplacedWhereTheCacheIsOffOrHasNoRules() {
        ClusterDefinition on = new ClusterDefinition(true, null, Set.of(), "prod.yaml");
        ClusterDefinition off = new ClusterDefinition(false, null, Set.of(), "prod.yaml");
        assertThat(of(CACHE, on).routes()).hasSize(3);
        assertThat(of(CACHE, off, entry(null))).isEqualTo(Admission.NONE);
        assertThat(of(Cache.of(HOST, List.of()), null, entry(null))).isEqualTo(Admission.NONE);
    }
}

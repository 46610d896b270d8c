package eu.skyscrapers.ptc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalNameTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx",
        "nginx:1.27, docker.io/library/nginx",
        "acme/app@sha256:" + HEX + ", docker.io/acme/app",
        "index.docker.io/nginx, docker.io/library/nginx",
        "registry-1.docker.io/nginx, docker.io/library/nginx",
        "Registry.Hub.Docker.com:443/library/nginx:1, docker.io/library/nginx",
        "GCR.io/acme/app:1, gcr.io/acme/app",
        "localhost:5000/app:1, localhost:5000/app",
        "registry_a.example.com/x:1, registry_a.example.com/x",
        // No image of Docker Hub, although the grammar takes it for one.
        "sha256:" + HEX + ", sha256:" + HEX,
        HEX + ", " + HEX,
        "Quay.io//broken image, Quay.io//broken image",
        "'', ''",
    })
    void of(String image, String name) {
        assertThat(CanonicalName.of(image)).isEqualTo(name);
    }
}

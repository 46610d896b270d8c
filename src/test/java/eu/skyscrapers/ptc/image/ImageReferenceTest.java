package eu.skyscrapers.ptc.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String SHA256 = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String SHA384 = "sha384:" + "b".repeat(96);
    private static final String SHA512 = "sha512:" + "c".repeat(128);

    @ParameterizedTest
    @CsvSource({
        // text, registry, repository, tag
        "nginx, docker.io, library/nginx,",
        "nginx:1.27, docker.io, library/nginx, 1.27",
        "library/nginx, docker.io, library/nginx,",
        "docker.io/nginx, docker.io, library/nginx,",
        "docker.io/library/nginx, docker.io, library/nginx,",
        "docker.io/library/a/b, docker.io, library/a/b,",
        "index.docker.io/nginx:1, docker.io, library/nginx, 1",
        "index.docker.io/a/b, docker.io, a/b,",
        // Only the exact names are completed; other spellings of Docker Hub are left as they are.
        "Docker.IO/nginx, Docker.IO, nginx,",
        "INDEX.docker.io/nginx, INDEX.docker.io, nginx,",
        "docker.io:443/nginx, docker.io:443, nginx,",
        "registry-1.docker.io/nginx, registry-1.docker.io, nginx,",
        "bitnami/redis:7, docker.io, bitnami/redis, 7",
        "a/b/c, docker.io, a/b/c,",
        "foo_bar/x, docker.io, foo_bar/x,",
        "quay.io/a/b:T_1.2-3, quay.io, a/b, T_1.2-3",
        "Quay.IO:443/a, Quay.IO:443, a,",
        "localhost/x, localhost, x,",
        "localhost:5000/x:1, localhost:5000, x, 1",
        "localhost:5000, docker.io, library/localhost, 5000",
        "localhosts/x, docker.io, localhosts/x,",
        "xlocalhost/x, docker.io, xlocalhost/x,",
        "Foo/bar, Foo, bar,",
        "A/b, A, b,",
        "a:1/b, a:1, b,",
        "quay.io, docker.io, library/quay.io,",
        "[::1]/x, [::1], x,",
        "[2001:DB8::1]:5000/x:1, [2001:DB8::1]:5000, x, 1",
        "[Fe]/x, [Fe], x,",
        "a-b.c--d.e/x, a-b.c--d.e, x,",
        "1.2.3.4:99999999999/x, 1.2.3.4:99999999999, x,",
        "q.io/a.b/c_d/e__f/g---h/0, q.io, a.b/c_d/e__f/g---h/0,",
        "registry_a.example.com/x:1, '', registry_a.example.com/x, 1",
        "a__b.c/x/y, '', a__b.c/x/y,",
        "a/sha256:1, docker.io, a/sha256, 1",
    })
    void reads(String text, String registry, String repository, String tag) throws InvalidReferenceException {
        for (String digest : Arrays.asList(null, SHA256, SHA384, SHA512)) {
            String written = ReferenceGenerator.with(text, null, digest);
            ImageReference reference = ImageReference.parse(written);

            assertThat(reference.text()).isEqualTo(written);
            assertThat(reference).hasToString(written);
            assertThat(reference.registry()).isEqualTo(registry);
            assertThat(reference.repository()).isEqualTo(repository);
            assertThat(reference.tag()).isEqualTo(tag);
            assertThat(reference.digest()).isEqualTo(digest);
            assertThat(reference.name()).isEqualTo(registry.isEmpty() ? repository : registry + "/" + repository);
            assertThat(reference.canonical()).isEqualTo(ReferenceGenerator.with(reference.name(), tag, digest));
        }
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        String[][] wrong = {
            {"", "the reference is empty"},
            {"0123456789abcdef".repeat(4), "64 hex digits are an image ID, not a reference"},
            {"quay.io/Nginx", "the repository must be lower-case: 'N' at character 9"},
            {"quay.io/nginX", "the repository must be lower-case: 'X' at character 13"},
            {"quay.io/", "the repository ends too early"},
            {"quay.io/x-", "the repository ends too early"},
            {"quay.io//x", "the repository cannot have '/' at character 9"},
            {"nginx:", "the tag ends too early"},
            {":latest", "the repository cannot have ':' at character 1"},
            {"nginx:-1", "the tag cannot have '-' at character 7"},
            {"nginx:1 ", "the tag cannot have ' ' at character 8"},
            {"nginx:1~", "the tag cannot have '~' at character 8"},
            {"nginx\n", "the repository cannot have '\\u000a' at character 6"},
            {"nginx:1\u202e", "the tag cannot have '\\u202e' at character 8"},
            {"qu\u0430y.io/x", "the registry cannot have '\\u0430' at character 3"},
            {"a\u007f.b/x", "the registry cannot have '\\u007f' at character 2"},
            {"https://quay.io/x", "the registry's port cannot have '/' at character 7"},
            {"a.b:8x/y", "the registry cannot have 'x' at character 6"},
            {"quay.io./x", "the registry cannot have '/' at character 9"},
            {"quay-.io/x", "the registry cannot have '-' at character 5"},
            {"[]:1/x", "the registry's address cannot have ']' at character 2"},
            {"[::g]/x", "the registry's address cannot have 'g' at character 4"},
            {"[::1/x", "the registry's address cannot have '/' at character 5"},
            {"a/b@md5:" + "a".repeat(32), "the digest must begin with sha256:, sha384: or sha512:"},
            {"a/b@", "the digest must begin with sha256:, sha384: or sha512:"},
            {"a/b@" + SHA256 + "0", "the digest must have 64 hex digits, not 65"},
            {"a/b@" + SHA384.substring(1), "the digest must begin with sha256:, sha384: or sha512:"},
            {"a/b@sha384:" + "b".repeat(95), "the digest must have 96 hex digits, not 95"},
            {"a/b@sha512:", "the digest must have 128 hex digits, not 0"},
            {"a/b@sha256:" + "A".repeat(64), "the digest cannot have 'A' at character 12"},
            {"a/" + "b".repeat(254), "the repository is longer than 255 characters"},
            {"b".repeat(248), "the repository is longer than 255 characters"},
            {"_a.b/x", "the repository cannot have '_' at character 1"},
            {"a_b.c/" + "b".repeat(250), "the repository is longer than 255 characters"},
            {"q.io/a:" + "b".repeat(129), "the tag is longer than 128 characters"},
            {"q.io/" + "b".repeat(521), "the reference is too long"},
        };
        for (String[] row : wrong) {
            assertThatThrownBy(() -> ImageReference.parse(row[0]))
                    .as(row[0])
                    .isExactlyInstanceOf(InvalidReferenceException.class)
                    .hasMessage(row[1]);
        }
    }

    @Test
    void acceptsTheLongestReferenceBelowAnyHost() throws InvalidReferenceException {
        String longest = "r".repeat(255) + ":" + "t".repeat(128) + "@" + SHA512;

        assertThat(ImageReference.parse("q.io/" + longest).tag()).hasSize(128);
        assertThat(ImageReference.parse("h".repeat(1_000_000) + ".io/" + longest)
                        .registry())
                .hasSize(1_000_003);
        assertThat(ImageReference.parse("n".repeat(247)).repository()).hasSize(255);
        assertThat(ImageReference.parse("a_b.c/" + "n".repeat(249)).repository())
                .hasSize(255);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "a.", "a/", "a-", "a_", "A", "1", ":", "@", "[", "[:", ".", "/", "-", "a:", "a@", "\n", " ",
                "\ud83d", "é"
            })
    void answersForHugeTexts(String repeated) {
        String huge = repeated.repeat(1_000_000 / repeated.length());
        for (String text : List.of(huge, "quay.io/" + huge, "quay.io/x:" + huge, "x@sha256:" + huge, huge + "/")) {
            assertThatThrownBy(() -> ImageReference.parse(text))
                    .isExactlyInstanceOf(InvalidReferenceException.class)
                    .message()
                    .hasSizeLessThan(100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029", " ", "\t", "\0"})
    void acceptsNothingAroundAReference(String blank) {
        for (String text :
                List.of("nginx", "nginx:1", "quay.io/x/y", "q.io/x:1", "q.io/x@" + SHA256, "registry_a.b/x")) {
            assertThatThrownBy(() -> ImageReference.parse(text + blank)).isInstanceOf(InvalidReferenceException.class);
            assertThatThrownBy(() -> ImageReference.parse(blank + text)).isInstanceOf(InvalidReferenceException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io",
        "QUAY.IO/x, quay.io",
        "quay.io:443/x, quay.io",
        "QUAY.IO:443/x, quay.io",
        "quay.io:5000/x, quay.io:5000",
        "quay.io:4430/x, quay.io:4430",
        "quay.io:0443/x, quay.io:0443",
        "quay.io:1443/x, quay.io:1443",
        "[::1]:443/x, [::1]",
        "[::443]/x, [::443]",
        "[::ABCD]:444/x, [::abcd]:444",
        "localhost:443/x, localhost",
        "Foo/x, foo",
        "registry_a.b/x, ''",
    })
    void comparesByHost(String text, String host) throws InvalidReferenceException {
        assertThat(ImageReference.parse(text).host()).isEqualTo(host);
    }

    @Test
    void knowsLocalIds() {
        assertThat(ImageReference.isLocalId(SHA256)).isTrue();
        for (String other : List.of(
                "",
                "sha256:",
                SHA256 + "0",
                SHA256.substring(0, 70),
                SHA256.toUpperCase(Locale.ROOT),
                "sha256:" + "A".repeat(64),
                "sha256:" + "g".repeat(64),
                "sha256:" + "0".repeat(63) + "\n",
                "sha255:" + "0".repeat(64),
                "0".repeat(64),
                "0".repeat(71),
                SHA512,
                "x@" + SHA256)) {
            assertThat(ImageReference.isLocalId(other)).as(other).isFalse();
        }
    }

    @Test
    void isEqualToWhatNamesTheSame() throws InvalidReferenceException {
        ImageReference nginx = ImageReference.parse("nginx:1@" + SHA256);

        assertThat(nginx)
                .isEqualTo(ImageReference.parse("index.docker.io/library/nginx:1@" + SHA256))
                .hasSameHashCodeAs(ImageReference.parse("docker.io/nginx:1@" + SHA256))
                .isNotEqualTo(ImageReference.parse("nginx:2@" + SHA256))
                .isNotEqualTo(ImageReference.parse("nginx:1"))
                .isNotEqualTo(ImageReference.parse("nginx@" + SHA256))
                .isNotEqualTo(ImageReference.parse("q.io/library/nginx:1@" + SHA256))
                .isNotEqualTo(ImageReference.parse("nginy:1@" + SHA256))
                .isNotEqualTo(nginx.text())
                .as("or maps of thousands of images would be lists")
                .doesNotHaveSameHashCodeAs(ImageReference.parse("nginy:1@" + SHA256));
    }

    @Test
    void anExceptionCostsNoStackTrace() {
        assertThatThrownBy(() -> ImageReference.parse(""))
                .extracting(Throwable::getStackTrace)
                .isEqualTo(new StackTraceElement[0]);
    }

    /** In Turkish a small I has no dot, and a capital i has one: {@code "QUAY.IO".toLowerCase()} is not quay.io. */
    @Test
    void readsTheSameInTurkish() throws InvalidReferenceException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));

            assertThat(ImageReference.parse("QUAY.IO/x").host()).isEqualTo("quay.io");
            assertThat(ImageReference.parse("INDEX.DOCKER.IO/x").host()).isEqualTo("index.docker.io");
            assertThat(EcrRegistry.isPublic("PUBLIC.ECR.AWS")).isTrue();
            assertThat(EcrRegistry.parse("123456789012.DKR-ECR-FIPS.AP-SOUTHEAST-1.ON.AWS"))
                    .isPresent();
            assertThatThrownBy(() -> ImageReference.parse("q.io/I")).hasMessageContaining("'I' at character 6");
            assertThatThrownBy(() -> ImageReference.parse("q\u0131.io/x"))
                    .isInstanceOf(InvalidReferenceException.class);
        } finally {
            Locale.setDefault(before);
        }
    }
}

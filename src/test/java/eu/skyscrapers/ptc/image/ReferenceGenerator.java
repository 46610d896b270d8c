package eu.skyscrapers.ptc.image;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes image references up, good and bad ones. The same seed makes the same references. */
public final class ReferenceGenerator {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String ANY_CASE = LOWER + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final List<String> HOSTS = List.of(
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
            "123456789012.dkr-ecr-fips.eu-west-1.on.aws:443",
            "210987654321.dkr.ecr.eu-west-1.amazonaws.com",
            "public.ecr.aws",
            "docker.io",
            "index.docker.io",
            "registry-1.docker.io:443",
            "registry.hub.docker.com",
            "quay.io",
            "registry.k8s.io",
            "ghcr.io",
            "registry.gitlab.com",
            "acme.azurecr.io",
            "cgr.dev",
            "gcr.io",
            "localhost",
            "localhost:5000",
            "[::1]:5000",
            "registry_a.example.com");
    private static final List<String> FIRST_PARTS =
            List.of("quay", "k8s", "docker-hub", "ghcr", "gitlab", "library", "quayfoo", "localhost1");
    private static final List<String> NASTY = List.of(
            ":",
            "@",
            "/",
            "//",
            ".",
            "..",
            "_",
            "__",
            "___",
            "-",
            "[",
            "]",
            "%",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\0",
            "\u001b",
            "\u007f",
            "\u0085",
            "\u2028",
            "\u0430",
            "\u0130",
            "\u212a",
            "\u200b",
            "\u202e",
            "\ud83d",
            "A",
            "Z",
            "g",
            "é",
            ":443",
            ":5000",
            "@sha256:",
            "sha256:",
            "https://",
            "docker.io/",
            "index.docker.io/",
            "localhost/",
            "latest",
            "{{",
            "}}",
            "$",
            "\\",
            "\"",
            "=",
            "::error::",
            "user@",
            "[::1]",
            "[FF]");

    private final Random random;

    public ReferenceGenerator(long seed) {
        random = new Random(seed);
    }

    /** A valid reference with or without registry, tag and digest. */
    public String reference() {
        String tag = random.nextInt(3) == 0 ? null : tag();
        String digest = random.nextInt(3) == 0 ? digest() : null;
        return with(name(), tag, digest);
    }

    /** The name of a valid reference: no tag, no digest. */
    public String name() {
        StringBuilder name = new StringBuilder();
        switch (random.nextInt(4)) {
            case 0, 1 -> name.append(anyOf(HOSTS)).append('/');
            case 2 -> name.append(hostName()).append('/');
            default -> {}
        }
        if (random.nextInt(3) == 0) {
            name.append(anyOf(FIRST_PARTS)).append('/');
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            name.append(part()).append('/');
        }
        return name.append(part()).toString();
    }

    public String tag() {
        return word(ANY_CASE + "_", 1) + word(ANY_CASE + "_.-", random.nextInt(20));
    }

    public String digest() {
        return switch (random.nextInt(3)) {
            case 0 -> "sha256:" + word("0123456789abcdef", 64);
            case 1 -> "sha384:" + word("0123456789abcdef", 96);
            default -> "sha512:" + word("0123456789abcdef", 128);
        };
    }

    public static String with(String name, @Nullable String tag, @Nullable String digest) {
        return name + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }

    /** Anything: a reference with a few characters changed, or nothing but characters that mean something somewhere. */
    public String hostile() {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : reference());
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(3));
            text.replace(at, end, random.nextBoolean() ? word(ANY_CASE + "._-/:", 1) : anyOf(NASTY));
        }
        return text.toString();
    }

    private String hostName() {
        StringBuilder host = new StringBuilder(label());
        for (int i = random.nextInt(3); i >= 0; i--) {
            host.append('.').append(label());
        }
        return host.append(random.nextInt(4) == 0 ? ":" + word("0123456789", 1 + random.nextInt(6)) : "")
                .toString();
    }

    private String label() {
        return word(ANY_CASE, 1) + word(ANY_CASE + "-", random.nextInt(5)) + word(ANY_CASE, 1);
    }

    private String part() {
        StringBuilder part = new StringBuilder(word(LOWER, 1 + random.nextInt(6)));
        for (int i = random.nextInt(3); i > 0; i--) {
            part.append(anyOf(List.of(".", "_", "__", "-", "---"))).append(word(LOWER, 1 + random.nextInt(4)));
        }
        return part.toString();
    }

    private String word(String alphabet, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.toString();
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
